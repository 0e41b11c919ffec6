"""The graph and the compiled questions say the same, over the whole catalog; paths are made of its edges."""

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge import paths, walk
from mesoplan.knowledge.graph import Graph, graph_of, neighbourhood, node
from mesoplan.knowledge.questions import Knowledge
from mesoplan.knowledge.trace import trace
from mesoplan.model.statement import Stated

FIELDS = (
    "cautions",
    "ages",
    "monitoring",
    "limits",
    "zone_bans",
    "deferrals",
    "test_doses",
    "doses",
    "courses",
)


@pytest.fixture(scope="module")
def graph(catalog: Catalog) -> Graph:
    return graph_of(catalog)


def ids(found: tuple[Stated, ...]) -> set[str]:
    return {each.id for each in found}


def test_what_is_inherited_is_the_same(knowledge: Knowledge, graph: Graph) -> None:
    fields = [
        each for each in FIELDS if hasattr(next(iter(knowledge.catalog.table("ingredient").values())), each)
    ]
    assert len(fields) > 4
    some = 0
    for ingredient in knowledge.catalog.table("ingredient"):
        for field in fields:
            asked = ids(knowledge.inherited(ingredient, field))
            some += bool(asked)
            assert walk.inherited(graph, ingredient, field) == asked, (ingredient, field)
        assert walk.cautions(graph, ingredient) == ids(knowledge.cautions(ingredient)), ingredient
    assert some > 100


def test_lineages_products_and_goals_are_the_same(knowledge: Knowledge, graph: Graph) -> None:
    catalog = knowledge.catalog
    for kind in ("ingredient", "fact", "goal", "zone", "jurisdiction"):
        above = "class" if kind == "ingredient" else kind
        for identity in catalog.table(kind):
            own = walk.lineage(graph, node(kind, identity))
            expected = {node(above, up): far for up, far in catalog.ancestors(kind, identity)}
            assert own == {node(kind, identity): 0, **expected}
    for ingredient in catalog.table("ingredient"):
        assert walk.products_of(graph, ingredient) == set(catalog.index.products_of.get(ingredient, ()))
    for goal in catalog.table("goal"):
        assert walk.related_goals(graph, goal) == knowledge.related_goals(goal)


def test_classes_are_the_same_for_every_pair(knowledge: Knowledge, graph: Graph) -> None:
    catalog = knowledge.catalog
    groups = (*catalog.table("class"), *list(catalog.table("ingredient"))[:5])
    for ingredient in list(catalog.table("ingredient"))[::3]:
        for group in groups:
            assert walk.is_a(graph, ingredient, group) == knowledge.is_a(ingredient, group)


def test_every_pair_interacts_the_same(knowledge: Knowledge, graph: Graph) -> None:
    names = sorted(knowledge.catalog.table("ingredient"))
    involved = [name for name in names if any(walk.lineage(graph, node("ingredient", name)))]
    some = 0
    for number, (one, other) in enumerate(combinations(involved, 2)):
        asked = ids(knowledge.interactions(one, other))
        if asked or number % 7 == 0:  # of the pairs of which nothing is said, every seventh
            some += bool(asked)
            assert walk.interactions(graph, one, other) == asked, (one, other)
    assert some > 100


def test_three_together_are_the_same(knowledge: Knowledge, graph: Graph) -> None:
    catalog = knowledge.catalog
    files = [each.members for each in catalog.table("interaction").values() if len(each.members) > 2]
    names = set(catalog.table("ingredient"))
    groups = [sorted(names & set(members)) for members in files]
    for members in [*groups, *combinations(sorted(names)[::25], 3)]:
        asked = ids(knowledge.together(members))
        assert walk.together(graph, members) == asked, members


def test_studies_and_excipients_are_the_same(knowledge: Knowledge, graph: Graph) -> None:
    catalog = knowledge.catalog
    some = 0
    for ingredient in catalog.index.studies_of:
        if ingredient in catalog.table("ingredient"):
            for goal in catalog.table("goal"):
                asked = {each.entity for each in knowledge.evidence(ingredient, goal)}
                some += bool(asked)
                assert walk.studies(graph, ingredient, goal) == asked, (ingredient, goal)
    assert some > 50
    for product in catalog.table("product"):
        assert walk.excipients(graph, product) == ids(knowledge.product_statements(product, "excipients"))
        for field in ("permissions", "in_use", "ph", "cautions"):
            if hasattr(catalog.product(product), field):
                asked = ids(knowledge.product_statements(product, field))
                assert walk.stated(graph, node("product", product), field) == asked


def test_a_status_is_an_edge_to_the_place_or_one_above(knowledge: Knowledge, graph: Graph) -> None:
    catalog = knowledge.catalog
    some = 0
    for kind in ("ingredient", "product"):
        for subject in catalog.table(kind):
            for place in catalog.table("jurisdiction"):
                edges = walk.statuses(graph, node(kind, subject), place)
                answer = knowledge.status([subject], place, "")
                said = getattr(answer, "statements", ()) or getattr(answer, "weak", ())
                assert ids(said) <= edges, (subject, place)
                some += bool(said)
                if not edges:
                    assert not said
    assert some > 20


