"""JSON of the public contract: keys sorted, decimals as text; same input, same bytes."""

import json
from typing import Any

from mesoplan.report.json_codec import encoded as plain_data


def dumped(value: Any, *, indent: int | None = 2) -> str:
    """Any record, mapping or sequence as JSON text."""
    return json.dumps(plain_data(value), ensure_ascii=False, indent=indent, sort_keys=True) + "\n"


__all__ = ["dumped", "plain_data"]
