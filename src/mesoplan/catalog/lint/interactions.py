"""Interaction files: read by the rules, and not contradicting each other."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, error, warning
from mesoplan.catalog.read import Entry
from mesoplan.model.interaction import Interaction

#: Kinds that the rules ask of pairs only.
_SESSION = frozenset({"opposition", "additive-toxicity", "absorption", "synergy"})

_OPPOSITES = (
    (frozenset({"incompatible", "label-forbids"}), frozenset({"compatible"})),
    (frozenset({"opposition"}), frozenset({"synergy"})),
)


def unread(look: Look) -> Iterator[Fault]:
    """CA052: a statement about a session in a file of three or more members."""
    for entry in look.entries("interaction"):
        if len(entry.record.members) < 3:
            continue
        for place, stated in enumerate(entry.record.statements):
            if stated.kind in _SESSION:
                yield error(
                    "CA052",
                    entry,
                    f"statements[{place}].kind",
                    f'"{stated.kind}" of {len(entry.record.members)} members is read by no rule.',
                    "The warning would never be shown.",
                    "Write it for each pair that it is about, in the pair's own file.",
                )


def one_sided(look: Look) -> Iterator[Fault]:
    """CA053: two files about the same pair, at different levels, say opposite things.

    Two statements that each name conditions (vehicle, strength, pH, time, goal) may both be true.
    """
    pairs = [entry for entry in look.entries("interaction") if len(entry.record.members) == 2]
    for one, other in _same_pairs(pairs, look):
        for place, stated in enumerate(one.record.statements):
            against = _contradicted(stated, other)
            if against is not None:
                yield warning(
                    "CA053",
                    one,
                    f"statements[{place}]",
                    f'says "{stated.kind}"; {other.file} says "{against.kind}" of the same pair.',
                    "Which one a check shows depends on how near it is to the ingredient.",
                    "Name the conditions of both (vehicles, ranges, pH), or put both into one file.",
                )
                break


def _same_pairs(pairs: list[Entry], look: Look) -> Iterator[tuple[Entry, Entry]]:
    """Each two files of which the members of one are those of the other or of their classes."""
    files: dict[str, set[int]] = {}
    for place, entry in enumerate(pairs):
        for member in entry.record.members:
            files.setdefault(member, set()).add(place)
    below: dict[str, set[str]] = {}
    for member in files:
        for above in look.lineage.get(member, ()):
            below.setdefault(above, set()).add(member)
    near = {
        member: set().union(
            *(files.get(each, ()) for each in (member, *look.lineage.get(member, ()), *below.get(member, ())))
        )
        for member in files
    }
    for place, one in enumerate(pairs):
        left, right = one.record.members
        for other in sorted(near[left] & near[right]):
            if other > place and _same_pair(one, pairs[other], look):
                yield one, pairs[other]


def _same_pair(one: Entry, other: Entry, look: Look) -> bool:
    (left, right), (first, second) = one.record.members, other.record.members
    return (_related(left, first, look) and _related(right, second, look)) or (
        _related(left, second, look) and _related(right, first, look)
    )


def _related(one: str, other: str, look: Look) -> bool:
    return one == other or other in look.lineage.get(one, ()) or one in look.lineage.get(other, ())


def _contradicted(stated: Interaction, other: Entry) -> Interaction | None:
    for these, those in _OPPOSITES:
        for wanted, opposite in ((these, those), (those, these)):
            if stated.kind not in wanted:
                continue
            for against in other.record.statements:
                if against.kind in opposite and not (_conditional(stated) and _conditional(against)):
                    return against  # type: ignore[no-any-return]
    return None


def _conditional(stated: Interaction) -> bool:
    return bool(
        stated.vehicles
        or stated.ranges
        or stated.goals
        or stated.within
        or stated.ph_min is not None
        or stated.ph_max is not None
    )
