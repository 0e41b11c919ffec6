"""Why two units do not convert, in words that name the trap."""

from __future__ import annotations

from mesoplan.quantity.errors import IncompatibleUnits
from mesoplan.quantity.table import MASS_OR_MOLES, NEEDS_SUBSTANCE, PERCENT_WV, kind_of
from mesoplan.quantity.unit import Unit, terms_of


def incompatible(left: Unit, right: Unit, text: str) -> IncompatibleUnits:
    """The refusal to compare, add or convert two units of different dimensions."""
    return IncompatibleUnits(text, *_reason(left, right))


def _reason(left: Unit, right: Unit) -> tuple[str, str]:
    kinds, others = _kinds(left), _kinds(right)
    names, other_names = {name for name, _ in kinds}, {name for name, _ in others}
    only = dict(kinds - others), dict(others - kinds)
    if names == other_names and set(only[0]) == set(only[1]) and only[0]:
        name = min(only[0])
        of, other = only[0][name], only[1][name]
        if name in MASS_OR_MOLES:
            return _forms(left, right, of, other)
        if name in NEEDS_SUBSTANCE:
            return f"A unit of {of} is not a unit of {other}: the two never convert.", ""
        return f"{of} and {other} are different things.", ""
    if "osmoles" in names & other_names:
        reason = "Osmolality (mOsm/kg) and osmolarity (mOsm/L) never convert without the density."
        return reason, ""
    both = names | other_names
    if {"time", "calendar-time"} <= both:
        return "A month has no fixed number of days.", "Write both in days or both in months."
    if {"body-weight"} in (names, other_names) and {"mass"} in (names, other_names):
        return (
            "kg is body weight here, which is not an amount of a substance.",
            "Write amounts of substances in g, mg or µg, and weights of patients in kg.",
        )
    if "mass-fraction" in both or "volume-fraction" in both:
        reason = f"{left} and {right} have different bases; to convert takes a density."
        return reason, "Write mg/mL or % w/v."
    if NEEDS_SUBSTANCE & (names ^ other_names):
        return f"{left} and {right}: units of activity or charge do not convert to others.", ""
    return f"{left} is {left.dimension}, {right} is {right.dimension}.", ""


def _kinds(unit: Unit) -> set[tuple[str, str]]:
    if unit.code == PERCENT_WV:
        return {("mass", ""), ("volume", "")}
    return {kind_of(symbol, tag) for symbol, tag, _ in terms_of(unit)}


def _forms(left: Unit, right: Unit, of: str, other: str) -> tuple[str, str]:
    if of and other:
        return (
            f"{left} counts {of}, {right} counts {other}: salt and base weigh differently.",
            f'Convert with the known factor: as_form("{other}", factor=…).',
        )
    said, unsaid, form = (left, right, of) if of else (right, left, other)
    return (
        f"{said} says its form, {unsaid} does not: it may be salt or base.",
        f'State it where it is known: with_form("{form}").',
    )
