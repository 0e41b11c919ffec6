"""What a record says, as one text: the base of the ledger's hashes.

Fields that have their default say nothing, so a record type may grow without a change of any hash.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from mesoplan.catalog.sections import digest
from mesoplan.model.statement import is_statement
from mesoplan.quantity import Quantity

_HASH_LENGTH = 10


def content_hash(record: Any) -> str:
    """A short hash of every field of a record but the statements inside it, which have their own."""
    return hash_of(dict(_said(record)))


def hash_of(value: Any) -> str:
    """A short hash of a value of plain texts, numbers, lists and tables."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return digest(text.encode(errors="surrogatepass"))[:_HASH_LENGTH]


def _said(record: Any) -> Iterator[tuple[str, Any]]:
    defaults = record._field_defaults
    for name, value in zip(record._fields, record, strict=True):
        if name in defaults and _same(value, defaults[name]):
            continue
        kept = _plain(value)
        if kept is not None:
            yield name, kept


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity | Decimal):
        return str(value)
    if not isinstance(value, tuple):
        return value
    if hasattr(value, "_fields"):
        return None if is_statement(value) else dict(_said(value))
    return [kept for each in value if (kept := _plain(each)) is not None]


def _same(value: Any, default: Any) -> bool:
    return type(value) is type(default) and bool(value == default)
