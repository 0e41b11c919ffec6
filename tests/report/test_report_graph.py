"""The graph page: one file, no network, every name and statement in it."""

import json
import re

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.graph_html import graph_data, graph_html
from mesoplan.report.graph_select import around
from mesoplan.report.look_up import Hit

graphs = pytest.importorskip("mesoplan.knowledge.graph")
HIT = Hit("ingredient", "caution-drug", "caution-drug")


@pytest.fixture(scope="module")
def page(fixture_catalog: Catalog) -> str:
    graph = around(graphs.graph_of(fixture_catalog), (HIT,), fixture_catalog, 1)
    return graph_html(graph, fixture_catalog, (graphs.node("ingredient", "caution-drug"),), "caution-drug")


def _data(page: str) -> dict[str, list[dict[str, str]]]:
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, list[dict[str, str]]] = json.loads(found[1])
    return data


def test_the_page_asks_for_nothing_over_the_network(page: str) -> None:
    rest = page.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|\bsrc=|\bhref=|@import|url\(|fetch\(|XMLHttpRequest", rest)
    assert "default-src 'none'" in page


def test_every_node_and_edge_says_how_it_is_known(page: str) -> None:
    data = _data(page)
    assert [node["id"] for node in data["nodes"] if node["focus"]] == ["ingredient:caution-drug"]
    stated = [edge for edge in data["edges"] if edge["statement"]]
    assert stated
    for edge in stated:
        assert edge["read"]
        assert edge["access"]
    forbidding = [edge for edge in stated if edge["kind"] == "contraindicated-by"]
    assert {edge["tone"] for edge in forbidding} == {"forbid"}


def test_text_of_the_catalog_cannot_become_markup(fixture_catalog: Catalog) -> None:
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_node("a", kind="ingredient", label="</script><script>alert(1)</script>")
    page = graph_html(graph, fixture_catalog, ("a",), "<b>title</b>")
    assert "<script>alert" not in page
    assert "<title>&lt;b&gt;" in page


def test_the_order_is_fixed(fixture_catalog: Catalog) -> None:
    graph = graphs.graph_of(fixture_catalog)
    ids = [node["id"] for node in graph_data(graph)["nodes"]]
    assert ids == sorted(ids)
    assert graph_data(graph) == graph_data(graphs.graph_of(fixture_catalog))


def test_other_members_of_a_class_are_left_out(fixture_catalog: Catalog) -> None:
    graph = around(graphs.graph_of(fixture_catalog), (HIT,), fixture_catalog, 1)
    assert "ingredient:clear-drug" not in graph
    assert "class:drug-class" in graph
