"""What the page is told: a verdict only of the form that was asked about, everything else NOT CHECKED."""

import json
import random
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient
from tests.web.forms import FORM, wrong_with

from mesoplan.engine import Engine
from mesoplan.web.ask import Ask, Reply
from mesoplan.web.desk import QUESTIONS, Desk
from mesoplan.web.server import application

CHIN = {
    "goal": "submental-fat",
    "zone": "submental",
    "jurisdiction": "us",
    "sex": "male",
    "age": "40",
    "weight": "80 kg",
    "no_conditions": "1",
    "no_allergies": "1",
    "no_medicines": "1",
}


def _ask(desk: Desk, name: str, form: dict[str, str], *query: tuple[str, str]) -> Reply:
    return desk.answer(Ask(name, query, tuple(form.items())))


def _verdict(reply: Reply) -> str:
    found = re.findall(r'data-verdict="(\w+)"', reply.body)
    return found[0] if found else ""


def test_the_verdict_is_that_of_the_engine(desk: Desk) -> None:
    reply = _ask(desk, "check", FORM)
    assert reply.status == 200 and _verdict(reply) == "blocked"
    assert "diclofenac 25 mg" in reply.body


def test_each_forbidding_finding_leads_to_its_statements(desk: Desk) -> None:
    reply = _ask(desk, "check", FORM)
    hrefs = re.findall(r'hx-get="source\?(code=MX301&amp;id=[^"]+)"', reply.body)
    assert hrefs
    shown = desk.answer(Ask("source", tuple(parse_qsl(unescape(hrefs[0])))))
    assert shown.status == 200 and "read as" in shown.body and 'rel="noopener noreferrer"' in shown.body


def test_a_name_that_is_not_understood_is_not_checked_and_offers_names(desk: Desk) -> None:
    reply = _ask(desk, "check", {**FORM, "item2": "lidocane"})
    assert reply.status == 422 and "NOT CHECKED" in reply.body and not _verdict(reply)
    assert "line 2" in reply.body and 'data-set="item2=' in reply.body


def test_without_a_cocktail_nothing_is_checked(desk: Desk) -> None:
    reply = _ask(desk, "check", CHIN)
    assert reply.status == 200 and not _verdict(reply) and "Nothing to check" in reply.body


def test_what_was_not_asked_is_a_question_with_chips(desk: Desk) -> None:
    reply = _ask(desk, "check", {**CHIN, "sex": "female", "item1": "kybella", "volume1": "1 mL"})
    assert _verdict(reply) == "incomplete" and 'data-answer="pregnant=no"' in reply.body


def test_a_suggestion_that_is_taken_to_the_bench_keeps_its_verdict(desk: Desk) -> None:
    reply = _ask(desk, "plan", CHIN)
    take = re.findall(r'data-take="([^"]+)"', reply.body)
    said = re.findall(r'<p class="badge \w+">(\w+)</p>', reply.body)
    assert len(take) == len(said) > 0
    for packed, verdict in zip(take, said, strict=True):
        taken = json.loads(unescape(packed))
        form = {**CHIN, **taken["fields"]}
        for n, row in enumerate(taken["rows"], start=1):
            form |= {f"{key}{n}": value for key, value in row.items()}
        assert _verdict(_ask(desk, "check", form)).upper() == verdict


def test_a_comparison_has_a_column_for_each_that_was_chosen(desk: Desk) -> None:
    form = {**CHIN, "item1": "kybella", "volume1": "1 mL"}
    reply = desk.answer(Ask("compare", (), (*form.items(), ("pick", "1"), ("pick", "bench"))))
    assert "On the bench" in reply.body and "Suggestion 1" in reply.body and 'class="differs"' in reply.body
    assert "Choose two" in _ask(desk, "compare", {**form, "pick": "1"}).body


def test_every_repair_that_the_page_carries_out_makes_the_cocktail_pass(desk: Desk) -> None:
    reply = _ask(desk, "repair", FORM)
    took = re.findall(r'data-take="([^"]+)"', reply.body)
    assert took
    for packed in took:
        rows = json.loads(unescape(packed))["rows"]
        form = {key: value for key, value in FORM.items() if not key[-1].isdigit()}
        for n, row in enumerate(rows, start=1):
            form |= {f"{key}{n}": value for key, value in row.items()}
        assert _verdict(_ask(desk, "check", form)) in ("", "incomplete", "caution", "clear")


