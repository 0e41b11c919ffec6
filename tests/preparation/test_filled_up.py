"""A diluent that fills the syringe up to a mark: read, checked, planned beside, and prepared."""

from decimal import Decimal
from fractions import Fraction as F
from itertools import product
from typing import Any

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.preparation.interval import Interval
from mesoplan.preparation.limits import Bound, Filled

from .conftest import PATIENT
from .test_more_cases import error
from .test_prepare_cases import AKIS, LIDOCAINE, SALINE, held, sheet_of, shown

ACID = {"product": "tranexamic-acid-100-ampoule", "volume": "0.2 mL"}
MELASMA: dict[str, Any] = {"goal": "melasma", "zone": "face"}


def saline(words: str) -> dict[str, str]:
    return {"product": SALINE, "volume": words}


@pytest.mark.parametrize(
    "words",
    [
        "q.s. to 5 mL",
        "q.s. 5 mL",
        "qs ad 5 mL",
        "q.s.p. 5 mL",
        "ad 5 mL",
        "up to 5 mL",
        "Q.S. TO 5 ml",
        "q. s. 5 mL",
    ],
)
def test_every_way_to_write_it_leaves_the_same(engine: Engine, words: str) -> None:
    case = Case(**MELASMA, cocktail=(ACID, saline(words)))
    item = resolve(case, engine.catalog).cocktail[1]
    assert (str(item.volume), str(item.to and item.to.to("mL"))) == ("4.8 mL", "5 mL")


@pytest.mark.parametrize(
    "words", ["saline q.s. to 5 mL", "saline ad 5 mL", "sodium chloride 0.9 % up to 5 mL"]
)
def test_it_is_read_in_a_line_of_text_wherever_it_stands(engine: Engine, words: str) -> None:
    for text in (
        f"tranexamic-acid-100-ampoule 0.2 mL + {words}",
        f"{words} + tranexamic-acid-100-ampoule 0.2 mL",
    ):
        found = resolve(Case(**MELASMA, cocktail=text), engine.catalog)
        (item,) = [each for each in found.cocktail if each.to is not None]
        assert (str(item.volume), item.name) == ("4.8 mL", "sodium-chloride-solution")
        assert "It fills the syringe up to 5 mL." in [each.why for each in found.readings]


def test_only_the_lines_of_its_own_syringe_count(engine: Engine) -> None:
    rows = (AKIS, {**ACID, "syringe": 2}, {**saline("ad 3 mL"), "syringe": 2})
    found = resolve(Case(**MELASMA, cocktail=rows), engine.catalog)
    assert str(found.cocktail[2].volume) == "2.8 mL"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((AKIS, saline("ad 1 mL")), "are 1 mL already"),
        (
            (AKIS, saline("ad 3 mL"), {"product": "water-for-injection-ampoule", "volume": "ad 4 mL"}),
            "by two lines",
        ),
        ((AKIS, {**saline("ad 3 mL"), "amount": "27 mg"}), "stands beside"),
        ((AKIS, saline("q.s. to 5 mg")), "no volume to fill up to"),
        (({"product": "botox-100-u", "volume": "ad 2.5 mL"},), "is a powder"),
    ],
)
def test_what_cannot_be_filled_up_is_a_fault(engine: Engine, rows: tuple[Any, ...], says: str) -> None:
    with pytest.raises(CaseError, match=says):
        resolve(Case(**MELASMA, cocktail=rows), engine.catalog)


def test_a_check_and_a_plan_judge_it_as_the_volume_that_is_left(engine: Engine) -> None:
    place: dict[str, Any] = {
        "goal": "knee-osteoarthritis",
        "zone": "knee",
        "jurisdiction": "IT",
        "patient": PATIENT,
    }
    filled = Case(**place, cocktail=(AKIS, LIDOCAINE, saline("q.s. to 4 mL")))
    plain = Case(**place, cocktail=(AKIS, LIDOCAINE, saline("2 mL")))
    found, other = (engine.check(each).result for each in (filled, plain))
    assert found.verdict == other.verdict
    assert [each.message for each in found.findings] == [each.message for each in other.findings]
    assert engine.plan(filled).result.plans == engine.plan(plain).result.plans


