"""RT604: too soon after the last session."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.model.case import EarlierSession, Item
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity
from mesoplan.rules.rule import Fix, Judgement, Rule, firm
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.earlier import days_since, last_of_its_kind
from mesoplan.rules.shared.licence import possible_routes

#: Labels that say "one month" are met by four weeks.
_DAYS_PER_MONTH = 28


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Forbid or caution when the interval is too short; when none is said, it is unknown.

    Where a record knows the last session with the ingredient, or one of its kind, that day counts and not
    what the case says. When none is said, the longest is told as a note, too.
    """
    planned = scene.case.session.interval
    goals = scene.catalog.lineage("goal", scene.case.goal) if scene.case.goal else ()
    for ingredient in item.ingredients:
        kept: list[tuple[Decimal, Judgement]] = []
        earlier = last_of_its_kind(ingredient, scene)
        own = tuple(Stated(ingredient, each) for each in scene.catalog.ingredient(ingredient).courses)
        for stated in (*scene.knowledge.product_statements(item.product, "courses"), *own):
            course = stated.record
            if course.min_interval is None or course.route not in ("any", *possible_routes(scene)):
                continue
            if course.goals and goals and not set(course.goals) & set(goals):
                continue
            data = {
                "ingredient": ingredient,
                "least": str(course.min_interval),
                "planned": str(planned or ""),
                "sessions": str(course.max_sessions or ""),
            }
            if earlier is not None:
                if days_since(earlier[0].on, scene) < _days(course.min_interval):
                    yield _too_soon(ingredient, stated, earlier, scene)
            elif planned is None:
                kept.append(
                    (
                        _days(course.min_interval),
                        Judgement(
                            severity="note",
                            topic="keep-interval",
                            subjects=(ingredient,),
                            about=f"{ingredient} {stated.id}",
                            statements=(stated,),
                            data=data,
                        ),
                    )
                )
            elif _days(planned) < _days(course.min_interval):
                yield Judgement(
                    severity=firm("forbid", stated) if _is_label(stated, scene) else "caution",
                    topic="too-short",
                    subjects=(ingredient,),
                    about=f"{ingredient} {stated.id}",
                    statements=(stated,),
                    data=data,
                    fixes=(Fix("wait", ingredient, amount=course.min_interval),),
                )
        if kept:
            longest = max(kept, key=lambda each: each[0])[1]
            yield longest
            if scene.case.record is not None or scene.case.session.single:
                continue  # nothing of its kind was given before, so there is no interval to ask for
            yield longest._replace(
                severity="unknown",
                topic="interval-not-said",
                about="session.interval",
                fixes=(Fix("state", "session.interval"),),
                needs=(Need("case", "session.interval"),),
            )


def _too_soon(
    ingredient: str, stated: Stated, earlier: tuple[EarlierSession, str], scene: Scene
) -> Judgement:
    session, given = earlier
    return Judgement(
        severity=firm("forbid", stated) if _is_label(stated, scene) else "caution",
        topic="too-soon",
        subjects=(ingredient,),
        about=f"{ingredient} {stated.id}",
        statements=(stated,),
        data={
            "ingredient": ingredient,
            "other": given,
            "least": str(stated.record.min_interval),
            "day": session.on,
            "days": str(days_since(session.on, scene)),
        },
        fixes=(Fix("wait", ingredient, amount=stated.record.min_interval),),
    )


def _is_label(stated: Stated, scene: Scene) -> bool:
    """Whether the interval is a label's; what a study used may be shortened with care."""
    return scene.catalog.source(stated.cite.source).kind in ("label", "monograph", "background")


def _days(time: Quantity) -> Decimal:
    if time.dimension == "time":
        return time.to("d", exact=False).value
    return time.to("mo", exact=False).value * _DAYS_PER_MONTH


RULE = Rule(
    code="RT604",
    name="interval-too-short",
    scope="item",
    checks="Whether enough time has passed since the last session.",
    why="Inflammation has to settle before the next dose shows what it does.",
    example="Deoxycholic acid again after two weeks: one month is the least.",
    instead="Wait.",
    check=check,
    reads=frozenset({"place", "session", "record"}),
)
