"""Silence is never safety, and what nobody read may only make a plan more cautious."""

from typing import Any

import pytest
from hypothesis import given, settings

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.ledger import ledger_lines, missing_statements
from mesoplan.catalog.read import Tables
from mesoplan.model.finding import VERDICT_RANK

from .conftest import ASKED, Altered, Place, cases, judge_in


def _rank(catalog: Catalog, case: dict[str, Any]) -> int:
    return VERDICT_RANK[judge_in(catalog, case).verdict]


# ---------------------------------------------------------------------- first law: the ledger


def _reported(altered: Altered, place: Place, ledger: tuple[str, ...]) -> bool:
    tables = altered.tables_without(place)
    if tables is None:
        return True  # the schema (CA003) wants it: the entity cannot be read without it
    lost = (fault.key.split(" ")[0] for fault in missing_statements(tables, ledger))
    return place.stated.id in lost  # a line may name the place behind the id


def test_no_statement_of_the_fixture_goes_missing_unseen(small: Altered) -> None:
    ledger = small.ledger()
    unseen = [each.stated.id for each in small.places if not _reported(small, each, ledger)]
    assert unseen == []


def test_no_statement_of_the_catalog_goes_missing_unseen(real: Altered) -> None:
    """Every statement, entity by entity: without it the lines of its entity lack its id."""
    unseen = []
    for place in real.places:
        tables = real.tables_without(place)
        if tables is not None and not _lines(real.read.tables, place) - _lines(tables, place):
            unseen.append(place.stated.id)
    assert unseen == []


def _lines(tables: Tables, place: Place) -> set[str]:
    """The ledger of one entity."""
    own = {key: entry for key, entry in tables[place.kind].items() if key == place.identity}
    return set(ledger_lines({place.kind: own}))


def test_a_whole_catalog_has_nothing_missing(small: Altered) -> None:
    assert list(missing_statements(small.read.tables, small.ledger())) == []


def test_a_catalog_without_a_ledger_says_so(small: Altered) -> None:
    assert [each.code for each in missing_statements(small.read.tables, None)] == ["CA070"]


@given(case=cases())
@settings(max_examples=20)
def test_removing_a_statement_is_reported_or_not_better(small: Altered, case: dict[str, Any]) -> None:
    before, ledger = _rank(small.catalog, case), small.ledger()
    for place in small.about(case)[::3]:
        catalog = small.without(place)
        if catalog is None or _holds_nothing(catalog, case):
            continue
        if _rank(catalog, case) > before:
            assert _reported(small, place, ledger), place.stated.id


def _holds_nothing(catalog: Catalog, case: dict[str, Any]) -> bool:
    """Whether a product of the case lost its last ingredient; see the test of products that hold nothing."""
    return any(not catalog.product(row["product"]).contains for row in case["cocktail"] if "product" in row)


# ---------------------------------------------------------------------- first law: without a ledger


def _clears(place: Place) -> bool:
    """Statements that answer a check with "fine"."""
    record = place.stated.record
    match type(record).__name__:
        case "Interaction":
            return bool(record.kind == "compatible")
        case "Permission":
            return bool(record.permission == "licensed")
        case "Status":
            return bool(record.status == "licensed")
        case "MixingLaw" | "Admixture":
            return bool(record.rule == "allowed")
        case "Evidence":
            return bool(record.direction in ("benefit", "none-found"))
    return False


def _measures(place: Place) -> bool:
    """Statements that a check counts with: they may condemn as well as clear."""
    return type(place.stated.record).__name__ in ("Acidness", "Osmolality", "MolarMass", "Regimen")


@given(case=cases(asked=True))
@settings(max_examples=60)
def test_removing_a_clearing_statement_never_improves_the_verdict(
    small: Altered, case: dict[str, Any]
) -> None:
    before = _rank(small.catalog, case)
    for place in filter(_clears, small.about(case)):
        catalog = small.without(place)
        assert catalog is not None
        assert _rank(catalog, case) <= before, place.stated.id


@given(case=cases(asked=True))
@settings(max_examples=40)
def test_removing_a_measurement_never_answers_a_check(small: Altered, case: dict[str, Any]) -> None:
    """Without its pH an acid no longer condemns an alkali; but then nobody knows, and that is said."""
    before = _rank(small.catalog, case)
    for place in filter(_measures, small.about(case)):
        catalog = small.without(place)
        assert catalog is not None
        assert _rank(catalog, case) <= max(before, VERDICT_RANK["incomplete"]), place.stated.id


# ---------------------------------------------------------------------- third law


