"""A regimen made concrete for a case: its products, amounts and session, and every departure from it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice, product
from typing import Any, Literal

from mesoplan.cases.cocktail import MAX_ITEMS, CocktailReader
from mesoplan.cases.fault import CaseFault
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import AT_ONCE, Item, ResolvedCase, Session
from mesoplan.model.line import Line
from mesoplan.model.plan import Departure
from mesoplan.model.regimen import AmountRange, Regimen, RegimenItem
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene
from mesoplan.worth.weights import EvidenceWeights

#: What a planned item is called until it has a syringe.
LINE = Line("plan")

End = Literal["low", "high"]
MAX_PRODUCTS = 4
MAX_SETS = 12


class Concrete(NamedTuple):
    """One way to give a regimen in this case. ``needs``: what an amount still waits for."""

    items: tuple[Item, ...]
    session: Session
    zone: str
    departures: tuple[Departure, ...]
    end: End
    needs: tuple[str, ...]

    def within(self, case: ResolvedCase) -> ResolvedCase:
        """The case with the session and the zone that the regimen fills in."""
        return case._replace(session=self.session, zone=self.zone)


class _Offer(NamedTuple):
    """A product for an item of a regimen ("" where the catalog knows none), and the departure it is."""

    product: str
    departure: Departure | None


def concretes(
    regimen: Regimen, scene: Scene, numbers: EvidenceWeights, stock: Mapping[str, Quantity] | None
) -> Iterator[Concrete]:
    """Every way to give the regimen: each end of its amounts in each set of products, nearest first."""
    offers = [_offers(each, scene, numbers, stock) for each in regimen.items]
    session, of_session = _session(regimen, scene, numbers)
    zone = scene.case.zone or _own_zone(regimen, scene)
    ends: tuple[End, ...] = ("low", "high") if _is_range(regimen) else ("low",)
    for chosen in islice(product(*offers), MAX_SETS):
        for end in ends:
            made = _made(regimen, chosen, end, session, scene, numbers)
            if made is None or not _enough(made[0], stock):
                continue
            items, departures, needs = made
            named = tuple(each.departure for each in chosen if each.departure is not None)
            yield Concrete(
                items=items,
                session=session,
                zone=zone,
                departures=(*named, *departures, *of_session),
                end=end,
                needs=needs,
            )


def shares_one_syringe(regimen: Regimen) -> bool:
    """Whether the source says what was in one syringe: it gave one thing, or all of it as one mixture."""
    return len(regimen.items) == 1 or regimen.given_as == "one-syringe"


def _is_range(regimen: Regimen) -> bool:
    return any(amount.low != amount.high for item in regimen.items for _, amount in item.amounts)


# ---------------------------------------------------------------------- products


def _offers(
    item: RegimenItem, scene: Scene, numbers: EvidenceWeights, stock: Mapping[str, Quantity] | None
) -> list[_Offer]:
    if item.product:
        return [each for each in _named(item, scene, numbers) if stock is None or each.product in stock]
    found = []
    for identity in scene.catalog.index.products_of.get(item.ingredient, ()):
        record = scene.catalog.product(identity)
        if {part.ingredient for part in record.contains} != {item.ingredient}:
            continue
        filled = Departure("product", item.ingredient, identity, Decimal(1))
        if item.concentration is not None and not _has_strength(item, identity, scene):
            share = Decimal(repr(numbers.of["given.other-volume"]))
            filled = Departure("product", item.concentration.text, identity, share)
        usual = item.ingredient not in record.default_for
        found.append((not _has_strength(item, identity, scene), usual, identity, filled))
    if not found:
        return [] if stock is not None else [_Offer("", None)]
    kept = [_Offer(each[2], each[3]) for each in sorted(found, key=lambda each: each[:3])]
    return [each for each in kept if stock is None or each.product in stock][:MAX_PRODUCTS]


def _named(item: RegimenItem, scene: Scene, numbers: EvidenceWeights) -> Iterator[_Offer]:
    """The product of the regimen, what is the same, then others that hold the same single active."""
    yield _Offer(item.product, None)
    same = set()
    for stated in scene.knowledge.equals_of(item.product):
        other = stated.entity if stated.record.product == item.product else stated.record.product
        if other not in same:
            same.add(other)
            yield _Offer(other, Departure("product", item.product, other, Decimal(1)))


def _has_strength(item: RegimenItem, identity: str, scene: Scene) -> bool:
    """Whether a product has the concentration that the regimen prints or implies."""
    wanted = item.concentration.low if item.concentration else None
    if wanted is None and item.per_session is not None and item.volume is not None:
        try:
            wanted = item.per_session.low / item.volume.low
        except (QuantityError, ZeroDivisionError):
            return False
    return wanted is not None and any(
        part.strength is not None and part.strength.dimension == wanted.dimension and part.strength == wanted
        for part in scene.catalog.product(identity).contains
    )


def _enough(items: tuple[Item, ...], stock: Mapping[str, Quantity] | None) -> bool:
    """Whether there is enough of each item's product in stock."""
    return stock is None or all(
        each.volume is not None and each.product in stock and each.volume <= stock[each.product]
        for each in items
    )


