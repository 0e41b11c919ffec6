"""Policies of the planner: every number is one it reads, is there once, and is no reward for harm."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, error
from mesoplan.catalog.read import Entry
from mesoplan.model.policy import OBJECTIVE_TERMS


def objectives(look: Look) -> Iterator[Fault]:
    """CA068: a weight that is negative or that nothing reads, one that is missing, a second objective."""
    taken: dict[str, str] = {}
    for entry in look.entries("policy"):
        if entry.record.kind in ("objective", "evidence"):
            yield from _weights(entry)
        if entry.record.kind == "objective":
            first = taken.setdefault(entry.record.prefer, entry.file)
            if first != entry.file:
                yield error(
                    "CA068",
                    entry,
                    "prefer",
                    f'{first} is the objective of "{entry.record.prefer}" already.',
                    "Only one of the two would be used.",
                    "Change the numbers in that file.",
                )


def _weights(entry: Entry) -> Iterator[Fault]:
    names = [each.name for each in entry.record.parameters]
    for place, each in enumerate(entry.record.parameters):
        if each.value is None or each.value < 0:
            yield error(
                "CA068",
                entry,
                f"parameters[{place}].value",
                f'the weight "{each.name}" is {each.value}; it has to be a number from 0 up.',
                "A negative weight would reward what it is there to weigh against.",
                "0 takes the weight out of the sum.",
            )
        if entry.record.kind == "objective" and each.name not in OBJECTIVE_TERMS:
            yield error(
                "CA068",
                entry,
                f"parameters[{place}].name",
                f'no objective reads "{each.name}".',
                "It would have no effect.",
                f"Known: {', '.join(OBJECTIVE_TERMS)}.",
            )
    if entry.record.kind == "objective":
        for name in OBJECTIVE_TERMS:
            if name not in names:
                yield error(
                    "CA068",
                    entry,
                    "parameters",
                    f'the weight "{name}" is missing.',
                    "The planner could not add up a score.",
                    "Add it with its reason.",
                )
