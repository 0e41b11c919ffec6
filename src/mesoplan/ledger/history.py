"""What the log knows of a patient, as the record of a case: earlier sessions and overrides."""

from datetime import date, timedelta
from typing import Any

from mesoplan.errors import LedgerError
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Entry


def record_of(ledger: Ledger, patient: str, on: date) -> dict[str, Any]:
    """The table ``record`` of a case, as of a day: what was given until then, what was put aside until then.

    Raises `LedgerError` for a patient who was erased, and for one of whom the log knows nothing only where
    the name is no pseudonym: a new patient has an empty record.
    """
    ledger.patient(patient)
    entries = list(ledger.store.about(patient))
    ended = _ended(entries)
    events = _events(entries)
    sessions = [_session(ledger, each, events) for each in entries if each.kind == "session"]
    overrides = [_override(ledger, each, ended) for each in entries if each.kind == "override"]
    day = on.isoformat()
    return {
        "on": day,
        "sessions": tuple(each for each in sessions if each["on"] <= day),
        "overrides": tuple(each for each in overrides if each["since"] <= day),
    }


def _session(ledger: Ledger, each: Entry, events: dict[int, str]) -> dict[str, Any]:
    data = each.data
    private = ledger.opened(each, "private")
    if private is None:
        raise LedgerError(
            f"entry {each.seq}: the key of {data['patient']} is not in {ledger.keys.file}. The earlier "
            "sessions cannot be read whole, so nothing was checked. Restore the key file from its backup."
        )
    rows = tuple(
        {key: item[key] for key in ("product", "ingredient", "amount", "form", "volume") if item.get(key)}
        for item in data["items"]
    )
    told = {
        "event": events.get(each.seq, ""),
        "goal": private.get("goal", ""),
        "zone": private.get("zone", ""),
        "route": data.get("route", ""),
    }
    return {
        "on": str(data["day"]),
        "cocktail": rows,
        **{key: value for key, value in told.items() if value},
    }


def _events(entries: list[Entry]) -> dict[int, str]:
    """Whether an adverse event was recorded after a session, by the session's entry; the gravest."""
    found: dict[int, str] = {}
    for each in entries:
        if each.kind == "adverse-event":
            session = int(each.data["session"])
            serious = bool(each.data["serious"]) or found.get(session) == "serious"
            found[session] = "serious" if serious else "recorded"
    return found


def _ended(entries: list[Entry]) -> dict[int, str]:
    """The last day of each override that was ended, by its entry."""
    return {
        int(each.data["override"]): (
            date.fromisoformat(str(each.data["day"])) - timedelta(days=1)
        ).isoformat()
        for each in entries
        if each.kind == "override-expired"
    }


def _override(ledger: Ledger, each: Entry, ended: dict[int, str]) -> dict[str, Any]:
    data = each.data
    until = min(str(data["until"]), ended.get(each.seq, str(data["until"])))
    words = ledger.opened(each, "words")
    return {
        "finding": str(data["finding"]),
        "severity": str(data["severity"]),
        "reason": str(data["reason"]),
        "words": str(words or "?"),
        "by": str(data["by"]),
        "since": str(data["day"]),
        "until": until,
        **({"look_again": str(data["look_again"])} if data.get("look_again") else {}),
        "entry": each.seq,
    }