def test_regimens_are_the_same(knowledge: Knowledge, graph: Graph) -> None:
    catalog = knowledge.catalog
    some = 0
    for ingredient in catalog.table("ingredient"):
        asked = {each.entity for each in knowledge.regimens_of(ingredient)}
        some += bool(asked)
        assert walk.regimens_of(graph, ingredient) == asked, ingredient
    for product in catalog.table("product"):
        assert walk.regimens_with(graph, product) == {
            each.entity for each in knowledge.regimens_with(product)
        }, product
    for goal in catalog.table("goal"):
        assert walk.regimens_for(graph, goal) == {each.entity for each in knowledge.regimens_for(goal)}, goal
    assert some > 50


def test_places_markets_and_equals_are_the_same(knowledge: Knowledge, graph: Graph) -> None:
    catalog = knowledge.catalog
    for goal in catalog.table("goal"):
        assert walk.zones_of(graph, goal) == set(knowledge.zones_of(goal)), goal
    some = 0
    for product in catalog.table("product"):
        assert walk.equals_of(graph, product) == ids(knowledge.equals_of(product)), product
        for place in catalog.table("jurisdiction"):
            asked = ids(knowledge.market(product, place))
            some += bool(asked)
            assert walk.market(graph, product, place) == asked, (product, place)
    assert some > 100


def test_every_question_of_the_catalog_is_asked_of_the_graph_too() -> None:
    """What a question is answered from is an edge: one that has no walk is named here, with the reason."""
    walked = {name for name in vars(walk) if not name.startswith("_")}
    elsewhere = {
        "once": "a memo",
        "patient_answer": "about a patient, not the catalog",
        "products_holding": "products_of, but for a named product",
        "uses": "the amounts inside the regimens that regimens_of finds",
        "uses_in": "the same, of one regimen",
        "is_place_of": "zones_of and the lineage of zones",
        "zone_flags": "the lineage of zones and what each states of itself",
        "was_read": "an attribute of the edge: access",
        "product_statements": "stated",
        "evidence": "studies",
        "status": "statuses, of which it takes the nearest",
    }
    asked = {
        name for name in dir(Knowledge) if not name.startswith("_") and callable(getattr(Knowledge, name))
    }
    assert asked - walked == elsewhere.keys()


# ---------------------------------------------------------------------- paths


def is_path(graph: Graph, steps: tuple[paths.Step, ...]) -> bool:
    """Whether every step is an edge, and each shares a node with the one before."""
    for number, step in enumerate(steps):
        edges = graph.get_edge_data(step.tail, step.head) or {}
        if not any((tie["kind"], tie["statement"]) == (step.kind, step.statement) for tie in edges.values()):
            return False
        before = steps[number - 1] if number else step
        if not {step.tail, step.head} & {before.tail, before.head}:
            return False
    return True


def test_the_trace_of_every_caution_is_a_path_of_the_graph(knowledge: Knowledge, graph: Graph) -> None:
    for ingredient in knowledge.catalog.table("ingredient"):
        for stated in knowledge.cautions(ingredient):
            steps = paths.support(graph, node("ingredient", ingredient), stated.id)
            assert steps and is_path(graph, steps)
            assert steps[-1].source == stated.cite.source
            shown = trace(stated, (ingredient,), knowledge.catalog)
            climbed = [step.head.partition(":")[2] for step in steps[:-1]]
            assert len(climbed) == shown.count("is-a")
            assert shown[-1] == steps[-1].source


def test_why_goes_from_goal_to_product_and_to_study(graph: Graph) -> None:
    ways = paths.why(graph, "female-pattern-hair-loss", "minoxidil")
    assert ways and all(is_path(graph, way) for way in ways)
    kinds = {tuple(step.kind for step in way) for way in ways}
    assert any(kind[-3:] == ("serves", "acts-via", "contains") for kind in kinds)
    assert any(kind[-1] == "used" for kind in kinds)
    assert paths.why(graph, "female-pattern-hair-loss", "water-for-injection") == ()


def test_alternatives_share_a_class_or_a_mechanism(graph: Graph) -> None:
    found = {each.ingredient: each.shared for each in paths.alternatives(graph, "lidocaine")}
    assert "lidocaine" not in found and "mepivacaine" in found
    for other, shared in found.items():
        for common in shared:
            assert graph.has_edge(node("ingredient", other), common)
            assert graph.has_edge(node("ingredient", "lidocaine"), common)


def test_what_hangs_on_a_source_is_lost_with_it(catalog: Catalog, graph: Graph) -> None:
    identity, study = next(iter(catalog.table("evidence").items()))
    loss = paths.loss_without(graph, node("source", study.cite.source))
    assert Stated(identity, study).id in loss.statements
    assert all(each.endswith(f"@{study.cite.source}") for each in loss.statements)
    nothing = paths.loss_without(graph, "ingredient:not-there")
    assert nothing == paths.Loss((), (), (), ())


def test_an_ingredient_without_its_only_product_is_named(catalog: Catalog, graph: Graph) -> None:
    only = next(
        (ingredient, held[0])
        for ingredient, held in sorted(catalog.index.products_of.items())
        if len(held) == 1 and ingredient in catalog.table("ingredient")
    )
    loss = paths.loss_without(graph, node("product", only[1]))
    assert only[0] in loss.ingredients_without_product


def test_the_graph_is_frozen_and_in_one_order(graph: Graph) -> None:
    import networkx

    near = neighbourhood(graph, [node("ingredient", "dutasteride")])
    assert networkx.is_frozen(graph) and networkx.is_frozen(near)
    assert list(near) == [name for name in graph if name in near]


def test_the_same_bytes_under_every_hash_seed() -> None:
    outputs = set()
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-m", "mesoplan", "graph", "dutasteride", "lidocaine", "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(walk.__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
