"""What is known of two substances together: in one syringe, and in one session."""

from collections.abc import Iterator
from typing import Any

from mesoplan.catalog.catalog import Catalog, Named
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.statement import Stated
from mesoplan.report.page import Entry, Page, Section, Text, Tone
from mesoplan.report.show.parts import made
from mesoplan.report.sources import cited

_SYRINGE = ("incompatible", "compatible", "label-forbids")
_KINDS = {
    "incompatible": "incompatible",
    "compatible": "compatible",
    "label-forbids": "the label forbids it",
    "opposition": "act against each other",
    "additive-toxicity": "harm adds up",
    "absorption": "changed absorption",
    "synergy": "studied together",
}
_TONES: dict[str, Tone] = {"forbid": "bad", "caution": "care", "note": ""}


def pair_statements(one: Named, other: Named, catalog: Catalog) -> tuple[Stated, ...]:
    """Every statement about the two, nearest first; a product stands for itself and what it holds."""
    knowledge = Knowledge(catalog)
    found: dict[str, Stated] = {}
    for left in _ingredients(one, catalog):
        for right in _ingredients(other, catalog):
            if left != right:
                found |= {stated.id: stated for stated in knowledge.interactions(left, right)}
    named = {one.id, other.id} if "product" in (one.kind, other.kind) else set()
    for identity, record in catalog.table("interaction").items():
        if named and len(record.members) == 2 and _fits(record.members, one, other, catalog):
            found |= {stated.id: stated for each in record.statements for stated in [Stated(identity, each)]}
    return tuple(found.values())


def pair_page(one: Named, other: Named, catalog: Catalog) -> Page:
    """What the catalog says of two substances together, with the source of each line."""
    statements = pair_statements(one, other, catalog)
    syringe = [each for each in statements if each.record.kind in _SYRINGE]
    session = [each for each in statements if each.record.kind not in _SYRINGE]
    names = f"{catalog.label(one.id)} and {catalog.label(other.id)}"
    return made(
        names,
        _headline(names, syringe),
        (
            Section("In one syringe", tuple(_entries(syringe, catalog)) or (Text(_NOTHING, "open"),)),
            Section("In one session", tuple(_entries(session, catalog)) or (Text("Nothing was found."),)),
        ),
        catalog,
        foot=("`mesoplan check` judges them at their amounts, in their products, for a patient.",),
    )


def pair_data(one: Named, other: Named, catalog: Catalog) -> dict[str, Any]:
    """The same for programs."""
    return {
        "kind": "pair",
        "members": [one.id, other.id],
        "statements": [
            {"id": each.id, "file": each.entity, "statement": each.record}
            for each in pair_statements(one, other, catalog)
        ],
    }


_NOTHING = (
    "No compatibility data were found: use separate syringes. That nothing is known does not mean safe."
)


def _headline(names: str, syringe: list[Stated]) -> str:
    against = [each for each in syringe if each.record.kind != "compatible"]
    if against and len(against) < len(syringe):
        return f"{names}: sources disagree on one syringe."
    if any(each.record.effect == "forbid" for each in against):
        return f"{names}: not in one syringe."
    if against:
        bases = " and ".join(dict.fromkeys(each.record.basis for each in against))
        return f"{names}: better not in one syringe ({bases})."
    if syringe:
        return f"{names}: compatible as studied; the limits are below."
    return f"{names}: nothing is known of one syringe."


def _entries(statements: list[Stated], catalog: Catalog) -> Iterator[Entry]:
    for each in statements:
        record = each.record
        of = " with ".join(catalog.label(member) for member in catalog.interaction(each.entity).members)
        limits = tuple(
            f"studied: {catalog.label(span.member)} {span.low} to {span.high}" for span in record.ranges
        )
        ph = _ph(record.ph_min, record.ph_max)
        yield Entry(
            label=_KINDS[record.kind],
            text=f"{record.why} ({of}; {record.basis})",
            more=tuple(line for line in (record.action, *limits, ph) if line),
            source=cited(record.cite),
            tone=_TONES[record.effect],
        )


def _ph(low: object, high: object) -> str:
    return (
        f"pH {low if low is not None else '…'} to {high if high is not None else '…'}" if low or high else ""
    )


def _ingredients(named: Named, catalog: Catalog) -> tuple[str, ...]:
    if named.kind == "ingredient":
        return (named.id,)
    return tuple(dict.fromkeys(part.ingredient for part in catalog.product(named.id).contains))


def _fits(members: tuple[str, ...], one: Named, other: Named, catalog: Catalog) -> bool:
    sides = [{each.id, *_above(each, catalog)} for each in (one, other)]
    left, right = members
    return (left in sides[0] and right in sides[1]) or (left in sides[1] and right in sides[0])


def _above(named: Named, catalog: Catalog) -> set[str]:
    return {above for each in _ingredients(named, catalog) for above in catalog.lineage("ingredient", each)}
