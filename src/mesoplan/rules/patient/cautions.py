"""The cautions of a case: what rules of this family share."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.record import NamedTuple
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.rule import Fix, Judgement
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.effect import SEVERITY

REPRODUCTION = "reproduction"


class Warned(NamedTuple):
    """A caution that holds for an item: what it is about, whether its fact is true, of what kind.

    ``about`` is an ingredient of the item or an excipient of its product; ``certain`` is False for
    an excipient of a product that the item does not name.
    """

    about: str
    stated: Stated
    answer: str
    kind: str
    reproductive: bool
    certain: bool = True


def cautions(item: Item, scene: CaseFacts) -> tuple[Warned, ...]:
    """Every caution that holds for an item, its product and the product's excipients.

    Left out are those for the other sex and those for the other kind of goal; where sex or goal
    are not known, all count.
    """
    return cautions_of(item.product, item.ingredients, scene)


def cautions_of(product: str, ingredients: tuple[str, ...], scene: CaseFacts) -> tuple[Warned, ...]:
    """The same of a product, or of ingredients without one."""
    return scene.once(_cautions, product, ingredients)


def fires(
    item: Item, scene: Scene, kinds: tuple[str, ...], effect: str | None, *, reproductive: bool
) -> Iterator[Judgement]:
    """A judgement for each caution whose fact is true of the patient."""
    warnings = cautions(item, scene)
    true = [each for each in warnings if each.answer == "yes" and each.kind in kinds]
    own = {_matter(each) for each in warnings if each.stated.entity == each.about} if true else ()
    for warned in true:
        if warned.reproductive != reproductive or effect not in (None, warned.stated.record.effect):
            continue
        yield _judgement(item, warned, _matter(warned) in own)


def _matter(warned: Warned) -> tuple[str, str, str]:
    return warned.about, warned.stated.record.fact, warned.stated.record.effect


def _judgement(item: Item, warned: Warned, says_it_itself: bool) -> Judgement:
    caution = warned.stated.record
    data = {"ingredient": warned.about, "fact": caution.fact, "why": caution.why, "action": caution.action}
    # What a class says of all its members is one fact, however many of them are given; what an
    # ingredient says itself as well is one fact with it.
    about = f"{warned.about if says_it_itself else warned.stated.entity} {caution.fact}"
    if not warned.certain:
        return Judgement(
            severity="unknown",
            topic="excipient-of-some",
            subjects=(item.name, caution.fact),
            about=f"{item.name} {caution.fact}",
            statements=(warned.stated,),
            data=data,
            fixes=(Fix("state", item.name, "product"),),
            needs=(Need("product", item.name),),
        )
    return Judgement(
        severity=SEVERITY[caution.effect],
        topic=caution.effect,
        subjects=(warned.about, caution.fact),
        about=about,
        statements=(warned.stated,),
        data=data,
        fixes=(Fix("drop", item.name),) if caution.effect == "contraindicated" else (),
    )


def _cautions(facts: CaseFacts, product: str, ingredients: tuple[str, ...]) -> tuple[Warned, ...]:
    goal = facts.goal
    sex = facts.case.patient.sex
    known = facts.once(_answers)
    found = []
    for about, stated, certain in facts.knowledge.once(_stated, product, ingredients):
        caution = stated.record
        if caution.sex is not None and sex is not None and caution.sex != sex:
            continue
        if caution.cosmetic is not None and goal and caution.cosmetic != goal.cosmetic:
            continue
        of_fact = known.get(caution.fact)
        if of_fact is None:
            of_fact = known[caution.fact] = _of_fact(facts, caution.fact)
        found.append(Warned(about, stated, *of_fact, certain))
    return tuple(found)


def _answers(facts: CaseFacts) -> dict[str, tuple[str, str, bool]]:
    """What is known of facts of this patient, by fact: filled as cautions ask for it."""
    return {}


def _of_fact(facts: CaseFacts, fact: str) -> tuple[str, str, bool]:
    """The patient's answer, the kind of fact, and whether it is reproductive: many cautions share one."""
    kind, reproductive = facts.knowledge.once(_kind_of, fact)
    return facts.answer(fact), kind, reproductive


def _kind_of(knowledge: Knowledge, fact: str) -> tuple[str, bool]:
    return knowledge.catalog.fact(fact).kind, _is_about_reproduction(fact, knowledge.catalog)


def _stated(
    knowledge: Knowledge, product: str, ingredients: tuple[str, ...]
) -> tuple[tuple[str, Stated, bool], ...]:
    """Cautions of the ingredients, of the product, and of the excipients (sulfite and asthma)."""
    return tuple(_every_stated(knowledge, product, ingredients))


def _every_stated(
    knowledge: Knowledge, product: str, ingredients: tuple[str, ...]
) -> Iterator[tuple[str, Stated, bool]]:
    catalog = knowledge.catalog
    for ingredient in ingredients:
        for stated in knowledge.cautions(ingredient):
            yield ingredient, stated, True
    for stated in knowledge.product_statements(product, "cautions"):
        yield ingredients[0], stated, True
    said = {group for each in ingredients for group in catalog.lineage("ingredient", each)}
    for _, held in knowledge.products_holding(product, ingredients[0]):
        for excipient in held.excipients:
            # What is also given as an active keeps its cautions for doses of an active.
            if catalog.ingredient(excipient.ingredient).role == "excipient":
                for stated in knowledge.cautions(excipient.ingredient):
                    if stated.entity not in said:
                        yield excipient.ingredient, stated, bool(product)


def is_reproductive(fact: str, scene: CaseFacts) -> bool:
    """Whether a fact is about pregnancy, breast-feeding or conception."""
    return _is_about_reproduction(fact, scene.catalog)


def _is_about_reproduction(fact: str, catalog: Catalog) -> bool:
    return REPRODUCTION in catalog.lineage("fact", fact)
