"""Amounts as people write them: read as what they say, or asked; and what was read otherwise is told."""

from typing import Any

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case, Item, ResolvedCase
from mesoplan.quantity import NotANumber, Quantity

Q = Quantity.parse


def _case(catalog: Catalog, **row: Any) -> ResolvedCase:
    return resolve(Case(cocktail=(row,)), catalog)


def _item(catalog: Catalog, **row: Any) -> Item:
    return _case(catalog, **row).cocktail[0]


def _refusal(catalog: Catalog, **row: Any) -> str:
    with pytest.raises(CaseError) as caught:
        _case(catalog, **row)
    return str(caught.value)


@pytest.mark.parametrize("volume", ["2 cc", "2cc", "2 ml", "2 mL", "2 ccm", "2 cm3"])
def test_millilitres_have_many_spellings(volume: str, catalog: Catalog) -> None:
    assert _item(catalog, item="lidocaine", amount="10 mg", volume=volume).volume == Q("2 mL")


@pytest.mark.parametrize(
    "amount", ["100 UI", "100 IU", "100 U.I.", "100 iu", "100 I.E.", "100 U", "100 units"]
)
def test_units_are_those_the_substance_is_counted_in(amount: str, catalog: Catalog) -> None:
    item = _item(catalog, item="calcitonin-salmon", amount=amount)
    assert item.contents[0].amount == Q("100 IU", substance="calcitonin-salmon")


def test_a_products_own_unit_is_taken_and_two_standards_are_kept_apart(catalog: Catalog) -> None:
    amphadase = _item(catalog, product="amphadase", amount="150 U").contents[0].amount
    loose = _item(catalog, ingredient="hyaluronidase", amount="150 U").contents[0].amount
    european = _item(catalog, ingredient="hyaluronidase", amount="150 IU").contents[0].amount
    assert amphadase is not None and loose is not None and european is not None
    assert len({each.dimension for each in (amphadase, loose, european)}) == 3


@pytest.mark.parametrize(
    "name", ["lidocaine 2%", "Lidocaine 2 %", "lidocaine (2 %)", "2% lidocaine", "lignocaine 2 % w/v"]
)
def test_a_strength_in_the_name_is_weight_in_volume(name: str, catalog: Catalog) -> None:
    case = _case(catalog, item=name, volume="1 mL")
    assert case.cocktail[0].contents[0].amount == Q("20 mg")
    assert case.readings or "w/v" in name


def test_a_salt_in_the_name_sets_the_form(catalog: Catalog) -> None:
    assert _item(catalog, item="Lidocaine HCl 2 %", volume="1 mL").contents[0].form == "hydrochloride"
    assert _item(catalog, item="methylprednisolone acetate", amount="40 mg").contents[0].form == "acetate"


def test_a_strength_in_a_products_name_is_the_products(catalog: Catalog) -> None:
    assert "does not hold" in _refusal(catalog, product="Kybella 1.0 mg/mL", volume="1 mL")
    assert _item(catalog, product="Kybella 10 mg/mL", volume="1 mL").product == "kybella"


def test_a_moved_point_is_another_strength(catalog: Catalog) -> None:
    amount = _item(catalog, product="sodium bicarbonate 14 %", volume="1 mL").contents[0].amount
    assert amount == Q("140 mg")


@pytest.mark.parametrize("text", ["1.000 mg", "1,000 mg", "2.500 mg", "12.500 mg"])
def test_a_thousand_or_one_is_asked(text: str, catalog: Catalog) -> None:
    with pytest.raises(NotANumber, match="ambiguous"):
        Quantity.parse(text)
    assert "ambiguous" in _refusal(catalog, item="lidocaine", amount=text)


@pytest.mark.parametrize("text", ["5.625 mg", "0.500 mg", "1.0 mg", "1.25 mg", "1000.500 mg"])
def test_other_decimals_are_decimals(text: str) -> None:
    assert Quantity.parse(text).value


@pytest.mark.parametrize("text", ["1 amp", "1 ampoule", "1 {ampoule}", "1 vial"])
def test_one_ampoule_is_what_the_catalog_says_it_holds(text: str, catalog: Catalog) -> None:
    item = _item(catalog, product="akis-25", amount=text)
    assert (item.volume, item.contents[0].amount) == (Q("1 mL"), Q("25 mg"))


def test_an_ampoule_of_nobody_knows_what_is_asked(catalog: Catalog) -> None:
    assert "Name the product" in _refusal(catalog, ingredient="lidocaine", amount="1 amp")
    unfilled = next(
        identity
        for identity, product in catalog.table("product").items()
        if product.fill is None and len(product.contains) == 1 and product.contains[0].strength is None
    )
    assert "not in the catalog" in _refusal(catalog, product=unfilled, amount="1 amp")


