"""What amounts of an ingredient were studied or labelled for a goal, and how a case compares with them."""

from mesoplan.catalog.uses import Use
from mesoplan.model.case import Item
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import possible_routes


class Compared(NamedTuple):
    """What a session gives of an ingredient on the basis of a use: of a session, a point, a cm2, a kg."""

    use: Use
    given: Quantity


def sourced_uses(ingredient: str, scene: CaseFacts) -> tuple[Use, ...]:
    """Amounts that a source which was read gives for the case's goal, by a route the case may mean.

    A regimen that names no goal holds for every goal; one whose route is not clear for every route.
    """
    return scene.once(_sourced_uses, ingredient)


def _sourced_uses(facts: CaseFacts, ingredient: str) -> tuple[Use, ...]:
    routes = ("unclear", *possible_routes(facts))
    return tuple(
        use
        for use in facts.knowledge.uses(ingredient)
        if use.is_sourced
        and use.regimen.route in routes
        and serves(use.regimen.goals, facts.case.goal, facts)
    )


def serves(goals: tuple[str, ...], goal: str, scene: CaseFacts) -> bool:
    """Whether what is meant for these goals is meant for this one, one above it or one below it."""
    return not goal or not goals or bool(set(goals) & scene.knowledge.related_goals(goal))


def compared(item: Item, ingredient: str, scene: Scene) -> tuple[Compared, ...]:
    """The session's amount of an ingredient, summed over its items, beside each use of the same basis.

    The volume of a product is only held against regimens of that product.
    """
    found = []
    uses = sourced_uses(ingredient, scene)
    substance = scene.of_company(_amount, ingredient)
    poured = scene.of_company(_volume, item.product) if item.product else None
    for use in uses:
        whole = poured if use.is_of_product and use.product == item.product else substance
        given = None if whole is None else _on_basis(whole, use, scene)
        if given is not None and given.dimension == use.low.dimension:
            found.append(Compared(use, given))
    return tuple(found)


def is_said(use: Use, scene: Scene) -> bool:
    """Whether the case says what a use's amount is counted by: the points, the area, the weight."""
    return _count(use, scene) is not None


def _count(use: Use, scene: Scene) -> int | Quantity | None:
    """By what the session's amount is divided for the use's basis; None where the case does not say it."""
    session = scene.case.session
    counts = {
        "session": 1,
        "point": session.points or None,
        "cm2": session.area,
        "kg": scene.case.patient.weight,
    }
    return counts[use.per]


def _amount(scene: Scene, ingredient: str) -> Quantity | None:
    """All of an ingredient in the session; None when a part is not said or does not add up."""
    amounts = [
        content.amount
        for item in scene.items
        for content in item.contents
        if content.ingredient == ingredient
    ]
    return _sum(amounts)


def _volume(scene: Scene, product: str) -> Quantity | None:
    return _sum([item.volume for item in scene.items if item.product == product])


def _sum(amounts: list[Quantity | None]) -> Quantity | None:
    total: Quantity | None = None
    for amount in amounts:
        if amount is None:
            return None
        try:
            total = amount if total is None else total + amount
        except QuantityError:
            return None
    return total


def _on_basis(whole: Quantity, use: Use, scene: Scene) -> Quantity | None:
    """The session's amount as the use counts it; None when the case does not say what it takes."""
    count = _count(use, scene)
    try:
        return None if count is None else whole / count
    except QuantityError:
        return None