def test_worst_cases_are_those_of_the_mark_and_of_the_corners(prepare: Any) -> None:
    found = prepare(ACID, saline("q.s. to 5 mL"), **MELASMA, syringes=("1mL", "5mL"))
    (filling,) = sheet_of(found).fillings
    acid, rest = filling.draws
    assert [each.product for each in filling.draws] == [ACID["product"], SALINE]
    assert (str(rest.to), str(rest.drawn), str(rest.exact)) == ("5 mL", "4.8 mL", "4.8 mL")
    assert [(each.syringe, str(each.mark)) for each in rest.portions] == [("bd-plastipak-5-ml", "5 mL")]
    assert (filling.into, filling.pieces, filling.besides) == ("bd-plastipak-5-ml", 1, True)
    assert shown(filling.worst_volume) == ("4.8 mL", "5.2 mL")
    drawn = [F("0.2") - error("1", "0.2"), F("0.2") + error("1", "0.2")]
    # The mark tells what is expelled; the nozzle may hold up to its dead space besides.
    wholes = [5 - error("5", "5"), 5 + error("5", "5") + F("0.075")]
    corners = [x * 100 / whole for x, whole in product(drawn, wholes)]
    printed = [F(each.to("mg/mL").value) for each in held(found, "tranexamic-acid").worst_concentration]
    assert printed[0] <= min(corners) < printed[0] + F(1, 5_000)
    assert printed[1] - F(1, 5_000) < max(corners) <= printed[1]
    assert shown(rest.worst) == tuple(
        f"{float(each):.6g} mL" for each in (wholes[0] - drawn[1], wholes[1] - drawn[0])
    )
    assert shown(acid.worst) == ("0.181 mL", "0.219 mL")
    salt = held(found, "sodium-chloride-solution")
    each = [(whole - x) * 9 for x, whole in product(drawn, wholes)]
    assert F(salt.worst.low.value) <= min(each) < F(salt.worst.low.value) + F(1, 1_000)
    assert F(salt.worst.high.value) - F(1, 1_000) < max(each) <= F(salt.worst.high.value)


def test_a_powder_and_two_liquids_share_the_syringe(prepare: Any) -> None:
    """250 mg of 100 mg/mL are 2.5 mL: 1 mL more of Akis leaves 1.5 of 5 mL."""
    rows = ({"product": "synthetic-powder-known", "amount": "250 mg"}, AKIS, saline("ad 5 mL"))
    found = prepare(*rows, syringes=("1mL", "2.5mL", "5mL"))
    (filling,) = sheet_of(found).fillings
    by_product = {each.product: each for each in filling.draws}
    assert (str(by_product[SALINE].drawn), filling.draws[-1].product) == ("1.5 mL", SALINE)
    drawn = {name: [F(v) - error(v, v), F(v) + error(v, v)] for name, v in (("powder", "2.5"), ("akis", "1"))}
    wholes = [5 - error("5", "5"), 5 + error("5", "5") + F("0.075")]
    for ingredient, name, strength in (("tranexamic-acid", "powder", 100), ("diclofenac", "akis", 25)):
        corners = [x * strength / whole for x, whole in product(drawn[name], wholes)]
        printed = [F(each.to("mg/mL").value) for each in held(found, ingredient).worst_concentration]
        assert printed[0] <= min(corners) < printed[0] + F(1, 100)
        assert printed[1] - F(1, 100) < max(corners) <= printed[1]
    zone = next(each for each in sheet_of(found).limits if each.over == "zone")
    assert F(zone.worst) - F(1, 10_000) < wholes[1] / 5 <= F(zone.worst)


def test_a_line_that_lacks_its_volume_is_asked_for_and_not_the_rest_of_it(prepare: Any) -> None:
    found = prepare({"ingredient": "diclofenac", "amount": "25 mg"}, saline("ad 5 mL"))
    assert [(each.lack, each.subject) for each in found.missing] == [("volume", "diclofenac")]


def test_no_syringe_holds_it(prepare: Any) -> None:
    found = prepare(ACID, saline("ad 4 mL"), **MELASMA, syringes=("1mL", "2.5mL"))
    assert found.sheet is None
    assert [(each.lack, dict(each.data)) for each in found.missing] == [("vessel", {"volume": "4 mL"})]


def test_a_whole_that_is_no_mark_takes_the_nearest(prepare: Any) -> None:
    found = prepare(ACID, saline("ad 4.5 mL"), **MELASMA, syringes=("1mL", "5mL"))
    rest = sheet_of(found).fillings[0].draws[1]
    assert [str(each.mark) for each in rest.portions] == ["4.4 mL"]
    assert (str(rest.to), str(rest.drawn), rest.rounding) == ("4.5 mL", "4.2 mL", Decimal("-0.0222"))
    low, high = F("4.4") * F("0.96"), F("4.4") * F("1.04")
    worst = max(high - F("4.5"), F("4.5") - low) / F("4.5")
    assert F(rest.error) - F(1, 10_000) < worst <= F(rest.error)


@pytest.mark.parametrize("mixture", [(), (0, 1, 2)])
@pytest.mark.parametrize(
    "weights", [("0.2", "0.1", "0.3"), ("1.4", "0", "0"), ("0.9", "1.05", "0.98"), ("0", "0", "1")]
)
def test_a_maximum_with_a_line_that_fills_up_is_that_of_its_corners(
    mixture: tuple[int, ...], weights: tuple[str, ...]
) -> None:
    worst = tuple(F(each) for each in weights)
    made: Any = Bound("x", "session", "1 mg", None, worst, worst, mixture)  # type: ignore[arg-type]
    volumes = [Interval(F("0.9"), F("1.1")), Interval(F("0.4"), F("0.6")), Interval(F("2"), F("4"))]
    filled = [Filled(2, (0, 1), Interval(F("4.8"), F("5.3")))]
    seen = []
    for a, b, whole in product(volumes[0], volumes[1], filled[0].whole):
        used = sum(w * v for w, v in zip(worst, (a, b, whole - a - b), strict=True))
        seen.append(used / whole if mixture else used)
    assert made.worst_share(volumes, filled) == max(seen)
    assert made.is_kept(volumes, filled) == (max(seen) <= 1)
