"""What the ledger answers with, as versioned JSON documents such as ``mesoplan/ledger-verify/1``."""

from typing import Any

from mesoplan.model import ledger
from mesoplan.report.json_codec import encoded
from mesoplan.report.json_out import dumped

#: The record of each document.
RECORDS: dict[str, type] = {
    "adverse-event": ledger.AdverseReport,
    "export": ledger.PatientExport,
    "head": ledger.Head,
    "kept": ledger.Kept,
    "recall": ledger.Recalled,
    "recorded": ledger.Recorded,
    "replay": ledger.Replayed,
    "stock": ledger.Stock,
    "verify": ledger.Verified,
}
_NAMES = {record: name for name, record in RECORDS.items()}


def schema_of(name: str) -> str:
    """The name and version of a document."""
    return f"mesoplan/ledger-{name}/1"


def document(record: Any) -> dict[str, Any]:
    """A record of the ledger as plain data."""
    return {"schema": schema_of(_NAMES[type(record)]), **encoded(record)}


def ledger_json(record: Any) -> str:
    """A record of the ledger as one JSON document: keys sorted; same record, same bytes."""
    return dumped(document(record))
