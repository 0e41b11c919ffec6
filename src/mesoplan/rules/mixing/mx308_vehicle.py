"""MX308: what carries the ingredient is not fit for the skin or the technique."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.product import Vehicle
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Rule, firm
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import licensed_for
from mesoplan.rules.shared.unnamed import which_product


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement on the vehicle of an item's product, unless its label allows the route."""
    products = scene.knowledge.products_of(item)
    if not products:
        yield Judgement(
            "unknown",
            "no-product",
            (item.name,),
            item.name,
            data={"item": item.name},
            needs=(Need("product", item.name),),
        )
        return
    if licensed_for(item, scene):
        return
    unsuitable = scene.words("mixing", "unsuitable-vehicles")
    policies = scene.parameters("mixing", "unsuitable-vehicles")
    if not item.product:
        if any(_open(product.vehicle, unsuitable) for _, product in products):
            yield which_product(item)
        return
    for identity, product in products:
        stated = Stated(identity, product.vehicle)
        kind = product.vehicle.kind
        if kind in unsuitable:
            topic, severity = "unsuitable", firm("forbid", stated)
        elif kind == "suspension":
            yield from _suspension(item, stated, scene)
            continue
        elif kind == "unknown" or not stated.cite.supports:
            topic, severity = "not-known", "unknown"
        else:
            continue
        yield Judgement(
            severity=severity,
            topic=topic,
            subjects=(item.name,),
            about=f"{item.name} {kind}",
            statements=(stated, *policies),
            data={"item": item.name, "product": identity, "vehicle": kind},
            fixes=(Fix("swap", item.name, "aqueous"),),
            needs=(Need("data", "vehicle"),) if severity == "unknown" else (),
        )


def _open(vehicle: Vehicle, unsuitable: tuple[str, ...]) -> bool:
    """Whether the vehicle of a product that may be meant would be judged, or is not known."""
    return vehicle.kind in (*unsuitable, "suspension", "unknown") or not vehicle.cite.supports


def _suspension(item: Item, stated: Stated, scene: Scene) -> Iterator[Judgement]:
    technique = scene.case.session.technique
    data = {"item": item.name, "product": stated.entity, "technique": technique}
    if not technique:
        yield Judgement(
            severity="unknown",
            topic="suspension-depth-open",
            subjects=(item.name,),
            about=item.name,
            statements=(stated,),
            data=data,
            needs=(Need("case", "technique"),),
        )
    elif scene.catalog.technique(technique).superficial:
        yield Judgement(
            severity="forbid",
            topic="suspension-superficial",
            subjects=(item.name, technique),
            about=item.name,
            statements=(stated,),
            data=data,
            fixes=(Fix("swap", item.name, "solution"),),
        )


RULE = Rule(
    code="MX308",
    name="vehicle-unsuitable",
    scope="item",
    checks="Whether the vehicle is fit to be injected: no oil, alcohol or co-solvent; no "
    "suspension in a superficial technique.",
    why="Oil and alcohol cause necrosis and oleoma; crystals in the dermis cause atrophy.",
    example="Triamcinolone 40 mg/mL suspension in nappage.",
    instead="Choose an aqueous product, or one whose label allows the route.",
    check=check,
    reads=frozenset({"place", "session"}),
)
