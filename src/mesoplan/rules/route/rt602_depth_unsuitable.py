"""RT602: the depth or technique does not suit goal or ingredient."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import covering, planned_route


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution when the route differs from every route the ingredient was dosed for.

    A route without a technique says the layer, and that is what is asked here.
    """
    technique = scene.case.session.technique
    route = planned_route(scene)
    if not technique and not scene.case.session.route:
        yield from _not_said(item, scene)
        return
    covered = covering(route)
    for ingredient in item.ingredients:
        doses = tuple(
            dict.fromkeys(use.stated for use in scene.knowledge.uses(ingredient) if use.cite.supports)
        )
        routes = {dose.record.route for dose in doses}
        if doses and "unclear" not in routes and not routes & set(covered):
            yield Judgement(
                severity="caution",
                topic="route-not-studied",
                subjects=(ingredient, technique or route),
                about=f"{ingredient} {route}",
                statements=doses,
                data={
                    "ingredient": ingredient,
                    "route": route,
                    "technique": technique or route,
                    "studied": ", ".join(sorted(routes)),
                },
                fixes=(Fix("swap", technique or route, "studied-depth"),),
            )
    goal = scene.goal
    if goal is not None and goal.techniques and not _is_usual(goal.techniques, item, scene):
        yield Judgement(
            "caution",
            "not-for-goal",
            (technique or route, goal.id),
            technique or route,
            data={"technique": technique or route, "goal": goal.id, "usual": ", ".join(goal.techniques)},
        )


def _is_usual(techniques: tuple[str, ...], item: Item, scene: Scene) -> bool:
    """Whether the technique, or where none is said the layer, is one of these.

    A layer for which a label or a study doses what is given, for this goal, is as usual.
    """
    said, route = scene.case.session.technique, planned_route(scene)
    if said in techniques or (
        not said and route in {scene.catalog.technique(each).route for each in techniques}
    ):
        return True
    goals = scene.knowledge.related_goals(scene.case.goal)
    return any(
        use.is_sourced and use.regimen.route in covering(route) and not goals.isdisjoint(use.regimen.goals)
        for ingredient in item.ingredients
        for use in scene.knowledge.uses(ingredient)
    )


def _not_said(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown while some technique would be warned of, and which one it will be is not said."""
    dosed = tuple(
        each
        for each in item.ingredients
        if any(use.cite.supports and use.regimen.route != "unclear" for use in scene.knowledge.uses(each))
    )
    goal = scene.goal
    if dosed or (goal is not None and goal.techniques):
        yield Judgement(
            "unknown",
            "technique-not-said",
            dosed or item.ingredients,
            "technique",
            fixes=(Fix("state", "technique"),),
            needs=(Need("case", "technique"),),
        )


RULE = Rule(
    code="RT602",
    name="depth-unsuitable",
    scope="item",
    checks="Whether the technique's depth is the one that the ingredient and goal call for.",
    why='More than 70 % of published "intradermal" injections landed in fat.',
    example="Deoxycholic acid by superficial papules: ulceration.",
    instead="Use the studied depth; words mislead, millimetres do not.",
    check=check,
    reads=frozenset({"place", "session"}),
)
