"""Names as the field writes them, each with what it means: reviewed by hand, line by line.

names.tsv: where the name stands, the name, and what it means. "asked" lists the choices in the error;
"offered" is the one thing that the name is a part of; "refused": the catalog has no such thing, and the error
says why or what to write instead; "~" marks the nearest that it has, which every answer then says.
"""

from pathlib import Path

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case, ResolvedCase

_ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "names.tsv").read_text("utf-8").splitlines()[1:]
]
_LISTS = {"condition": "conditions", "allergy": "allergies", "medicine": "medicines"}


def _case(space: str, name: str) -> Case:
    if space in _LISTS:
        return Case(patient={_LISTS[space]: [name]})
    if space == "substance":
        return Case(cocktail=({"item": name, "volume": "1 mL"},))
    return Case(**{space: name})


def _meaning(space: str, case: ResolvedCase) -> str:
    if space in _LISTS:
        patient = case.patient
        allergens = ",".join(dict.fromkeys(subject for subject, _ in patient.allergens))
        found = (
            ",".join(patient.said) or (allergens if space == "allergy" else ",".join(patient.taken)) or "none"
        )
    elif space == "substance":
        (item,) = case.cocktail
        content = item.contents[0]
        found = item.product or content.ingredient
        if content.form and not item.product:
            found += f" as {content.form}"
        if content.amount is not None and content.amount.dimension != "volume" and not item.product:
            found += f" {content.amount}"
    else:
        found = getattr(case, space)
    near = "~" if any(_is_near(each.why) for each in case.readings) else ""
    return f"{near}{found}"


def _is_near(why: str) -> bool:
    return bool(why) and why not in ("A percentage of a solution.", "The amount in the name.")


@pytest.mark.parametrize(("space", "name", "means"), _ROWS, ids=[f"{row[0]} {row[1]}" for row in _ROWS])
def test_a_name_means_what_the_table_says(space: str, name: str, means: str, catalog: Catalog) -> None:
    assert meaning_of(space, name, catalog) == means


def meaning_of(space: str, name: str, catalog: Catalog) -> str:
    try:
        return _meaning(space, resolve(_case(space, name), catalog))
    except CaseError as error:
        (fault,) = error.faults
        if "Did you mean" in fault.what:
            return "offered " + fault.what.split('Did you mean "')[1].split('"')[0]
        if "may be" not in fault.what:
            return "refused"
        choices = fault.what.split("may be ")[1].split('".')[0].split('". ')[0]
        return "asked " + " | ".join(
            part for part in choices.split('"') if part.strip(", ") not in ("", "or")
        )


def test_the_names_are_usable() -> None:
    refused = [row[1] for row in _ROWS if row[2] == "refused"]
    assert len(_ROWS) > 400
    assert len(refused) / len(_ROWS) <= 0.05, refused


def test_what_is_refused_says_why_or_what_to_write(catalog: Catalog) -> None:
    for space, name, means in _ROWS:
        if means == "refused":
            with pytest.raises(CaseError) as caught:
                resolve(_case(space, name), catalog)
            text = str(caught.value)
            assert '?": it is then shown as not assessed' in text or text.count(".") >= 2, text


@pytest.mark.parametrize("name", ["1:00", "adrenaline 1:00", "1:0,0", "1 / 0.0"])
def test_a_ratio_of_nothing_is_no_name(name: str, catalog: Catalog) -> None:
    with pytest.raises(CaseError, match="no product called"):
        resolve(Case(cocktail=({"product": name, "volume": "1 mL"},)), catalog)
