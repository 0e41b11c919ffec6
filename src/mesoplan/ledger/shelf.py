"""What is on the shelf, derived from the log: lots that came, containers opened, volumes that went."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import LedgerError
from mesoplan.ledger.journal import Ledger
from mesoplan.model.ledger import LotLine, Stock
from mesoplan.quantity import Quantity, QuantityError

_ML = "mL"
_KINDS = ("lot-received", "container-opened", "draw", "session")


class _Lot:
    """What the log says of one lot, added up entry by entry."""

    def __init__(self) -> None:
        self.expires = ""
        self.received = 0
        self.opened = 0
        self.given = 0
        self.volume = ""
        self.came = Quantity.zero(_ML)
        self.went = Quantity.zero(_ML)
        self.known = True
        self.open_until = ""


def stock(ledger: Ledger, day: date, product: str = "", only: Collection[str] = ()) -> Stock:
    """Every lot that the log names, as it stands on a day; or those of a product, or ``only`` some lots."""
    lots: dict[tuple[str, str], _Lot] = {}
    corrected = corrections(ledger, product)
    entries = ledger.store.naming(product, (*only, "")) if product or only else ledger.store.entries(_KINDS)
    for each in entries:
        if each.kind not in _KINDS:
            continue
        data = each.data
        if (str(data.get("day", "")) or each.at[:10]) > day.isoformat():
            continue
        for item in data.get("items", ()):
            name = str(item.get("product", ""))
            lot = corrected.get((each.seq, name), str(item.get("lot", "")))
            if not name or not lot or (product and name != product) or (only and lot not in only):
                continue
            line = lots.setdefault((name, lot), _Lot())
            if each.kind == "lot-received":
                _receive(line, data)
            elif each.kind == "container-opened":
                line.opened += 1
                line.open_until = max(line.open_until, str(data.get("keep_until", "")))
            elif each.kind == "draw" or not data.get("preparation"):
                line.given += each.kind == "session"
                _take(line, str(item.get("drawn") or item.get("volume") or ""))
            else:
                line.given += 1
    return Stock(
        day=day.isoformat(),
        lots=tuple(_line(name, lot, lots[name, lot], day) for name, lot in sorted(lots)),
    )


def _before(ledger: Ledger, corrected: Mapping[tuple[int, str], str], only: Collection[str]) -> set[str]:
    """The lots that were written where one of ``only`` is right."""
    return {
        str(item.get("lot", ""))
        for (number, _), lot in corrected.items()
        if lot in only
        for item in ledger.store.entry(number).data.get("items", ())
    }


def corrections(ledger: Ledger, product: str = "") -> dict[tuple[int, str], str]:
    """The lot that a later correction gives a product of an entry, by entry and product."""
    return {
        (int(each.data["corrects"]), str(item["product"])): str(item["lot"])
        for each in ledger.store.naming(product, (), "corrected")
        for item in each.data.get("items", ())
    }


def _receive(line: _Lot, data: Mapping[str, object]) -> None:
    count = int(str(data.get("containers", 0)))
    line.received += count
    expires = str(data.get("expires", ""))
    line.expires = min(line.expires or expires, expires or line.expires)
    line.volume = str(data.get("volume", "")) or line.volume
    try:
        line.came += Quantity.parse(str(data["volume"])) * Quantity(count, "1")
    except (QuantityError, KeyError):
        line.known = False


def _take(line: _Lot, volume: str) -> None:
    try:
        line.went += Quantity.parse(volume)
    except QuantityError:
        line.known = False


def _line(product: str, lot: str, told: _Lot, day: date) -> LotLine:
    state: Literal["usable", "expired", "not-received"] = "usable"
    if not told.received:
        state = "not-received"
    elif told.expires and told.expires < day.isoformat():
        state = "expired"
    left = ""
    if told.received and told.known:
        left = str(told.came - told.went) if told.came >= told.went else "0 mL"
    return LotLine(
        product=product,
        lot=lot,
        expires=told.expires,
        received=told.received,
        opened=told.opened,
        given=told.given,
        volume=told.volume,
        left=left,
        open_until=told.open_until,
        state=state,
    )


def usable_stock(ledger: Ledger, day: date) -> tuple[dict[str, str], ...]:
    """The ``stock`` of a case: what is in date and left, by product; nothing that cannot be counted."""
    return tuple(
        {"product": each.product, "volume": each.left}
        for each in stock(ledger, day).lots
        if each.state == "usable" and each.left and not Quantity.parse(each.left).is_zero
    )


def refuse_unusable(ledger: Ledger, lots: Mapping[str, str], day: date) -> None:
    """Refuse a lot that the log says is past its day. Raises `LedgerError`."""
    if not lots:
        return
    for each in stock(ledger, day).lots:
        if lots.get(each.product) == each.lot and each.state == "expired":
            raise LedgerError(
                f"lot {each.lot} of {each.product} expired on {each.expires}. Nothing was recorded. "
                "Take another, and put this one aside."
            )


def container_volume(catalog: Catalog, product: str, given: str) -> str:
    """What is in one container: as it is said, else what the catalog says of the product, else "".

    Raises `LedgerError` for what is no volume.
    """
    if not given:
        held = catalog.product(product).volume
        return "" if held is None else str(held)
    try:
        volume = Quantity.parse(given)
    except QuantityError as error:
        raise LedgerError(f"--volume: {error} Nothing was recorded.") from None
    if volume.dimension != "volume":
        raise LedgerError(f'--volume: "{given[:40]}" is no volume. Nothing was recorded. Write "1 mL".')
    return str(volume)


def keep_until(catalog: Catalog, product: str, opened: datetime, given: str | None) -> str:
    """Until when an opened container may be used: as it is said, else the shortest time that was read.

    Times before mixing or diluting do not count, nor what nobody read. "" when nobody says.
    """
    if given is not None:
        try:
            said = Quantity.parse(given)
        except QuantityError as error:
            raise LedgerError(f"--keep: {error} Nothing was recorded.") from None
        span = _span(said)
        if span is None:
            raise LedgerError(f'--keep: "{given[:40]}" is no time in hours or days. Nothing was recorded.')
        return (opened + span).isoformat(timespec="minutes")
    spans = [
        span
        for each in catalog.product(product).in_use
        if each.cite.supports and each.after in ("", "opening", "puncture", "reconstitution")
        if (span := _span(each.within)) is not None
    ]
    return (opened + min(spans)).isoformat(timespec="minutes") if spans else ""


def _span(time: Quantity) -> timedelta | None:
    try:
        return timedelta(microseconds=int(Fraction(time.to("s").value) * 1_000_000))
    except QuantityError:
        return None
