"""What is recorded of lots, containers, draws and sessions: from what was said to an entry."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mesoplan.errors import LedgerError
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Ahead, Draft, Entry
from mesoplan.model.case import Item
from mesoplan.model.ledger import Recorded
from mesoplan.model.preparation import Preparation
from mesoplan.record import NamedTuple
from mesoplan.report.json_codec import encoded

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_LONGEST_LOT = 80


class Given(NamedTuple):
    """One item of a session as it was given. ``lot`` is "" when it was not recorded."""

    item: Item
    lot: str = ""


class Told(NamedTuple):
    """What is said of a session besides its items. ``by`` is who gave it."""

    day: date
    by: str = ""
    preparation: int = 0
    side: str = ""
    points: int | None = None
    note: str = ""
    goal: str = ""
    zone: str = ""
    technique: str = ""
    route: str = ""


def lot_text(lot: str) -> str:
    """A lot as it is printed on the container, taken as it stands. Raises `LedgerError` for what is none."""
    if not lot or lot != lot.strip() or not lot.isprintable() or len(lot) > _LONGEST_LOT:
        raise LedgerError(
            f"{lot[:80]!r} is no lot: 1 to {_LONGEST_LOT} printable characters without spaces around them. "
            "Nothing was recorded. Copy it from the container, sign by sign."
        )
    return lot


def last_day(expires: str) -> str:
    """The last day of an expiry as printed: "2027-02" is 28 February, and so is the day 00."""
    from calendar import monthrange

    text = expires[:-3] if expires.endswith("-00") else expires
    match = _MONTH.fullmatch(text)
    try:
        if match is not None:
            year, month = int(match[1]), int(match[2])
            return date(year, month, monthrange(year, month)[1]).isoformat()
        return date.fromisoformat(text).isoformat()
    except (ValueError, IndexError):
        raise LedgerError(
            f'"{expires[:40]}" is no expiry. Nothing was recorded. Write 2027-02 or 2027-02-14.'
        ) from None


def receive(
    ledger: Ledger,
    now: datetime,
    *,
    product: str,
    lot: str,
    expires: str,
    containers: int,
    volume: str = "",
    by: str = "",
    day: date | None = None,
) -> Recorded:
    """A lot arrived: so many containers, each of ``volume``."""
    item = {"product": product, "lot": lot_text(lot)}
    body = {
        "items": [item],
        "expires": last_day(expires) if expires else "",
        "containers": containers,
        "volume": volume,
        "by": by,
        **({"day": day.isoformat()} if day else {}),
    }
    return ledger.record([Draft("lot-received", body)], now)


def open_container(
    ledger: Ledger,
    now: datetime,
    *,
    product: str,
    lot: str,
    at: datetime,
    keep_until: str = "",
    by: str = "",
) -> Recorded:
    """A container was opened; ``keep_until`` is the last moment that it may be used, or ""."""
    body = {
        "items": [{"product": product, "lot": lot_text(lot) if lot else ""}],
        "opened_at": at.isoformat(timespec="minutes"),
        "day": at.date().isoformat(),
        "keep_until": keep_until,
        "by": by,
    }
    return ledger.record([Draft("container-opened", body)], now)


def draws_of(
    preparation: Preparation, patient: str, lots: Mapping[str, str], by: str
) -> tuple[Mapping[str, Any], tuple[Draft, ...]]:
    """What a prepared sheet adds to its entry, and one entry for each draw. Raises `LedgerError`.

    The preparation is the first draft of its transaction; the draws point at it.
    """
    drawn = (
        [each for filling in preparation.sheet.fillings for each in filling.draws]
        if preparation.sheet
        else []
    )
    products = [each.product for each in drawn if each.product]
    for product in lots:
        if product not in products:
            raise LedgerError(
                f"--lot {product}: nothing of it is drawn. Nothing was recorded. Drawn are: "
                f"{', '.join(dict.fromkeys(products)) or 'no products'}."
            )
    rows = [
        {
            "product": each.product,
            "ingredient": "" if each.product else (each.ingredients or ("",))[0],
            "lot": lots.get(each.product, ""),
            "planned": str(each.exact),
            "drawn": str(each.drawn),
        }
        for each in drawn
    ]
    draws = tuple(
        Draft(
            "draw",
            {"patient": patient, "preparation": Ahead(0), "number": place + 1, "items": [row], "by": by},
        )
        for place, row in enumerate(rows)
    )
    named = [{key: row[key] for key in ("product", "ingredient", "lot")} for row in rows]
    return {"items": named, "outcome": preparation.outcome, "by": by}, draws


def give(ledger: Ledger, now: datetime, *, patient: str, given: Sequence[Given], told: Told) -> Recorded:
    """A session: what was given, with which lots, and how. Raises `LedgerError`."""
    ledger.patient(patient)
    items = []
    contents = []
    for each in given:
        items.append(
            {
                "product": each.item.product,
                "ingredient": "" if each.item.product else each.item.name,
                **_amount_of(each.item),
                "volume": "" if each.item.volume is None else str(each.item.volume),
                "lot": lot_text(each.lot) if each.lot else "",
                "syringe": each.item.syringe,
            }
        )
        contents += [{**encoded(held), "product": each.item.product} for held in each.item.contents]
    private = {"note": told.note, "goal": told.goal, "zone": told.zone, "side": told.side}
    body = {
        "patient": patient,
        "day": told.day.isoformat(),
        "preparation": told.preparation,
        "items": items,
        "contents": contents,
        "technique": told.technique,
        "route": told.route,
        "points": told.points,
        "by": told.by,
        "private": ledger.sealed(patient, "session", private),
    }
    return ledger.record([Draft("session", body)], now)


def _amount_of(item: Item) -> dict[str, str]:
    """How much of which form, where only an ingredient was named; a product says it by its volume."""
    held = item.contents[0]
    if item.product or held.amount is None:
        return {}
    return {"amount": str(held.amount), **({"form": held.form} if held.form else {})}


def correct(
    ledger: Ledger, now: datetime, *, entry: int, words: str, by: str, lots: Mapping[str, str]
) -> Recorded:
    """Say what is right where an entry is wrong; the entry itself stays as it is. Raises `LedgerError`."""
    wrong = ledger.store.entry(entry)
    data = wrong.data
    patient = str(data.get("patient", ""))
    if patient:
        ledger.patient(patient)
    items = [dict(each) for each in data.get("items", ())]
    products = [str(each.get("product", "")) for each in items]
    for product in lots:
        if product not in products:
            raise LedgerError(
                f"entry {entry} names no {product}. Nothing was recorded. It names: "
                f"{', '.join(each for each in products if each) or 'no product'}."
            )
    named = [
        {"product": each["product"], "lot": lot_text(lots[each["product"]])}
        for each in items
        if each.get("product") in lots
    ]
    if not words.strip() and not named:
        raise LedgerError("a correction says what is right. Nothing was recorded. Give --words or --lot.")
    body = {
        "patient": patient,
        "corrects": entry,
        "items": named,
        "by": by,
        "words": ledger.sealed(patient, "correction", words),
        **({"day": data["day"]} if data.get("day") else {}),
    }
    return ledger.record([Draft("correction", body)], now)


def lots_of(ledger: Ledger, preparation: Entry) -> dict[str, str]:
    """The lot of each product of a preparation, as its draws and their corrections say."""
    return {
        str(each["product"]): str(each["lot"])
        for each in preparation.data.get("items", ())
        if each.get("product") and each.get("lot")
    }
