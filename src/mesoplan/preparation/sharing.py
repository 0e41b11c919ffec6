"""Several patients in one session: which containers are opened, and who is given from which.

Only a container that its label lets be entered again is shared; any other one is for one patient, and so is
one of which nobody says. Exact where every draw fits into one container; a draw that does not is split.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import StatementRef
from mesoplan.model.preparation import (
    Containers,
    DrawUp,
    NotShared,
    Preparation,
    Preserved,
    SharedProduct,
    Sharing,
    Sheet,
    Taken,
    TimeBound,
    Together,
)
from mesoplan.model.product import Product
from mesoplan.model.statement import Stated
from mesoplan.preparation.amounts import in_ml, millilitres
from mesoplan.preparation.containers import MOST_UNSPLIT, Use, pareto_containers, share_containers
from mesoplan.preparation.cupboard import preparation_policies
from mesoplan.preparation.deadlines import SINGLE
from mesoplan.preparation.interval import ZERO
from mesoplan.preparation.liquids import stated_by
from mesoplan.preparation.supplies import Size, kinds_of, sizes_of
from mesoplan.record import NamedTuple

#: The parameter of a policy that says for whom a single-dose container is.
_ONE_PATIENT = "single-dose-for-one-patient"
_PRESERVATIVE = "preservative"


class Draw(NamedTuple):
    """What one patient's draw needs of a product, in mL."""

    patient: str
    volume: Fraction


class _Way(NamedTuple):
    """One way to serve all draws: what is opened, and what each draw takes from which container."""

    sizes: tuple[Fraction, ...]
    discarded: Fraction
    taken: tuple[tuple[str, int, Fraction], ...]
    split: bool = False


def sharing(prepared: Mapping[str, Preparation], catalog: Catalog, places: Sequence[str]) -> Sharing:
    """What is opened for patients, by name, who are prepared together in these places."""
    policies = tuple(dict.fromkeys(each for place in places for each in preparation_policies(catalog, place)))
    sheets = [(name, each.sheet) for name, each in prepared.items() if each.sheet is not None]
    products = sorted({draw.product for _, sheet in sheets for draw in _draws(sheet) if draw.product})
    found, unknown = [], []
    for product in products:
        sizes = _sizes(product, [sheet for _, sheet in sheets], catalog)
        if sizes:
            found.append(_shared(product, sizes, sheets, catalog, policies))
        else:
            unknown.append(product)
    return Sharing(
        patients=tuple(Together(name, each.outcome) for name, each in prepared.items()),
        products=tuple(found),
        unknown=tuple(unknown),
    )


def _shared(
    product: str,
    sizes: tuple[Size, ...],
    sheets: Sequence[tuple[str, Sheet]],
    catalog: Catalog,
    policies: tuple[Stated, ...],
) -> SharedProduct:
    record = catalog.product(product)
    draws = [
        Draw(name, millilitres(draw.drawn))
        for name, sheet in sheets
        for draw in _draws(sheet)
        if draw.product == product
    ]
    alone = _alone(draws, sizes)
    several = len({each.patient for each in draws}) > 1
    ways = [_from_one_size(draws, each.volume) for each in sizes if each.doses == "multi"] if several else []
    best = min((alone, *ways), key=lambda way: (way.discarded, len(way.sizes)))
    shared = best is not alone
    why: NotShared = "" if shared else _why(several, sizes)
    preserved, preservatives = _preserved(record, catalog)
    return SharedProduct(
        product=product,
        shared=shared,
        opened=_counted(best.sizes),
        discarded=in_ml(best.discarded),
        alone=len(alone.sizes),
        alone_discarded=in_ml(alone.discarded),
        taken=tuple(Taken(name, container + 1, in_ml(volume)) for name, container, volume in best.taken),
        split=best.split,
        keeps=_keeps(product, sheets) if shared else (),
        preserved=preserved,
        preservatives=preservatives,
        why=why,
        statements=tuple(_behind(why, record, product, policies)),
    )


