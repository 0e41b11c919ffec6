"""Second readings, written into the files of the statements that were read.

Only the citation's `checked` is put in or replaced: the rest of the file stays byte for byte as it was. Where
that cannot be done safely, nothing is written and the statement is named.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mesoplan.catalog.read import Entry, decode, read_folder
from mesoplan.catalog.safe_file import MOST_FILE_BYTES, read_bytes, write_whole
from mesoplan.model.cite import Checked
from mesoplan.model.statement import Stated, statements_of
from mesoplan.record import NamedTuple

_BRACE_OR_TEXT = re.compile(r"""[{}]|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_CHECKED = re.compile(r",\s*checked\s*=\s*\{[^{}\n]*\}")
_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


class Written(NamedTuple):
    """The files that now hold the readings (below the folder, with ``/``), and the statements left alone."""

    files: tuple[str, ...]
    left: tuple[str, ...]


class _Place(NamedTuple):
    file: str
    steps: tuple[str | int, ...]
    source: str


def write_readings(folder: Path, readings: Mapping[str, Checked]) -> Written:
    """Write each reading into the statement that has its id, in the catalog folder ``folder``.

    A statement that the folder does not hold, or whose file cannot be changed without touching something
    else, is in ``left``. Raises OSError when a file cannot be written; earlier ones are whole.
    """
    places = _places(folder, frozenset(readings))
    by_file: dict[str, list[tuple[str, _Place]]] = {}
    for identity, place in places.items():
        by_file.setdefault(place.file, []).append((identity, place))
    left = [identity for identity in readings if identity not in places]
    files = []
    for name, wanted in sorted(by_file.items()):
        path = (folder / name).resolve()
        text = before = read_bytes(path, MOST_FILE_BYTES).decode("utf-8")
        for identity, place in wanted:
            changed = with_reading(text, place.steps, place.source, readings[identity])
            if changed is None:
                left.append(identity)
            else:
                text = changed
        if text != before:
            write_whole(path, text.encode("utf-8"))
            files.append(name)
    return Written(tuple(files), tuple(left))


def with_reading(text: str, steps: tuple[str | int, ...], source: str, checked: Checked) -> str | None:
    """``text`` with ``checked`` in the citation at ``steps``; None when no such change is the only one."""
    wanted = tomllib.loads(text)
    cite = _at(wanted, steps)
    if not isinstance(cite, dict) or cite.get("source") != source:
        return None
    cite["checked"] = checked._asdict()
    for new in _tries(text, source, checked):
        try:
            if tomllib.loads(new) == wanted:
                return new
        except tomllib.TOMLDecodeError:
            continue
    return None


def _tries(text: str, source: str, checked: Checked) -> Iterator[str]:
    """The text with the reading put into each citation of the source."""
    said = f'checked = {{ by = "{checked.by}", on = "{checked.on}", verdict = "{checked.verdict}" }}'
    for begin, end in _inline_tables(text):
        body = _CHECKED.sub("", text[begin : end - 1]).rstrip().rstrip(",")
        if f'"{source}"' in body:
            yield f"{text[:begin]}{body}, {said} }}{text[end:]}"


def _inline_tables(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of everything in braces, inner ones first; braces inside a text do not count."""
    opened: list[int] = []
    for found in _BRACE_OR_TEXT.finditer(text):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            yield opened.pop(), found.end()


def _at(table: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        try:
            table = table[step]
        except (KeyError, IndexError, TypeError):
            return None
    return table


def _places(folder: Path, wanted: frozenset[str]) -> dict[str, _Place]:
    """Where the citations of the wanted statements stand."""
    tables, _ = decode(read_folder(folder).raw)
    found: dict[str, _Place] = {}
    positions: dict[str, dict[str, int]] = {}
    for table in tables.values():
        for identity, entry in table.items():
            if entry.key and entry.file not in positions:
                positions[entry.file] = _positions(folder / entry.file, entry.key.partition("[")[0])
            position = positions[entry.file].get(identity) if entry.key else None
            for path, stated in statements_of(identity, entry.record):
                if stated.id in wanted and stated.id not in found:
                    found[stated.id] = _place(entry, path, stated, position)
    return found


def _positions(file: Path, table: str) -> dict[str, int]:
    """Where each entity of a shared file stands in its list."""
    rows = tomllib.loads(read_bytes(file, MOST_FILE_BYTES).decode("utf-8")).get(table, [])
    return {row.get("id", ""): number for number, row in enumerate(rows)}


def _place(entry: Entry, path: str, stated: Stated, position: int | None) -> _Place:
    """``position``: where the entity stands in the list that shares its file, if it shares one."""
    head: tuple[str | int, ...] = () if position is None else (entry.key.partition("[")[0], position)
    cite = () if type(stated.record).__name__ == "ClassRule" else ("cite",)
    return _Place(entry.file, (*head, *_steps(path), *cite), stated.cite.source)


def _steps(path: str) -> Iterator[str | int]:
    for name, number in _STEP.findall(path):
        yield name
        if number:
            yield int(number)
