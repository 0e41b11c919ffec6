"""IX406: the patient already takes the same substance, by another route."""

from collections.abc import Iterator

from mesoplan.knowledge.whole import medicines_of
from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each ingredient that is also a medicine of the patient; unknown when not asked."""
    for ingredient in item.ingredients:
        for fact in _medicines(ingredient, scene):
            answer = scene.answer(fact)
            if answer not in ("yes", "not-asked"):
                continue
            asked = answer == "yes"
            yield Judgement(
                "caution" if asked else "unknown",
                "also-a-medicine" if asked else "medicine-not-asked",
                (ingredient, fact),
                f"{ingredient} {fact}" if asked else fact,
                data={"ingredient": ingredient, "fact": fact},
                fixes=(Fix("drop", ingredient),) if asked else (Fix("ask", fact),),
                needs=() if asked else (Need("fact", fact),),
            )


def _medicines(ingredient: str, scene: Scene) -> tuple[str, ...]:
    """The facts that mean a medicine of this substance, or of a class that it belongs to."""
    known = scene.knowledge.once(medicines_of)
    lineage = scene.catalog.lineage("ingredient", ingredient)
    return tuple(dict.fromkeys(fact for each in lineage for fact in known.get(each, ())))


RULE = Rule(
    code="IX406",
    name="also-a-medicine",
    scope="item",
    checks="Whether the patient already takes, or puts on the skin, the substance that is injected.",
    why="Two routes, one substance: the doses add up where nobody counts them.",
    example="Minoxidil by needle for a man who uses the lotion twice a day.",
    instead="Leave one of them out, or count both.",
    check=check,
    reads=frozenset({"patient"}),
    forbids=False,
)
