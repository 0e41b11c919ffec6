"""Which syringes there are: those that the case names, else those of the policy of preparation."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from mesoplan.catalog.catalog import AmbiguousName, Catalog, UnknownName
from mesoplan.errors import BadRequest
from mesoplan.model.device import SyringeModel
from mesoplan.model.policy import Parameter
from mesoplan.model.preparation import Device
from mesoplan.model.statement import Stated
from mesoplan.preparation.amounts import millilitres
from mesoplan.preparation.syringe import Syringe, Tolerance
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple


class Cupboard(NamedTuple):
    """Syringes, smallest first; ``unread`` are those of which a number was only recalled."""

    syringes: tuple[Syringe, ...]
    unread: tuple[str, ...]

    def smallest_holding(self, volume: Fraction) -> Syringe | None:
        """The smallest syringe that holds a volume; None when it needs several."""
        return next((each for each in self.syringes if each.nominal >= volume), None)

    @property
    def largest(self) -> Syringe:
        """The largest syringe. Raises `BadRequest` when there is none."""
        if not self.syringes:
            raise BadRequest("the catalog names no syringes to draw up with. Name some: --syringes.")
        return self.syringes[-1]


def cupboard(names: Iterable[str], catalog: Catalog, policies: tuple[Stated, ...]) -> Cupboard:
    """The syringes of these names. Raises `UnknownName` for what is none, or what several models are."""
    chosen = [_named(name, catalog) for name in names]
    if not chosen:
        words = [word for each in policies if each.record.name == "syringes" for word in each.record.words]
        chosen = [catalog.table("syringe")[word] for word in words]
    models = {model.id: model for model in chosen}
    made = sorted((_syringe(model, catalog) for model in models.values()), key=lambda s: (s.nominal, s.id))
    unread = tuple(each.id for each in made if _is_recalled(models[each.id], catalog))
    return Cupboard(syringes=tuple(made), unread=unread)


def devices_of(kept: Cupboard, catalog: Catalog) -> tuple[Device, ...]:
    """The syringes as they are shown."""
    return tuple(
        Device(
            id=model.id,
            label=model.label,
            nominal=model.nominal.value,
            step=model.step.value,
            dead_space=model.dead_space.value,
        )
        for model in (catalog.table("syringe")[each.id] for each in kept.syringes)
    )


def preparation_policies(catalog: Catalog, jurisdiction: str) -> tuple[Stated, ...]:
    """Every parameter of the policies of preparation that hold in a place."""
    places = set(catalog.lineage("jurisdiction", jurisdiction)) if jurisdiction else set()
    return tuple(
        Stated(identity, each)
        for identity, policy in catalog.table("policy").items()
        if policy.kind == "preparation" and (not policy.jurisdictions or places & set(policy.jurisdictions))
        for each in policy.parameters
    )


def least_value(policies: tuple[Stated, ...], name: str) -> Decimal | None:
    """The smallest value that a policy sets; None when none does."""
    records: list[Parameter] = [each.record for each in policies if each.record.name == name]
    return min((each.value for each in records if each.value is not None), default=None)


def _named(name: str, catalog: Catalog) -> SyringeModel:
    found = catalog.find(name, ("syringe",))
    if found is not None:
        model: SyringeModel = catalog.table("syringe")[found.id]
        return model
    models: Mapping[str, SyringeModel] = catalog.table("syringe")
    volume = _volume(name)
    fitting = [each for each in models.values() if volume is not None and each.nominal.value == volume]
    if len(fitting) > 1:
        raise AmbiguousName("syringe", name, [each.id for each in fitting])
    if not fitting:
        sizes = sorted({each.nominal.value for each in models.values()})
        raise UnknownName("syringe", name, [str(each) for each in sizes] if volume is not None else [])
    return fitting[0]


def _volume(name: str) -> Quantity | None:
    text = name.strip()
    number = text.rstrip("mLl ")
    try:
        return Quantity.parse(f"{number} mL") if number != text else None
    except QuantityError:
        return None


def _syringe(model: SyringeModel, catalog: Catalog) -> Syringe:
    tolerance = catalog.table("tolerance")[model.tolerance]
    return Syringe(
        id=model.id,
        nominal=millilitres(model.nominal.value),
        step=millilitres(model.step.value),
        dead_space=millilitres(model.dead_space.value),
        tolerance=Tolerance(
            of_nominal=Fraction(tolerance.below_half.of_nominal),
            of_volume=Fraction(tolerance.below_half.of_volume),
            from_half=Fraction(tolerance.from_half.of_volume),
        ),
    )


def _is_recalled(model: SyringeModel, catalog: Catalog) -> bool:
    tolerance = catalog.table("tolerance")[model.tolerance]
    cites = (
        *(model.nominal.cite, model.step.cite, model.dead_space.cite),
        *(tolerance.below_half.cite, tolerance.from_half.cite),
    )
    return any(each.access == "recalled" for each in cites)
