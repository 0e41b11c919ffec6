"""Moves ids that held words of a sentence to those that hold none, in a folder's ledger, waivers and texts.

    python tools/move_statement_ids.py BASE [more folders or files ...]

Needed once, for folders written before 0.2: such an id named the first words of what it said
(``...#monitoring.monitor.blood-pressure@...``), so that mending a typo retired it. Nothing is guessed: an
id is moved only where the statement is found in the base folder under its new id.
"""

import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mesoplan.catalog.build import draft
from mesoplan.model import statement

#: What the ids of these kinds were made of before.
BEFORE: dict[str, Callable[[Any], str]] = {
    "Screening": lambda r: _joined("screening", r.about, _words(r.section)),
    "Monitoring": lambda r: _joined("monitoring", r.kind, _words(r.what), r.sex),
    "Sensitivity": lambda r: _joined("sensitivity", r.to, _words(r.what)),
    "InUse": lambda r: _joined("in-use", r.within, _words(r.condition)),
    "Appearance": lambda r: _joined("appearance", _words(r.looks)),
    "NeedleUse": lambda r: _joined("needle", r.gauges, r.length, _words(r.angle)),
    "Care": lambda r: _joined("care", r.when, _words(r.activity), r.span),
    "MixingLaw": lambda r: _joined("mixing", r.rule, _words(r.what)),
    "Interaction": lambda r: _joined(
        r.kind,
        r.effect,
        r.basis,
        r.vehicles,
        r.ph_min,
        r.ph_max,
        tuple(f"{each.member}:{each.low}-{each.high}" for each in r.ranges),
        _words(r.why),
    ),
}

_joined = statement._joined
_words = statement._words


def main() -> None:
    """Rewrite every TOML, ledger, Python and Markdown file that is named or stands in a folder that is."""
    moved = _moved(Path(sys.argv[1]))
    for name in sys.argv[1:]:
        place = Path(name)
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix in (".toml", ".ledger", ".lock", ".py", ".md") and file.is_file():
                _rewrite(file, moved)


def _moved(base: Path) -> dict[str, str]:
    """The new id of each old one."""
    found: dict[str, str] = {}
    for table in draft(base, (), datetime.date.today()).tables.values():
        for identity, entry in table.items():
            for _, stated in statement.statements_of(identity, entry.record):
                slug = BEFORE.get(type(stated.record).__name__)
                if slug is not None:
                    old = f"{identity}#{slug(stated.record)}@{stated.cite.source}".replace(" ", "")
                    if old != stated.id:
                        found[old] = stated.id
    return found


def _rewrite(file: Path, moved: dict[str, str]) -> None:
    before = file.read_text("utf-8")
    after = before
    if file.suffix in (".ledger", ".lock"):
        head, *lines = before.splitlines()
        after = "\n".join([head, *sorted({_line(each, moved) for each in lines})]) + "\n"
    else:
        for old in (each for each in moved if each in before):
            after = after.replace(old, moved[old])
    if after != before:
        file.write_text(after, "utf-8")
        print(file)


def _line(line: str, moved: dict[str, str]) -> str:
    identity, *rest = line.split(" ", 1)
    return " ".join([moved.get(identity, identity), *rest])


if __name__ == "__main__":
    main()