# ---------------------------------------------------------------------- amounts


def _made(
    regimen: Regimen,
    chosen: tuple[_Offer, ...],
    end: End,
    session: Session,
    scene: Scene,
    numbers: EvidenceWeights,
) -> tuple[tuple[Item, ...], tuple[Departure, ...], tuple[str, ...]] | None:
    """The items as a case file would be read, so that what was planned can be written back."""
    rows: list[Mapping[str, Any]] = []
    needs: list[str] = []
    for item, offer in zip(regimen.items, chosen, strict=True):
        amount, need = _amount(item, end, session, scene)
        if need:
            needs.append(need)
        row = _row(item, offer.product, amount, end, scene)
        if row is None:
            return None
        rows.append(row)
    read = [scene.knowledge.once(_read, tuple(row.items())) for row in rows]
    if len(rows) > MAX_ITEMS or None in read:
        return None
    items = tuple(each._replace(line=LINE._replace(position=n)) for n, each in enumerate(read) if each)
    departures = tuple(
        Departure("volume", printed.text, str(made.volume), Decimal(repr(numbers.of["given.other-volume"])))
        for item, made in zip(regimen.items, items, strict=True)
        if (printed := item.volume) is not None
        and made.volume is not None
        and not printed.low <= made.volume <= printed.high
    )
    return items, departures, tuple(dict.fromkeys(needs))


def _read(knowledge: Knowledge, row: tuple[tuple[str, Any], ...]) -> Item | None:
    """One line of a case file; None where it cannot be read. No line of a regimen hangs on another."""
    faults: list[CaseFault] = []
    read = CocktailReader(knowledge.catalog, faults).read((dict(row),))
    return None if faults else read[0]


def _end(amount: AmountRange, end: End) -> Quantity:
    return amount.low if end == "low" else amount.high


def _amount(item: RegimenItem, end: End, session: Session, scene: Scene) -> tuple[Quantity | None, str]:
    """The amount of a session, and what of the case it waits for."""
    if item.per_session is not None:
        return _end(item.per_session, end), ""
    try:
        if item.per_cm2 is not None:
            if session.area is None:
                return None, "area"
            return _end(item.per_cm2, end) * session.area, ""
        if item.per_kg is not None:
            weight = scene.case.patient.weight
            return (None, "weight") if weight is None else (_end(item.per_kg, end) * weight, "")
        if item.per_point is not None:
            return (
                (None, "points") if not session.points else (_end(item.per_point, end) * session.points, "")
            )
    except QuantityError:
        return None, ""
    return None, ""


