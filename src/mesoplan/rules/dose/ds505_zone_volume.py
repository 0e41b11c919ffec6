"""DS505: more volume than the zone bears, or than anybody gave in it, in one session."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.place import Technique
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.rules.rule import Fix, Judgement, Rule, Usage, sum_of
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import planned_route


def check(item: Item, scene: Scene) -> Iterator[Usage | Judgement]:
    """The share of the zone's cap that the item takes; unknown when its volume is not.

    Most zones have no cap that was read. There the largest volume that a label or a study gives in the zone
    by this route stands for it: up to it the question is answered, beyond it nobody knows.
    """
    zone = scene.zone
    if zone is None:
        yield Judgement(
            "unknown",
            "zone-not-said",
            (item.name,),
            "zone",
            data={"item": item.name},
            needs=(Need("case", "zone"),),
            fixes=(Fix("state", "zone"),),
        )
        return
    muscle = _muscle(scene)
    if muscle is not None:
        yield from _in_muscle(item, muscle, scene)
        return
    caps = [
        (each.id, each.volume)
        for each in map(scene.catalog.zone, scene.catalog.lineage("zone", zone.id))
        if each.volume is not None
    ]
    for name, cap in caps:
        yield from _share(item, name, cap.max, Stated(name, cap))
    if any(cap.cite.supports for _, cap in caps):
        return
    given = scene.catalog.index.largest_in_zone.get(f"{zone.id} {planned_route(scene)}")
    if given is None:
        yield Judgement(
            severity="unknown",
            topic="no-cap",
            subjects=(zone.id,),
            about=zone.id,
            statements=tuple(Stated(name, cap) for name, cap in caps),
            data={"zone": zone.id},
            needs=(Need("data", "zone-cap"),),
        )
    else:
        stated = Stated(given.regimen, scene.catalog.regimen(given.regimen))
        yield from _share(item, zone.id, given.amount, stated, given=True)


def _muscle(scene: Scene) -> Technique | None:
    """The technique that was said, where it goes into muscle: the skin's capacity is none of a muscle's."""
    said = scene.case.session.technique
    technique = scene.catalog.technique(said) if said else None
    return technique if technique is not None and technique.into_muscle else None


def _in_muscle(item: Item, technique: Technique, scene: Scene) -> Iterator[Usage | Judgement]:
    """The share of what so many points of a muscle take; DS506 looks at a volume per point that was said."""
    session, span = scene.case.session, technique.point_volume
    if span is None or session.point_volume is not None:
        return
    stated = Stated(technique.id, span)
    if session.points is None:
        yield Judgement(
            severity="unknown",
            topic="points-not-said",
            subjects=(technique.id,),
            about="session.points",
            statements=(stated,),
            data={"technique": technique.id, "limit": str(span.high)},
            needs=(Need("case", "session.points"),),
            fixes=(Fix("state", "session.points"),),
        )
        return
    yield from _share(item, technique.id, span.high * Decimal(session.points), stated)


def _share(
    item: Item, name: str, limit: Quantity, stated: Stated, *, given: bool = False
) -> Iterator[Usage | Judgement]:
    """The share of a limit that a volume takes: of a cap, each of which stands, or of the most ``given``."""
    if item.volume is None:
        yield Judgement(
            severity="unknown",
            topic="volume-not-known",
            subjects=(item.name,),
            about=item.name,
            statements=(stated,),
            data={"item": item.name, "zone": name},
            needs=(Need("volume", item.name),),
            fixes=(Fix("state", item.name, "volume"),),
        )
        return
    try:
        fraction = (item.volume / limit).value
    except QuantityError:
        return
    yield Usage(
        resource=f"given {name}" if given else name,
        fraction=fraction,
        item=item,
        subject=name if given else item.name,
        stated=(stated,),
        given=item.volume,
        limit=limit,
        binding=not given,
    )


def exceeded(used: tuple[Usage, ...], total: Decimal, scene: Scene) -> Judgement:
    """A forbid: the session's volume passes the cap. Unknown where it passes what was given so far."""
    stated = used[0].stated[0]
    if not used[0].binding:
        zone = used[0].subject
        return Judgement(
            severity="unknown",
            topic="beyond-given",
            subjects=(zone,),
            about=zone,
            statements=(stated,),
            data={"zone": zone, "limit": str(used[0].limit), "used": sum_of(used)},
            needs=(Need("data", "zone-cap"),),
            fixes=(Fix("lower", zone, amount=used[0].limit),),
        )
    return Judgement(
        severity="forbid",
        topic="above-cap",
        subjects=(used[0].resource, *(usage.subject for usage in used)),
        about=used[0].resource,
        statements=(stated,),
        data={
            "zone": used[0].resource,
            "limit": str(used[0].limit),
            "used": sum_of(used),
        },
        fixes=(Fix("lower", used[0].resource, amount=used[0].limit),),
    )


RULE = Rule(
    code="DS505",
    name="zone-volume",
    scope="total",
    checks="The volume of the whole session against the cap of the zone, or the most that was given in it; "
    "into muscle, against what so many points of the technique take.",
    why="Skin and fat have a capacity; beyond it lies ischaemia and spread to nerves.",
    example="15 mL of deoxycholic acid under one chin.",
    instead="Give less, or split over sessions.",
    check=check,
    reads=frozenset({"place", "session"}),
    exceeded=exceeded,
)