#: Warnings that the rules soften to a note when nobody read them.
SOFTENED = {"LookAlike"}

#: What nobody read does not forbid: it warns. So a worse reading may end at a caution, never below it.
_WARNS = VERDICT_RANK["caution"]


@given(case=cases(asked=True))
@settings(max_examples=40)
def test_reading_a_statement_worse_never_improves_the_verdict(small: Altered, case: dict[str, Any]) -> None:
    before = _rank(small.catalog, case)
    for place in small.about(case):
        if type(place.stated.record).__name__ not in SOFTENED:
            assert _rank(small.recalled(place), case) <= max(before, _WARNS), place.stated.id


_AT = {"goal": "glow", "zone": "open-zone", "jurisdiction": "land", "technique": "shallow"}


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        ("Capped", {"zone": "plain-zone", "cocktail": [{"product": "friend-ampoule", "volume": "11 mL"}]}),
        (
            "Span",
            {
                "session": {"point_volume": "0.2 mL"},
                "cocktail": [{"product": "clear-ampoule", "volume": "1 mL"}],
            },
        ),
        (
            "Course",
            {
                "technique": "deep",
                "goal": "ache",
                "session": {"interval": "2 wk"},
                "cocktail": [{"product": "deep-ampoule", "volume": "1 mL"}],
            },
        ),
        ("Limit", {"session": {"area": "5 cm2"}, "cocktail": [{"product": "dot-ampoule", "volume": "1 mL"}]}),
        (
            "ClassRule",
            {
                "cocktail": [
                    {"product": "solo-one-ampoule", "volume": "1 mL"},
                    {"product": "solo-two-ampoule", "volume": "1 mL", "syringe": 2},
                ]
            },
        ),
    ],
)
def test_reading_a_warning_worse_never_improves_the_verdict(
    kind: str, case: dict[str, Any], small: Altered
) -> None:
    whole = {**_AT, **case}
    before = _rank(small.catalog, whole)
    for place in small.about(whole):
        if type(place.stated.record).__name__ == kind:
            assert _rank(small.recalled(place), whole) <= max(before, _WARNS), place.stated.id


_TYPES = (
    "Interaction",
    "Regimen",
    "Admixture",
    "Caution",
    "AgeLimit",
    "TestDose",
    "Limit",
    "Excipient",
    "StableBetween",
    "Acidity",
    "ZoneBan",
    "ZoneFlag",
)


def _clears_too_much(altered: Altered, place: Place, case: dict[str, Any]) -> str:
    """Why a recalled statement does more for a case than none at all; empty when it does not."""
    gone = altered.without(place)
    if gone is None:
        return ""
    recalled, without = judge_in(altered.recalled(place), case), judge_in(gone, case)
    if VERDICT_RANK[recalled.verdict] > VERDICT_RANK[without.verdict]:
        return f"{place.stated.id}: {without.verdict} without it, {recalled.verdict} when it is recalled"
    spoken = {each.code for each in recalled.findings if each.severity in ("unknown", "forbid")}
    asked = {each.code for each in without.findings if each.severity == "unknown"}
    lost = sorted(asked - spoken)
    return f"{place.stated.id}: {lost} unknown without it, answered when it is recalled" if lost else ""


@given(case=cases(asked=True))
@settings(max_examples=40)
def test_a_recalled_statement_clears_no_more_than_none_at_all(small: Altered, case: dict[str, Any]) -> None:
    for place in small.about(case):
        if type(place.stated.record).__name__ in _TYPES:
            assert not _clears_too_much(small, place, case)


_TWO = [{"product": "clear-ampoule", "volume": "1 mL"}, {"product": "acid-ampoule", "volume": "1 mL"}]


@pytest.mark.parametrize(
    ("kind", "cocktail"),
    [
        ("Acidness", _TWO),
        ("Osmolality", _TWO),
        ("MixingLaw", _TWO),
        pytest.param(
            "Evidence",
            [{"product": "barren-ampoule", "volume": "1 mL"}],
        ),
        pytest.param(
            "Permission",
            [{"product": "deep-ampoule", "volume": "1 mL"}],
        ),
        pytest.param(
            "Status",
            [{"product": "beside-ampoule", "volume": "1 mL"}],
        ),
    ],
)
def test_a_recalled_measurement_or_status_clears_nothing(
    kind: str, cocktail: list[dict[str, str]], small: Altered
) -> None:
    case = {**_AT, "patient": ASKED, "cocktail": cocktail}
    places = [each for each in small.about(case) if type(each.stated.record).__name__ == kind]
    assert places
    assert [why for why in (_clears_too_much(small, each, case) for each in places) if why] == []