def test_a_percentage_is_no_amount_and_of_a_powder_it_is_asked(catalog: Catalog) -> None:
    assert "concentration" in _refusal(catalog, item="lidocaine", amount="2 %")
    powder = next(
        identity
        for identity, product in catalog.table("product").items()
        if product.vehicle.kind == "powder" and product.contains
    )
    assert "powder" in _refusal(catalog, product=powder, concentration="2%", volume="1 mL")


@pytest.mark.parametrize("amount", ["1e30 mg", "1" + "0" * 25 + " mg", "0." + "0" * 20 + "1 mg", "1e+-9 mg"])
def test_an_amount_that_nobody_draws_up_is_refused(amount: str, catalog: Catalog) -> None:
    assert "cocktail[0].amount" in _refusal(catalog, item="lidocaine", amount=amount)


@pytest.mark.parametrize("key", ["item", "ingredient", "product"])
def test_every_key_takes_an_ingredient_or_a_product(key: str, catalog: Catalog) -> None:
    for kind in ("ingredient", "product"):
        for identity in catalog.table(kind):
            if kind == "product" and not catalog.product(identity).contains:
                continue
            case = _case(catalog, **{key: identity, "volume": "1 mL"})
            (item,) = case.cocktail
            own = catalog.product(item.product) if item.product else None
            from_the_patient = own is not None and own.kind == "autologous" and identity in own.default_for
            assert item.name == identity or from_the_patient
            assert bool(case.readings) == (key not in ("item", kind)), identity


def test_a_product_written_as_an_ingredient_is_told_with_line_and_key(catalog: Catalog) -> None:
    (reading,) = _case(catalog, ingredient="Kybella", volume="1 mL").readings
    assert (reading.key, reading.said, reading.meant) == ("cocktail[0].ingredient", "Kybella", "kybella")
    assert "product" in reading.why


def test_two_names_that_do_not_fit_are_refused(catalog: Catalog) -> None:
    assert "Keep one" in _refusal(catalog, item="lidocaine", ingredient="lidocaine")
    assert "product" in _refusal(catalog, ingredient="Kybella", product="lidocaine-2-plain", volume="1 mL")


@pytest.mark.parametrize("key", ["technique", "route", "points", "area", "lot"])
def test_a_key_that_nothing_reads_is_refused(key: str, catalog: Catalog) -> None:
    assert f"cocktail[0].{key}" in _refusal(catalog, item="lidocaine", amount="10 mg", **{key: "face"})


def test_the_route_of_the_session_is_read(catalog: Catalog) -> None:
    case = Case(session={"route": "intramuscular"})
    assert resolve(case, catalog).session.route == "intramuscular"
    with pytest.raises(CaseError, match="must be one of"):
        resolve(Case(session={"route": "by ear"}), catalog)
    with pytest.raises(CaseError, match="contradicts"):
        resolve(Case(technique="microneedling", session={"route": "intramuscular"}), catalog)


@pytest.mark.parametrize(
    ("text", "value"), (("1,5 mg", "1.5 mg"), ("0,25 mg", "0.25 mg"), ("0,125 mg", "0.125 mg"))
)
def test_a_comma_that_cannot_part_thousands_is_a_decimal_comma(
    text: str, value: str, catalog: Catalog
) -> None:
    assert _item(catalog, ingredient="lidocaine", amount=text).contents[0].amount == Quantity.parse(value)


@pytest.mark.parametrize(
    ("name", "amount", "form"),
    (
        ("piroxicam 20 mg", "20 mg", ""),
        ("vitamin B12 1000 mcg", "1000 ug", ""),
        ("lidocaina clorhidrato 40 mg", "40 mg", "hydrochloride"),
        ("diclofenac sódico 75 mg/3 ml", "25 mg", "sodium"),
        ("chlorhydrate de lidocaïne 2 %", "20 mg", "hydrochloride"),
    ),
)
def test_an_amount_and_a_salt_in_the_name_are_read(
    name: str, amount: str, form: str, catalog: Catalog
) -> None:
    content = _item(catalog, item=name, volume="1 mL").contents[0]
    assert (content.amount, content.form) == (Quantity.parse(amount), form)


def test_an_amount_in_the_name_and_another_beside_it_are_asked(catalog: Catalog) -> None:
    with pytest.raises(CaseError, match="Which of them is given is not clear"):
        _item(catalog, item="piroxicam 20 mg", amount="10 mg")


