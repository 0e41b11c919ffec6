"""Everything about one patient, and the end of it: export and erasure."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mesoplan.errors import LedgerError
from mesoplan.ledger.canonical import canonical
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.seal import opened_text
from mesoplan.ledger.store import Draft, Entry
from mesoplan.model.ledger import PatientEntry, PatientExport, Recorded

#: What stands where a sealed text was, after its key was destroyed.
ERASED = "erased"


def export(ledger: Ledger, patient: str) -> PatientExport:
    """Every entry about a patient, opened; answers as they were. Raises `LedgerError` for none."""
    entries = list(ledger.store.about(patient))
    if not entries:
        raise LedgerError(
            f"{patient[:64]}: the ledger has no entry about such a patient. Nothing was written."
        )
    erased = next((each.seq for each in entries if each.kind == "erasure"), 0)
    return PatientExport(
        patient=patient,
        erased=erased,
        entries=tuple(
            PatientEntry(
                entry=each.seq, kind=each.kind, at=each.at, body=canonical(_opened(ledger, each, erased))
            )
            for each in entries
        ),
        head=ledger.head(),
    )


def _opened(ledger: Ledger, each: Entry, erased: int) -> dict[str, Any]:
    data = each.data
    for field, kept in data.items():
        if isinstance(kept, dict) and "sealed" in kept:
            opened = None if erased else opened_text(ledger.keys, str(data["patient"]), each.kind, kept)
            data[field] = ERASED if opened is None else opened
    if "document" in data:
        text = ledger.answer_text(each)
        data["document_text"] = ERASED if text is None else text
    return data


def whole_log(ledger: Ledger) -> Iterator[str]:
    """Every entry as it is, a line of JSON each: what another program needs to check the chain."""
    for each in ledger.store.entries():
        yield json.dumps(each._asdict(), ensure_ascii=False, sort_keys=True)


def erase(ledger: Ledger, now: datetime, *, patient: str, reason: str, by: str) -> Recorded | None:
    """Record the erasure, then destroy the patient's key; None when it had been erased before.

    The entry comes first: a crash between the two leaves a key that `verify` names and a second call
    destroys, never an erasure of which the log knows nothing. Pseudonym, products, lots, doses and days
    stay, because recalls need them.
    """
    if not reason.strip() or not by.strip():
        raise LedgerError("an erasure needs a reason and a name. Nothing was erased. Give --reason and --by.")
    entries = list(ledger.store.about(patient))
    if not entries:
        raise LedgerError(
            f"{patient[:64]}: the ledger has no entry about such a patient. Nothing was erased."
        )
    ledger.keys.patients()  # a key file that cannot be read ends it before anything is recorded
    recorded = None
    if not any(each.kind == "erasure" for each in entries):
        body = {"patient": patient, "reason": reason, "by": by, "day": now.date().isoformat()}
        recorded = ledger.record([Draft("erasure", body)], now)
    ledger.keys.destroy(patient)
    return recorded
