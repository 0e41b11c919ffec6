"""Names and amounts of a case: resolved whole or refused whole, with every fault at once."""

from typing import Any

import pytest

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.quantity import Quantity

Q = Quantity.parse


def _resolve(catalog: Catalog, **case: Any) -> ResolvedCase:
    case["cocktail"] = tuple(case.get("cocktail", ()))
    case["stock"] = tuple(case.get("stock", ()))
    return resolve(Case(**case), catalog)


def _faults(catalog: Catalog, **case: Any) -> dict[str, CaseFault]:
    with pytest.raises(CaseError) as caught:
        _resolve(catalog, **case)
    return {fault.key: fault for fault in caught.value.faults}


@pytest.mark.parametrize(
    "name", ["lidocaine", "LIDOCAINE", " Lidocaine ", "lignocaine", "137-58-6", "N01BB02"]
)
def test_an_ingredient_by_id_case_synonym_and_code(name: str, catalog: Catalog) -> None:
    (item,) = _resolve(catalog, cocktail=[{"ingredient": name, "amount": "10 mg"}]).cocktail
    assert item.ingredients == ("lidocaine",)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("lidocane", "lidocaine"),
        ("hyaluronidaze", "hyaluronidase"),
        ("dutastaride", "dutasteride"),
        ("pentoxyfyllin", "Pentoxifyllin"),
    ],
)
def test_a_misspelt_name_is_a_fault_with_suggestions(wrong: str, near: str, catalog: Catalog) -> None:
    fault = _faults(catalog, cocktail=[{"ingredient": wrong, "amount": "1 mg"}])["cocktail[0].ingredient"]
    assert wrong in fault.what
    assert near in fault.what


@pytest.mark.parametrize(
    "name", ["tazocin", "procainamide", "xylocane forte 9", "🧪", "ﬁnasteride2", "", "  ", "a" * 10_000]
)
def test_a_name_that_is_not_there_is_never_guessed(name: str, catalog: Catalog) -> None:
    fault = _faults(catalog, cocktail=[{"ingredient": name, "amount": "1 mg"}])["cocktail[0].ingredient"]
    assert len(fault.what) < 400


def test_near_names_are_not_confused(catalog: Catalog) -> None:
    kinds = [
        _resolve(catalog, cocktail=[{"ingredient": name}]).cocktail[0].ingredients[0]
        for name in ("procaine", "hyaluronic acid", "hyaluronidase", "edetate disodium")
    ]
    assert kinds == ["procaine", "hyaluronic-acid", "hyaluronidase", "edetate-disodium"]


def test_every_fault_is_in_one_error(catalog: Catalog) -> None:
    faults = _faults(
        catalog,
        goal="melasmaa",
        zone="elbow-pit",
        jurisdiction="Atlantis",
        technique="jet-of-water",
        patient={
            "sex": "x",
            "age": 34.5,
            "weight": 62,
            "pregnant": "yes",
            "conditions": "epilepsy",
            "allergies": ["sulphur springs"],
            "shoe_size": 42,
            "absent": [3],
        },
        limits={"max_ingredients": 0, "budget": 3, "unknown_mixing": "maybe", "include": ["unobtainium"]},
        session={"points": True, "point_volume": "2 mg", "place": "kitchen", "moon": "full"},
        cocktail=[
            {"ingredient": "unobtainium"},
            {"product": "nothing"},
            {"amount": "1 mg"},
            {"ingredient": "lidocaine", "amount": "10 mgg"},
            {"ingredient": "lidocaine", "volume": "10 mg"},
            {"ingredient": "lidocaine", "syringe": 99},
            {"ingredient": "lidocaine", "dose": "1 mg"},
        ],
        stock=[{"product": "nothing", "volume": "1 mL"}],
        prices={"nothing": "1 {EUR}"},
    )
    expected = {
        "goal",
        "zone",
        "jurisdiction",
        "technique",
        "patient.sex",
        "patient.age",
        "patient.weight",
        "patient.pregnant",
        "patient.conditions",
        "patient.allergies[0]",
        "patient.shoe_size",
        "patient.absent[0]",
        "limits.max_ingredients",
        "limits.budget",
        "limits.unknown_mixing",
        "limits.include[0]",
        "session.points",
        "session.point_volume",
        "session.place",
        "session.moon",
        "cocktail[0].ingredient",
        "cocktail[1].product",
        "cocktail[2]",
        "cocktail[3].amount",
        "cocktail[4].volume",
        "cocktail[5].syringe",
        "cocktail[6].dose",
        "stock[0].product",
        "prices.nothing",
    }
    assert expected <= set(faults), sorted(expected - set(faults))


@pytest.mark.parametrize(
    "amount",
    [
        "10",
        "ten mg",
        "10 MG/ML/ML",
        "-10 mg",
        "0 mg",
        "1e999999 mg",
        "NaN mg",
        "10 %",
        "1,500 mg",
        "10 mg 5 mg",
    ],
)
def test_an_amount_that_could_mean_anything_is_refused(amount: str, catalog: Catalog) -> None:
    assert "cocktail[0].amount" in _faults(catalog, cocktail=[{"ingredient": "lidocaine", "amount": amount}])


