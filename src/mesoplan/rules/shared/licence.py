"""Whether the label of an item's product allows the way it is to be given."""

from mesoplan.model.case import Item
from mesoplan.model.statement import Stated
from mesoplan.rules.case_facts import CaseFacts

#: Routes that a technique's route falls under: what is licensed for infiltration may be given
#: subcutaneously, and an intralesional licence covers the dermis of the lesion.
_COVERS = {
    "intradermal": ("intradermal", "intralesional", "infiltration"),
    "epidermal": ("epidermal", "intradermal"),
    "subcutaneous": ("subcutaneous", "infiltration"),
    "intralesional": ("intralesional", "intradermal"),
}

#: Kinds of products that nobody licenses: there is no label to look for.
NEVER_LICENSED = ("compounded", "autologous", "unlicensed")


def planned_route(scene: CaseFacts) -> str:
    """The route the case says, else its technique's, else the goal's usual one, else intradermal."""
    if scene.case.session.route:
        return scene.case.session.route
    technique = scene.case.session.technique
    if not technique and scene.goal is not None and scene.goal.techniques:
        technique = scene.goal.techniques[0]
    return scene.catalog.technique(technique).route if technique else "intradermal"


def possible_routes(scene: CaseFacts) -> tuple[str, ...]:
    """Every route the case may mean: the one it says, else those of the goal's usual techniques."""
    session = scene.case.session
    if session.route or session.technique or scene.goal is None or not scene.goal.techniques:
        return covering(planned_route(scene))
    routes = [scene.catalog.technique(each).route for each in scene.goal.techniques]
    return tuple(dict.fromkeys(each for route in routes for each in covering(route)))


def covering(route: str) -> tuple[str, ...]:
    """The licensed routes that cover a route, the route itself included."""
    return _COVERS.get(route, (route,))


def permissions(item: Item, scene: CaseFacts) -> tuple[Stated, ...]:
    """What labels of the item's product say about the planned route, nearest goal first.

    A licence for a broader route covers the planned one only where the label is silent about it.
    """
    route = planned_route(scene)
    wanted = covering(route)
    said = tuple(
        Stated(identity, each)
        for identity, product in scene.knowledge.products_of(item)
        for each in product.routes
        if each.route in wanted
    )
    left_out = {
        each.entity
        for each in said
        if each.record.route == route and each.record.permission == "not-licensed" and each.cite.supports
    }
    return tuple(
        each
        for each in said
        if each.entity not in left_out or each.record.route == route or each.record.permission == "forbidden"
    )


def licensed_for(item: Item, scene: CaseFacts) -> bool:
    """Whether a label that was read allows the route, for this goal and in this zone if it names any."""
    if not item.product:
        return False
    goals = scene.catalog.lineage("goal", scene.case.goal) if scene.case.goal else ()
    around = scene.catalog.lineage("zone", scene.case.zone) if scene.case.zone else ()
    said = permissions(item, scene)
    if any(each.record.permission == "forbidden" for each in said):
        return False
    return any(
        each.record.permission == "licensed"
        and each.cite.supports
        and (not each.record.goals or bool(set(each.record.goals) & set(goals)))
        and (not around or not each.record.zones or bool(set(each.record.zones) & set(around)))
        for each in said
    )
