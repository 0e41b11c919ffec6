"""Amounts of one substance in another of its forms: what a milligram of base is in milligrams of salt."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.ingredient import Form
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

_FREE = ("base", "acid")


class InForm(NamedTuple):
    """An amount in another form: never more than ``at_least`` claims; ``exact`` when it is that."""

    at_least: Quantity | None
    exact: bool


def in_form(amount: Quantity, form: str, wanted: str, ingredient: str, catalog: Catalog) -> InForm:
    """``amount`` of ``form`` as an amount of ``wanted``, by the catalog's factors.

    A form that is not said counts as the one that is wanted. Without a factor that was read, a free base or
    acid is at least as much of its salt; in the other direction nothing is known.
    """
    if not form or not wanted or form == wanted or amount.dimension not in ("mass", "mass/volume"):
        return InForm(amount, exact=True)
    forms = {each.id: each for each in catalog.ingredient(ingredient).forms}
    here, there = forms.get(form), forms.get(wanted)
    if here is None or there is None:
        return InForm(None, exact=False)
    if here.factor is not None and there.factor is not None and _was_read(here) and _was_read(there):
        return InForm(amount * (here.factor / there.factor), exact=True)
    more = here.kind in _FREE and there.kind not in _FREE
    return InForm(amount if more else None, exact=False)


def in_reference(amount: Quantity, form: str, ingredient: str, catalog: Catalog) -> Quantity:
    """``amount`` in the form that the factors refer to; as it stands where that is not known."""
    reference = next((each.id for each in catalog.ingredient(ingredient).forms if each.factor == 1), "")
    return in_form(amount, form, reference, ingredient, catalog).at_least or amount


def _was_read(form: Form) -> bool:
    """Whether a source gives the factor; that of the reference form itself is one, whoever says so."""
    return form.factor == 1 or (form.cite is not None and form.cite.supports)
