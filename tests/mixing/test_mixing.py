"""What is in a syringe: exact concentrations, osmolality, pH and what falls out, against hand sums."""

from decimal import Decimal
from typing import Any

import pytest

from mesoplan.cases.cocktail import CocktailReader
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.acidity import gap, mixed_range, stability_windows, supplied
from mesoplan.mixing.compatibility import compatibility, compatibility_of_all
from mesoplan.mixing.mixture import Mixture, mix
from mesoplan.mixing.osmolality import estimate
from mesoplan.mixing.precipitation import precipitations
from mesoplan.model.ingredient import MolarMass
from mesoplan.quantity import Quantity

Q = Quantity.parse
D = Decimal


def mixture(knowledge: Knowledge, *rows: dict[str, Any]) -> Mixture:
    faults: list[Any] = []
    items = CocktailReader(knowledge.catalog, faults).read(rows)
    assert not faults, faults
    return mix(items, knowledge)


@pytest.fixture(scope="module")
def small(fixture_catalog: Catalog) -> Knowledge:
    return Knowledge(fixture_catalog)


def _row(product: str, volume: str, **more: Any) -> dict[str, Any]:
    return {"product": product, "volume": volume, **more}


# ---------------------------------------------------------------------- concentrations


@pytest.mark.parametrize(
    ("rows", "volume", "wanted"),
    [
        (
            [_row("clear-ampoule", "1 mL"), _row("friend-ampoule", "3 mL")],
            "4 mL",
            {"clear-drug": "2.5 mg/mL", "friend-drug": "7.5 mg/mL"},
        ),
        ([_row("clear-ampoule", "0.1 mL"), _row("saline-bag", "0.2 mL")], "0.3 mL", {}),
        (
            [
                _row("clear-ampoule", "1 mL"),
                {"ingredient": "clear-drug", "amount": "30 mg", "volume": "1 mL"},
            ],
            "2 mL",
            {"clear-drug": "20 mg/mL"},
        ),
        (
            [{"ingredient": "clear-drug", "amount": "500 ug", "volume": "2 mL"}],
            "2 mL",
            {"clear-drug": "0.25 mg/mL"},
        ),
        (
            [{"ingredient": "clear-drug", "amount": "1 g", "volume": "0.1 L"}],
            "100 mL",
            {"clear-drug": "10 mg/mL"},
        ),
    ],
)
def test_final_concentrations_are_exact(
    rows: list[dict[str, Any]], volume: str, wanted: dict[str, str], small: Knowledge
) -> None:
    made = mixture(small, *rows)
    assert made.volume == Q(volume)
    for ingredient, strength in wanted.items():
        assert made.part(ingredient).concentration == Q(strength)


def test_thirds_do_not_lose_substance(small: Knowledge) -> None:
    made = mixture(small, _row("clear-ampoule", "1 mL"), _row("friend-ampoule", "2 mL"))
    strength = made.part("clear-drug").concentration
    assert strength is not None
    back = (strength * Q("3 mL")).to("mg", exact=False).value
    assert abs(back - 10) < D("1e-15")


@pytest.mark.parametrize(
    "rows",
    [
        [{"ingredient": "clear-drug", "amount": "10 mg"}, _row("friend-ampoule", "1 mL")],
        [{"ingredient": "clear-drug", "volume": "1 mL"}],
        [{"ingredient": "clear-drug", "amount": "10 mg"}],
    ],
)
def test_what_cannot_be_computed_is_none_not_zero(rows: list[dict[str, Any]], small: Knowledge) -> None:
    assert mixture(small, *rows).part("clear-drug").concentration is None


def test_amounts_in_two_units_add_up_and_in_two_kinds_do_not(small: Knowledge) -> None:
    same = mixture(
        small,
        {"ingredient": "clear-drug", "amount": "10 mg", "volume": "1 mL"},
        {"ingredient": "clear-drug", "amount": "500 ug", "volume": "1 mL"},
    )
    assert same.part("clear-drug").amount == Q("10.5 mg")
    other = mixture(
        small,
        {"ingredient": "clear-drug", "amount": "10 mg", "volume": "1 mL"},
        {"ingredient": "clear-drug", "amount": "1 mL", "volume": "1 mL"},
    )
    assert other.part("clear-drug").amount is None


