"""The first screen of an ingredient and of a goal: short, complete in what matters, and one count."""

import re

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.show import entity_page
from mesoplan.rules.evidence.studies import counted, is_negative

WIDTH, SCREEN = 96, 45


def _text(kind: str, identity: str, catalog: Catalog) -> str:
    return page_text(entity_page(kind, identity, catalog, brief=True), Paper(WIDTH))


@pytest.mark.parametrize("kind", ["ingredient", "goal"])
def test_every_first_page_is_about_a_screen(kind: str, catalog: Catalog) -> None:
    lengths = {each: len(_text(kind, each, catalog).splitlines()) for each in catalog.table(kind)}
    assert max(lengths.values()) <= SCREEN, {each: n for each, n in lengths.items() if n > SCREEN}


def test_the_whole_page_has_what_the_first_leaves_out(catalog: Catalog) -> None:
    brief = _text("ingredient", "lidocaine", catalog)
    whole = page_text(entity_page("ingredient", "lidocaine", catalog), Paper(WIDTH))
    assert len(whole.splitlines()) > 4 * len(brief.splitlines())
    assert "(-v)" in brief
    for title in ("Is", "For", "Dose", "Most", "Never", "Care", "With", "Sold", "Law", "Read"):
        assert re.search(rf"^{title} ", brief, re.MULTILINE), title
    assert "Labels read" in whole


def test_what_forbids_is_never_only_cared_for(catalog: Catalog) -> None:
    for identity in catalog.table("ingredient"):
        rows = {
            each.title: each for each in entity_page("ingredient", identity, catalog, brief=True).sections
        }
        forbids = [
            each for each in Knowledge(catalog).cautions(identity) if each.record.effect == "contraindicated"
        ]
        assert bool(forbids) == ("Never" in rows), identity


def test_studies_are_counted_as_a_check_counts_them(catalog: Catalog) -> None:
    knowledge = Knowledge(catalog)
    human = counted(knowledge.evidence("deoxycholic-acid", "submental-fat"), knowledge)
    good = sum(each.record.direction == "benefit" for each in human)
    bad = sum(is_negative(each.record) for each in human)
    words = f"({good} for, {bad} against)"
    assert f"submental fat {words}" in " ".join(_text("ingredient", "deoxycholic-acid", catalog).split())
    assert f"deoxycholic acid {words}" in " ".join(_text("goal", "submental-fat", catalog).split())
