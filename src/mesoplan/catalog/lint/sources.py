"""Sources: used, reviewed, and findable by the identifiers they carry."""

import datetime
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.link import walk_records
from mesoplan.catalog.lint.look import Look, error, warning
from mesoplan.model.cite import Cite, Source

#: After so many days a reading should be repeated: labels and law change.
_STALE_DAYS = 730

_SHAPES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("doi", re.compile(r"10\.\d{4,9}/[^\s\"<>]+"), "10.1016/j.example.2011.01.001"),
    ("pmid", re.compile(r"[1-9]\d{0,7}"), "21514567"),
    ("pmcid", re.compile(r"PMC\d{1,8}"), "PMC3560162"),
    ("nct", re.compile(r"NCT\d{8}"), "NCT04519333"),
)


def told_twice(look: Look) -> Iterator[Fault]:
    """CA015: two sources with one DOI, PMID, PMCID or address; two registry entries with one trial number."""
    seen: dict[str, str] = {}
    for identity, entry in look.tables["source"].items():
        doubled: dict[str, str] = {}
        for locator in _locators(entry.record):
            other = seen.setdefault(locator, identity)
            if other != identity:
                doubled.setdefault(other, locator)
        for other, locator in doubled.items():
            yield warning(
                "CA015",
                entry,
                "",
                f'has the same locator as "{other}": {locator}.',
                "One publication counts as two.",
                "Cite one of them everywhere; if they are two texts, give each its own address.",
            )


def _locators(source: Source) -> Iterator[str]:
    """What names the text itself: a site without a page does not, nor the trial number of a paper."""
    for name in ("doi", "pmid", "pmcid"):
        if given := getattr(source, name):
            yield f"{name} {given.casefold()}"
    if source.nct and source.kind == "registry":
        yield f"nct {source.nct}"
    for url in source.urls:
        parts = urlsplit(url)
        page = f"{parts.path.rstrip('/')}?{parts.query}".rstrip("?")
        if page:
            yield f"{parts.netloc.casefold().removeprefix('www.')}{page}"


def unused(look: Look) -> Iterator[Fault]:
    """CA023: nothing cites the source."""
    cited = {
        record.source
        for table in look.tables.values()
        for entry in table.values()
        for record, _ in walk_records(entry.record)
        if isinstance(record, Cite)
    }
    for identity, entry in look.tables["source"].items():
        if identity not in cited and entry.record.kind != "background":
            yield warning(
                "CA023",
                entry,
                "",
                "no statement cites this source.",
                "What was read in it helps nobody.",
                "Add what it says, or remove the file.",
            )


def stale(look: Look) -> Iterator[Fault]:
    """CA024: the source was last read more than two years ago, or nobody can tell when."""
    for entry in look.entries("source"):
        if entry.record.kind == "background":
            continue
        try:
            reviewed = datetime.date.fromisoformat(entry.record.reviewed)
        except ValueError:
            yield warning(
                "CA024",
                entry,
                "reviewed",
                f'"{entry.record.reviewed}" is not a date.',
                "Nobody can tell how old the reading is.",
                "Write it as 2026-11-23.",
            )
            continue
        age = (look.today - reviewed).days
        if age > _STALE_DAYS:
            yield warning(
                "CA024",
                entry,
                "reviewed",
                f"was last read on {reviewed}, {age // 30} months ago.",
                "Labels and law may have changed since.",
                "Read it again and set the date.",
            )
        elif age < -1:
            yield warning(
                "CA024",
                entry,
                "reviewed",
                f"{reviewed} is in the future.",
                "Nobody can tell how old the reading is.",
                "Write the day it was read.",
            )


def misshapen(look: Look) -> Iterator[Fault]:
    """CA032: a DOI, PMID, PMCID or trial number that cannot be one."""
    for entry in look.entries("source"):
        for name, shape, example in _SHAPES:
            given = getattr(entry.record, name)
            if given and not shape.fullmatch(given):
                yield error(
                    "CA032",
                    entry,
                    name,
                    f'"{given}" is not the shape of a {name.upper()}.',
                    "The source cannot be found by it.",
                    f'Such as "{example}".',
                )
