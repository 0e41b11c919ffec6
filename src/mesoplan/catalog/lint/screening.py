"""Sections that were read about patients, and the facts of patients that nothing speaks of."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.link import walk_records
from mesoplan.catalog.lint.look import Look, error, warning
from mesoplan.catalog.read import Entry
from mesoplan.model.ingredient import Caution, Limit, TestDose
from mesoplan.model.screening import Screening

_KINDS = {"medicines": ("medicine",), "conditions": ("condition", "state")}
_SPEAKERS = ("ingredient", "class", "product")


def unreached(look: Look) -> Iterator[Fault]:
    """CA090: a medicine or condition that no statement and no screening names."""
    spoken = _spoken_of(look)
    for identity, entry in look.tables["fact"].items():
        if entry.record.kind not in ("medicine", "condition") or entry.record.medicine_of:
            continue
        if spoken.isdisjoint(_lineage(look, identity)):
            yield warning(
                "CA090",
                entry,
                "",
                "no statement and no screening names this fact or one above it.",
                "Whoever has it gets no answer for any ingredient but from sections that are silent.",
                "Read what is known of it, give it a parent that is spoken of, or remove it.",
            )


def named_without_statement(look: Look) -> Iterator[Fault]:
    """CA091: a section names a fact, and nothing says what it says of it."""
    for entry, place, screening in _screenings(look):
        said = {each.fact for source in _sources(look, entry) for each in source.record.cautions}
        for name in screening.names:
            if said.isdisjoint(_lineage(look, name)):
                yield error(
                    "CA091",
                    entry,
                    f"screenings[{place}].names",
                    f'"{name}" is named by the section, and no caution is about it.',
                    "What the label says of it is lost: the fact is not assessed.",
                    "Enter the caution, with the label's own force.",
                )


def strange_names(look: Look) -> Iterator[Fault]:
    """CA092: a section on medicines names a condition, or the other way round."""
    for entry, place, screening in _screenings(look):
        for name in screening.names:
            fact = look.tables["fact"].get(name)
            if fact is not None and fact.record.kind not in _KINDS[screening.about]:
                yield error(
                    "CA092",
                    entry,
                    f"screenings[{place}].names",
                    f'"{name}" is of kind {fact.record.kind}, the section is about {screening.about}.',
                    "It would never be looked up there.",
                    "Enter a screening for the other section.",
                )


def unread_screenings(look: Look) -> Iterator[Fault]:
    """CA093: a section said to be read whole, from a reading that supports nothing."""
    for entry, place, screening in _screenings(look):
        if screening.whole and not screening.cite.supports:
            yield error(
                "CA093",
                entry,
                f"screenings[{place}].whole",
                f"the section was read whole, and its access is {screening.cite.access}.",
                "What was not read cannot be silent: it answers nothing.",
                "Read it, or say whole = false.",
            )


def _screenings(look: Look) -> Iterator[tuple[Entry, int, Screening]]:
    for kind in _SPEAKERS:
        for entry in look.entries(kind):
            for place, screening in enumerate(entry.record.screenings):
                yield entry, place, screening


def _sources(look: Look, entry: Entry) -> Iterator[Entry]:
    """Whose cautions hold wherever the entry's do: its own, its classes', those of what it contains."""
    yield entry
    record = entry.record
    if hasattr(record, "contains"):
        for part in record.contains:
            inner = look.tables["ingredient"].get(part.ingredient)
            if inner is not None:
                yield from _sources(look, inner)
    above = look.lineage.get(record.id, ()) if hasattr(record, "role") else getattr(record, "parents", ())
    for group in above:
        if group in look.tables["class"]:
            yield look.tables["class"][group]


def _spoken_of(look: Look) -> set[str]:
    """Every fact that a statement or a screening names."""
    named: set[str] = set()
    for kind in _SPEAKERS:
        for entry in look.entries(kind):
            for record, _ in walk_records(entry.record):
                if isinstance(record, Caution):
                    named.add(record.fact)
                elif isinstance(record, Limit):
                    named.update(record.facts)
                elif isinstance(record, TestDose):
                    named.update((record.fact, *record.facts))
                elif isinstance(record, Screening):
                    named.update(record.names)
    return named


def _lineage(look: Look, fact: str) -> set[str]:
    found: set[str] = set()
    todo = [fact]
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            entry = look.tables["fact"].get(each)
            todo.extend(entry.record.parents if entry is not None else ())
    return found
