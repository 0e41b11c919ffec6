"""RG707: the product is not sold in this jurisdiction."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Forbid for what was withdrawn or never sold here; a note where nobody knows.

    What was only recalled does not forbid: it calls for care. So does what nobody read to be sold here
    and was read to be withdrawn elsewhere, when it is sold nowhere else: ``ended``, which no plan suggests.
    """
    place = scene.case.jurisdiction
    if not item.product or not place:
        return
    said = scene.knowledge.market(item.product, place)
    states = {each.record.state for each in said}
    data = {"product": item.product, "place": place}
    gone = tuple(each for each in said if each.record.state in ("withdrawn", "never"))
    read = tuple(each for each in gone if each.cite.supports)
    ended = () if read or not said else _ended(item.product, scene)
    if ended:
        yield Judgement(
            severity="caution",
            topic="ended",
            subjects=(item.product,),
            about=f"{item.product} {place}",
            statements=(*ended, *said),
            data={**data, "ended_in": ", ".join(dict.fromkeys(each.record.jurisdiction for each in ended))},
            fixes=(Fix("swap", item.product, "a product that is sold there"),),
        )
    elif gone and states <= {"withdrawn", "never", "unknown"}:
        worst = (read or gone)[0].record
        yield Judgement(
            severity="forbid" if read else "caution",
            topic="withdrawn" if worst.state == "withdrawn" else "never",
            subjects=(item.product,),
            about=f"{item.product} {place}",
            statements=read or gone,
            data={**data, "until": worst.until},
            fixes=(Fix("swap", item.product, "a product that is sold there"),),
        )
    elif gone:
        yield Judgement(
            severity="caution",
            topic="sources-differ",
            subjects=(item.product,),
            about=f"{item.product} {place}",
            statements=said,
            data=data,
        )
    elif states == {"unknown"}:
        yield Judgement(
            severity="note",
            topic="not-known",
            subjects=(item.product,),
            about=f"{item.product} {place}",
            statements=said,
            data=data,
        )


def _ended(product: str, scene: Scene) -> tuple[Stated, ...]:
    """Where it was read to be withdrawn, of a product that nobody says is sold anywhere."""
    said = scene.knowledge.product_statements(product, "markets")
    if any(each.record.state == "marketed" for each in said):
        return ()
    return tuple(each for each in said if each.record.state == "withdrawn" and each.cite.supports)


RULE = Rule(
    code="RG707",
    name="not-on-market",
    scope="item",
    checks="Whether the product is sold in the jurisdiction.",
    why="What is no longer or was never sold there can only be had past its pharmacovigilance.",
    example="Qwo after its end in December 2022.",
    instead="Take a product that is sold there; an equivalent where one is known.",
    check=check,
    reads=frozenset({"place"}),
)
