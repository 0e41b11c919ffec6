"""DS509: more than a sourced maximum of a day or a course, with what was given in earlier sessions."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.model.case import Content, Item
from mesoplan.model.need import Need
from mesoplan.rules.dose.limits import counted
from mesoplan.rules.rule import Judgement, Rule, Usage, sum_of
from mesoplan.rules.scene import Scene

_ONE = Decimal(1)


def check(item: Item, scene: Scene) -> Iterator[Usage | Judgement]:
    """The share of what earlier sessions leave of each maximum; unknown where they do not say how much."""
    record = scene.case.record
    if record is None:
        return
    for content in item.contents:
        for usage in counted(content, item, scene):
            if usage.stated[0].record.over not in ("day", "course"):
                continue
            over = usage.stated[0].record.over
            earlier, unknown = _earlier(usage, content.ingredient, over, scene)
            if unknown:
                yield Judgement(
                    severity="unknown",
                    topic="earlier-amount",
                    subjects=(content.ingredient,),
                    about=f"{content.ingredient} {usage.stated[0].id}",
                    statements=usage.stated,
                    data={"ingredient": content.ingredient, "limit": str(usage.limit), "day": unknown},
                    needs=(Need("case", "record"),),
                )
            elif earlier >= _ONE:
                yield _above(usage, content, earlier)
            elif earlier:
                yield usage._replace(
                    resource=f"{usage.resource} earlier {earlier}", fraction=usage.fraction / (_ONE - earlier)
                )


def _earlier(usage: Usage, ingredient: str, over: str, scene: Scene) -> tuple[Decimal, str]:
    """The share of a maximum that earlier sessions used, and a day on which nobody said how much."""
    record = scene.case.record
    total = Decimal(0)
    for session in record.sessions if record is not None else ():
        if over == "day" and record is not None and session.on != record.on:
            continue
        for item in session.items:
            for content in item.contents:
                if content.ingredient != ingredient:
                    continue
                shares = [
                    each.fraction for each in counted(content, item, scene) if each.resource == usage.resource
                ]
                if not shares and content.amount is None and item.volume is None:
                    return total, session.on
                total += sum(shares, Decimal(0))
    return total, ""


def _above(usage: Usage, content: Content, earlier: Decimal) -> Judgement:
    """Nothing is left of the maximum."""
    return _judgement(usage, content.ingredient, str(usage.given), earlier, usage.fraction + earlier)


def exceeded(used: tuple[Usage, ...], total: Decimal, scene: Scene) -> Judgement:
    """A forbid for the maximum of a label, handbook or study, a caution for what is only practice."""
    earlier = Decimal(used[0].resource.rpartition(" earlier ")[2])
    return _judgement(used[0], used[0].subject, sum_of(used), earlier, total * (_ONE - earlier) + earlier)


def _judgement(usage: Usage, ingredient: str, given: str, earlier: Decimal, total: Decimal) -> Judgement:
    stated = usage.stated[0]
    return Judgement(
        severity="forbid" if stated.record.basis != "practice" else "caution",
        topic="above",
        subjects=(ingredient,),
        about=f"{ingredient} {stated.id}",
        statements=usage.stated,
        data={
            "ingredient": ingredient,
            "used": given,
            "limit": str(usage.limit),
            "over": stated.record.over,
            "earlier": _percent(earlier),
            "percent": _percent(total),
        },
    )


def _percent(share: Decimal) -> str:
    return str((share * 100).quantize(Decimal(1)))


RULE = Rule(
    code="DS509",
    name="cumulative-maximum",
    scope="total",
    checks="The amount of each ingredient, with that of the recorded sessions of the day or the course, "
    "against every sourced maximum per day or course.",
    why="Each session alone may be fine and the sum not.",
    example="15 mL of a filler after 10 mL in earlier sessions: 20 mL a course are the most.",
    instead="Lower the amount to what is left, or wait.",
    check=check,
    reads=frozenset({"patient", "place", "session", "company", "record"}),
    exceeded=exceeded,
    of_record=True,
)
