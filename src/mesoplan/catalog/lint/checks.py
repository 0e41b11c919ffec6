"""Every check of the linter, in the order of its code. Registration is this list."""

from collections.abc import Callable, Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint import (
    identifiers,
    idle,
    inherited,
    interactions,
    likeness,
    policies,
    questions,
    ranges,
    reading,
    recipes,
    screening,
    second_reading,
    shelf,
    slips,
    sources,
    studies,
    totals,
)
from mesoplan.catalog.lint.look import Look

Check = Callable[[Look], Iterator[Fault]]

CHECKS: tuple[Check, ...] = (
    reading.better_than_source,
    sources.unused,
    sources.stale,
    reading.clears_nothing,
    second_reading.unchecked,
    second_reading.odd_checks,
    second_reading.without_locator,
    second_reading.claimed_readings,
    identifiers.cas,
    identifiers.unii,
    identifiers.code_shapes,
    sources.misshapen,
    slips.decimal_slips,
    slips.unit_slips,
    totals.beyond_plausibility,
    ranges.out_of_range,
    totals.contradicting_parts,
    interactions.unread,
    interactions.one_sided,
    idle.doubled_statuses,
    idle.silent_actives,
    likeness.undeclared_lookalikes,
    inherited.contradicted_class,
    studies.without_comparator,
    shelf.strange_excipients,
    shelf.open_labels,
    shelf.without_product,
    questions.unasked,
    recipes.unknown_codes,
    policies.objectives,
    second_reading.undescribed_searches,
    screening.unreached,
    screening.named_without_statement,
    screening.strange_names,
    screening.unread_screenings,
)
