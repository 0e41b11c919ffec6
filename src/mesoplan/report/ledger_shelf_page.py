"""What is on the shelf and whom a recall concerns, as pages. Lots stand as they were written."""

from collections.abc import Mapping

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.ledger import Affected, LotLine, Recalled, Stock
from mesoplan.report.ledger_pages import head_words, kind_words
from mesoplan.report.page import Block, Bullets, Grid, Page, Section, Text, Tone

_STATES = {"usable": "usable", "expired": "EXPIRED", "not-received": "used, never received"}


def stock_page(stock: Stock, catalog: Catalog) -> Page:
    """The lots, product by product."""
    expired = sum(each.state == "expired" for each in stock.lots)
    count = len(stock.lots)
    said = f"{count} {'lot' if count == 1 else 'lots'} on {stock.day}"
    tone: Tone = "bad" if expired else ""
    return Page(
        "Stock",
        Text(f"{said}; {expired} EXPIRED." if expired else f"{said}.", tone),
        (Section("", (_lots(stock.lots, catalog),)),) if stock.lots else (),
        (
            "Counted from what was received, drawn and given. What was thrown away is not known; "
            "what was used and never received is listed with no rest.",
        ),
    )


def _lots(lots: tuple[LotLine, ...], catalog: Catalog) -> Grid:
    return Grid(
        ("product", "lot", "expires", "came", "opened", "left", "open until", "state"),
        tuple(
            (
                label(each.product, catalog),
                each.lot,
                each.expires or "?",
                f"{each.received} × {each.volume}" if each.volume else str(each.received),
                str(each.opened or ""),
                each.left or "?",
                each.open_until,
                _STATES[each.state],
            )
            for each in lots
        ),
    )


def label(product: str, catalog: Catalog) -> str:
    """A product's label; an ingredient without a product says so, an unknown id stands as it is."""
    from mesoplan.catalog.catalog import UnknownName

    named = product.removeprefix("~")
    try:
        words = catalog.label(named)
    except (UnknownName, KeyError):
        words = named
    return f"{words} (product not named)" if product.startswith("~") else words


def lots_words(lots: Mapping[str, str], catalog: Catalog) -> str:
    """The lots that were drawn from, for the foot of a worksheet."""
    if not lots:
        return "LOTS NOT RECORDED."
    return f"Lots: {'; '.join(f'{label(product, catalog)} {lot}' for product, lot in lots.items())}."


def recall_page(found: Recalled, catalog: Catalog) -> Page:
    """Whom to call first, then what to look at, then what was never recorded."""
    what = label(found.product, catalog) if found.product else "any product"
    lot = f"lot {found.lot}" if found.lot else "every lot"
    days = (
        f", {found.since or 'the beginning'} to {found.until or 'today'}"
        if found.since or found.until
        else ""
    )
    sections = [
        Section("Patients", _names(found.patients), "bad"),
        Section("Sessions", _rows(found.sessions, catalog), "bad"),
        Section("Prepared", _rows(found.preparations, catalog), "care"),
        Section("Adverse events that name it", _rows(found.events, catalog), "bad"),
        Section("Opened containers", _rows(found.containers, catalog), "care"),
        Section("On the shelf: put aside", (_lots(found.stock, catalog),) if found.stock else (), "care"),
        Section(
            "Lot not recorded: these may have had it",
            (*_names(found.unrecorded_patients), *_rows(found.unrecorded, catalog)),
            "open",
        ),
    ]
    alike = (
        f"Also recorded, and read as the same by people: {', '.join(found.similar)}. Look at these, too: "
        "they are not counted above.",
    )
    return Page(
        "Recall",
        Text(f"RECALL of {what}, {lot}{days}: {_count(found)}.", "bad" if _concerns(found) else "good"),
        tuple(each for each in sections if each.blocks),
        (
            *(alike if found.similar else ()),
            f"From the log up to head {head_words(found.head)}; {found.head.ledger}.",
        ),
    )


def _concerns(found: Recalled) -> bool:
    return bool(
        found.sessions
        or found.preparations
        or found.containers
        or found.stock
        or found.unrecorded
        or found.events
    )


def _count(found: Recalled) -> str:
    def counted(number: int, one: str, many: str) -> str:
        return f"{number} {one if number == 1 else many}"

    said = [
        counted(len(found.patients), "patient", "patients"),
        counted(len(found.sessions), "session", "sessions"),
        counted(len(found.preparations), "preparation", "preparations"),
    ]
    if found.unrecorded:
        said.append(f"{counted(len(found.unrecorded), 'use', 'uses')} without a lot")
    return ", ".join(said)


def _names(patients: tuple[str, ...]) -> tuple[Block, ...]:
    return (Bullets(patients),) if patients else ()


def _rows(rows: tuple[Affected, ...], catalog: Catalog) -> tuple[Block, ...]:
    if not rows:
        return ()
    return (
        Grid(
            ("day", "patient", "product", "lot", "volume", "entry"),
            tuple(
                (
                    each.day,
                    each.patient,
                    label(each.product, catalog),
                    each.lot or "not recorded",
                    each.volume,
                    f"{each.entry} ({kind_words(each.kind)})"
                    + (
                        f", corrected by {', '.join(map(str, each.corrected_by))}"
                        if each.corrected_by
                        else ""
                    ),
                )
                for each in rows
            ),
        ),
    )
