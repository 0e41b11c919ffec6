"""What a ledger knows of a patient and of the shelf, laid into a case."""

import datetime
from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import ledger_door as door
from mesoplan.model.case import Case

if TYPE_CHECKING:
    from mesoplan.ledger.journal import Ledger


def with_record(case: Case, ledger: "Ledger", patient: str, on: datetime.date | None) -> Case:
    """The case with the patient's earlier sessions and overrides, as they stand on a day (else today)."""
    from mesoplan.ledger.history import record_of

    if case.record:
        raise click.UsageError("the case has a [record] of its own, and --patient names another.")
    return case._replace(record=record_of(ledger, patient, on or datetime.date.today()))


def recorded_case(case: Case, given: dict[str, Any]) -> Case:
    """The case with what the ledger knows of ``--patient``, and with its shelf for ``--stock ledger``."""
    day = door.day(given.get("on"), "--on")
    with door.opened(given) as ledger:
        if given.get("stock") == "ledger":
            from mesoplan.ledger.shelf import usable_stock

            shelf = usable_stock(ledger, day or datetime.date.today())
            if not shelf:
                raise click.UsageError("the ledger says that nothing is left on the shelf that is in date.")
            case = case._replace(stock=(*case.stock, *shelf))
        return with_record(case, ledger, given["patient"], day) if given["patient"] else case
