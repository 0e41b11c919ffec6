"""Which containers are opened: by the label, and to have the whole volume after what syringes keep.

Makers fill in more than the label says, as they are recommended to; that is shown and never counted.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from mesoplan.model.preparation import DataGap, Supply
from mesoplan.model.product import Product
from mesoplan.model.statement import Stated
from mesoplan.preparation.amounts import in_ml, millilitres
from mesoplan.preparation.containers import containers_to_deliver, pareto_containers
from mesoplan.preparation.drawing import Drawn
from mesoplan.preparation.session_points import Losses
from mesoplan.quantity import Quantity


def supplies(
    drawn_up: tuple[Drawn, ...], policies: tuple[Stated, ...], losses: Losses
) -> Iterator[Supply | DataGap]:
    """Containers of each product; `DataGap` where how much is in one is not known.

    What is given by the syringe that drew it has to fill the needles too.
    """
    numbers = [each.liquid.item.syringe for each in drawn_up]
    by_product: dict[str, list[Drawn]] = {}
    for each in drawn_up:
        by_product.setdefault(each.liquid.item.product, []).append(each)
    for product, draws in sorted(by_product.items()):
        if not product:
            names = sorted({each.liquid.name for each in draws})
            yield DataGap("product-not-named", tuple(names))
            continue
        fill = fill_of(draws[0])
        if fill is None:
            yield DataGap("fill", (product,))
            continue
        needles = sum(
            (
                losses.dead_space * len(each.marks) + losses.at_changes
                for each in draws
                if numbers.count(each.liquid.item.syringe) == 1
            ),
            Fraction(0),
        )
        yield _supply(product, draws, fill, policies, needles)


def _supply(
    product: str, draws: list[Drawn], fill: Fraction, policies: tuple[Stated, ...], needles: Fraction
) -> Supply:
    record = draws[0].liquid.product
    assert record is not None
    need = sum((each.nominal for each in draws), Fraction(0))
    kept_back = sum((syringe.dead_space for each in draws for syringe, _ in each.marks), needles)
    (chosen, *_) = pareto_containers(need, [fill])
    _, guaranteed = containers_to_deliver(need, kept_back, fill)
    return Supply(
        product=product,
        need=in_ml(need),
        fill=in_ml(fill),
        opened=chosen.number,
        guaranteed=guaranteed,
        waste=in_ml(chosen.waste),
        doses=doses_of(record),
        excess=_excess(fill, policies) if guaranteed > chosen.number else None,
    )


def doses_of(product: Product) -> Literal["single", "multi", ""]:
    """Whether a container is for one patient once, or may be entered again; empty where nobody says.

    An opened glass ampoule cannot be closed: it is for one use.
    """
    if product.doses is not None:
        return product.doses.kind
    return "single" if product.container == "ampoule" else ""


def fill_of(draw: Drawn) -> Fraction | None:
    """What one container gives: after dissolving, as guaranteed, or as the label says."""
    liquid = draw.liquid
    if liquid.dissolved is not None:
        return millilitres(liquid.dissolved.volume)
    product = liquid.product
    if product is None:
        return None
    if product.withdrawable is not None:
        return millilitres(product.withdrawable.volume)
    if product.fill is None or product.fill.dimension != "volume":
        return None
    return millilitres(product.fill)


def _excess(fill: Fraction, policies: tuple[Stated, ...]) -> Quantity | None:
    """What makers are recommended to add to a container of this volume."""
    return next(
        (
            each.record.amount
            for each in policies
            if each.record.name == "recommended-excess"
            and each.record.value is not None
            and Fraction(each.record.value) == fill
        ),
        None,
    )
