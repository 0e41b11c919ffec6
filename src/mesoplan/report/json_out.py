"""JSON of the public contract: keys sorted, decimals as text; same input, same bytes."""

import json
import re
from typing import Any

from mesoplan.report.json_codec import encoded as plain_data

#: What JSON allows raw and a terminal or a script would act on: 8-bit controls, line separators, halves
#: of characters, and marks that turn the direction of the text.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def dumped(value: Any, *, indent: int | None = 2) -> str:
    """Any record, mapping or sequence as JSON text."""
    text = json.dumps(plain_data(value), ensure_ascii=False, indent=indent, sort_keys=True)
    return _UNSAFE.sub(_escape, text) + "\n"


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


__all__ = ["dumped", "plain_data"]
