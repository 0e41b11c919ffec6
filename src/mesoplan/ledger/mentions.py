"""Which patient, product and lot an entry names: what the table ``mention`` is made of.

Derived from the bodies alone, so that it can be made anew and compared at any time.
"""

from collections.abc import Mapping
from typing import Any

#: What happened to what is named, by the kind of the entry that names it.
ROLES = {
    "preparation": "planned",
    "draw": "drawn",
    "session": "given",
    "lot-received": "received",
    "container-opened": "opened",
    "adverse-event": "suspected",
    "correction": "corrected",
}


#: What a row holds, in the order of the table.
COLUMNS = ("seq", "place", "role", "patient", "product", "lot", "day")
Mention = tuple[int, int, str, str, str, str, str]


def mentions_of(seq: int, kind: str, at: str, body: Mapping[str, Any]) -> tuple[Mention, ...]:
    """One row for each product an entry names, or one for its patient when it names none.

    ``day`` is when it happened, or when it was recorded where the entry does not say. Where only an
    ingredient was named the product is ``~`` and that ingredient.
    """
    patient = str(body.get("patient", ""))
    items = body.get("items", ())
    day = str(body.get("day", "")) or at[:10]
    role = ROLES.get(kind, "")
    if not items:
        return ((seq, 0, role, patient, "", "", day),) if patient else ()
    return tuple(
        (seq, place, role, patient, _product(item), str(item.get("lot", "")), day)
        for place, item in enumerate(items)
    )


def _product(item: Mapping[str, Any]) -> str:
    named = item.get("product") or (f"~{item['ingredient']}" if item.get("ingredient") else "")
    return str(named)
