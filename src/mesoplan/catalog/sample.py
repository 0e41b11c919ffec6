"""Statements drawn by a seed, for a reviewer who holds them against their sources."""

from random import Random

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.stats import all_statements, can_block
from mesoplan.model.statement import Stated


def sample(
    catalog: Catalog,
    count: int,
    seed: int,
    *,
    blocking: bool = False,
    read: bool = False,
    unchecked: bool = False,
) -> tuple[Stated, ...]:
    """At most ``count`` different statements; the same seed draws the same from the same catalog.

    ``blocking`` draws only among those that can forbid, ``read`` only among those that were read,
    ``unchecked`` only among those without a second reader.
    """
    drawn_from = {
        stated.id: stated
        for stated in all_statements(catalog)
        if (not blocking or can_block(stated))
        and (not read or stated.cite.access != "recalled")
        and (not unchecked or stated.cite.checked is None)
    }
    ids = sorted(drawn_from)
    return tuple(drawn_from[each] for each in Random(seed).sample(ids, min(count, len(ids))))
