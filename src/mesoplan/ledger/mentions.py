"""Which patient, product and lot an entry names: what the table ``mention`` is made of.

Derived from the bodies alone, so that it can be made anew and compared at any time.
"""

from collections.abc import Iterator, Mapping
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


def mentions_of(seq: int, kind: str, at: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for each product an entry names, or one for its patient when it names none.

    ``day`` is when it happened, or when it was recorded where the entry does not say. Where only an
    ingredient was named the product is ``~`` and that ingredient.
    """
    patient = str(body.get("patient", ""))
    items = body.get("items", ())
    day = str(body.get("day", "")) or at[:10]
    shared = {"seq": seq, "role": ROLES.get(kind, ""), "patient": patient, "day": day}
    if not items and patient:
        yield {**shared, "place": 0, "product": "", "lot": ""}
    for place, item in enumerate(items):
        yield {
            **shared,
            "place": place,
            "product": str(
                item.get("product") or (f"~{item['ingredient']}" if item.get("ingredient") else "")
            ),
            "lot": str(item.get("lot", "")),
        }
