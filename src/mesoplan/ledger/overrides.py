"""Findings that somebody puts aside: of which answer, why, until when; and the end of it."""

from datetime import date, datetime, timedelta
from typing import Any

from mesoplan.errors import LedgerError
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Draft, Entry
from mesoplan.model.ledger import Recorded

#: The reasons that can be given, each with what it means in the page's words.
REASONS = (
    "specialist-agreed",
    "benefit-outweighs",
    "no-alternative",
    "patient-informed",
    "does-not-apply",
    "known-and-monitored",
    "catalog-in-error",
)
#: A year: whoever wants it longer looks again after it.
_LONGEST = timedelta(days=366)
#: A rule that crashed has judged nothing, so there is nothing to put aside.
_NEVER = ("XX001",)


def override(
    ledger: Ledger,
    now: datetime,
    *,
    answer: int,
    finding: str,
    reason: str,
    words: str,
    by: str,
    day: date,
    until: date,
    look_again: date | None = None,
) -> Recorded:
    """Put a finding of a recorded answer aside until a day, for its patient. Raises `LedgerError`.

    It stays in every later answer as overridden, and stands again after its last day.
    """
    told = ledger.store.entry(answer)
    patient = ledger.patient(str(told.data.get("patient", "")) or "?")
    if patient == "?":
        raise LedgerError(
            f"entry {answer} is about no patient. Nothing was recorded. `mesoplan ledger add --patient` "
            "first."
        )
    stood = _finding(ledger, told, finding)
    _sensible(stood, reason, words, by, day, until, look_again)
    body = {
        "patient": patient,
        "answer": answer,
        "finding": finding,
        "code": stood["code"],
        "severity": stood["severity"],
        "reason": reason,
        "by": by,
        "day": day.isoformat(),
        "until": until.isoformat(),
        "look_again": "" if look_again is None else look_again.isoformat(),
        "words": ledger.sealed(patient, "override", words),
    }
    return ledger.record([Draft("override", body)], now)


def end(ledger: Ledger, now: datetime, *, entry: int, why: str, by: str, day: date) -> Recorded:
    """End an override before its day: from ``day`` on the finding stands again. Raises `LedgerError`."""
    told = ledger.store.entry(entry)
    if told.kind != "override":
        raise LedgerError(f"entry {entry} is no override ({told.kind}). Nothing was recorded.")
    return ledger.record([_ended(told, why, by, day)], now)


def expire(ledger: Ledger, patient: str, day: date, now: datetime) -> None:
    """Record the end of every override of a patient whose last day has passed."""
    entries = list(ledger.store.about(patient))
    over = {int(each.data["override"]) for each in entries if each.kind == "override-expired"}
    due = [
        each
        for each in entries
        if each.kind == "override" and each.seq not in over and str(each.data["until"]) < day.isoformat()
    ]
    if due:
        after = [date.fromisoformat(str(each.data["until"])) + timedelta(days=1) for each in due]
        ledger.record([_ended(each, "ended", "", on) for each, on in zip(due, after, strict=True)], now)


def _ended(told: Entry, why: str, by: str, day: date) -> Draft:
    body = {
        "patient": str(told.data["patient"]),
        "override": told.seq,
        "finding": str(told.data["finding"]),
        "why": why,
        "by": by,
        "day": day.isoformat(),
    }
    return Draft("override-expired", body)


def ids_of(ledger: Ledger, answer: int) -> tuple[str, ...]:
    """The ids of the findings of a recorded check that can be put aside, the gravest first."""
    return tuple(
        each["id"] for each in _findings(ledger, ledger.store.entry(answer)) if each["severity"] != "note"
    )


def _finding(ledger: Ledger, told: Entry, finding: str) -> dict[str, Any]:
    """The finding as it stands in the answer; by its id, nothing else."""
    found = _findings(ledger, told)
    for each in found:
        if each["id"] == finding:
            return each
    near = [each["id"] for each in found if each["severity"] != "note"]
    raise LedgerError(
        f'entry {told.seq} has no finding "{finding[:120]}". Nothing was recorded. It has: '
        f"{', '.join(near[:12]) or 'none'}{' …' if len(near) > 12 else ''}."
    )


def _findings(ledger: Ledger, told: Entry) -> list[dict[str, Any]]:
    """The findings of a recorded check. Raises `LedgerError` for another entry, and for who was erased."""
    import json

    if told.kind != "check":
        raise LedgerError(
            f"entry {told.seq} is no check ({told.kind}). Nothing was recorded. "
            "Name the entry of a check: `mesoplan ledger add CASE --patient PSEUDONYM`."
        )
    text = ledger.answer_text(told)
    if text is None:
        raise LedgerError(f"the patient of entry {told.seq} was erased. Nothing was recorded.")
    found: list[dict[str, Any]] = json.loads(text)["findings"]
    return found


def _sensible(
    stood: dict[str, Any],
    reason: str,
    words: str,
    by: str,
    day: date,
    until: date,
    look_again: date | None,
) -> None:
    if stood["code"] in _NEVER:
        raise LedgerError(
            f"{stood['code']}: a rule failed and judged nothing, so there is nothing to put aside. "
            "Nothing was recorded."
        )
    if stood["severity"] == "note":
        raise LedgerError("a note forbids nothing and asks nothing. Nothing was recorded.")
    if reason not in REASONS:
        raise LedgerError(
            f'"{reason[:40]}" is no reason. Nothing was recorded. Reasons: {", ".join(REASONS)}.'
        )
    if len(words.strip()) < 10 or len(words) > 300:
        raise LedgerError(
            "an override needs its reason in words, 10 to 300 characters. Nothing was recorded. "
            "Write what whoever reads it next has to know."
        )
    if not by.strip():
        raise LedgerError("an override is somebody's. Nothing was recorded. Give --by.")
    if not day <= until <= day + _LONGEST:
        raise LedgerError(
            f"until {until} is not within a year from {day}. Nothing was recorded. Put it aside for a time, "
            "and look again."
        )
    if look_again is not None and not day <= look_again <= until:
        raise LedgerError(
            f"look again on {look_again} is not between {day} and {until}. Nothing was recorded."
        )
