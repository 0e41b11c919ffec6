"""A page as Markdown (GitHub's dialect, for its tables)."""

from collections.abc import Iterator

from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Pairs, Text
from mesoplan.report.page_text import clean

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#"})


def page_markdown(page: Page) -> str:
    """The page, with a line break at its end."""
    lines = [f"# {_safe(page.title)}", "", f"**{_safe(page.headline.text)}**"]
    for section in page.sections:
        if section.title:
            lines += ["", f"## {_safe(section.title)}"]
        for block in section.blocks:
            lines += ["", *_block(block)]
    if page.sources:
        lines += ["", "## Sources", ""]
        lines += [
            f"- {_safe(each.id)}: {f'[{_safe(each.text)}](<{each.url}>)' if each.url else _safe(each.text)}"
            for each in page.sources
        ]
    if page.foot:
        lines += ["", "---", ""]
        lines += [f"{_safe(foot)}  " for foot in page.foot]
    return "\n".join(_tight(lines)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield f"**{_safe(block.text)}**" if block.strong else _safe(block.text)
        case Entry():
            label = f"**{_safe(block.label)}** " if block.label else ""
            source = f" *[{_safe(block.source)}]*" if block.source else ""
            yield f"- {label}{_safe(block.text)}{source}"
            yield from (f"  - {_safe(more)}" for more in block.more)
        case Bullets():
            yield from (f"- {_safe(item)}" for item in block.items)
        case Pairs():
            yield from (f"- **{_safe(name)}:** {_safe(value)}" for name, value in block.rows)
        case Grid():
            yield _row(block.head)
            yield _row(("---",) * len(block.head), safe=False)
            yield from (_row(row) for row in block.rows)


def _row(cells: tuple[str, ...], *, safe: bool = True) -> str:
    return "| " + " | ".join(_safe(cell) if safe else cell for cell in cells) + " |"


def _safe(text: str) -> str:
    return clean(text).translate(_SPECIAL)


def _tight(lines: list[str]) -> Iterator[str]:
    """Without the empty lines between the items of one list."""
    for position, line in enumerate(lines):
        between = 0 < position < len(lines) - 1 and not line
        if between and lines[position - 1].lstrip().startswith("- ") and lines[position + 1].startswith("- "):
            continue
        yield line
