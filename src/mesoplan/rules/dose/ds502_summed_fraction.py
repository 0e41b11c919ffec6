"""DS502: several ingredients together use up a maximum that they share."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.statement import ClassRule, Stated
from mesoplan.rules.dose.limits import least_fraction
from mesoplan.rules.rule import Fix, Judgement, Rule, Usage
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Usage | Judgement]:
    """The share of its own maximum that each member of an additive class uses.

    Unknown for a member without a maximum that can be computed, when another member is given too.
    """
    for content in item.contents:
        for group, _ in scene.catalog.ancestors("ingredient", content.ingredient):
            shared = scene.catalog.ingredient_class(group).additive_limit
            if shared is None:
                continue
            found = least_fraction(content, item, scene)
            if found is not None:
                statements = (Stated(group, ClassRule("additive-limit", shared)), found[1])
                yield Usage(
                    resource=group,
                    fraction=found[0],
                    item=item,
                    subject=content.ingredient,
                    stated=statements,
                )
            elif scene.of_company(_others, content.ingredient, group):
                yield Judgement(
                    severity="unknown",
                    topic="no-maximum",
                    subjects=(content.ingredient, group),
                    about=f"{content.ingredient} {group}",
                    statements=(Stated(group, ClassRule("additive-limit", shared)),),
                    data={"ingredient": content.ingredient, "class": group},
                    needs=(Need("amount", content.ingredient),),
                )


def _others(scene: Scene, ingredient: str, group: str) -> bool:
    """Whether another member of the class is in the session."""
    return any(
        each != ingredient and scene.knowledge.is_a(each, group)
        for item in scene.items
        for each in item.ingredients
    )


def exceeded(used: tuple[Usage, ...], total: Decimal, scene: Scene) -> Judgement:
    """A forbid: the fractions of the single maxima add up to more than one."""
    subjects = tuple(sorted({usage.subject for usage in used}))
    parts = ", ".join(f"{usage.subject} {_percent(usage.fraction)} %" for usage in used)
    statements = tuple({stated.id: stated for usage in used for stated in usage.stated}.values())
    return Judgement(
        severity="forbid",
        topic="summed",
        subjects=(*subjects, used[0].resource),
        about=used[0].resource,
        statements=statements,
        data={"class": used[0].resource, "percent": _percent(total), "parts": parts},
        fixes=tuple(Fix("lower", subject) for subject in subjects),
    )


def _percent(fraction: Decimal) -> str:
    return str((fraction * 100).quantize(Decimal(1)))


RULE = Rule(
    code="DS502",
    name="summed-fraction",
    scope="total",
    checks="The fractions of their single maxima that ingredients of one class use together.",
    why="The heart does not care which local anaesthetic it was.",
    example="60 % of the maximum of lidocaine with 60 % of that of mepivacaine.",
    instead="Use one of them, or lower both until the fractions add up to 100 % or less.",
    check=check,
    reads=frozenset({"patient", "place", "session", "company"}),
    exceeded=exceeded,
)
