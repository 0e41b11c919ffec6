"""Items and a session as a case file would say them: what was planned can be checked and prepared."""

from collections.abc import Mapping, Sequence
from typing import Any

from mesoplan.model.case import Case, Item, Session
from mesoplan.quantity import Quantity


def case_with(case: Case, items: Sequence[Item], session: Session, zone: str = "") -> Case:
    """The case with this cocktail, given in this session and zone: what `check` and `prepare` are asked."""
    said: dict[str, Any] = {
        key: str(value) if isinstance(value, Quantity) else value
        for key, value in session._asdict().items()
        if value not in (None, "", ())
    }
    technique = said.pop("technique", "")
    if technique:
        said.pop("route", None)  # a technique says how deep; its route follows
    return case._replace(
        zone=zone or case.zone,
        technique=technique,
        session=said,
        cocktail=tuple(row_of(item) for item in items),
        limits={},
        stock=(),
    )


def row_of(item: Item) -> Mapping[str, Any]:
    """One line of a cocktail; an amount is left out where nobody knows it."""
    first = next((each for each in item.contents if each.amount is not None), item.contents[0])
    row: dict[str, Any] = {"syringe": item.syringe}
    if item.product:
        row["product"] = item.product
        if len(item.contents) > 1 and item.volume is None:
            row["ingredient"] = first.ingredient
    else:
        row["ingredient"] = first.ingredient
        if first.form:
            row["form"] = first.form
    if item.volume is not None:
        row["volume"] = str(item.volume)
    if first.amount is not None and (not item.product or item.volume is None or len(item.contents) == 1):
        row["amount"] = str(first.amount)
    return row