def _row(
    item: RegimenItem, identity: str, amount: Quantity | None, end: End, scene: Scene
) -> dict[str, Any] | None:
    row: dict[str, Any] = {"product": identity} if identity else {"ingredient": item.ingredient}
    if item.form and not identity:
        row["form"] = item.form
    if amount is None:
        return row
    if amount.dimension.startswith("count{"):
        held = scene.catalog.product(identity).volume if identity else None
        if held is None:
            return None
        amount = held * amount.value
    if amount.dimension == "volume" and not item.product and _has_own_volume(identity, scene):
        # A volume of what the source made up is not a volume of another strength: its amount is given.
        if item.concentration is None:
            return None
        amount = amount * _end(item.concentration, end)
    if amount.dimension == "volume":
        row["volume"] = str(amount)
        if not identity and item.concentration is not None:
            row["concentration"] = str(_end(item.concentration, end))
        return row
    row["amount"] = str(amount)
    if item.volume is not None and not _has_own_volume(identity, scene):
        row["volume"] = str(_end(item.volume, end))
    if identity and len(scene.catalog.product(identity).contains) > 1:
        main = [part.ingredient for part in scene.catalog.product(identity).contains]
        row["ingredient"] = item.ingredient or main[0]
    return row


def _has_own_volume(identity: str, scene: Scene) -> bool:
    """Whether a product's strength says what volume an amount takes."""
    return bool(identity) and any(
        part.strength is not None and part.strength.dimension.endswith("/volume")
        for part in scene.catalog.product(identity).contains
    )


# ---------------------------------------------------------------------- the session


def _session(
    regimen: Regimen, scene: Scene, numbers: EvidenceWeights
) -> tuple[Session, tuple[Departure, ...]]:
    """The session of the case, with what the regimen prints where the case says nothing.

    What is suggested is to be given at once: so long as nobody wants it to wait, nothing has to keep.
    """
    session, zone = scene.case.session, scene.case.zone
    departures = []
    if zone and regimen.zones and not _was_given_in(zone, regimen, scene):
        share = Decimal(repr(numbers.of["given.other-zone"]))
        departures.append(Departure("zone", ", ".join(regimen.zones), zone, share))
    count = regimen.points.count if regimen.points else None
    if session.points is not None and count is not None and not count.low <= session.points <= count.high:
        share = Decimal(repr(numbers.of["given.other-points"]))
        departures.append(Departure("points", count.text, str(session.points), share))
    technique = session.technique
    if not technique and regimen.technique in scene.catalog.table("technique"):
        technique = regimen.technique
    if session.technique and regimen.technique and session.technique != regimen.technique:
        share = Decimal(repr(numbers.of["given.other-technique"]))
        departures.append(Departure("technique", regimen.technique, session.technique, share))
    route = session.route
    if not route and not technique and regimen.route != "unclear":
        route = regimen.route
    volume = regimen.points.volume if regimen.points else None
    once = regimen.sessions is not None and regimen.sessions.high == 1 and session.interval is None
    filled = session._replace(
        single=session.single or once,
        technique=technique,
        route=route,
        points=session.points or (count.low if count is not None else None),
        point_volume=session.point_volume or (volume.low if volume is not None else None),
        interval=session.interval or (regimen.interval.low if regimen.interval is not None else None),
        use_within=AT_ONCE if session.use_within is None else session.use_within,
    )
    return filled, tuple(departures)


def _was_given_in(zone: str, regimen: Regimen, scene: Scene) -> bool:
    """Whether a regimen was given in the zone or in a part of it; what a whole got is not for its part."""
    return any(zone in scene.catalog.lineage("zone", each) for each in regimen.zones)


def _own_zone(regimen: Regimen, scene: Scene) -> str:
    """The zone of a regimen that has one alone, if it is a place of the goal."""
    if len(regimen.zones) != 1:
        return ""
    zone, goal, ask = regimen.zones[0], scene.case.goal, scene.knowledge
    return zone if ask.is_place_of(zone, goal) or not ask.zones_of(goal) else ""
