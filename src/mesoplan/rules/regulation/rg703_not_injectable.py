"""RG703: it is not made to be injected."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.statement import Stated
from mesoplan.rules.regulation.status import banned
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.unnamed import which_product

_NOT_FOR_INJECTION = ("cosmetic",)


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A forbid for a cosmetic ampoule and for what an authority says is no injectable."""
    products = scene.knowledge.products_of(item)
    cosmetic = tuple(
        Stated(identity, product.vehicle)
        for identity, product in products
        if product.kind in _NOT_FOR_INJECTION
    )
    if cosmetic and len(cosmetic) == len(products) and not item.product:
        yield which_product(item)
    elif cosmetic and len(cosmetic) == len(products):
        yield Judgement(
            severity="forbid",
            topic="cosmetic",
            subjects=(item.name,),
            about=item.name,
            statements=cosmetic,
            data={"item": item.name},
            fixes=(Fix("drop", item.name), Fix("swap", item.name, "injectable")),
        )
    yield from banned(item, scene, "not-injectable")


RULE = Rule(
    code="RG703",
    name="not-an-injectable",
    scope="item",
    checks="Whether the product was made, tested and authorised to be injected at all.",
    why="A cosmetic ampoule is neither sterile nor free of endotoxin by any duty.",
    example="A hair ampoule with a cosmetic ingredient list.",
    instead="Use a licensed injectable, or leave it out.",
    check=check,
    reads=frozenset({"place", "session"}),
)
