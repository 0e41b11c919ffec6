"""Which sourced maxima hold for an item, and how much of each it uses."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.knowledge.forms import in_form
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Content, Item
from mesoplan.model.ingredient import Limit
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.rule import Fix, Judgement, Usage
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import possible_routes

_PER_SESSION = ("session", "day", "course")
_ONE_DAY = Quantity.parse("1 d")


def applicable(content: Content, item: Item, scene: Scene, over: tuple[str, ...]) -> list[Stated]:
    """The maxima that hold for one ingredient of an item here.

    A maximum that a source gives for a substance in company (lidocaine with adrenaline) puts aside
    the general one of the same source alone, and only as `_lifts` says. Otherwise both stand.
    """
    holding = [each for each in _holding(content, item, scene, over) if _in_company(each.record, scene)]
    lifted = {
        (each.cite.source, each.record.over, _kind(each.record))
        for each in holding
        if each.record.partners and each.cite.supports and _lifts(each.record, content.ingredient, scene)
    }
    return [
        each
        for each in holding
        if each.record.partners
        or each.record.facts
        or (each.cite.source, each.record.over, _kind(each.record)) not in lifted
    ]


def _holding(content: Content, item: Item, scene: CaseFacts, over: tuple[str, ...]) -> list[Stated]:
    """The maxima that hold for this patient and this way of giving, whatever else is given."""
    return [
        each
        for each in _stated(content, item, scene)
        if each.record.over in over and _holds(each.record, scene)
    ]


def _stated(content: Content, item: Item, scene: CaseFacts) -> Iterator[Stated]:
    """The maxima of the item's product, then those of the ingredient."""
    yield from scene.knowledge.product_statements(item.product, "limits")
    for each in scene.catalog.ingredient(content.ingredient).limits:
        yield Stated(content.ingredient, each)


def _kind(limit: Limit) -> tuple[str, str]:
    """Maxima of one kind take each other's place: per kilogram that per kilogram, absolute absolute."""
    return limit.max.dimension, limit.form


def _lifts(limit: Limit, ingredient: str, scene: Scene) -> bool:
    """Whether a maximum for company takes the place of the general one.

    Every line of the substance has to share its syringe with the partner, at the concentration from
    which the source says that it counts; where the source says none, nothing is lifted.
    """
    least = limit.partner_min
    if least is None:
        return False
    return scene.of_company(_always_beside, ingredient, limit.partners, least)


def _always_beside(scene: Scene, ingredient: str, partners: tuple[str, ...], least: Quantity) -> bool:
    """Whether a substance shares each of its syringes with a partner of this concentration or more."""
    shared = [mixture for mixture in scene.mixtures if _part_of(mixture, ingredient)]
    return bool(shared) and all(_at_least(mixture, partners, least, scene) for mixture in shared)


def _part_of(mixture: Mixture, ingredient: str) -> bool:
    return any(part.ingredient == ingredient for part in mixture.parts)


def _at_least(mixture: Mixture, partners: tuple[str, ...], least: Quantity, scene: Scene) -> bool:
    for part in mixture.parts:
        if not any(scene.knowledge.is_a(part.ingredient, partner) for partner in partners):
            continue
        strength = part.concentration
        if strength is not None and strength.dimension == least.dimension and strength >= least:
            return True
    return False


def counted(content: Content, item: Item, scene: Scene) -> Iterator[Usage]:
    """The uses of the maxima of a content that can be counted; DS501 says which cannot."""
    return (each for each in usages(content, item, scene) if isinstance(each, Usage))


def usages(content: Content, item: Item, scene: Scene) -> tuple[Usage | Judgement, ...]:
    """The share of each maximum per session or day that an item uses, or why it is not known."""
    if any(each.record.partners for each in _stated(content, item, scene)):
        return tuple(_usages(applicable(content, item, scene, _PER_SESSION), content, item, scene))
    return scene.once(_usages_alone, content, item)


def _usages_alone(facts: CaseFacts, content: Content, item: Item) -> tuple[Usage | Judgement, ...]:
    """The same where no maximum depends on what else is in the syringe."""
    return tuple(_usages(_holding(content, item, facts, _PER_SESSION), content, item, facts))


def _usages(
    holding: list[Stated], content: Content, item: Item, scene: CaseFacts
) -> Iterator[Usage | Judgement]:
    for stated in holding:
        limit: Limit = stated.record
        unasked = _unasked(limit, scene)
        ceiling = _absolute(limit, scene)
        if unasked:
            yield not_asked(
                "fact-not-asked", unasked[0], content, stated, tuple(Need("fact", each) for each in unasked)
            )
        elif ceiling is None:
            yield not_asked("weight-not-asked", "weight", content, stated, (Need("patient", "weight"),))
        elif ceiling.dimension == "volume":
            yield from _share(item.volume, ceiling, content, item, stated)
        elif content.amount is not None:
            amount = in_form(content.amount, content.form, limit.form, content.ingredient, scene.catalog)
            if not amount.exact:
                yield form_factor_open(content, stated)
            yield from _share(amount.at_least, ceiling, content, item, stated)


