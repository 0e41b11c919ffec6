"""The numbers of a catalog, and which statements can forbid."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from mesoplan.catalog.build import build
from mesoplan.catalog.stats import all_statements, can_block, stats


def test_the_numbers_of_the_small_catalog(small: Path, today: Any) -> None:
    found = stats(build(small, (), today))
    assert dict(found.entities)["ingredient"] == 5
    assert dict(found.entities)["waiver"] == 0
    assert found.statements == sum(count for _, count in found.by_access)
    assert found.blocking == sum(count for _, count in found.blocking_by_access)
    assert found.evidence_by_direction == (("benefit", 1), ("no-difference", 1))
    assert found.evidence_by_design == (("rct", 2),)
    assert found.ingredients_without_product == ()
    assert found.ingredients_without_dose == ()
    assert "ketoprofen-100" in found.products_without_ph
    assert "lidocaine-1-plain" not in found.products_with_open_excipients


def test_the_share_of_blocking_statements_that_nobody_read(
    small: Path,
    today: Any,
    edit: Callable[[Iterable[Mapping[str, Any]]], None],
    relock: Callable[[], None],
) -> None:
    found = stats(build(small, (), today))
    assert (dict(found.blocking_by_access)["recalled"], found.blocking) == (0, 10)
    assert found.blocking_recalled == 0
    read = 'cite = { source = "uzel-2020-minoxidil-fphl", at = "abstract", access = "secondary" }'
    recalled = 'cite = { source = "background", at = "not read", access = "recalled" }'
    edit([{"file": "classes.toml", "replace": read, "with": recalled}])
    relock()
    found = stats(build(small, (), today))
    assert (dict(found.blocking_by_access)["recalled"], found.blocking) == (1, 10)
    assert found.blocking_recalled == Decimal("0.100")


def test_what_can_block(small: Path, today: Any) -> None:
    blocking = {stated.id for stated in all_statements(build(small, (), today)) if can_block(stated)}
    assert "minoxidil#caution.pregnant.contraindicated@uzel-2020-minoxidil-fphl" in blocking
    assert "ketoprofen-100#admixture.alone@ketonal-label-ee" in blocking
    assert "lidocaine#limit.session.300mg.any@lidocaine-label-us" in blocking
    assert not any("#dose." in each or "#evidence" in each or "licensed" in each for each in blocking)
