"""What amounts of an ingredient were studied or labelled for a goal."""

from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import possible_routes


def sourced_doses(ingredient: str, scene: Scene) -> tuple[Stated, ...]:
    """Doses that a source which was read used for the case's goal, by a route the case may mean."""
    goal = scene.case.goal
    related = set(scene.catalog.lineage("goal", goal)) if goal else set()
    routes = possible_routes(scene)
    found = []
    for dose in scene.catalog.ingredient(ingredient).doses:
        if not dose.cite.supports or dose.basis == "practice":
            continue
        if dose.route not in ("any", *routes):
            continue
        below = any(goal in scene.catalog.lineage("goal", each) for each in dose.goals) if goal else False
        if not goal or not dose.goals or set(dose.goals) & related or below:
            found.append(Stated(ingredient, dose))
    return tuple(found)


def lowest(doses: tuple[Stated, ...], amount: Quantity) -> tuple[Quantity, Stated] | None:
    """The lowest studied amount per session that can be compared with ``amount``."""
    return min(_comparable(doses, amount), key=_by_amount, default=None)


def highest(doses: tuple[Stated, ...], amount: Quantity) -> tuple[Quantity, Stated] | None:
    """The highest studied amount per session that can be compared with ``amount``."""
    return max(_comparable(doses, amount), key=_by_amount, default=None)


def _comparable(doses: tuple[Stated, ...], amount: Quantity) -> list[tuple[Quantity, Stated]]:
    return [
        (each.record.amount, each)
        for each in doses
        if each.record.over == "session" and each.record.amount.dimension == amount.dimension
    ]


def _by_amount(pair: tuple[Quantity, Stated]) -> tuple[Quantity, str]:
    return pair[0], pair[1].id