def test_vehicles_carry_and_actives_are_carried(small: Knowledge) -> None:
    made = mixture(
        small, _row("clear-ampoule", "1 mL"), _row("saline-bag", "1 mL"), _row("buffer-bag", "1 mL")
    )
    assert made.vehicles == ("saline-fixture", "buffer-fixture")
    assert [part.ingredient for part in made.actives] == ["clear-drug"]
    with pytest.raises(KeyError):
        made.part("friend-drug")


# ---------------------------------------------------------------------- osmolality


def test_levocarnitine_undiluted_is_four_times_tissue(knowledge: Knowledge) -> None:
    """200 mg/mL / 161.2 g/mol = 1.24 mol/L (fat-pain-safety.md 2.3)."""
    found = estimate(mixture(knowledge, {"product": "carnitor", "volume": "5 mL"}), knowledge)
    assert found.at_least is not None
    assert abs(found.at_least - 1240) <= 5


@pytest.mark.parametrize(("carnitine", "saline", "expected"), [(1, 1, 774), (3, 7, 588), (31, 69, 597)])
def test_levocarnitine_in_saline(carnitine: int, saline: int, expected: int, knowledge: Knowledge) -> None:
    """x * 1240 + (1 - x) * 308: at most 31 % of the syringe stays below 600 (fat-pain-safety.md 2.3)."""
    made = mixture(
        knowledge,
        {"product": "carnitor", "volume": f"{carnitine} mL"},
        {"product": "sodium-chloride-0-9", "volume": f"{saline} mL"},
    )
    found = estimate(made, knowledge)
    assert found.at_least is not None
    assert abs(found.at_least - expected) <= 5


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([_row("clear-ampoule", "1 mL"), _row("strong-ampoule", "1 mL")], 1150),
        ([_row("clear-ampoule", "3 mL"), _row("strong-ampoule", "1 mL")], 725),
        ([_row("thin-ampoule", "9 mL"), _row("saline-bag", "1 mL")], 49),
        ([_row("clear-ampoule", "0.3 mL")], 300),
    ],
)
def test_osmolality_is_the_mean_by_volume(rows: list[dict[str, Any]], value: int, small: Knowledge) -> None:
    found = estimate(mixture(small, *rows), small)
    assert (found.value, found.at_least, found.missing) == (D(value), D(value), ())


def test_an_unknown_part_leaves_a_lower_bound_and_no_value(small: Knowledge) -> None:
    found = estimate(mixture(small, _row("strong-ampoule", "1 mL"), _row("blank-ampoule", "1 mL")), small)
    assert (found.value, found.at_least, found.missing) == (None, D(1000), ("blank-ampoule",))


@pytest.mark.parametrize(("particles", "expected"), [(1, 80), (2, 160), (3, 240), (None, 0)])
def test_each_particle_of_a_formula_counts(
    particles: int | None, expected: int, fixture_catalog: Catalog
) -> None:
    """20 mg/mL of 250 g/mol is 80 mmol/L; a salt of two ions has 160 mOsm/L."""
    record = fixture_catalog.ingredient("bare-drug")
    cite = fixture_catalog.ingredient("clear-drug").limits[0].cite
    salt = record._replace(molar_mass=MolarMass(Q("250 g/mol"), cite, particles))
    tables = {kind: fixture_catalog.table(kind) for kind in fixture_catalog.kinds()}
    tables["ingredient"] = {**tables["ingredient"], "bare-drug": salt}
    changed = Knowledge(
        Catalog(version="", title="", content_hash="", index=fixture_catalog.index, tables=tables)
    )
    row = {"ingredient": "bare-drug", "concentration": "20 mg/mL", "volume": "1 mL"}
    found = estimate(mixture(changed, row), changed)
    assert found.at_least == D(expected)
    if particles is None:
        assert (found.value, found.missing) == (None, ("bare-drug",))


def test_no_volume_no_osmolality(small: Knowledge) -> None:
    found = estimate(mixture(small, {"ingredient": "clear-drug", "amount": "1 mg"}), small)
    assert (found.value, found.at_least) == (None, None)