def _alone(draws: Sequence[Draw], sizes: tuple[Size, ...]) -> _Way:
    """Each patient with containers of their own."""
    opened: list[Fraction] = []
    taken: list[tuple[str, int, Fraction]] = []
    discarded = ZERO
    for patient in dict.fromkeys(each.patient for each in draws):
        mine = [each.volume for each in draws if each.patient == patient]
        chosen = pareto_containers(sum(mine, ZERO), [each.volume for each in sizes])[-1]
        left = list(chosen.sizes)
        for volume in mine:
            need = volume
            for place, held in enumerate(left):
                part = min(need, held)
                if part > 0:
                    taken.append((patient, len(opened) + place, part))
                    left[place] -= part
                    need -= part
        opened += chosen.sizes
        discarded += chosen.waste
    return _Way(tuple(opened), discarded, tuple(taken))


def _from_one_size(draws: Sequence[Draw], size: Fraction) -> _Way:
    """All draws from containers of one size: each from one of them where that can be searched exactly."""
    split = len(draws) > MOST_UNSPLIT or any(each.volume > size for each in draws)
    ordered = sorted(draws, key=lambda each: each.volume)
    shared = share_containers([Use(0, each.volume) for each in ordered], size, 0, split=split)
    waiting = [(each.patient, each.volume) for each in ordered]
    taken = []
    for each in shared.taken:
        patient, left = waiting[0]
        taken.append((patient, each.container, each.volume))
        waiting[0] = (patient, left - each.volume)
        if waiting[0][1] == 0:
            waiting.pop(0)
    order = list(dict.fromkeys(each.patient for each in draws))
    taken.sort(key=lambda each: (order.index(each[0]), each[1]))
    return _Way((size,) * len(shared.opened_on), shared.discarded, tuple(taken), split)


def _why(several: bool, sizes: tuple[Size, ...]) -> NotShared:
    kinds = {each.doses for each in sizes}
    if not several:
        return "one-patient"
    if "multi" in kinds:
        return "no-less"
    return "single-dose" if kinds == {"single"} else "not-said"


def _behind(
    why: NotShared, record: Product, product: str, policies: tuple[Stated, ...]
) -> Iterator[StatementRef]:
    """What says that a container is for one patient: its own label, and the rule of the place."""
    if why != "single-dose":
        return
    if record.doses is not None and record.doses.kind == "single":
        yield stated_by(Stated(product, record.doses))
    for each in record.fills:
        if each.doses == "single":
            yield stated_by(Stated(product, each))
    for stated in policies:
        if stated.record.name == _ONE_PATIENT:
            yield stated_by(stated)


def _preserved(record: Product, catalog: Catalog) -> tuple[Preserved, tuple[str, ...]]:
    """Whether a container that may be entered again holds a preservative."""
    if "multi" not in kinds_of(record):
        return "not-read", ()
    held = [each.ingredient for each in record.excipients]
    found = [each for each in held if _PRESERVATIVE in catalog.lineage("ingredient", each)]
    if found:
        return "preserved", tuple(dict.fromkeys(found))
    return ("unpreserved" if record.excipients_complete else "not-read"), ()


def _sizes(product: str, sheets: Sequence[Sheet], catalog: Catalog) -> tuple[Size, ...]:
    draw = next(draw for sheet in sheets for draw in _draws(sheet) if draw.product == product)
    return sizes_of(catalog.product(product), draw.dissolved)


def _draws(sheet: Sheet) -> list[DrawUp]:
    return [draw for filling in sheet.fillings for draw in filling.draws]


def _keeps(product: str, sheets: Sequence[tuple[str, Sheet]]) -> tuple[TimeBound, ...]:
    """How long what is left may be used, by the limits of the first patient's sheet that has it."""
    for _, sheet in sheets:
        if any(draw.product == product for draw in _draws(sheet)):
            return tuple(each for each in sheet.clock if each.subject == product and each.condition != SINGLE)
    return ()


def _counted(sizes: tuple[Fraction, ...]) -> tuple[Containers, ...]:
    counts = Counter(sizes)
    return tuple(Containers(in_ml(size), counts[size]) for size in sorted(counts, reverse=True))