def not_asked(topic: str, ask: str, content: Content, stated: Stated, needs: tuple[Need, ...]) -> Judgement:
    """Unknown: a maximum that goes by something about the patient that was not asked."""
    data = {"ingredient": content.ingredient, "limit": str(stated.record.max)}
    if topic == "fact-not-asked":
        data["fact"] = ask
    return Judgement(
        severity="unknown",
        topic=topic,
        subjects=(content.ingredient, ask) if topic == "fact-not-asked" else (content.ingredient,),
        about=ask,
        statements=(stated,),
        data=data,
        fixes=(Fix("ask", ask),),
        needs=needs,
    )


def form_factor_open(content: Content, stated: Stated) -> Judgement:
    """Unknown: a maximum of another form, and no factor between the two."""
    return Judgement(
        severity="unknown",
        topic="form-factor",
        subjects=(content.ingredient,),
        about=f"{content.ingredient} {content.form}",
        statements=(stated,),
        data={"ingredient": content.ingredient, "form": content.form, "limit": str(stated.record.max)},
        fixes=(Fix("state", content.ingredient, "form"),),
        needs=(Need("form", content.ingredient),),
    )


def _share(
    amount: Quantity | None, ceiling: Quantity, content: Content, item: Item, stated: Stated
) -> Iterator[Usage]:
    fraction = fraction_of(amount, ceiling)
    if fraction is not None:
        yield Usage(
            resource=f"{content.ingredient} {stated.id}",
            fraction=fraction,
            item=item,
            subject=content.ingredient,
            stated=(stated,),
            given=amount,
            limit=ceiling,
        )


def least_fraction(content: Content, item: Item, scene: Scene) -> tuple[Decimal, Stated] | None:
    """The largest share of any maximum that an item uses; None when none can be computed."""
    found = [
        (usage.fraction, usage.stated[0])
        for usage in usages(content, item, scene)
        if isinstance(usage, Usage)
    ]
    return max(found, key=lambda pair: (pair[0], pair[1].id)) if found else None


def has_maximum(content: Content, item: Item, scene: Scene) -> bool:
    """Whether a source that was read gives a maximum that holds for everybody, or was searched for one."""
    general = any(
        each.cite.supports and not (each.record.partners or each.record.facts)
        for each in _stated(content, item, scene)
    )
    searched = scene.catalog.ingredient(content.ingredient).searched
    return general or any(each.about == "maximum" and each.cite.supports for each in searched)


def _holds(limit: Limit, scene: CaseFacts) -> bool:
    case = scene.case
    goals = scene.catalog.lineage("goal", case.goal) if case.goal else ()
    zones = scene.catalog.lineage("zone", case.zone) if case.zone else ()
    if limit.route not in ("any", *possible_routes(scene)):
        return False
    if limit.goals and goals and not set(limit.goals) & set(goals):
        return False
    if limit.zones and zones and not set(limit.zones) & set(zones):
        return False
    return not limit.facts or any(scene.answer(fact) in ("yes", "not-asked") for fact in limit.facts)


def _in_company(limit: Limit, scene: Scene) -> bool:
    """Whether something is given that a maximum for company asks for; always for the others."""
    return not limit.partners or scene.of_company(_is_given, limit.partners)


def _is_given(scene: Scene, groups: tuple[str, ...]) -> bool:
    """Whether anything of these classes and ingredients is given."""
    present = [each for other in scene.items for each in other.ingredients]
    return any(scene.knowledge.is_a(each, group) for each in present for group in groups)


def _unasked(limit: Limit, scene: CaseFacts) -> tuple[str, ...]:
    """The facts that would make a maximum hold, when none of them is known to be true."""
    answers = {fact: scene.answer(fact) for fact in limit.facts}
    if "yes" in answers.values():
        return ()
    return tuple(fact for fact, answer in answers.items() if answer == "not-asked")


def _absolute(limit: Limit, scene: CaseFacts) -> Quantity | None:
    """The maximum for this patient; None when it needs a weight that was not asked."""
    ceiling = limit.max
    if "body-weight" in ceiling.dimension:
        weight = scene.case.patient.weight
        if weight is None:
            return None
        ceiling = ceiling * weight
    return ceiling * _ONE_DAY if ceiling.dimension.endswith("/time") else ceiling


def fraction_of(amount: Quantity | None, ceiling: Quantity) -> Decimal | None:
    """The share of a maximum that an amount is; None when the two cannot be compared."""
    if amount is None or ceiling.is_zero or amount.dimension != ceiling.dimension:
        return None
    try:
        return (amount / ceiling).value
    except QuantityError:
        return None
