"""What the catalog says, asked: inheritance, overrides, and the four answers."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from mesoplan.catalog.catalog import Catalog, UnknownName
from mesoplan.catalog.uses import uses_of
from mesoplan.knowledge.answers import Conflicting, Known, NoData, NotApplicable
from mesoplan.knowledge.questions import Knowledge
from mesoplan.knowledge.trace import trace
from mesoplan.model.case import Content, Item
from mesoplan.model.evidence import direct
from mesoplan.model.finding import CheckReport
from mesoplan.model.line import Line
from mesoplan.model.statement import Stated, statements_of


@pytest.fixture(scope="module")
def small(fixture_catalog: Catalog) -> Knowledge:
    return Knowledge(fixture_catalog)


def _item(ingredient: str, product: str = "") -> Item:
    return Item(Line("cocktail"), product, (Content(ingredient, None),), None, 1)


def _effects(knowledge: Knowledge, ingredient: str) -> list[tuple[str, str, str]]:
    return [(each.entity, each.record.fact, each.record.effect) for each in knowledge.cautions(ingredient)]


def test_what_a_class_says_holds_for_its_members(small: Knowledge) -> None:
    assert _effects(small, "wary-drug") == [("wary-class", "odd-disease", "contraindicated")]


def test_a_nearer_statement_overrides_only_where_it_says_so(small: Knowledge) -> None:
    assert _effects(small, "gentle-drug") == [("gentle-drug", "odd-disease", "caution")]


def test_inheritance_reaches_over_several_levels(knowledge: Knowledge) -> None:
    """Deoxycholic acid is a detergent, a lipolytic, and injected: each level adds what it knows."""
    entities = {each.entity for each in knowledge.inherited("deoxycholic-acid", "cautions")}
    assert {"deoxycholic-acid", "detergent-lipolytic", "injected"} <= entities


def test_nearest_first(knowledge: Knowledge) -> None:
    lineage = knowledge.catalog.lineage("ingredient", "deoxycholic-acid")
    order = [lineage.index(each.entity) for each in knowledge.inherited("deoxycholic-acid", "cautions")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("ingredient", "group", "expected"),
    [
        ("clear-drug", "clear-drug", True),
        ("nut-drug", "nut-class", True),
        ("nut-drug", "drug-class", True),
        ("clear-drug", "nut-class", False),
        ("clear-drug", "nut-drug", False),
    ],
)
def test_is_a(ingredient: str, group: str, expected: bool, small: Knowledge) -> None:
    assert small.is_a(ingredient, group) is expected


@pytest.mark.parametrize(
    "call",
    [
        lambda k: k.cautions("lidocane"),
        lambda k: k.inherited("lidocane", "ages"),
        lambda k: k.product_statements("kybela", "limits"),
    ],
)
def test_an_unknown_id_is_an_error_not_an_empty_answer(
    call: Callable[[Knowledge], Any], knowledge: Knowledge
) -> None:
    with pytest.raises(UnknownName):
        call(knowledge)


# ---------------------------------------------------------------------- excipients


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (_item("dressed-drug", "dressed-ampoule"), Known),
        (_item("dressed-drug", "naked-ampoule"), Known),
        (_item("dressed-drug"), NoData),
        (_item("secret-drug", "secret-ampoule"), NoData),
        (_item("bare-drug"), NoData),
        (_item("clear-drug"), Known),
    ],
)
def test_excipients(item: Item, kind: type, small: Knowledge) -> None:
    assert isinstance(small.excipients(item), kind)


def test_excipients_that_may_be_there_travel_with_the_answer(small: Knowledge) -> None:
    answer = small.excipients(_item("dressed-drug"))
    assert isinstance(answer, NoData)
    assert [each.record.ingredient for each in answer.weak] == ["sulfur-salt"]


# ---------------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("subject", "place", "goal", "kind", "word"),
    [
        ("clear-drug", "land", "glow", Known, "licensed"),
        ("union-drug", "land", "glow", Known, "withdrawn"),
        ("banned-drug", "land", "glow", Known, "prohibited"),
        ("banned-drug", "land", "ache", Known, "licensed"),
        ("banned-drug", "land", "", NoData, ""),
        ("argued-drug", "land", "glow", Conflicting, ""),
        ("hearsay-drug", "land", "glow", NoData, ""),
        ("bare-drug", "land", "glow", NoData, ""),
        ("clear-drug", "silent-land", "glow", NoData, ""),
        ("clear-drug", "", "glow", NotApplicable, ""),
    ],
)
def test_status(subject: str, place: str, goal: str, kind: type, word: str, small: Knowledge) -> None:
    answer = small.status([subject], place, goal)
    assert isinstance(answer, kind)
    if isinstance(answer, Known):
        assert answer.record.status == word


def test_a_recalled_licence_is_shown_but_is_no_answer(small: Knowledge) -> None:
    answer = small.status(["hearsay-drug"], "land", "glow")
    assert isinstance(answer, NoData)
    assert [each.record.status for each in answer.weak] == ["licensed"]


def test_the_nearest_subject_decides(small: Knowledge) -> None:
    first = small.status(["clear-drug", "union-drug"], "land", "glow")
    other = small.status(["union-drug", "clear-drug"], "land", "glow")
    assert isinstance(first, Known)
    assert isinstance(other, Known)
    assert (first.record.status, other.record.status) == ("licensed", "withdrawn")


# ---------------------------------------------------------------------- together and evidence


def test_interactions_hold_both_ways(knowledge: Knowledge) -> None:
    for one, other in (("diclofenac", "lidocaine"), ("thiamine", "sodium-metabisulfite")):
        assert knowledge.interactions(one, other) == knowledge.interactions(other, one) != ()


def test_interactions_of_classes_are_inherited_and_the_pair_itself_comes_first(knowledge: Knowledge) -> None:
    entities = [each.entity for each in knowledge.interactions("diclofenac", "lidocaine")]
    assert entities[0] == "diclofenac--lidocaine"
    assert "local-anaesthetic--nsaid" in entities


def test_together_wants_every_member_by_another_ingredient(small: Knowledge) -> None:
    everything = ["acid-drug", "base-drug", "blank-drug", "clear-drug"]
    assert [each.entity for each in small.together(everything)] == ["acid-drug--base-drug--blank-drug"]
    assert small.together(["acid-drug", "base-drug"]) == ()


def test_evidence_is_that_of_the_goal_and_of_its_family(knowledge: Knowledge) -> None:
    goals = {each.record.goal for each in knowledge.evidence("dutasteride", "female-pattern-hair-loss")}
    family = set(knowledge.catalog.lineage("goal", "female-pattern-hair-loss"))
    assert "female-pattern-hair-loss" in goals
    assert goals <= family | {
        goal
        for goal in knowledge.catalog.table("goal")
        if "female-pattern-hair-loss" in knowledge.catalog.lineage("goal", goal)
    }
    assert not knowledge.evidence("dutasteride", "submental-fat")


def test_a_result_of_a_combination_is_not_that_of_its_parts(small: Knowledge) -> None:
    study = small.catalog.evidence("clear-friend-trial")
    assert small.catalog.given_in("clear-friend-trial") == ("clear-drug", "friend-drug")
    assert small.catalog.given_in("clear-trial") == ("clear-drug",)
    assert direct(study)
    assert not direct(small.catalog.evidence("sold-claim"))


# ---------------------------------------------------------------------- trace


def test_a_trace_climbs_to_the_class_and_ends_in_a_source(small: Knowledge) -> None:
    (stated,) = small.cautions("wary-drug")
    assert trace(stated, ("wary-drug", "odd-disease"), small.catalog) == (
        "wary-drug",
        "is-a",
        "wary-class",
        "states",
        stated.id,
        "cites",
        "label-fixture",
    )


def test_a_trace_climbs_several_levels(knowledge: Knowledge) -> None:
    stated = next(each for each in knowledge.cautions("deoxycholic-acid") if each.entity == "injected")
    path = trace(stated, ("deoxycholic-acid",), knowledge.catalog)
    assert path[0] == "deoxycholic-acid"
    assert path.count("is-a") >= 2
    nodes = path[: path.index("states")][::2]
    for below, above in pairwise(nodes):
        parents = (
            knowledge.catalog.ingredient(below).classes
            if below in knowledge.catalog.table("ingredient")
            else knowledge.catalog.ingredient_class(below).parents
        )
        assert above in parents


def test_a_trace_of_an_interaction_names_the_member(small: Knowledge) -> None:
    stated = small.interactions("acid-drug", "base-drug")[0]
    path = trace(stated, ("acid-drug", "base-drug"), small.catalog)
    assert path[:3] == ("acid-drug", "member-of", "acid-drug--base-drug")


def test_every_cited_source_exists(catalog: Catalog) -> None:
    for kind in catalog.kinds():
        for identity, record in catalog.table(kind).items():
            for _, stated in statements_of(identity, record):
                assert stated.cite.source in catalog.table("source"), stated.id


def test_statement_ids_are_unique_over_the_catalog(catalog: Catalog) -> None:
    seen: dict[str, Stated] = {}
    for kind in catalog.kinds():
        for identity, record in catalog.table(kind).items():
            for path, stated in statements_of(identity, record):
                earlier = seen.setdefault(stated.id, stated)
                assert earlier is stated or earlier.record == stated.record, (stated.id, path)


# ---------------------------------------------------------------------- third law


def test_recalled_and_claimed_statements_support_nothing(catalog: Catalog) -> None:
    for kind in catalog.kinds():
        for identity, record in catalog.table(kind).items():
            for _, stated in statements_of(identity, record):
                assert stated.cite.supports == (stated.cite.access not in ("recalled", "vendor"))


def test_a_dose_or_study_that_was_only_recalled_or_sold_answers_nothing(
    judge: Callable[..., CheckReport], catalog: Catalog
) -> None:
    """Every ingredient whose doses are all weak is unknown to DS504, and none of the others is."""
    for identity, record in catalog.table("ingredient").items():
        if record.role in ("vehicle", "excipient"):
            continue
        report = judge(cocktail=[{"ingredient": identity}])
        found = [each for each in report.findings if each.code == "DS504" and identity in each.subjects]
        if not any(use.is_sourced for use in uses_of(identity, catalog)):
            assert found, identity
            assert found[0].severity == "unknown"