# ---------------------------------------------------------------------- pH


def test_ph_of_the_items_bounds_the_mixture(small: Knowledge) -> None:
    made = mixture(small, _row("acid-ampoule", "1 mL"), _row("base-ampoule", "1 mL"))
    known, missing = supplied(made)
    assert missing == ()
    assert gap(*known) == gap(*reversed(known)) == D(7)
    span = mixed_range(made)
    assert span is not None
    assert span[:2] == (D("2.5"), D("9.5"))


def test_an_unknown_ph_leaves_the_mixture_unknown(small: Knowledge) -> None:
    made = mixture(small, _row("acid-ampoule", "1 mL"), _row("blank-ampoule", "1 mL"))
    assert mixed_range(made) is None
    assert supplied(made)[1] == ("blank-ampoule",)


def test_a_drug_of_two_products_has_the_ph_of_both(knowledge: Knowledge) -> None:
    """Lidocaine, product not named: with adrenaline it is more acid than plain."""
    known, _ = supplied(mixture(knowledge, {"ingredient": "lidocaine", "volume": "1 mL"}))
    assert known[0].low < 4 < 7 <= known[0].high


def test_stability_windows(small: Knowledge) -> None:
    made = mixture(small, _row("touchy-ampoule", "1 mL"), _row("saline-bag", "1 mL"))
    ((ingredient, stated),) = stability_windows(made, small)
    assert (ingredient, stated.record.ph_min, stated.record.ph_max) == ("touchy-drug", D("2.0"), D("4.0"))


# ---------------------------------------------------------------------- precipitation


#: fat-pain-safety.md 6.6, last column: ingredient, form, final strength, threshold, side.
CALCULATED = [
    ("deoxycholic-acid", "10 mg/mL", "8.6", "below"),
    ("diclofenac", "25 mg/mL", "8.0", "below"),
    ("diclofenac", "12.5 mg/mL", "7.7", "below"),
    ("diclofenac", "2.5 mg/mL", "7.0", "below"),
    ("ketoprofen", "50 mg/mL", "7.15", "below"),
    ("ketoprofen", "16.6 mg/mL", "6.7", "below"),
    ("ketorolac", "30 mg/mL", "6.5", "below"),
    ("piroxicam", "20 mg/mL", "8.1", "below"),
]


@pytest.mark.parametrize(("ingredient", "strength", "threshold", "side"), CALCULATED)
def test_thresholds_of_the_dossier(
    ingredient: str, strength: str, threshold: str, side: str, knowledge: Knowledge
) -> None:
    """Deoxycholate and ketorolac: the dossier prints "~8" and "~6.3"; the values are its own inputs'."""
    made = mixture(knowledge, {"ingredient": ingredient, "concentration": strength, "volume": "1 mL"})
    predicted = [each for each in precipitations(made, knowledge) if each.basis == "predicted"]
    assert any(each.side == side and abs(each.threshold - D(threshold)) <= D("0.1") for each in predicted), [
        (each.threshold, each.side) for each in predicted
    ]


@pytest.mark.parametrize(
    ("ingredient", "threshold"), [("lidocaine", "12.9"), ("bupivacaine", "7.7"), ("ropivacaine", "6.9")]
)
def test_a_measured_threshold_takes_the_place_of_theory(
    ingredient: str, threshold: str, knowledge: Knowledge
) -> None:
    made = mixture(knowledge, {"ingredient": ingredient, "concentration": "5 mg/mL", "volume": "1 mL"})
    found = precipitations(made, knowledge)
    assert [(each.threshold, each.basis, each.side) for each in found] == [
        (D(threshold), "measured", "above")
    ]


@pytest.mark.parametrize(
    ("strength", "threshold"),
    [
        ("10 mg/mL", "7.0"),
        ("1 mg/mL", "6.0"),
        ("0.02 mg/mL", "4.0"),
        ("0.01 mg/mL", None),
        ("0.001 mg/mL", None),
    ],
)
def test_henderson_hasselbalch(strength: str, threshold: str | None, small: Knowledge) -> None:
    """pKa 4, S0 0.01 mg/mL: pKa + log10(C/S0 - 1); what is below S0 stays dissolved."""
    made = mixture(small, {"ingredient": "falling-drug", "concentration": strength, "volume": "1 mL"})
    assert [each.threshold for each in precipitations(made, small)] == ([D(threshold)] if threshold else [])


