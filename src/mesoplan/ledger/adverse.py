"""Adverse events: what is recorded of one, and what a report would hold. Nothing is sent."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mesoplan.errors import LedgerError
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.shelf import corrections
from mesoplan.ledger.store import Draft, Entry
from mesoplan.model.ledger import AdverseReport, Recorded, Suspect
from mesoplan.record import NamedTuple

#: Why an event is serious, as the authorities' forms list it.
SERIOUS = (
    "death",
    "life-threatening",
    "hospitalisation",
    "disability",
    "congenital-anomaly",
    "intervention-required",
    "other-important",
)
OUTCOMES = ("recovered", "recovering", "not-recovered", "sequelae", "fatal", "unknown")
ANSWERS = ("yes", "no", "does-not-apply", "unknown")


class Reaction(NamedTuple):
    """What is told of an event. Empty text means: not said."""

    words: str
    onset: str = ""
    ended: str = ""
    outcome: str = ""
    serious: tuple[str, ...] = ()
    abated: str = ""
    reappeared: str = ""
    indication: str = ""
    concomitants: str = ""
    history: str = ""
    reporter: str = ""


def record_event(
    ledger: Ledger, now: datetime, *, session: int, reaction: Reaction, by: str, day: date
) -> Recorded:
    """An adverse event after a session: suspected is all that was given there. Raises `LedgerError`."""
    told = ledger.store.entry(session)
    if told.kind != "session":
        raise LedgerError(
            f"entry {session} is no session ({told.kind}). Nothing was recorded. Name the session after "
            "which it happened; record it first if it was not: `mesoplan ledger give`."
        )
    patient = ledger.patient(str(told.data["patient"]))
    if not reaction.words.strip():
        raise LedgerError("an event says what happened. Nothing was recorded. Give --reaction.")
    _known("--serious", reaction.serious, SERIOUS)
    _known("--outcome", (reaction.outcome,) if reaction.outcome else (), OUTCOMES)
    _known("--abated", (reaction.abated,) if reaction.abated else (), ANSWERS)
    _known("--reappeared", (reaction.reappeared,) if reaction.reappeared else (), ANSWERS)
    right = corrections(ledger)
    items = [
        {
            "product": str(each["product"]),
            "ingredient": str(each.get("ingredient", "")),
            "lot": right.get((session, str(each["product"])), str(each["lot"])),
        }
        for each in told.data["items"]
    ]
    body = {
        "patient": patient,
        "session": session,
        "day": reaction.onset[:10] or day.isoformat(),
        "items": items,
        "serious": list(reaction.serious),
        "outcome": reaction.outcome,
        "by": by,
        "private": ledger.sealed(patient, "adverse-event", reaction._asdict()),
    }
    return ledger.record([Draft("adverse-event", body)], now)


def _known(option: str, given: Sequence[str], known: Sequence[str]) -> None:
    for each in given:
        if each not in known:
            raise LedgerError(
                f'{option} "{each[:40]}". Nothing was recorded. Write one of: {", ".join(known)}.'
            )


def report(ledger: Ledger, number: int) -> AdverseReport:
    """An event with everything that a report asks for, from it, its session and the last case. Raises
    `LedgerError` for an entry that is none, and for a patient who was erased.
    """
    told = ledger.store.entry(number)
    if told.kind != "adverse-event":
        raise LedgerError(f"entry {number} is no adverse event ({told.kind}). Nothing was written.")
    private = ledger.opened(told, "private")
    if private is None or ledger.erased(str(told.data["patient"])):
        raise LedgerError(f"the patient of entry {number} was erased. There is nothing left to report.")
    session = ledger.store.entry(int(told.data["session"]))
    patient = _person(ledger, str(told.data["patient"]), told.seq)
    volumes = {str(each["product"]): str(each.get("volume", "")) for each in session.data["items"]}
    suspects = tuple(
        Suspect(
            product=str(each["product"]) or f"~{each.get('ingredient', '')}",
            lot=str(each["lot"]),
            dose=volumes.get(str(each["product"]), ""),
            route=str(session.data.get("route") or session.data.get("technique") or ""),
            day=str(session.data["day"]),
        )
        for each in told.data["items"]
    )
    fields = {key: str(private.get(key, "")) for key in Reaction._fields if key not in ("words", "serious")}
    if not fields["indication"]:
        fields["indication"] = str((ledger.opened(session, "private") or {}).get("goal", ""))
    return AdverseReport(
        entry=number,
        at=told.at,
        patient=str(told.data["patient"]),
        sex=str(patient.get("sex", "")),
        age=str(patient.get("age", "")),
        weight=str(patient.get("weight", "")),
        suspects=suspects,
        reaction=str(private["words"]),
        serious=tuple(told.data["serious"]),
        **fields,
        lacks=_lacks(suspects, fields),
    )


def _lacks(suspects: Sequence[Suspect], fields: Mapping[str, str]) -> tuple[str, ...]:
    """What a report needs at least, by key: a medicine, for biologicals its brand and lot, and a reporter."""
    made = []
    if any(each.product.startswith("~") for each in suspects):
        made.append("brand")
    if any(not each.lot for each in suspects):
        made.append("lot")
    if not fields["reporter"]:
        made.append("reporter")
    if not fields["onset"]:
        made.append("onset")
    return tuple(made)


def _person(ledger: Ledger, patient: str, before: int) -> Mapping[str, Any]:
    """Sex, age and weight from the last case of the patient before the event."""
    answers = [
        each
        for each in ledger.store.about(patient)
        if each.kind in ("check", "plan", "preparation") and each.seq < before
    ]
    for each in reversed(answers):
        if (text := ledger.answer_text(each)) is not None:
            found: Mapping[str, Any] = json.loads(text)["case"].get("patient", {})
            return found
    return {}


def events(ledger: Ledger) -> list[Entry]:
    """Every adverse event, in order."""
    return list(ledger.store.entries(("adverse-event",)))
