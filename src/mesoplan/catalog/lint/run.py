"""Run every check over a draft."""

import datetime
from collections.abc import Iterator

from mesoplan.catalog.build import Draft
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.ledger import unlisted_statements
from mesoplan.catalog.lint.checks import CHECKS
from mesoplan.catalog.lint.look import look_at


def lint(draft: Draft, today: datetime.date, rule_codes: frozenset[str] = frozenset()) -> tuple[Fault, ...]:
    """Every fault of a draft, by file, key and code: those of reading it and those of all checks.

    ``rule_codes`` are the codes that rules may yield, for what recipes expect; without them that
    check is not made. Errors keep a catalog from being used, warnings do not.
    """
    found = {*draft.faults, *_unlisted(draft)}
    look = look_at(draft.tables, today, rule_codes)
    for check in CHECKS:
        found.update(check(look))
    return tuple(sorted(found, key=lambda fault: (fault.file, fault.key, fault.code, fault.what)))


def _unlisted(draft: Draft) -> Iterator[Fault]:
    """Statements that the ledger does not list; an overlay has no ledger of its own."""
    if draft.ledger is not None and not draft.has_overlay:
        yield from unlisted_statements(draft.tables, draft.ledger)
