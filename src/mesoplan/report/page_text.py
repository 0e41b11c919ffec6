"""A page as terminal text: as wide as the terminal, wrapped, readable without colour."""

import textwrap
from collections.abc import Iterator

from mesoplan.record import NamedTuple
from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Pairs, Section, Text, Tone

NARROWEST = 60
_WIDEST = 110
_COLOURS: dict[str, str] = {"bad": "31", "open": "35", "care": "33", "good": "32", "dim": "2"}
_LABEL = 7
#: A column may cut words that are longer than this when the room is short.
_WORD = 16


class Paper(NamedTuple):
    """What is printed on: its width in characters, and whether colour may be added."""

    width: int = 80
    colour: bool = False

    @property
    def columns(self) -> int:
        """The width that is used: never under 60, never so wide that lines are hard to follow."""
        return max(NARROWEST, min(self.width, _WIDEST))

    def paint(self, text: str, tone: Tone = "", strong: bool = False) -> str:
        """The text in the colour of its tone, where colour may be added."""
        codes = [code for code in (_COLOURS.get(tone, ""), "1" if strong else "") if code]
        if not self.colour or not codes or not text:
            return text
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m"


def page_text(page: Page, paper: Paper) -> str:
    """The page, with a line break at its end."""
    lines = list(_wrapped(page.headline.text, paper, 0, 0))
    lines = [paper.paint(line, page.headline.tone, strong=True) for line in lines]
    beside = False
    for section in page.sections:
        if section.side:
            lines.extend([] if beside else [""])
            lines.extend(_beside(section, paper))
        else:
            lines.append("")
            if section.title:
                lines.append(paper.paint(section.title, section.tone, strong=True))
            for block in section.blocks:
                lines.extend(_block(block, paper))
        beside = section.side
    if page.foot:
        lines.append("")
        for foot in page.foot:
            lines.extend(paper.paint(line, "dim") for line in _wrapped(foot, paper, 0, 0))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _beside(section: Section, paper: Paper) -> Iterator[str]:
    """The heading in front of the first entry, the others below it."""
    head = section.title.ljust(_LABEL - 1)[: _LABEL - 1]
    for block in section.blocks:
        if not isinstance(block, Entry):
            yield from _block(block, paper)
            continue
        text = f"{block.text} [{block.source}]" if block.source else block.text
        lines = list(_wrapped(text, paper, _LABEL, _LABEL + 2))
        yield paper.paint(head, section.tone, strong=True) + " " + lines[0][_LABEL:]
        yield from lines[1:]
        for more in block.more:
            yield from _wrapped(f"> {more}", paper, _LABEL + 2, _LABEL + 4)
        head = " " * len(head)


def _block(block: Block, paper: Paper) -> Iterator[str]:
    match block:
        case Text():
            for line in _wrapped(block.text, paper, 2, 2):
                yield paper.paint(line, block.tone, block.strong)
        case Entry():
            yield from _entry(block, paper)
        case Bullets():
            for item in block.items:
                yield from _wrapped(f"- {item}", paper, 2, 4)
        case Pairs():
            yield from _pairs(block, paper)
        case Grid():
            yield from (f"  {line}" for line in _grid(block, paper))


def _entry(entry: Entry, paper: Paper) -> Iterator[str]:
    """The label in front, the words beside it, the source at the end of the words."""
    text = f"{entry.text} [{entry.source}]" if entry.source else entry.text
    if not entry.label:
        yield from _wrapped(text, paper, 2, 2)
    else:
        lines = list(_wrapped(text, paper, 2 + _LABEL, 2 + _LABEL))
        label = entry.label.ljust(_LABEL - 1)[: _LABEL + 20]
        yield "  " + paper.paint(label, entry.tone) + " " + lines[0][2 + _LABEL :]
        yield from lines[1:]
    indent = 2 + (_LABEL if entry.label else 0)
    for more in entry.more:
        yield from _wrapped(f"> {more}", paper, indent, indent + 2)


def _pairs(pairs: Pairs, paper: Paper) -> Iterator[str]:
    wide = min(22, max((len(name) for name, _ in pairs.rows), default=0))
    for name, value in pairs.rows:
        lines = list(_wrapped(value, paper, wide + 4, wide + 4)) or [""]
        yield f"  {clean(name).ljust(wide)}  {lines[0][wide + 4 :]}"
        yield from lines[1:]


def _grid(grid: Grid, paper: Paper) -> list[str]:
    from tabulate import tabulate

    widths = _column_widths(grid, paper.columns - 2)
    cells = [
        ["\n".join(_fold(cell, width)) for cell, width in zip(row, widths, strict=True)]
        for row in (grid.head, *grid.rows)
    ]
    rule = [
        "-" * max(len(line) for row in cells for line in row[column].split("\n"))
        for column in range(len(widths))
    ]
    rows = [cells[0], rule, *cells[1:]]
    return tabulate(rows, tablefmt="plain", disable_numparse=True).splitlines()


def _fold(cell: str, width: int) -> list[str]:
    return [line.strip() for line in textwrap.wrap(clean(cell), width)] or [""]


def _column_widths(grid: Grid, room: int) -> list[int]:
    """What each column may take: its longest cell, cut down where the room is short."""
    columns = list(zip(grid.head, *grid.rows, strict=True))
    wanted = [max(len(clean(cell)) for cell in column) for column in columns]
    longest = [max((len(word) for cell in column for word in cell.split()), default=0) for column in columns]
    room -= 2 * (len(columns) - 1)
    widths = [min(want, word, _WORD) for want, word in zip(wanted, longest, strict=True)]
    for each, word in enumerate(longest):
        if word > widths[each] and sum(widths) - widths[each] + word <= room:
            widths[each] = word
    spare = room - sum(widths)
    while spare > 0 and widths != wanted:
        open_ones = [each for each, want in enumerate(wanted) if widths[each] < want]
        share = max(1, spare // len(open_ones))
        for each in open_ones:
            more = min(share, wanted[each] - widths[each], spare)
            widths[each] += more
            spare -= more
    return [max(1, width) for width in widths]


def _wrapped(text: str, paper: Paper, first: int, rest: int) -> Iterator[str]:
    yield from textwrap.wrap(
        clean(text),
        paper.columns,
        initial_indent=" " * first,
        subsequent_indent=" " * rest,
        break_on_hyphens=False,
    ) or [""]


def clean(text: str) -> str:
    """The text without control characters: what somebody wrote must not steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
