"""Names: what may be left out, what may not, and what is offered when a name is not there."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoplan.catalog.catalog import AmbiguousName, Catalog, UnknownName
from mesoplan.catalog.names import normal

_SUBSTANCE = ("substance",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sodium Chloride", "sodium-chloride"),
        ("crow's feet", "crow’s feet"),
        ("vitamin B 12", "Vitamin B-12"),
        ("vitamin B₁₂", "vitamin B12"),
        ("lidocaïne", "lidocaine"),
        ("α-lipoic acid", "alpha lipoic acid"),
        ("U.S.", "us"),
        ("１０", "10"),
        ("soft\u00adhyphen", "soft hyphen"),
    ],
)
def test_a_name_may_leave_out_case_accents_blanks_hyphens_and_apostrophes(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sodium bicarbonate 1.4 %", "sodium bicarbonate 14 %"),
        ("sodium bicarbonate 1 4 %", "sodium bicarbonate 14 %"),
        ("sodium bicarbonate 1-4", "sodium bicarbonate 1.4"),
        ("Kybella 1.0 mg/mL", "Kybella 10 mg/mL"),
        ("Akis .5", "Akis 5"),
        ("vitamin B1+2", "vitamin B12"),
        ("vitamin B1/2", "vitamin B12"),
        ("vitamin B½", "vitamin B12"),
        ("10⁶", "106"),
        ("−5", "5"),
        ("1,4", "14"),
    ],
)
def test_digits_points_signs_and_fractions_are_kept(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_nothing_is_cut(catalog: Catalog) -> None:
    for length in (1, 150, 200, 400, 5000):
        assert catalog.find("lidocaine" + " " * length + "+ adrenaline 1:1000", _SUBSTANCE) is None


def test_every_moved_point_is_another_name(catalog: Catalog) -> None:
    tried = 0
    for identity, product in catalog.table("product").items():
        for name in (product.label, *product.synonyms):
            for place, char in enumerate(name):
                if (
                    char == "."
                    and name[place + 1 : place + 2].isdigit()
                    and name[place - 1 : place].isdigit()
                ):
                    tried += 1
                    moved = name[:place] + name[place + 1 :]
                    found = catalog.find(moved, _SUBSTANCE)
                    assert found is None or found.id != identity, moved
    assert tried > 20


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("hyaluronidaze", ["hyaluronidase"]),
        ("dutastaride", ["dutasteride"]),
        ("tazocin", []),
        ("Vitaran", []),
        ("procainamide", []),
        ("xylocaine forte 9", []),
        ("sodium bicarbonate 14 %", []),
        ("vitamin B1+2", []),
        ("lipases", ["lipase"]),
    ],
)
def test_an_offer_is_a_misspelling_and_nothing_else(
    wanted: str, offered: list[str], catalog: Catalog
) -> None:
    with pytest.raises(UnknownName) as caught:
        catalog.resolve(wanted, _SUBSTANCE, "ingredient called")
    assert caught.value.close == offered


@pytest.mark.parametrize("part", ["Kenalog", "Akis", "Placentex", "zinc", "botulinum toxin", "vitamin A"])
def test_a_name_of_several_things_is_asked(part: str, catalog: Catalog) -> None:
    with pytest.raises(AmbiguousName) as caught:
        catalog.resolve(part, _SUBSTANCE, "ingredient called")
    assert len(caught.value.close) > 1
    for choice in caught.value.close:
        assert catalog.find(choice, _SUBSTANCE) is not None


def test_no_offer_crosses_to_a_declared_lookalike(catalog: Catalog) -> None:
    offers = catalog.offers(_SUBSTANCE)
    tried = 0
    for identity, ingredient in catalog.table("ingredient").items():
        for each in ingredient.lookalikes:
            tried += 1
            own = {identity, ingredient.label, *ingredient.synonyms}
            assert not own & set(offers.near(each.name)), each.name
    assert tried > 20


def test_an_unknown_name_is_cheap(catalog: Catalog) -> None:
    offers = catalog.offers(_SUBSTANCE)
    offers.near("warm up")
    start = time.process_time()
    for number in range(100):
        offers.near(f"unobtainium{number}")
    assert time.process_time() - start < 2


def test_every_word_of_the_field_points_at_something_or_says_why(catalog: Catalog) -> None:
    for word in catalog.table("word").values():
        assert word.means or word.why, word.id
        if word.near or len(word.means) > 1:
            assert word.why.endswith("."), word.id


@given(st.text(st.characters(max_codepoint=127), max_size=12))
def test_plain_names_take_the_short_way_to_the_same_form(text: str) -> None:
    if text[-1:].isdigit():
        text += "x"
    assert normal(text) + "e" == normal(text + "\N{LATIN SMALL LETTER E WITH ACUTE}")