def test_the_border_of_a_limit_stands_on_the_scale(desk: Desk) -> None:
    form = {**FORM, "goal": "neck-pain", "zone": "neck", "item1": "", "volume1": ""}
    reply = _ask(desk, "limits", form, ("row", "2"))
    assert (
        'type="range"' in reply.body and 'class="border"' in reply.body and "The border is at" in reply.body
    )


def test_the_matrix_says_who_must_be_kept_apart_and_how_sure_that_is(desk: Desk) -> None:
    reply = _ask(desk, "together", FORM)
    assert "keep apart" in reply.body and "measured" in reply.body and "<svg" in reply.body
    pair = desk.answer(Ask("pair", (("a", "akis-25"), ("b", "lidocaine-2-plain"))))
    assert pair.status == 200 and "In one syringe" in pair.body


@pytest.mark.parametrize("sheet", ["worksheet", "labels", "leaflet"])
def test_what_the_check_forbids_has_no_sheet_but_a_marked_draft(desk: Desk, sheet: str) -> None:
    assert "NO WORKSHEET" in _ask(desk, "paper", FORM, ("sheet", sheet)).body
    draft = _ask(desk, "paper", FORM, ("sheet", sheet), ("draft", "1"))
    assert draft.status == 200 and "DRAFT, NOT CHECKED" in draft.body and "data-print" in draft.body


def test_a_leaflet_is_for_the_patient_and_holds_no_steps_of_whoever_gives_it(desk: Desk) -> None:
    leaflet = _ask(desk, "paper", FORM, ("sheet", "leaflet"), ("draft", "1")).body
    assert "After the session" in leaflet and "if something feels wrong, call" in leaflet
    assert "Ask again" not in leaflet and "adrenaline" not in leaflet and "consent" not in leaflet


def test_a_case_is_saved_and_opened_as_it_was(desk: Desk) -> None:
    saved = _ask(desk, "save", FORM)
    assert saved.kind == "toml"
    fields = json.loads(_ask(desk, "open", {"text": saved.body}).body)
    again = {key: value for key, value in fields.items() if key != "fact" and value}
    assert again == FORM


def test_opening_says_what_is_wrong_with_a_file(desk: Desk) -> None:
    reply = _ask(desk, "open", {"text": "goal = "})
    assert reply.status == 422 and "NOT CHECKED" in reply.body


def test_the_catalog_is_found_and_read(desk: Desk, engine: Engine) -> None:
    assert "entry?kind=ingredient&amp;id=dutasteride" in _ask(desk, "find", {"q": "dutaster"}).body
    for kind in (
        "goal",
        "ingredient",
        "product",
        "regimen",
        "interaction",
        "class",
        "source",
        "zone",
        "fact",
    ):
        for identity in list(engine.catalog.table(kind))[::40]:
            reply = desk.answer(Ask("entry", (("kind", kind), ("id", identity))))
            assert reply.status == 200 and "<article" in reply.body
    assert _ask(desk, "entry", {}, ("kind", "goal"), ("id", "none-such")).status == 404


def test_markup_in_any_field_stays_text(desk: Desk) -> None:
    evil = "<img src=x onerror=alert(1)>"
    for name in QUESTIONS:
        for field in FORM:
            reply = _ask(desk, name, {**FORM, field: evil}, ("row", "1"), ("q", evil), ("id", evil))
            assert "<img" not in reply.body or reply.kind != "html", (name, field)


def test_no_form_breaks_the_desk(engine: Engine) -> None:
    """Damaged forms; `python -m tests.web.forms --minutes 10` sends more of them."""
    rng, quick = random.Random(20261127), tuple(sorted(set(QUESTIONS) - {"plan", "repair", "compare"}))
    with TestClient(application(engine), base_url="http://127.0.0.1:8810") as client:
        assert [wrong for _ in range(300) if (wrong := wrong_with(client, rng, quick))] == []


def test_the_page_asks_nobody_else(desk: Desk) -> None:
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', desk.home())
    assert "style=" not in desk.home() and "onclick" not in desk.home() and "<script>" not in desk.home()


def test_the_copy_of_htmx_is_the_one_that_was_looked_at() -> None:
    from hashlib import sha256

    static = Path(__file__).parents[2] / "src/mesoplan/web/static"
    said = re.findall(r"sha256 (\w{64})", (static / "VENDORED").read_text("utf-8"))
    assert said == [sha256((static / "htmx.min.js").read_bytes()).hexdigest()]
