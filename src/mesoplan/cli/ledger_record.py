"""What a ledger knows of a patient, laid into a case."""

import datetime
from typing import TYPE_CHECKING

from mesoplan.model.case import Case

if TYPE_CHECKING:
    from mesoplan.ledger.journal import Ledger


def with_record(case: Case, ledger: "Ledger", patient: str, on: datetime.date | None) -> Case:
    """The case with the patient's earlier sessions and overrides, as they stand on a day (else today)."""
    from mesoplan.ledger.history import record_of

    return case._replace(record=record_of(ledger, patient, on or datetime.date.today()))
