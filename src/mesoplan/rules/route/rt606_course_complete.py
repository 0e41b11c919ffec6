"""RT606: more sessions than a source gives for a course."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.ingredient import Course
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Judgement, Rule, firm
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.earlier import sessions_with
from mesoplan.rules.shared.licence import possible_routes


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Forbid where a label's number of sessions is used up by the record, caution where a study's is.

    Every recorded session with the ingredient counts that was for a goal of the course, or for one that
    was not recorded.
    """
    goals = scene.catalog.lineage("goal", scene.case.goal) if scene.case.goal else ()
    for ingredient in item.ingredients:
        own = tuple(Stated(ingredient, each) for each in scene.catalog.ingredient(ingredient).courses)
        for stated in (*scene.knowledge.product_statements(item.product, "courses"), *own):
            course: Course = stated.record
            if course.max_sessions is None or course.route not in ("any", *possible_routes(scene)):
                continue
            if course.goals and goals and not set(course.goals) & set(goals):
                continue
            given = [each for each in sessions_with(ingredient, scene) if _counts(each.goal, goals, scene)]
            if len(given) < course.max_sessions:
                continue
            is_label = scene.catalog.source(stated.cite.source).kind in ("label", "monograph")
            yield Judgement(
                severity=firm("forbid", stated) if is_label else "caution",
                topic="complete",
                subjects=(ingredient,),
                about=f"{ingredient} {stated.id}",
                statements=(stated,),
                data={
                    "ingredient": ingredient,
                    "most": str(course.max_sessions),
                    "given": str(len(given)),
                    "last": given[-1].on,
                },
            )


def _counts(goal: str, goals: tuple[str, ...], scene: Scene) -> bool:
    """Whether a session was for what is treated now, or may have been."""
    return not goal or not goals or bool(set(goals) & set(scene.catalog.lineage("goal", goal)))


RULE = Rule(
    code="RT606",
    name="course-complete",
    scope="item",
    checks="Whether the sessions of the patient's record use up what a source gives for a course.",
    why="Nobody looked at what a seventh session does where six were studied.",
    example="Deoxycholic acid a seventh time: six sessions are the most.",
    instead="Stop, or document why the course is gone on with.",
    check=check,
    reads=frozenset({"place", "session", "company", "record"}),
    of_record=True,
)