@pytest.mark.parametrize(
    ("partner", "reached"), [("acid-ampoule", True), ("base-ampoule", False), ("blank-ampoule", None)]
)
def test_whether_the_threshold_is_reached(partner: str, reached: bool | None, small: Knowledge) -> None:
    made = mixture(small, _row("falling-ampoule", "1 mL"), _row(partner, "1 mL"))
    (found,) = precipitations(made, small)
    assert found.reached is reached


# ---------------------------------------------------------------------- compatibility


def _pair(small: Knowledge, one: str, other: str, *rows: dict[str, Any]) -> Any:
    return compatibility(one, other, mixture(small, *rows), small)


@pytest.mark.parametrize(
    ("clear", "dressed", "outcome", "fit"),
    [
        ("1 mL", "1 mL", "compatible", "in-range"),
        ("3 mL", "2 mL", "compatible", "in-range"),
        ("1 mL", "9 mL", "compatible", "in-range"),
        ("2 mL", "1 mL", "no-data", "outside"),
        ("1 mL", "10 mL", "no-data", "outside"),
    ],
)
def test_compatible_only_at_the_strengths_that_were_measured(
    clear: str, dressed: str, outcome: str, fit: str, small: Knowledge
) -> None:
    """Measured from 1 to 6 mg/mL of clear-drug, ends included; the stock has 10 mg/mL."""
    found = _pair(
        small, "clear-drug", "dressed-drug", _row("clear-ampoule", clear), _row("naked-ampoule", dressed)
    )
    assert found.outcome == outcome
    assert [each.fit for each in (*found.applied, *found.others)] == [fit]


def test_a_strength_that_cannot_be_computed_is_extrapolated_and_clears_nothing(small: Knowledge) -> None:
    found = _pair(
        small,
        "clear-drug",
        "dressed-drug",
        {"ingredient": "clear-drug", "amount": "1 mg"},
        {"ingredient": "dressed-drug", "amount": "1 mg"},
    )
    assert (found.outcome, [each.fit for each in found.applied]) == ("no-data", ["extrapolated"])


@pytest.mark.parametrize(
    ("vehicle", "outcome", "vehicle_open"),
    [
        ("saline-bag", "incompatible", False),
        ("buffer-bag", "compatible", False),
        (None, "incompatible", True),
    ],
)
def test_the_vehicle_decides(vehicle: str | None, outcome: str, vehicle_open: bool, small: Knowledge) -> None:
    rows = [_row("falling-ampoule", "1 mL"), _row("stone-ampoule", "1 mL")]
    if vehicle:
        rows.append(_row(vehicle, "1 mL"))
    found = _pair(small, "falling-drug", "stone-drug", *rows)
    assert (found.outcome, found.vehicle_open) == (outcome, vehicle_open)
    assert ("buffer-fixture" in found.rescue) == (vehicle != "buffer-bag")


def test_order_does_not_matter_and_nothing_is_no_data(small: Knowledge) -> None:
    rows = [_row("acid-ampoule", "1 mL"), _row("base-ampoule", "1 mL"), _row("blank-ampoule", "1 mL")]
    assert _pair(small, "acid-drug", "base-drug", *rows) == _pair(small, "base-drug", "acid-drug", *rows)
    assert _pair(small, "acid-drug", "blank-drug", *rows).outcome == "no-data"


def test_a_triple_is_a_question_of_its_own(small: Knowledge) -> None:
    pairwise = [_row("clear-ampoule", "1 mL"), _row("friend-ampoule", "1 mL"), _row("third-ampoule", "1 mL")]
    assert compatibility_of_all(mixture(small, *pairwise), small).outcome == "no-data"
    measured = [_row("acid-ampoule", "1 mL"), _row("base-ampoule", "1 mL"), _row("blank-ampoule", "1 mL")]
    assert compatibility_of_all(mixture(small, *measured), small).outcome == "incompatible"
