"""The one way to write an entry down, and its hash: what is hashed has one spelling.

A body is JSON with sorted keys and without spaces; texts are in Unicode's normal form C; there are no
floats, because two programs print them in two ways: amounts are texts with their units.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from mesoplan.errors import LedgerError

#: Hashed in front of every entry, so that no other thing that is hashed can pass for one.
_DOMAIN = b"mesoplan/ledger/1\0"
#: What stands before the first entry.
GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """A value of JSON as canonical text. Raises `LedgerError` for a float and for what is no JSON."""
    text = _ENCODE(_normal(value))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise LedgerError(
            "an entry holds half a character (a lone surrogate); nothing was recorded."
        ) from None
    return text


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        made = {_key(key): _normal(each) for key, each in value.items()}
        if len(made) != len(value):
            raise LedgerError("an entry holds one key in two spellings; nothing was recorded.")
        return made
    if isinstance(value, list | tuple):
        return [_normal(each) for each in value]
    raise LedgerError(
        f"an entry holds {value!r:.40} ({type(value).__name__}); amounts are texts with their units. "
        "Nothing was recorded."
    )


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise LedgerError(f"an entry holds the key {key!r:.40}, which is no text; nothing was recorded.")
    return unicodedata.normalize("NFC", key)


def entry_hash(prev: str, seq: int, kind: str, at: str, clinic: str, body: str) -> str:
    """SHA-256 over the hash before and ``[seq, kind, at, clinic, body]``; ``body`` is canonical text."""
    head = f"[{seq},{_quoted(kind)},{_quoted(at)},{_quoted(clinic)},"
    return hashlib.sha256(
        b"".join((_DOMAIN, bytes.fromhex(prev), head.encode(), body.encode(), b"]"))
    ).hexdigest()


#: A text as JSON; what `json.dumps` calls for one, without making an encoder each time.
_quoted = json.encoder.encode_basestring
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
#: Text to data; a body holds no floats.
decoded = json.JSONDecoder().decode


def digest(data: bytes) -> str:
    """SHA-256 of a document, as it names itself."""
    return hashlib.sha256(data).hexdigest()