@pytest.mark.parametrize("value", [10, 10.5, True, None, ["10 mg"], {"mg": 10}])
def test_an_amount_without_quotes_has_no_unit(value: object, catalog: Catalog) -> None:
    faults = _faults(catalog, cocktail=[{"ingredient": "lidocaine", "amount": value}])
    assert "no unit" in faults["cocktail[0].amount"].what


def test_units_of_another_toxin_are_refused(catalog: Catalog) -> None:
    faults = _faults(catalog, cocktail=[{"product": "botox-100-u", "amount": "50 [U]{abobotulinumtoxina}"}])
    assert "abobotulinumtoxina" in faults["cocktail[0].amount"].what


def test_concentration_and_volume_make_the_amount(catalog: Catalog) -> None:
    (item,) = _resolve(
        catalog, cocktail=[{"ingredient": "lidocaine", "concentration": "20 mg/mL", "volume": "1.5 mL"}]
    ).cocktail
    assert item.contents[0].amount == Q("30 mg")


def test_concentration_volume_and_amount_must_agree(catalog: Catalog) -> None:
    row = {"ingredient": "lidocaine", "concentration": "20 mg/mL", "volume": "1.5 mL", "amount": "300 mg"}
    assert "cocktail[0].concentration" in _faults(catalog, cocktail=[row])


def test_a_product_and_a_volume_make_the_amounts(catalog: Catalog) -> None:
    (item,) = _resolve(catalog, cocktail=[{"product": "kybella", "volume": "2 mL"}]).cocktail
    assert (item.ingredients, item.contents[0].amount) == (("deoxycholic-acid",), Q("20 mg"))


def test_a_product_and_an_amount_make_the_volume(catalog: Catalog) -> None:
    (item,) = _resolve(catalog, cocktail=[{"product": "kybella", "amount": "20 mg"}]).cocktail
    assert item.volume == Q("2 mL")


def test_a_product_that_does_not_hold_the_ingredient(catalog: Catalog) -> None:
    row = {"ingredient": "lidocaine", "product": "kybella", "volume": "1 mL"}
    assert "does not hold" in _faults(catalog, cocktail=[row])["cocktail[0].product"].what


def test_a_form_that_the_ingredient_does_not_have(catalog: Catalog) -> None:
    row = {"ingredient": "lidocaine", "amount": "1 mg", "form": "nitrate"}
    assert "cocktail[0].form" in _faults(catalog, cocktail=[row])


@pytest.mark.parametrize(
    "extra", [{"concentration": "20 mg/mL"}, {"form": "unheard-of"}, {"concentration": "soup"}]
)
def test_what_is_said_beside_a_product_is_not_lost(extra: dict[str, str], catalog: Catalog) -> None:
    _faults(catalog, cocktail=[{"product": "kybella", "volume": "1 mL", **extra}])


def test_an_amount_that_the_volume_of_a_product_cannot_hold(catalog: Catalog) -> None:
    _faults(catalog, cocktail=[{"product": "kybella", "volume": "1 mL", "amount": "200 mg"}])


def test_amount_and_concentration_make_the_volume(catalog: Catalog) -> None:
    (item,) = _resolve(
        catalog, cocktail=[{"ingredient": "lidocaine", "amount": "20 mg", "concentration": "10 mg/mL"}]
    ).cocktail
    assert item.volume == Q("2 mL")


def test_ten_thousand_items_are_refused_quickly(catalog: Catalog) -> None:
    faults = _faults(catalog, cocktail=[{"ingredient": "lidocaine", "amount": "1 mg"}] * 10_000)
    assert "10000 items" in faults["cocktail"].what


@pytest.mark.parametrize("key", ["interval", "use_within"])
@pytest.mark.parametrize("value", ["2 wk", "10 d", "36 h"])
def test_times(key: str, value: str, catalog: Catalog) -> None:
    assert getattr(_resolve(catalog, session={key: value}).session, key) == Q(value)


def test_an_interval_in_months(catalog: Catalog) -> None:
    assert _resolve(catalog, session={"interval": "1 mo"}).session.interval == Q("1 mo")


def test_two_techniques_contradict(catalog: Catalog) -> None:
    _faults(catalog, technique="nappage", session={"technique": "hypodermic"})


def test_stock_and_prices(catalog: Catalog) -> None:
    found = _resolve(
        catalog, stock=[{"product": "kybella", "volume": "4 mL"}], prices={"kybella": "300 {EUR}"}
    )
    assert found.stock is not None
    assert [line.product for line in found.stock] == ["kybella"]
    assert [name for name, _ in found.prices] == ["kybella"]


def test_a_price_is_money(catalog: Catalog) -> None:
    _faults(catalog, prices={"kybella": "300 mg"})


def test_a_cost_is_money(catalog: Catalog) -> None:
    assert "limits.max_cost" in _faults(catalog, limits={"max_cost": "3 mL"})


def test_no_stock_is_not_an_empty_stock(catalog: Catalog) -> None:
    assert _resolve(catalog).stock is None


def test_an_only_session_has_no_interval(catalog: Catalog) -> None:
    assert resolve(Case(session={"single": True}), catalog).session.single
    assert not resolve(Case(session={"interval": "2 wk"}), catalog).session.single
    for session, said in (
        ({"single": True, "interval": "2 wk"}, "contradicts session.interval"),
        ({"single": "yes"}, "is not an answer"),
    ):
        with pytest.raises(CaseError, match=said):
            resolve(Case(session=session), catalog)
