"""DS506: what one point, or one square centimetre, receives."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.knowledge.forms import in_form
from mesoplan.model.case import SESSION_SITE, Content, Item, Site
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.quantity.number import summed
from mesoplan.rules.dose.limits import applicable, form_factor_open, fraction_of
from mesoplan.rules.rule import Fix, Judgement, Rule, Usage, sum_of
from mesoplan.rules.scene import Scene

#: The volume has to go somewhere: when points and point volume account for less than this share of
#: it, what was said of them does not add up, and the points are reckoned with too.
_ACCOUNTED = Decimal("0.9")


def check(item: Item, scene: Scene) -> Iterator[Usage | Judgement]:
    """The share of each maximum per point and area that the item uses, summed per substance.

    The limits are told as notes where points or area are not said; unless all that is given would be
    within them at a single point, it is then unknown whether they are kept.
    """
    yield from _technique(item, scene)
    for content in item.contents:
        place = "" if item.site == SESSION_SITE else f" syringe {item.syringe}"
        for stated in applicable(content, item, scene, ("point", "cm2")):
            whole = whole_of(content, item, stated, scene)
            if whole is None:
                yield form_factor_open(content, stated)
                continue
            given = tuple(_given(whole, item, stated, scene))
            for resource, amount in given:
                fraction = fraction_of(amount, level_of(stated))
                if fraction is not None:
                    yield Usage(
                        resource=f"{content.ingredient} {stated.id}{resource}{place}",
                        fraction=fraction,
                        item=item,
                        subject=content.ingredient,
                        stated=(stated,),
                        given=amount,
                        limit=stated.record.max,
                    )
            if not _said(stated, scene):
                yield _keep_to(content, stated)
                if not scene.of_company(_within_anyway, content.ingredient, stated):
                    yield _open(content, stated)


def _said(stated: Stated, scene: Scene) -> bool:
    """Whether the case says what the maximum goes by."""
    session = scene.case.session
    if stated.record.over == "cm2":
        return session.area is not None
    return session.point_volume is not None or bool(session.points)


def whole_of(content: Content, item: Item, stated: Stated, scene: Scene) -> Quantity | str | None:
    """What the item holds in the limit's dimension; empty when it is not said, None for want of a factor."""
    limit = stated.record.max
    if limit.dimension.startswith("volume"):
        return item.volume or ""
    if content.amount is None:
        return ""
    return in_form(
        content.amount, content.form, stated.record.form, content.ingredient, scene.catalog
    ).at_least


def level_of(stated: Stated) -> Quantity:
    """A maximum per square centimetre as the amount on one."""
    limit: Quantity = stated.record.max
    return limit * Quantity.parse("1 cm2") if limit.dimension.endswith("/area") else limit


def _given(whole: Quantity | str, item: Item, stated: Stated, scene: Scene) -> Iterator[tuple[str, Quantity]]:
    """What one point or square centimetre gets, with what tells apart shares that do not add up."""
    session = scene.case.session
    if isinstance(whole, str):
        if stated.record.over == "point" and session.point_volume is not None:
            yield from _volume_at_point(stated, item, session.point_volume)
        return
    if stated.record.over == "cm2":
        if session.area is not None:
            yield "", whole / session.area.to("cm2").value
        return
    if session.point_volume is not None:
        # A depot of the mixture is taken for a depot of this item alone: never less than the truth.
        if whole.dimension == "volume":
            yield from _volume_at_point(stated, item, session.point_volume)
        elif item.volume is not None and not item.volume.is_zero:
            yield f" {item.line}", whole / item.volume * session.point_volume
    if session.points and not scene.of_company(_accounted, item.site):
        yield "", whole / Decimal(session.points)


def _volume_at_point(stated: Stated, item: Item, point: Quantity) -> Iterator[tuple[str, Quantity]]:
    if stated.record.max.dimension == "volume":
        yield f" {item.line}", point


