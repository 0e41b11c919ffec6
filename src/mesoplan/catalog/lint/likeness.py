"""Names that the eye takes for each other and that nobody declared as such."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, warning
from mesoplan.catalog.names import edits, normal
from mesoplan.catalog.read import Entry
from mesoplan.record import NamedTuple

#: Names shorter than this differ too easily to mean anything.
_SHORTEST = 6

#: "B12" in "vitamin B12": names of one series are told apart by it, on purpose.
_LONGEST_ORDINAL = 3

#: Letters that may differ, for one in so many letters of the longer name.
_LETTERS_PER_EDIT = 5


class _Name(NamedTuple):
    name: str
    spelt: str
    entry: Entry


def undeclared_lookalikes(look: Look) -> Iterator[Fault]:
    """CA060: names of two ingredients differ in few letters, and neither declares the other."""
    names = _all_names(look)
    buckets: dict[str, list[int]] = {}
    for place, each in enumerate(names):
        for part in _parts(each.name):
            buckets.setdefault(part, []).append(place)
    told: set[tuple[str, str]] = set()
    for place, one in enumerate(names):
        near = {other for part in _parts(one.name) for other in buckets[part] if other > place}
        for position in sorted(near):
            other = names[position]
            pair = (one.entry.record.id, other.entry.record.id)
            if pair[0] == pair[1] or pair in told or _of_one_series(one.spelt, other.spelt):
                continue
            if not _alike(one.name, other.name):
                continue
            told.add(pair)
            if not _declared(one.entry, other.entry) and not _declared(other.entry, one.entry):
                yield _fault(one, other)


def _all_names(look: Look) -> tuple[_Name, ...]:
    found: dict[tuple[str, str], _Name] = {}
    for identity, entry in look.tables["ingredient"].items():
        for spelt in (entry.record.label, identity.replace("-", " "), *entry.record.called):
            name = normal(spelt)
            if len(name) >= _SHORTEST:
                found.setdefault((name, identity), _Name(name, spelt, entry))
    return tuple(found[key] for key in sorted(found))


def _parts(name: str) -> tuple[str, str]:
    """Two names that look alike agree at the beginning or at the end."""
    return f"^{name[:3]}", f"{name[-4:]}$"


def _alike(one: str, other: str) -> bool:
    longer = max(len(one), len(other))
    most = longer // _LETTERS_PER_EDIT
    return abs(len(one) - len(other)) <= most and edits(one, other, most) <= most


def _of_one_series(one: str, other: str) -> bool:
    """Whether only a last letter or number tells them apart: vitamin B6, vitamin B9."""
    first, _, left = one.casefold().replace("-", " ").rpartition(" ")
    second, _, right = other.casefold().replace("-", " ").rpartition(" ")
    return bool(first) and first == second and max(len(left), len(right)) <= _LONGEST_ORDINAL


def _declared(entry: Entry, other: Entry) -> bool:
    declared = {normal(each.name) for each in entry.record.lookalikes}
    record = other.record
    return any(normal(name) in declared for name in (record.id, record.label, *record.called))


def _fault(one: _Name, other: _Name) -> Fault:
    return warning(
        "CA060",
        one.entry,
        "lookalikes",
        f'"{one.spelt}" looks like "{other.spelt}" ({other.entry.file}), and neither file says so.',
        "One could be taken for the other without a warning.",
        f'Add [[lookalikes]] with name = "{other.spelt}".',
    )
