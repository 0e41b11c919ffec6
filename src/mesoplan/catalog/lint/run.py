"""Run every check over a draft."""

import datetime
from collections.abc import Iterator

from mesoplan.catalog.build import Draft
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.layout import LEDGER_FILE
from mesoplan.catalog.ledger import ledger_lines, overlay_lines, unlisted_lines
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
    """What the ledgers of the base and of the overlays do not list, or list with another content."""
    if draft.ledger is not None:
        yield from unlisted_lines(ledger_lines(draft.base), draft.ledger, LEDGER_FILE)
    for folder in draft.overlays:
        file = f"{folder.path.name}/{LEDGER_FILE}"
        if folder.ledger is not None:
            yield from unlisted_lines(overlay_lines(folder.raw), folder.ledger, file)
        elif any(folder.raw.values()):
            yield Fault(
                code="CA074",
                file=file,
                key="",
                what="this overlay has no ledger.",
                so_what="A lost file of it would go unseen.",
                next="Run `mesoplan catalog lock` on its folder.",
                level="warning",
            )
