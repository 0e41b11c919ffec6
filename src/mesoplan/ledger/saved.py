"""Saved answers as rows to be checked again: for each patient the last answer about each cocktail."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Entry
from mesoplan.record import NamedTuple

_ANSWERS = ("check", "plan", "preparation")


class Saved(NamedTuple):
    """One row: who and which entry, the case as it was asked, and the whole answer of then.

    ``answer`` is empty where it was no check: a plan and a preparation are checked for the first time.
    """

    id: str
    case: str
    answer: str


def saved_rows(ledger: Ledger) -> tuple[Saved, ...]:
    """The rows of every patient who was not erased, in the order of the log."""
    last: dict[tuple[str, str], Saved] = {}
    for entry in tuple(ledger.store.entries(_ANSWERS)):
        text = ledger.answer_text(entry)
        if text is None:
            continue
        for who, case in _cases(entry, json.loads(text)):
            key = (str(entry.data.get("patient", "")), json.dumps(case.get("cocktail"), sort_keys=True))
            last.pop(key, None)
            kept = text if entry.kind == "check" else ""
            last[key] = Saved(who, json.dumps(case, ensure_ascii=False), kept)
    return tuple(last.values())


def _cases(entry: Entry, document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The case of an answer with its cocktail; of a plan one for each cocktail that was suggested."""
    patient = str(entry.data.get("patient", ""))
    who = f"{patient} entry {entry.seq}".strip()
    case = dict(document["case"])
    if entry.kind != "plan":
        yield who, case
        return
    for number, plan in enumerate(document.get("plans", ()), 1):
        rows = [_row(item) for syringe in plan["syringes"] for item in syringe["items"]]
        yield f"{who} plan {number}", {**case, "cocktail": rows}


def _row(item: Mapping[str, Any]) -> dict[str, Any]:
    """A line of a plan as a case has it: its product by volume, else its ingredient by amount."""
    row: dict[str, Any] = {"syringe": item["syringe"]}
    if item["product"]:
        row["product"] = item["product"]
    if item["volume"]:
        row["volume"] = item["volume"]
    if not item["product"] or not item["volume"]:
        content = item["contents"][0]
        row["ingredient"] = content["ingredient"]
        for key in ("amount", "form"):
            if content[key]:
                row[key] = content[key]
    return row