@pytest.mark.parametrize(
    ("name", "says"),
    (
        ("lidocaine prilocaine", "Two things"),
        ("adrenaline 1:100000", "10 ug/mL"),
        ("Voltaren 75", "75 of what"),
        ("insulin", "another substance"),
        ("ibuprofen", "not in the catalog"),
    ),
)
def test_what_is_not_read_says_why(name: str, says: str, catalog: Catalog) -> None:
    with pytest.raises(CaseError, match=says):
        _item(catalog, item=name, volume="1 mL")


@pytest.mark.parametrize("name", ("vitamin T", "vitamin Q"))
def test_a_letter_is_no_misspelling(name: str, catalog: Catalog) -> None:
    with pytest.raises(CaseError) as caught:
        _item(catalog, item=name, volume="1 mL")
    assert "Did you mean" not in str(caught.value)


def test_an_amount_as_it_is_printed_can_be_written_in_a_case(catalog: Catalog) -> None:
    """Of every product with one ingredient: what a mL of it holds is read again as the same amount."""
    wrong, tried = [], 0
    for product in catalog.table("product").values():
        if len(product.contains) != 1 or product.contains[0].strength is None:
            continue
        amount = _item(catalog, product=product.id, volume="1 mL").contents[0].amount
        if amount is None:
            continue
        tried += 1
        again = _item(catalog, product=product.id, volume="1 mL", amount=str(amount))
        if again.contents[0].amount != amount:
            wrong.append(product.id)
    assert wrong == []
    assert tried > 100


@pytest.mark.parametrize(
    "text",
    [
        "0.0004 kg",
        "5 h",
        "3 {EUR}",
        "1 cm2",
        "5 mm",
        "400 mosm",
        "400 mg/kg",
        "400 mg/cm2",
        "400 mg{x}",
    ],
)
def test_what_measures_no_substance_is_no_amount(text: str, catalog: Catalog) -> None:
    """A gram too many in "0.0004 kg" would be comparable with no maximum."""
    wrong = _refusal(catalog, ingredient="lidocaine", amount=text, volume="20 mL")
    assert "is no amount of a substance" in wrong


def test_a_strength_with_its_volume_is_read_as_one_and_without_it_is_refused(catalog: Catalog) -> None:
    """ "4 mg/mL" and "1 cc" leave no doubt; a strength alone does not say how much is given."""
    row = {"item": "tranexamic acid", "amount": "4 mg/mL"}
    case = resolve(Case(cocktail=({**row, "volume": "2 cc"},)), catalog)
    assert str(case.cocktail[0].contents[0].amount) == "8 mg"
    assert any(each.said == "4 mg/mL" for each in case.readings)
    with pytest.raises(CaseError, match='concentration = "4 mg/mL" and the volume'):
        resolve(Case(cocktail=(row,)), catalog)


def test_the_content_in_the_name_of_a_powder_is_given_whole(catalog: Catalog) -> None:
    case = resolve(Case(cocktail="botox 100 U 4 mL"), catalog)
    (item,) = case.cocktail
    assert item.product == "botox-100-u"
    assert item.contents[0].amount is not None and item.contents[0].amount.value == 100
    half = resolve(Case(cocktail=({"product": "botox-100-u", "amount": "50 U", "volume": "4 mL"},)), catalog)
    assert half.cocktail[0].contents[0].amount is not None and half.cocktail[0].contents[0].amount.value == 50
    unsaid = resolve(Case(cocktail=({"product": "Botox", "volume": "4 mL"},)), catalog)
    assert unsaid.cocktail[0].contents[0].amount is None


@pytest.mark.parametrize("text", ["20 mg/kg", "20 mg/cm2", "20 mg/h", "20 mg", "20 h/mL", "5 [pH]"])
def test_what_is_in_no_volume_is_no_concentration(text: str, catalog: Catalog) -> None:
    wrong = _refusal(catalog, ingredient="lidocaine", concentration=text, volume="20 mL")
    assert "is no concentration" in wrong


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("area", "0 cm2"),
        ("area", "5 mg/cm2"),
        ("point_volume", "0 mL"),
        ("point_volume", "5 mg/mL"),
        ("use_within", "1 mo"),
        ("use_within", "1 mg/h"),
    ],
)
def test_a_session_is_in_amounts_that_can_be_reckoned_with(key: str, text: str, catalog: Catalog) -> None:
    with pytest.raises(CaseError, match=f"session.{key}"):
        resolve(Case(session={key: text}), catalog)
