"""A change of the catalog is seen for what it does: which statements, and which verdicts."""

from typing import Any

from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.review.diff import diff
from mesoplan.review.judged import REFUSED, NamedCase, published_cases, verdict_on

_MINOXIDIL = "ingredients/minoxidil.toml"
_LIDOCAINE = "ingredients/lidocaine.toml"
_CAUTION = """[[cautions]]
fact = "pregnant"
effect = "contraindicated"
why = "Pregnant women were left out of the trial."
action = "Do not use."
cite = { source = "uzel-2020-minoxidil-fphl", at = "article", access = "secondary" }
"""
_PREGNANT = NamedCase(
    "a pregnant woman",
    Case(
        goal="female-pattern-hair-loss",
        zone="scalp",
        patient={"sex": "female", "age": 34, "pregnant": True},
        cocktail=({"product": "compounded-minoxidil-5-mg-ml", "volume": "2 mL"},),
    ),
)


def test_nothing_changes_nothing(edited: Any) -> None:
    found = diff(edited(), edited(), [_PREGNANT])
    assert (found.changes, found.flips) == ((), ())


def test_words_without_clinical_weight_do_not_count(edited: Any) -> None:
    new = edited((_MINOXIDIL, "Widens vessels", "Opens vessels"), ("goals/hair-loss.toml", "", "# x"))
    assert diff(edited(), new).changes == ()


def test_a_removed_warning_comes_first_and_frees_a_case(edited: Any) -> None:
    old = edited()
    new = edited((_MINOXIDIL, _CAUTION, ""), (_LIDOCAINE, "pka = 7.9", "pka = 7.8"))
    found = diff(old, new, [_PREGNANT])
    first = found.changes[0]
    assert (first.how, first.entity, first.what, first.blocking) == ("removed", "minoxidil", "caution", True)
    assert first.before == "minoxidil#caution.pregnant.contraindicated@uzel-2020-minoxidil-fphl"
    assert [change.what for change in found.changes[1:]] == ["acidity"]
    freed = found.flips[0]
    assert (freed.name, freed.before, freed.loosened) == ("a pregnant woman", "blocked", True)
    assert freed.after != "blocked" and freed.gone


def test_a_raised_maximum_is_one_change_and_not_two(edited: Any) -> None:
    (change,) = diff(edited(), edited((_LIDOCAINE, '"300 mg"', '"500 mg"'))).changes
    assert (change.how, change.what, change.fields, change.blocking) == ("changed", "limit", ("max",), True)
    assert ("300mg" in change.before, "500mg" in change.after) == (True, True)


def test_a_better_reading_is_a_change(edited: Any) -> None:
    new = edited(
        (
            _LIDOCAINE,
            'kind = "base"\ncite = { source = "background", at = "not read", access',
            'kind = "base"\ncite = { source = "lidocaine-label-us", at = "not read", access',
        )
    )
    assert {change.how for change in diff(edited(), new).changes} == {"added", "removed"}
    read = edited((_MINOXIDIL, 'at = "article", access = "secondary"', 'at = "article", access = "abstract"'))
    (change,) = diff(edited(), read).changes
    assert (change.how, change.fields) == ("changed", ("access",))


def test_leaving_a_class_is_a_change(edited: Any) -> None:
    new = edited((_MINOXIDIL, 'classes = ["vasodilator"]', 'classes = ["injected"]'))
    (change,) = diff(edited(), new).changes
    assert (change.what, change.before, change.after, change.blocking) == (
        "classes",
        "vasodilator",
        "injected",
        True,
    )


def test_a_new_entity_is_added_with_what_it_states(edited: Any) -> None:
    new = edited(("zones.toml", "", '\n[[zone]]\nid = "nape"\nlabel = "nape"\n'))
    (change,) = diff(edited(), new).changes
    assert (change.how, change.kind, change.entity, change.blocking) == ("added", "zone", "nape", False)


def test_a_recipe_that_gets_stricter_is_a_flip(edited: Any) -> None:
    new = edited(
        (
            "jurisdictions/eu.toml",
            "",
            """
[[statuses]]
subject = "minoxidil"
status = "prohibited"
cite = { source = "lidocaine-label-us", at = "made up for this test", access = "label" }
""",
        ),
        (
            "regimens/minoxidil-50-women.toml",
            'volume = "2 mL"\nrep',
            'volume = "2 mL"\njurisdiction = "eu"\nrep',
        ),
    )
    (flip,) = diff(edited(), new).flips
    assert flip.name == "regimen minoxidil-50-women"
    assert (flip.after, flip.loosened) == ("blocked", False)
    assert "RG701" in flip.new


def test_a_case_that_one_catalog_cannot_read_is_refused_there(edited: Any) -> None:
    case = NamedCase("nape", Case(goal="hair-loss", zone="nape", cocktail=({"ingredient": "minoxidil"},)))
    new = edited(("zones.toml", "", '\n[[zone]]\nid = "nape"\nlabel = "nape"\n'))
    (flip,) = diff(edited(), new, [case]).flips
    assert flip.before == "refused" and flip.after != "refused"


def test_every_published_cocktail_of_the_shipped_catalog_can_be_read(catalog: Any) -> None:
    knowledge = Knowledge(catalog)
    refused = [
        each.name for each in published_cases(catalog) if verdict_on(each.case, knowledge).verdict == REFUSED
    ]
    assert refused == []
