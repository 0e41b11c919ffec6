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
    for said in ("Akis", "lidocaine", "knee", "is not an approved one", "Call for help at once"):
        assert said in text
    watched = [each for each in answer.result.sheet.protocol if each.topic == "watch"]
    assert {each.data["patient"] for each in watched} >= {"notice", "no"}
    for step in watched:
        assert (f"- {step.data['what']}" in text) == (step.data["patient"] == "notice")


def test_the_consent_leaves_out_only_what_is_for_those_who_prepare(engine: Engine, answer: Any) -> None:
    text = page_markdown(consent(prepared(answer, engine.catalog), sentences(), ()))
    for step in answer.result.sheet.protocol:
        if step.topic == "watch":
            assert (f"- {step.data['what']}" in text) == (step.data["patient"] != "no")


def leaflet_of(engine: Engine, *rows: dict[str, str], **given: Any) -> str:
    asked = {"goal": "knee-osteoarthritis", "zone": "knee", "jurisdiction": "IT", **given}
    found = engine.prepare(Case(**asked, cocktail=rows), draft=True)
    return page_markdown(leaflet(prepared(found, engine.catalog), sentences()))


def test_what_the_patient_has_to_do_is_asked_of_the_patient(engine: Engine) -> None:
    text = leaflet_of(engine, {"product": "ketoprofen-lysine-160", "volume": "2 mL"})
    please = text.split("## Please")[1].split("##")[0]
    assert "Keep treated skin out of the sun" in please
    assert "sun exposure of the skin" not in text


def test_times_are_written_out_and_events_are_said_in_words(engine: Engine) -> None:
    row = {"ingredient": "dutasteride", "amount": "0.5 mg", "volume": "1 mL"}
    text = leaflet_of(engine, row, goal="male-pattern-hair-loss", zone="scalp")
    assert "- giving blood: 6 months after dutasteride" in text
    assert "blood-donation" not in text
    assert "for 48 hours" in text and " 48 h" not in text.replace(" 48 hours", "")


def test_a_test_that_several_disturb_is_one_line(engine: Engine) -> None:
    rows = [
        {"ingredient": each, "amount": "0.5 mg", "volume": "1 mL"} for each in ("dutasteride", "finasteride")
    ]
    text = leaflet_of(engine, *rows, goal="male-pattern-hair-loss", zone="scalp")
    told = text.split("## Tell whoever takes your blood")[1].split("##")[0]
    assert told.count("PSA") == 1 and "dutasteride and finasteride" in told


def test_signs_of_a_local_anaesthetic_are_told_where_one_is_given(engine: Engine) -> None:
    akis, lidocaine = ({"product": each, "volume": "1 mL"} for each in ("akis-25", "lidocaine-2-plain"))
    assert "a taste of metal" in leaflet_of(engine, akis, lidocaine)
    alone = leaflet_of(engine, akis)
    assert "a taste of metal" not in alone and "trouble breathing" in alone


def test_the_place_of_the_needle_is_the_one_of_the_technique(engine: Engine) -> None:
    row = {"product": "kybella", "volume": "2 mL"}
    place = {"goal": "submental-fat", "zone": "submental", "jurisdiction": "US"}
    assert "by injection under the skin" in leaflet_of(engine, row, technique="hypodermic", **place)
    assert "by injection as explained to you" in leaflet_of(engine, row, **place)


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
