"""One line of text is a cocktail: what each part is taken for, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mesoplan
from mesoplan.cases.fault import CaseError
from mesoplan.cases.line import cocktail_from_text
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case

_LIDOCAINE = {"item": "lidocaine 2%", "volume": "1 mL", "syringe": 1}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL | hyaluronidase 150 U",
            [
                _LIDOCAINE,
                {"item": "ketoprofen", "amount": "160 mg", "volume": "2 mL", "syringe": 1},
                {"item": "hyaluronidase", "amount": "150 U", "syringe": 2},
            ],
        ),
        ("lidocaine 2% 1mL+ketoprofen 160mg", [
            {**_LIDOCAINE, "volume": "1mL"}, {"item": "ketoprofen", "amount": "160mg", "syringe": 1},
        ]),
        ("1 mL lidocaine 2%", [_LIDOCAINE]),
        ("2% lidocaine 1 mL", [_LIDOCAINE]),
        ("biotin, 20 mg in 1 mL", [{"item": "biotin", "amount": "20 mg", "volume": "1 mL", "syringe": 1}]),
        ("Botox 100 U 20 U", [{"item": "Botox 100 U", "amount": "20 U", "syringe": 1}]),
        ("NCTF 135HA 3 mL", [{"item": "NCTF 135HA", "volume": "3 mL", "syringe": 1}]),
        ("vitamin B12 1000 mcg", [{"item": "vitamin B12", "amount": "1000 mcg", "syringe": 1}]),
        ('"lidocaine" 20 mg', [{"item": "lidocaine", "amount": "20 mg", "syringe": 1}]),
        ("vitamin C 500 mg/5 mL 2 mL", [
            {"item": "vitamin C 500 mg/5 mL", "volume": "2 mL", "syringe": 1},
        ]),
        ("akis-25 1 amp", [{"item": "akis-25", "amount": "1 amp", "syringe": 1}]),
        ("lidocaine 1 mL\nbiotin 5 mg", [
            {"item": "lidocaine", "volume": "1 mL", "syringe": 1},
            {"item": "biotin", "amount": "5 mg", "syringe": 2},
        ]),
    ],
)  # fmt: skip
def test_a_line_is_rows(text: str, rows: list[dict[str, Any]], catalog: Catalog) -> None:
    found, faults = cocktail_from_text(text, catalog)
    assert not faults
    assert list(found) == rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lidocaine +", "nothing stands beside"),
        ("+ lidocaine 1 mL", "nothing stands beside"),
        ("", "is empty"),
        ("20 mg", "names nothing"),
        ("vitamin B1+2 1 mL", "names nothing"),
        ("lidocaine 2 mL 3 mL", "the volume twice"),
        ("lidocaine 20 mg in 1 mL 2 mL", "the volume twice"),
        ("vitamin C 500 mg/5 mL 2 mL 3 mL", "the volume twice"),
        ("Kybella 20 mg/1 mL 2 mL", "does not hold"),
        ("lidocaine 2% 3% 1 mL", "twice"),
        ("lidocaine 1.000 mg", "ambiguous"),
        ("lidocaine 1 amp", "of what"),
        ("akis 1 amp", "Write which"),
        ("lidocaine 1:1000 1 mL", "no ingredient or product"),
        ("Kybella 1.0 mg/mL 2 mL", "does not hold"),
        ("lidocaine 20", "no ingredient or product"),
        ("lidocaine 20 mg bolus", "no ingredient or product"),
        ("Celestone 1 mL", "solution"),
    ],
)
def test_what_is_not_clear_is_refused(text: str, says: str, catalog: Catalog) -> None:
    with pytest.raises(CaseError) as caught:
        resolve(Case(cocktail=text) if text else Case(cocktail=" "), catalog)
    assert says in str(caught.value)
    assert all(fault.key.startswith("cocktail") for fault in caught.value.faults)


def test_a_strength_and_what_is_drawn_of_it_is_an_amount(catalog: Catalog) -> None:
    item = resolve(Case(cocktail="vitamin C 500 mg/5 mL 2 mL"), catalog).cocktail[0]
    assert (str(item.contents[0].amount), str(item.volume)) == ("200 mg", "2 mL")


def test_what_is_taken_from_the_patient_has_no_brand_to_name(catalog: Catalog) -> None:
    item = resolve(Case(cocktail="PRP 4 mL"), catalog).cocktail[0]
    assert (item.product, str(item.volume)) == ("autologous-prp", "4 mL")


def test_rows_and_a_line_are_the_same_cocktail(catalog: Catalog) -> None:
    text = "lidocaine 20 mg 1 mL + biotin 5 mg 1 mL | Kybella 2 mL"
    rows, _ = cocktail_from_text(text, catalog)
    assert resolve(Case(cocktail=text), catalog).cocktail == resolve(Case(cocktail=rows), catalog).cocktail


@given(st.text(alphabet='lidocane 0123456789.,%/+|mgLU"{}()µ\n', max_size=60))
def test_any_text_is_a_cocktail_or_an_error(catalog: Catalog, text: str) -> None:
    try:
        resolve(Case(cocktail=text), catalog)
    except CaseError as error:
        assert error.faults


def test_every_product_and_ingredient_can_be_written_in_a_line(catalog: Catalog) -> None:
    for kind in ("ingredient", "product"):
        for identity in catalog.table(kind):
            rows, faults = cocktail_from_text(f"{identity} 1 mL", catalog)
            assert not faults, identity
            assert [row["item"] for row in rows] == [identity]
            assert rows[0]["volume"] == "1 mL"


def test_the_library_checks_a_line_of_text(catalog: Catalog) -> None:
    case = Case(goal="neck-pain", zone="neck", jurisdiction="IT")
    text = "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL"
    rows, _ = cocktail_from_text(text, catalog)
    assert mesoplan.check(case, text, catalog) == mesoplan.check(case, list(rows), catalog)
    for wrong in ("lidocane", 5, ["lidocaine"], [None], object()):
        with pytest.raises(CaseError):
            mesoplan.check(case, wrong, catalog)  # type: ignore[arg-type]
    for no_case in (None, {"goal": "melasma"}):
        with pytest.raises(CaseError):
            mesoplan.check(no_case, text, catalog)  # type: ignore[arg-type]
        with pytest.raises(CaseError):
            mesoplan.plan(no_case, catalog)  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["mesoglicano 30 mg 1 fiala", "mesoglycan 30 mg 1 amp", "mesoglycan 30 mg"])
def test_one_ampoule_of_an_amount_is_that_amount(line: str, catalog: Catalog) -> None:
    (item,) = resolve(Case(cocktail=line), catalog).cocktail
    assert str(item.contents[0].amount) == "30 mg"


def test_two_ampoules_of_an_amount_are_asked(catalog: Catalog) -> None:
    with pytest.raises(CaseError, match="the amount twice"):
        resolve(Case(cocktail="mesoglycan 30 mg 2 amp"), catalog)