def _accounted(scene: Scene, site: Site) -> bool:
    """Whether points and point volume account for what is in the syringes of a site."""
    session = scene.case.session
    if session.point_volume is None or not session.points:
        return session.point_volume is not None
    volumes = [mixture.volume for mixture in scene.mixtures if mixture.items[0].site == site]
    if None in volumes:
        return False
    placed = session.point_volume * Decimal(session.points)
    total = summed(each.to("mL", exact=False).value for each in volumes if each is not None)
    return placed.to("mL", exact=False).value >= total * _ACCOUNTED


def _within_anyway(scene: Scene, ingredient: str, stated: Stated) -> bool:
    """Whether all of the substance in the session would be within the maximum at a single point."""
    if stated.record.over != "point":
        return False
    total: Quantity | None = None
    for item in scene.items:
        for each in item.contents:
            if each.ingredient != ingredient:
                continue
            whole = whole_of(each, item, stated, scene)
            if whole is None or isinstance(whole, str):
                return False
            try:
                total = whole if total is None else total + whole
            except QuantityError:
                return False
    limit = level_of(stated)
    return total is not None and total.dimension == limit.dimension and total <= limit


def _keep_to(content: Content, stated: Stated) -> Judgement:
    data = {"ingredient": content.ingredient, "limit": str(stated.record.max), "over": stated.record.over}
    return Judgement(
        severity="note",
        topic="keep-to",
        subjects=(content.ingredient,),
        about=f"{content.ingredient} {stated.id}",
        statements=(stated,),
        data=data,
    )


def _open(content: Content, stated: Stated) -> Judgement:
    over = stated.record.over
    need = "area" if over == "cm2" else "points"
    return Judgement(
        severity="unknown",
        topic="area-not-said" if over == "cm2" else "points-not-said",
        subjects=(content.ingredient,),
        about=f"session.{need}",
        statements=(stated,),
        data={"ingredient": content.ingredient, "limit": str(stated.record.max)},
        fixes=(Fix("state", f"session.{need}"),),
        needs=(Need("case", f"session.{need}"),),
    )


def _technique(item: Item, scene: Scene) -> Iterator[Judgement]:
    session = scene.case.session
    if not session.technique or session.point_volume is None:
        return
    technique = scene.catalog.technique(session.technique)
    if technique.point_volume is None or session.point_volume <= technique.point_volume.high:
        return
    stated = Stated(technique.id, technique.point_volume)
    yield Judgement(
        severity="forbid",
        topic="above-technique",
        subjects=(technique.id,),
        about=technique.id,
        statements=(stated,),
        data={
            "technique": technique.id,
            "given": str(session.point_volume),
            "limit": str(technique.point_volume.high),
        },
        fixes=(Fix("lower", technique.id, amount=technique.point_volume.high),),
    )


def exceeded(used: tuple[Usage, ...], total: Decimal, scene: Scene) -> Judgement:
    """A forbid for the maximum of a label, handbook or study, a caution for what is only practice."""
    first = used[0]
    stated = first.stated[0]
    over = stated.record.over
    return Judgement(
        severity="forbid" if stated.record.basis != "practice" else "caution",
        topic="above",
        subjects=(first.subject,),
        about=f"{first.subject} {stated.id}",
        statements=first.stated,
        data={
            "ingredient": first.subject,
            "given": sum_of(used),
            "limit": str(first.limit),
            "over": over,
        },
        fixes=(Fix("lower", first.subject, amount=first.limit),),
    )


RULE = Rule(
    code="DS506",
    name="point-volume",
    scope="total",
    checks="Volume and amount of each substance at one point, or on one square centimetre, over all "
    "syringes, against technique and label.",
    why="The total may be fine and the single depot still kill the skin above it.",
    example="0.5 mL of deoxycholic acid at one point: 0.2 mL is the most.",
    instead="Smaller depots, more points.",
    check=check,
    reads=frozenset({"place", "session", "company"}),
    exceeded=exceeded,
)
