"""Patient facts that somebody has to be asked about."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.link import walk_records
from mesoplan.catalog.lint.look import Look, warning
from mesoplan.model.ingredient import Caution, TestDose

#: Allergies and medicines are asked for as a list, not one by one.
_ASKED_ONE_BY_ONE = frozenset({"state", "condition"})


def unasked(look: Look) -> Iterator[Fault]:
    """CA066: a caution or test hangs on a fact that has no question."""
    needed = {
        record.fact: entry.file
        for kind in ("ingredient", "class", "product")
        for entry in look.entries(kind)
        for record, _ in walk_records(entry.record)
        if isinstance(record, Caution | TestDose)
    }
    for identity, file in sorted(needed.items()):
        entry = look.tables["fact"].get(identity)
        if entry is None or entry.record.question.strip():
            continue
        if entry.record.kind in _ASKED_ONE_BY_ONE:
            yield warning(
                "CA066",
                entry,
                "question",
                f"{file} needs this fact, and it has no question.",
                "Nobody can be asked; the check stays incomplete.",
                'Write question = "Is …?".',
            )
