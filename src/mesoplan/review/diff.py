"""What a new version of a catalog changes: statements, and the verdicts that rest on them."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.stats import can_block
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.finding import VERDICT_RANK
from mesoplan.model.statement import Stated, statements_of
from mesoplan.record import NamedTuple
from mesoplan.review.judged import REFUSED, NamedCase, published_cases, verdict_on

How = Literal["removed", "changed", "added"]

#: Fields of an entity that decide how it is judged, although no statement is made.
_STRUCTURE = (
    "role",
    "classes",
    "parents",
    "allergens",
    "members",
    "kind",
    "sex",
    "cosmetic",
    "excipients_complete",
    "default_for",
    "superficial",
    "route",
    "unit_of",
)


class Change(NamedTuple):
    """One thing that the new catalog states and the old did not, or the other way round.

    ``what`` is the kind of statement ("caution", "limit") or the field ("classes"). ``before`` and
    ``after`` are statement ids or values; empty when there is none. ``blocking``: a finding of
    severity forbid could rest on one of the two.
    """

    how: How
    kind: str
    entity: str
    what: str
    before: str
    after: str
    blocking: bool
    fields: tuple[str, ...] = ()


class Flip(NamedTuple):
    """A case whose verdict or codes change."""

    name: str
    before: str
    after: str
    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def loosened(self) -> bool:
        """Whether the new verdict is milder than the old one."""
        return _rank(self.after) > _rank(self.before)


class Diff(NamedTuple):
    """Everything of clinical weight that differs; safety first, then by kind and entity."""

    old: str
    new: str
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]


def diff(old: Catalog, new: Catalog, cases: Iterable[NamedCase] = ()) -> Diff:
    """What is stated differently, and which published cocktails and given cases change verdict.

    A case that one of the catalogs cannot read has the verdict "refused" there.
    """
    found = sorted((*_statement_changes(old, new), *_structure_changes(old, new)), key=_safety_first)
    return Diff(old.version, new.version, tuple(found), tuple(_flips(old, new, cases)))


_ORDER: dict[How, int] = {"removed": 0, "changed": 1, "added": 2}


def _safety_first(change: Change) -> tuple[object, ...]:
    return (
        not change.blocking,
        _ORDER[change.how],
        change.kind,
        change.entity,
        change.what,
        change.before,
        change.after,
    )


class _Told(NamedTuple):
    kind: str
    stated: Stated

    @property
    def what(self) -> str:
        return self.stated.id.partition("#")[2].partition("@")[0].partition(".")[0]

    @property
    def pairing(self) -> tuple[str, ...]:
        """Statements that may be two versions of one: the same entity, kind and source."""
        return (self.kind, self.stated.entity, self.what, self.stated.cite.source)


def _told(catalog: Catalog) -> dict[tuple[str, str], _Told]:
    return {
        (kind, stated.id): _Told(kind, stated)
        for kind in catalog.kinds()
        for identity, record in catalog.table(kind).items()
        for _, stated in statements_of(identity, record)
    }


def _statement_changes(old: Catalog, new: Catalog) -> Iterator[Change]:
    before, after = _told(old), _told(new)
    for key in before.keys() & after.keys():
        fields = tuple(_fields(before[key].stated.record, after[key].stated.record))
        if fields:
            yield _change("changed", before[key], after[key], fields)
    gone: dict[tuple[str, ...], list[_Told]] = {}
    for key in sorted(before.keys() - after.keys()):
        gone.setdefault(before[key].pairing, []).append(before[key])
    for key in sorted(after.keys() - before.keys()):
        candidates = gone.get(after[key].pairing)
        if candidates:
            first = candidates.pop(0)
            fields = tuple(_fields(first.stated.record, after[key].stated.record))
            yield _change("changed", first, after[key], fields)
        else:
            yield _change("added", None, after[key])
    for rest in gone.values():
        for told in rest:
            yield _change("removed", told, None)


def _change(how: How, before: _Told | None, after: _Told | None, fields: tuple[str, ...] = ()) -> Change:
    told = after or before
    assert told is not None
    return Change(
        how,
        told.kind,
        told.stated.entity,
        told.what,
        before.stated.id if before else "",
        after.stated.id if after else "",
        any(each is not None and can_block(each.stated) for each in (before, after)),
        fields,
    )


def _fields(one: Any, other: Any) -> Iterator[str]:
    """The fields in which two records differ; of their citations, the way they were read."""
    for name in one._fields:
        left, right = getattr(one, name), getattr(other, name)
        if name == "cite":
            if left.access != right.access:
                yield "access"
        elif not _holds_statements(left) and left != right:
            yield name


def _holds_statements(value: object) -> bool:
    """Whether the value's own statements are compared one by one already."""
    parts = value if isinstance(value, tuple) and not hasattr(value, "_fields") else (value,)
    return any(hasattr(part, "cite") for part in parts)


def _structure_changes(old: Catalog, new: Catalog) -> Iterator[Change]:
    for kind in new.kinds():
        before, after = old.table(kind), new.table(kind)
        for identity in sorted({*before, *after}):
            if identity not in after:
                yield Change("removed", kind, identity, "entity", identity, "", kind != "source")
            elif identity not in before:
                yield Change("added", kind, identity, "entity", "", identity, False)
            else:
                yield from _field_changes(kind, identity, before[identity], after[identity])


def _field_changes(kind: str, identity: str, one: Any, other: Any) -> Iterator[Change]:
    for name in _STRUCTURE:
        left, right = getattr(one, name, None), getattr(other, name, None)
        if left != right and kind != "source":
            yield Change("changed", kind, identity, name, _text(left), _text(right), True, (name,))


def _text(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, tuple) else str(value)


def _flips(old: Catalog, new: Catalog, cases: Iterable[NamedCase]) -> Iterator[Flip]:
    asked = {each.name: each.case for each in published_cases(old)}
    asked |= {each.name: each.case for each in published_cases(new)}
    asked |= {each.name: each.case for each in cases}
    was, now = Knowledge(old), Knowledge(new)
    found = []
    for name, case in sorted(asked.items()):
        before, after = verdict_on(case, was), verdict_on(case, now)
        if before != after:
            gone = tuple(code for code in before.codes if code not in after.codes)
            fresh = tuple(code for code in after.codes if code not in before.codes)
            if before.verdict != after.verdict or gone or fresh:
                found.append(
                    Flip(name=name, before=before.verdict, after=after.verdict, gone=gone, new=fresh)
                )
    yield from sorted(found, key=lambda flip: (not flip.loosened, flip.name))


def _rank(verdict: str) -> int:
    return -1 if verdict == REFUSED else VERDICT_RANK[verdict]
