"""What a compiled catalog looks up is what going through all of its records would give."""

from collections.abc import Iterator

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.uses import uses_of
from mesoplan.knowledge.amounts import largest_of_all, largest_volume
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity


@pytest.fixture(params=["catalog", "fixture_catalog"])
def compiled(request: pytest.FixtureRequest) -> Catalog:
    """The shipped catalog, and a small one with what the shipped one lacks."""
    found: Catalog = request.getfixturevalue(request.param)
    return found


def _into_skin(catalog: Catalog) -> Iterator[tuple[Quantity, Stated]]:
    for identity, record in catalog.table("ingredient").items():
        if record.role in ("active", "anaesthetic"):
            for use in uses_of(identity, catalog):
                skin = use.regimen.route in ("intradermal", "subcutaneous")
                if use.per == "session" and skin and use.cite.supports:
                    yield use.high, use.stated


def _volumes(catalog: Catalog) -> Iterator[tuple[Quantity, Stated]]:
    for identity, regimen in catalog.table("regimen").items():
        if regimen.cite.supports:
            for each in (regimen, *regimen.items):
                for amount in (each.volume, getattr(each, "per_session", None)):
                    if amount is not None and amount.high.dimension == "volume":
                        yield amount.high, Stated(identity, regimen)


def test_the_largest_amounts_of_any_regimen(compiled: Catalog) -> None:
    every = list(_into_skin(compiled))
    found = largest_of_all(compiled)
    assert set(found) == {amount.dimension for amount, _ in every}
    for dimension, (amount, stated) in found.items():
        alike = ((each, one.id) for each, one in every if each.dimension == dimension)
        assert (amount, stated.id) == max(alike)


def test_the_largest_volume_of_any_regimen(compiled: Catalog) -> None:
    most = max(((amount, stated.id) for amount, stated in _volumes(compiled)), default=None)
    found = largest_volume(compiled)
    assert (found and (found[0], found[1].id)) == most


def test_who_says_that_a_product_is_the_same(compiled: Catalog) -> None:
    said = {
        (same.product, identity)
        for identity, product in compiled.table("product").items()
        for same in product.same_as
    }
    assert {(one, each) for one, all_ in compiled.index.same_as.items() for each in all_} == said


def test_which_product_a_source_is_the_label_of(compiled: Catalog) -> None:
    first: dict[str, str] = {}
    for identity, product in compiled.table("product").items():
        for part in product.contains:
            if part.cite.access == "label":
                first.setdefault(part.cite.source, identity)
    assert dict(compiled.index.labelled) == first


def test_which_regimens_nobody_read(compiled: Catalog) -> None:
    regimens = compiled.table("regimen")
    assert dict(compiled.index.unread) == {
        identity: regimen.cite.access for identity, regimen in regimens.items() if not regimen.cite.supports
    }


def test_which_facts_mean_that_a_substance_is_taken(compiled: Catalog) -> None:
    said = {
        (substance, identity)
        for identity, fact in compiled.table("fact").items()
        for substance in fact.medicine_of
    }
    assert {(one, each) for one, all_ in compiled.index.taken_as.items() for each in all_} == said
