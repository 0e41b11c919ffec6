"""Second readings, claimed readings, and searches: what says how well something is known."""

import datetime
from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.layout import HEAD_FILE
from mesoplan.catalog.lint.look import Look, Placed, error, warning
from mesoplan.catalog.stats import can_block
from mesoplan.model.ingredient import Searched

#: Verdicts after which a statement may not stand as it does.
_REFUSED = frozenset({"not-found", "wrong"})


def unchecked(look: Look) -> Iterator[Fault]:
    """CA026: there are reviewers, and statements that can forbid have no second reader."""
    if not look.tables["reviewer"]:
        return
    blocking = [each for each in look.statements if can_block(each.stated)]
    open_ones = sum(each.stated.cite.checked is None for each in blocking)
    if open_ones:
        yield Fault(
            "CA026",
            HEAD_FILE,
            "",
            f"{open_ones} of {len(blocking)} statements that can forbid have no second reader.",
            "A slip of the first one goes unseen.",
            "`mesoplan catalog sample --blocking` draws some to read.",
            "warning",
        )


def odd_checks(look: Look) -> Iterator[Fault]:
    """CA027: a second reading whose day is none, or that found what the statement does not say."""
    for placed in look.statements:
        checked = placed.stated.cite.checked
        if checked is None:
            continue
        path = f"{placed.path}.cite.checked" if placed.path else "cite.checked"
        yield from _odd_day(look, placed, f"{path}.on", checked.on)
        if checked.verdict in _REFUSED and placed.stated.cite.supports:
            yield error(
                "CA027",
                placed.entry,
                f"{path}.verdict",
                f'a second reader says "{checked.verdict}", and access is "{placed.stated.cite.access}".',
                "What is not in the source would support a plan.",
                'Correct the statement and have it read again, or write access = "recalled".',
            )


def _odd_day(look: Look, placed: Placed, path: str, on: str) -> Iterator[Fault]:
    """A day that is none is an error; one still to come is a warning: the clock may be the wrong one."""
    why = "Nobody can tell how old the second reading is."
    fix = 'Write it as "2026-11-27".'
    try:
        day = datetime.date.fromisoformat(on)
    except ValueError:
        yield error("CA027", placed.entry, path, f'"{on}" is no day.', why, fix)
        return
    if day > look.today + datetime.timedelta(days=1):
        yield warning("CA027", placed.entry, path, f'"{on}" is still to come.', why, fix)


def forbids_by_recall(look: Look) -> Iterator[Fault]:
    """CA033: a statement that can forbid, and was not read."""
    for placed in look.statements:
        if placed.stated.cite.access == "recalled" and can_block(placed.stated):
            yield warning(
                "CA033",
                placed.entry,
                placed.path,
                "can forbid, and is recalled.",
                "A ban that nobody has read.",
                "Read a source and cite it, or lower it to a caution.",
            )


def without_locator(look: Look) -> Iterator[Fault]:
    """CA028: a source without a DOI, PMID, PMCID, trial number or address."""
    for entry in look.entries("source"):
        source = entry.record
        if source.kind == "background" or source.doi or source.pmid or source.pmcid or source.nct:
            continue
        if not source.urls:
            yield warning(
                "CA028",
                entry,
                "",
                "neither identifier nor address.",
                "Nobody can look up what rests on it.",
                "Add doi, pmid, pmcid, nct or urls, as seen on its page.",
            )


def claimed_readings(look: Look) -> Iterator[Fault]:
    """CA029: a reading that is claimed and cannot have been: of what was not read, an abstract of a label."""
    for placed in look.statements:
        cite = placed.stated.cite
        path = f"{placed.path}.cite" if placed.path else "cite"
        source = look.tables["source"].get(cite.source)
        if cite.supports and cite.at.strip().casefold() in ("not read", "unread"):
            yield error(
                "CA029",
                placed.entry,
                path,
                f'says at = "{cite.at}" with access "{cite.access}".',
                "What was not read would support a plan.",
                'Write access = "recalled", or where it was read.',
            )
        elif source is not None and source.record.kind == "label" and cite.access == "abstract":
            yield warning(
                "CA029",
                placed.entry,
                path,
                f"claims an abstract; {cite.source} is a label, which has none.",
                "How well it was read cannot be told.",
                'Write "label" when it was read there, else "secondary".',
            )


def undescribed_searches(look: Look) -> Iterator[Fault]:
    """CA069: a search that found nothing and does not say where and when."""
    for placed in look.statements:
        record = placed.stated.record
        if not isinstance(record, Searched):
            continue
        said = {**record._asdict()}
        said["where"] = said.get("where") or record.note or record.cite.note
        missing = [name for name in ("where", "on") if name in said and not said[name]]
        if missing:
            yield warning(
                "CA069",
                placed.entry,
                placed.path,
                f'"none found" of {record.about} without {" and ".join(missing)}.',
                "Nobody can tell what was looked through, or repeat it.",
                "Write where (databases, labels, queries) and on (the day).",
            )
