"""What the patient is given to read: true to the preparation, whole in every language."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mesoplan.engine import Engine
from mesoplan.errors import BadRequest
from mesoplan.model.case import Case
from mesoplan.report.answers import prepared
from mesoplan.report.leaflet import consent, leaflet, sentences
from mesoplan.report.page_markdown import page_markdown

ENGLISH = Path(__file__).parents[2] / "src/mesoplan/report/assets/patient.toml"


@pytest.fixture(scope="module")
def engine(catalog: Any) -> Engine:
    return Engine(catalog)


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Any:
    rows = ({"product": "akis-25", "volume": "1 mL"}, {"product": "lidocaine-2-plain", "volume": "1 mL"})
    case = Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", cocktail=rows)
    return engine.prepare(case, draft=True, first=date(2026, 11, 27))


def test_the_leaflet_says_what_is_given_and_that_it_is_off_label(engine: Engine, answer: Any) -> None:
    text = page_markdown(leaflet(prepared(answer, engine.catalog), sentences()))
    assert "DRAFT, NOT CHECKED" in text
    for said in ("Akis", "lidocaine", "knee", "not the one it is approved for", "Call for help at once"):
        assert said in text
    for step in answer.result.sheet.protocol:
        if step.topic == "watch":
            assert step.data["what"].split(",")[0] in text


def test_the_consent_says_every_caution_and_how_much_is_not_known(engine: Engine, answer: Any) -> None:
    findings = engine.check(answer.case).result.findings
    page = consent(prepared(answer, engine.catalog), sentences(), findings)
    text = " ".join(page_markdown(page).split())
    unknown = sum(each.severity == "unknown" for each in findings)
    assert unknown and f"{unknown} checks of this cocktail could not be answered" in text
    for each in findings:
        if each.severity == "caution":
            assert each.message.split(".")[0][:40].replace("*", "") in text


def test_without_a_sheet_there_is_nothing_to_tell(engine: Engine) -> None:
    rows = ({"product": "akis-25", "volume": "1 mL"}, {"product": "lidocaine-2-plain", "volume": "1 mL"})
    case = Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", cocktail=rows)
    found = engine.prepare(case)
    with pytest.raises(BadRequest):
        leaflet(prepared(found, engine.catalog), sentences())


def test_a_translation_is_used_whole(engine: Engine, answer: Any, tmp_path: Path) -> None:
    file = tmp_path / "it.toml"
    file.write_text(ENGLISH.read_text("utf-8").replace("About your injections", "Le sue iniezioni"), "utf-8")
    page = leaflet(prepared(answer, engine.catalog), sentences(str(file)))
    assert page.title == "Le sue iniezioni"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: text.replace('keep = "', 'kept = "'), "keep is missing"),
        (lambda text: text.replace("{subjects} is not approved", "it is not approved"), "off_label needs"),
        (lambda text: text.split("[consent]")[0], r"\[consent\] is missing"),
        (lambda text: text + "\nmore = 'x'\n", "no sentence of it"),
        (lambda text: "[", "cannot be read"),
    ],
)
def test_half_a_translation_is_refused_by_name(tmp_path: Path, change: Any, named: str) -> None:
    file = tmp_path / "half.toml"
    file.write_text(change(ENGLISH.read_text("utf-8")), "utf-8")
    with pytest.raises(BadRequest, match=named):
        sentences(str(file))
    with pytest.raises(BadRequest):
        sentences(str(tmp_path / "none.toml"))
