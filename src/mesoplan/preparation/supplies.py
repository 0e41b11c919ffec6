"""Which containers are opened: by the label, and to have the whole volume after what syringes keep.

Of several sizes those that leave least over, and of these the fewest; the other choices are shown.

Makers fill in more than the label says, as they are recommended to; that is shown and never counted.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from mesoplan.model.preparation import Choice, Containers, DataGap, Dissolved, Supply
from mesoplan.model.product import Product
from mesoplan.model.statement import Stated
from mesoplan.preparation.amounts import in_ml, millilitres
from mesoplan.preparation.containers import Opened, pareto_containers
from mesoplan.preparation.drawing import Drawn
from mesoplan.preparation.session_points import Losses
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

#: Whether a container is for one patient once, or may be entered again; empty where nobody says.
Kind = Literal["single", "multi", ""]


class Size(NamedTuple):
    """A size that a product is sold in, in mL."""

    volume: Fraction
    doses: Kind


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
        record = draws[0].liquid.product
        if record is not None and record.kind == "autologous":
            continue  # made of the patient: no container is opened
        sizes = sizes_of(draws[0].liquid.product, draws[0].liquid.dissolved)
        if not sizes:
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
        yield _supply(product, draws, sizes, policies, needles)


def _supply(
    product: str, draws: list[Drawn], sizes: tuple[Size, ...], policies: tuple[Stated, ...], needles: Fraction
) -> Supply:
    need = sum((each.nominal for each in draws), Fraction(0))
    kept_back = sum((syringe.dead_space for each in draws for syringe, _ in each.marks), needles)
    volumes = [each.volume for each in sizes]
    *fewer, chosen = pareto_containers(need, volumes)
    sure = pareto_containers(need + kept_back, volumes)[-1]
    fill = max(chosen.sizes)
    return Supply(
        product=product,
        need=in_ml(need),
        fill=in_ml(fill),
        opened=chosen.number,
        guaranteed=sure.number,
        waste=in_ml(chosen.waste),
        doses=doses_in(chosen, sizes),
        excess=_excess(fill, policies) if len(sizes) == 1 and sure.number > chosen.number else None,
        sizes=containers_of(chosen),
        sure=containers_of(sure),
        others=tuple(Choice(containers_of(each), in_ml(each.waste)) for each in fewer),
    )


def containers_of(opened: Opened) -> tuple[Containers, ...]:
    """Opened containers by their size, the largest first."""
    counts = Counter(opened.sizes)
    return tuple(Containers(in_ml(size), counts[size]) for size in sorted(counts, reverse=True))


def doses_in(opened: Opened, sizes: tuple[Size, ...]) -> Kind:
    """What all opened containers are; empty where they differ, or where nobody says."""
    kinds = {each.doses for each in sizes if each.volume in opened.sizes}
    return kinds.pop() if len(kinds) == 1 else ""


def sizes_of(product: Product | None, dissolved: Dissolved | None) -> tuple[Size, ...]:
    """What a container gives, in each size: after dissolving, as guaranteed, or as the label says.

    An opened glass ampoule cannot be closed: it is for one use. Two tellings of one size that differ in
    whether it may be entered again say neither.
    """
    if product is None:
        return ()
    kind = _kind(product)
    if dissolved is not None:
        return (Size(millilitres(dissolved.volume), kind),)
    if product.withdrawable is not None:
        return (Size(millilitres(product.withdrawable.volume), kind),)
    found: dict[Fraction, set[Kind]] = {}
    said = {each.volume: each.doses for each in product.fills}
    for volume in product.volumes:
        found.setdefault(millilitres(volume), set()).add(said.get(volume) or kind)
    return tuple(Size(volume, kinds.pop() if len(kinds) == 1 else "") for volume, kinds in found.items())


def kinds_of(product: Product) -> tuple[Kind, ...]:
    """What containers of any size are, each once."""
    said = [each.doses or _kind(product) for each in product.fills]
    return tuple(sorted({*said, *([] if said and product.fill is None else [_kind(product)])}))


def _kind(product: Product) -> Kind:
    if product.doses is not None:
        return product.doses.kind
    return "single" if product.container == "ampoule" else ""


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
