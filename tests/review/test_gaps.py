"""What is missing is counted over many cases, the same way every time."""

from typing import Any

from mesoplan.model.case import Case
from mesoplan.review.gaps import Spread, gaps, simulated
from mesoplan.review.judged import NamedCase


def test_what_the_small_catalog_lacks(edited: Any) -> None:
    found = {(gap.need, gap.subjects): gap for gap in gaps(edited())}
    assert ("data:osmolality", ("compounded-minoxidil-5-mg-ml",)) in found
    assert ("data:status", ("minoxidil", "eu")) in found or ("data:status", ("eu", "minoxidil")) in found
    assert all(gap.codes and gap.cases >= gap.alone >= 0 for gap in found.values())


def test_filling_a_gap_closes_it(edited: Any) -> None:
    key = ("data:osmolality", ("compounded-minoxidil-5-mg-ml",))
    filled = edited(
        (
            "products/compounded-minoxidil-5-mg-ml.toml",
            "",
            """
[[osmolality]]
value = "300 mOsm/kg"
kind = "measured"
cite = { source = "uzel-2020-minoxidil-fphl", at = "article", access = "secondary" }
""",
        )
    )
    assert key in {(gap.need, gap.subjects) for gap in gaps(edited())}
    assert key not in {(gap.need, gap.subjects) for gap in gaps(filled)}


def test_the_most_decisive_comes_first_and_always_the_same(edited: Any) -> None:
    catalog = edited()
    found = gaps(catalog)
    assert found == gaps(catalog)
    assert list(found) == sorted(found, key=lambda gap: (-gap.alone, -gap.cases, gap.need, gap.subjects))


def test_only_what_a_curator_can_settle_is_counted(edited: Any) -> None:
    assert {gap.need.partition(":")[0] for gap in gaps(edited())} <= {"data", "product"}


def test_an_ingredient_on_no_shelf_is_a_gap(edited: Any) -> None:
    bare = edited(
        (
            "products/compounded-minoxidil-5-mg-ml.toml",
            'ingredient = "minoxidil"',
            'ingredient = "ketoprofen"',
        ),
        (
            "regimens/minoxidil-50-women.toml",
            'product = "compounded-minoxidil-5-mg-ml"',
            'ingredient = "minoxidil"',
        ),
    )
    assert ("product", ("minoxidil",)) in {(gap.need, gap.subjects) for gap in gaps(bare)}


def test_given_cases_count_too(edited: Any) -> None:
    catalog = edited()
    case = NamedCase(
        "both",
        Case(
            goal="low-back-pain",
            zone="lower-back",
            cocktail=(
                {"ingredient": "minoxidil", "amount": "1 mg"},
                {"ingredient": "lidocaine", "amount": "1 mg"},
            ),
        ),
    )
    pair = ("data:compatibility", ("lidocaine", "minoxidil"))
    assert pair not in {(gap.need, gap.subjects) for gap in gaps(catalog)}
    assert any(gap.need == pair[0] and set(gap.subjects) == set(pair[1]) for gap in gaps(catalog, [case]))


def test_cases_cover_every_studied_ingredient_and_combination(edited: Any) -> None:
    names = [each.name for each in simulated(edited(), Spread())]
    assert len(names) == len(set(names))
    cocktails = {name.split(" / ")[1] for name in names}
    assert cocktails == {"minoxidil", "ketoprofen", "lidocaine", "ketoprofen + lidocaine"}
