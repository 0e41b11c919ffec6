"""RT603: the ingredient must not be used in this zone."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.ingredient import ZoneBan
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.effect import SEVERITY


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each ban that the zone falls under; unknown when no zone is named."""
    for ingredient in item.ingredients:
        for stated in scene.knowledge.inherited(ingredient, "zone_bans"):
            if scene.zone is None:
                yield Judgement(
                    severity="unknown",
                    topic="zone-not-said",
                    subjects=(ingredient,),
                    about="zone",
                    statements=(stated,),
                    data={"ingredient": ingredient},
                    needs=(Need("case", "zone"),),
                    fixes=(Fix("state", "zone"),),
                )
                continue
            because = _falls_under(stated.record, scene)
            if because is not None:
                yield _judgement(ingredient, stated, because, scene)


def _falls_under(ban: ZoneBan, scene: Scene) -> tuple[Stated, ...] | None:
    """The flags that bring the zone under the ban; None when it does not fall under it."""
    zone = scene.zone
    assert zone is not None
    lineage = set(scene.catalog.lineage("zone", zone.id))
    if lineage & set(ban.except_zones):
        return None
    if lineage & set(ban.zones) or (ban.except_zones and not ban.zones and not ban.flags):
        return ()
    flags = scene.knowledge.zone_flags(zone.id) if ban.flags else ()
    return tuple(each for each in flags if each.record.flag in ban.flags) or None


def _judgement(ingredient: str, stated: Stated, flags: tuple[Stated, ...], scene: Scene) -> Judgement:
    ban: ZoneBan = stated.record
    return Judgement(
        severity=SEVERITY[ban.effect],
        topic="zone",
        subjects=(ingredient, scene.case.zone),
        about=f"{ingredient} {stated.id}",
        statements=(stated, *flags),
        data={"ingredient": ingredient, "zone": scene.case.zone, "why": ban.why, "action": ban.action},
        fixes=(Fix("drop", ingredient),) if ban.effect == "contraindicated" else (),
    )


RULE = Rule(
    code="RT603",
    name="zone-forbidden",
    scope="item",
    checks="Whether a statement forbids an ingredient in the zone, or near what lies under it.",
    why="Adrenaline at an end-artery, deoxycholic acid near the marginal mandibular nerve.",
    example="Adrenaline in a finger.",
    instead="Leave it out in this zone.",
    check=check,
    reads=frozenset({"place"}),
)
