"""The service's ledger: opened once a process, and brought up to date before the first request."""

from datetime import UTC, datetime
from functools import partial

from mesoplan.catalog.packing import packed
from mesoplan.engine import Engine
from mesoplan.hooks.feedback import FeedbackFile
from mesoplan.hooks.overriding import Overriding, Settled
from mesoplan.ledger.journal import Ledger
from mesoplan.web.api.settings import Settings


def opened(settings: Settings) -> Overriding:
    """The ledger of the settings, joined to their feedback file. Raises `LedgerError`."""
    ledger = Ledger.open(settings.ledger, keys=settings.ledger_keys, anchor=settings.ledger_anchor)
    return Overriding(ledger, FeedbackFile(settings.feedback), partial(packed, settings.catalogs))


def prepare(settings: Settings, engine: Engine) -> Settled:
    """What is done once, before there are workers: the catalog is kept, and what was left open is recorded.

    Raises `LedgerError` where there is no such ledger.
    """
    now = datetime.now(UTC).astimezone()
    ledger = Ledger.open(settings.ledger, keys=settings.ledger_keys, anchor=settings.ledger_anchor)
    try:
        ledger.adopt(engine.stamp, now, partial(packed, settings.catalogs))
        return Overriding(ledger, FeedbackFile(settings.feedback), bytes).settle(now)
    finally:
        ledger.store.close()
