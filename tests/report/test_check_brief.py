"""The first page of a check is short on real cocktails, and leaves no finding but notes unsaid."""

import re
import statistics
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from mesoplan.asking.unknowns import unknowns_of
from mesoplan.cases.read import case_from, read_case
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.report.answers import Checked
from mesoplan.report.check_page import check_page
from mesoplan.report.page import Entry, Page
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.words.findings import with_words
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

#: Cocktails as people typed them (reports of first use), with complete patients.
COCKTAILS = sorted((Path(__file__).parent / "cocktails").glob("*.toml"))
#: Cocktails of a practice, each with a patient whose facts matter.
PRACTICE = sorted((Path(__file__).parents[1] / "reports" / "practice").glob("*.toml"))
CASES = Path(__file__).parents[1] / "rules" / "cases"
WIDTH, MEDIAN, MOST = 96, 20, 40


@pytest.fixture(scope="module")
def pages(catalog: Catalog) -> dict[str, str]:
    knowledge = Knowledge(catalog)
    cases = {file.name: read_case(file) for file in COCKTAILS}
    cases |= {
        file.name: case_from(tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)["case"])
        for file in PRACTICE
    }
    return {
        name: page_text(check_page(_checked(case, knowledge)), Paper(WIDTH)) for name, case in cases.items()
    }


def _checked(case: object, knowledge: Knowledge) -> Checked:
    catalog = knowledge.catalog
    resolved = resolve(case, catalog)  # type: ignore[arg-type]
    report = with_words(check(Scene(resolved, knowledge)), catalog)
    return Checked(report, case, resolved, catalog)  # type: ignore[arg-type]


def test_real_cocktails_fit_a_screen(pages: dict[str, str]) -> None:
    lengths = {name: len(text.splitlines()) for name, text in pages.items()}
    assert len(lengths) >= 50
    assert statistics.median(lengths.values()) <= MEDIAN, lengths
    assert max(lengths.values()) <= MOST, lengths
    assert all(len(line) <= WIDTH for text in pages.values() for line in text.splitlines())


def test_units_are_those_of_people(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        assert not re.search(r"[{}]|\[i?U\]|\bcm2\b|\b\d+ (mo|wk)\b", text), name


def _codes(page: Page) -> set[str]:
    """The codes at the ends of the lines: "MX302/304 RG705" names three."""
    found = set()
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Entry):
                for group in block.source.partition(";")[0].split():
                    found |= {group[:2] + number for number in group[2:].split("/")}
    return found


def _rule_cases(knowledge: Knowledge) -> Iterator[Checked]:
    for file in sorted(CASES.glob("*.toml")):
        for row in tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)["case"]:
            if "overlay" not in row and "xfail" not in row:
                yield _checked(case_from(row["case"]), knowledge)


def test_every_finding_but_notes_stands_on_the_page(fixture_catalog: Catalog) -> None:
    seen = 0
    for checked in _rule_cases(Knowledge(fixture_catalog)):
        wanted = {each.code for each in checked.report.findings if each.severity != "note"}
        assert wanted <= _codes(check_page(checked)), checked.case
        seen += len(wanted)
    assert seen > 500


def test_what_forbids_stands_first_with_its_subject_and_what_to_do(fixture_catalog: Catalog) -> None:
    for checked in _rule_cases(Knowledge(fixture_catalog)):
        forbidding = [each for each in checked.report.findings if each.severity == "forbid"]
        sections = [each for each in check_page(checked).sections if each.title == "Stop"]
        assert bool(forbidding) == bool(sections)
        entries = [block for each in sections for block in each.blocks if isinstance(block, Entry)]
        if entries:
            assert entries[-1].more
            assert len(entries) <= len(forbidding)


def test_each_unknown_is_of_one_kind(fixture_catalog: Catalog) -> None:
    for checked in _rule_cases(Knowledge(fixture_catalog)):
        unknown = [each for each in checked.report.findings if each.severity == "unknown"]
        groups = unknowns_of(unknown, checked.resolved.cocktail, checked.catalog)
        assert sorted(each.id for group in groups for each in group) == sorted(each.id for each in unknown)


#: Ten facts that most ingredients have something to say about.
TEN = {
    "conditions": ["hypertension", "diabetes", "asthma", "epilepsy", "renal-impairment"],
    "medicines": ["warfarin", "propranolol", "sertraline", "furosemide", "metformin"],
}


def test_many_facts_are_told_by_ingredient_and_none_is_hidden(catalog: Catalog) -> None:
    """A patient with ten facts: the page grows by what they are about, not by a line a fact."""
    knowledge = Knowledge(catalog)
    lengths = {}
    for file in COCKTAILS:
        case = read_case(file)
        checked = _checked(case._replace(patient={**case.patient, **TEN}), knowledge)
        text = page_text(check_page(checked), Paper(WIDTH))
        lengths[file.name] = len(text.splitlines())
        flat = " ".join(text.split())
        for found in checked.report.findings:
            if found.severity in ("forbid", "caution") and found.code in ("PT201", "PT202", "PT207"):
                ids = {found.data["fact"], *_below(found.data["fact"], checked, catalog)}
                assert any(catalog.label(each).lower() in flat.lower() for each in ids), (file.name, found.id)
    assert max(lengths.values()) <= MOST, lengths


def _below(fact: str, checked: Checked, catalog: Catalog) -> set[str]:
    """What the patient has of which a fact is the general name."""
    said = checked.resolved.patient.said
    return {each for each in said if fact in catalog.lineage("fact", each)}
