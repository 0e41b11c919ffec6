"""What a catalog holds and how well it was read, in numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, get_args

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.cite import ACCESS_RANK, VERDICTS
from mesoplan.model.statement import Stated, statements_of
from mesoplan.record import NamedTuple

Counts = tuple[tuple[str, int], ...]


class Stats(NamedTuple):
    """Counts of a catalog; ids are sorted, counts are by size (readings: best first).

    ``blocking`` counts only statements that can forbid something; ``blocking_recalled`` is the
    share of them (0 to 1) that nobody has read, which is what a reader should lower first.
    """

    entities: Counts
    statements: int
    by_access: Counts
    blocking: int
    blocking_by_access: Counts
    blocking_recalled: Decimal
    by_second_reading: Counts
    blocking_by_second_reading: Counts
    evidence_by_direction: Counts
    evidence_by_design: Counts
    ingredients_without_product: tuple[str, ...]
    ingredients_without_dose: tuple[str, ...]
    ingredients_without_evidence: tuple[str, ...]
    products_without_ph: tuple[str, ...]
    products_with_open_excipients: tuple[str, ...]


def stats(catalog: Catalog) -> Stats:
    """The numbers of a catalog."""
    all_of_them = list(all_statements(catalog))
    blocking = [stated for stated in all_of_them if can_block(stated)]
    studies = list(catalog.table("evidence").values())
    actives = {
        identity: record
        for identity, record in catalog.table("ingredient").items()
        if record.role in ("active", "anaesthetic")
    }
    products = catalog.table("product")
    return Stats(
        entities=tuple((kind, len(catalog.table(kind))) for kind in catalog.kinds()),
        statements=len(all_of_them),
        by_access=_by_access(all_of_them),
        blocking=len(blocking),
        blocking_by_access=_by_access(blocking),
        blocking_recalled=_share(blocking),
        by_second_reading=_by_second_reading(all_of_them),
        blocking_by_second_reading=_by_second_reading(blocking),
        evidence_by_direction=_counted(study.direction for study in studies),
        evidence_by_design=_counted(study.design for study in studies),
        ingredients_without_product=_lacking(actives, catalog.index.products_of),
        ingredients_without_dose=_lacking(actives, _dosed(catalog)),
        ingredients_without_evidence=_lacking(actives, catalog.index.studies_of),
        products_without_ph=tuple(each for each, record in products.items() if not record.ph),
        products_with_open_excipients=tuple(
            each for each, record in products.items() if not record.excipients_complete
        ),
    )


def all_statements(catalog: Catalog) -> Iterator[Stated]:
    """Every statement of a catalog, kind by kind."""
    for kind in catalog.kinds():
        for identity, record in catalog.table(kind).items():
            for _, stated in statements_of(identity, record):
                yield stated


def can_block(stated: Stated) -> bool:
    """Whether a finding of severity forbid can rest on the statement."""
    test = _BLOCKS.get(type(stated.record).__name__)
    return test is not None and test(stated.record)


#: What makes a statement one that can forbid, by its record.
_BLOCKS: dict[str, Callable[[Any], bool]] = {
    "Caution": lambda record: record.effect == "contraindicated",
    "AgeLimit": lambda record: record.effect == "contraindicated",
    "ZoneBan": lambda record: record.effect == "contraindicated",
    "Interaction": lambda record: record.effect == "forbid",
    "Admixture": lambda record: record.rule in ("alone", "only-with"),
    "Limit": lambda record: True,
    "Capped": lambda record: True,
    "ClassRule": lambda record: record.rule == "additive-limit",
    "Status": lambda record: record.status in ("prohibited", "withdrawn", "not-injectable"),
    "MixingLaw": lambda record: record.rule == "prohibited",
    "Permission": lambda record: record.permission == "forbidden",
    "TestDose": lambda record: True,
}


def _by_access(statements: list[Stated]) -> Counts:
    found = Counter(stated.cite.access for stated in statements)
    return tuple((access, found[access]) for access in ACCESS_RANK)  # type: ignore[index]


def _by_second_reading(statements: list[Stated]) -> Counts:
    found = Counter(stated.cite.checked.verdict if stated.cite.checked else "none" for stated in statements)
    return tuple((verdict, found[verdict]) for verdict in ("none", *get_args(VERDICTS)))


def _share(statements: list[Stated]) -> Decimal:
    if not statements:
        return Decimal(0)
    recalled = sum(stated.cite.access == "recalled" for stated in statements)
    return (Decimal(recalled) / len(statements)).quantize(Decimal("0.001"))


def _counted(words: Iterable[str]) -> Counts:
    return tuple(sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0])))


def _dosed(catalog: Catalog) -> set[str]:
    """Ingredients that some regimen gives in a printed amount."""
    found: set[str] = set()
    for regimen in catalog.table("regimen").values():
        for item in regimen.items:
            if item.amounts and item.product:
                found.update(part.ingredient for part in catalog.product(item.product).contains)
            elif item.amounts or (item.volume and item.concentration):
                found.add(item.ingredient)
    return found


def _lacking(wanted: Iterable[str], having: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(wanted) - set(having)))
