"""The desk as a practitioner uses it, in a real browser, with a server and without one."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

READY = 240
ANSWER = 60_000
_LISTS = ("conditions", "allergies", "medicines")


class Seen:
    """What a page did that it should not: requests to others, errors on its console."""

    def __init__(self, page: Any, address: str) -> None:
        self.foreign: list[str] = []
        self.errors: list[str] = []
        own = "file://" if address.startswith("file:") else address.split("/index.html")[0].rstrip("/")

        def asked(request: Any) -> None:
            if not request.url.startswith((own, "blob:", "data:")):
                self.foreign.append(request.url)

        page.on("request", asked)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def nothing(self) -> None:
        """Nothing was seen; that the server says 422 is how a case that cannot be read is answered."""
        assert self.foreign == []
        assert [each for each in self.errors if "422" not in each] == []


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a desk's width."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    context.set_default_timeout(ANSWER)
    yield context.new_page()
    context.close()


def _opened(page: Any, address: str) -> Seen:
    seen = Seen(page, address)
    page.goto(address)
    until = monotonic() + READY
    while not page.evaluate("window.deskReady === true || window.bootError") and monotonic() < until:
        page.wait_for_timeout(100)
    assert page.evaluate("window.bootError") is None
    return seen


def _verdict(page: Any, wanted: str) -> None:
    page.wait_for_selector(f"#verdict[aria-busy=false] [data-verdict={wanted}]")


def _example(page: Any) -> None:
    page.click("#example")
    _verdict(page, "blocked")


def _chin(page: Any, sex: str = "male") -> None:
    page.click("#new")
    for name, value in (
        ("goal", "submental-fat"),
        ("zone", "submental"),
        ("jurisdiction", "us"),
        ("sex", sex),
    ):
        page.select_option(f"[name={name}]", value)
    page.fill("[name=age]", "40")
    page.fill("[name=weight]", "80 kg")
    for key in _LISTS:
        page.check(f"[name=no_{key}]")


# ---------------------------------------------------------------------- what is done at the desk


def a_cocktail_is_blocked_while_it_is_written(page: Any, tmp_path: Path) -> None:
    _chin(page)
    page.select_option("[name=goal]", "knee-osteoarthritis")
    page.select_option("[name=zone]", "knee")
    page.fill("[name=item1]", "akis-25")
    page.fill("[name=volume1]", "1 mL")
    _verdict(page, "incomplete")
    page.fill("[name=item2]", "lidocaine-2-plain")
    page.fill("[name=volume2]", "1 mL")
    _verdict(page, "blocked")
    assert "diclofenac 25 mg" in page.text_content("#hint-row1")


def no_old_verdict_stands_while_a_new_one_is_under_way(page: Any, tmp_path: Path) -> None:
    _example(page)
    at_once = page.evaluate(
        """() => { const field = document.querySelector("[name=volume2]"); field.value = "2 mL";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        const panel = document.querySelector("#verdict");
        return [panel.getAttribute("aria-busy"), panel.querySelectorAll("[data-verdict]").length]; }"""
    )
    assert at_once == ["true", 0]
    _verdict(page, "blocked")


def a_misspelt_name_is_not_checked_and_is_mended_by_a_press(page: Any, tmp_path: Path) -> None:
    _example(page)
    page.fill("[name=item2]", "lidocane")
    page.wait_for_selector("#verdict h2:text('NOT CHECKED')")
    assert page.query_selector("[data-verdict]") is None
    assert page.get_attribute("[name=item2]", "aria-invalid") == "true"
    page.click("#verdict [data-set^='item2=']")
    page.wait_for_selector("#verdict [data-verdict]")
    assert page.get_attribute("[name=item2]", "aria-invalid") is None


def a_finding_leads_to_its_statement_and_back(page: Any, tmp_path: Path) -> None:
    _example(page)
    page.click("#verdict .entry .src a")
    page.wait_for_selector("#source:not([hidden]) dt:text('read as')")
    assert page.get_attribute("#source dd a[target]", "href").startswith("https://")
    page.keyboard.press("Escape")
    assert page.is_hidden("#source")
    assert page.evaluate("document.activeElement.matches('#verdict .src a')")


def a_suggestion_is_taken_to_the_bench(page: Any, tmp_path: Path) -> None:
    _chin(page)
    page.click("button:text-is('Suggest')")
    page.wait_for_selector("[data-take]")
    badge = page.text_content(".card .badge").strip().lower()
    page.click("[data-take]")
    _verdict(page, badge)
    assert page.input_value("[name=item1]")


def two_are_compared_row_by_row(page: Any, tmp_path: Path) -> None:
    for box in page.query_selector_all("#plans [name=pick]")[:2]:
        box.check()
    page.click("button:text-is('Compare those chosen')")
    page.wait_for_selector("#comparison th:text('Suggestion 2')")


def questions_are_answered_by_chips(page: Any, tmp_path: Path) -> None:
    _chin(page, sex="female")
    page.fill("[name=item1]", "kybella")
    page.fill("[name=volume1]", "1 mL")
    page.click("[data-answer='pregnant=no']")
    page.wait_for_selector("#facts :text('pregnant: no')")
    page.wait_for_selector("#verdict [data-answer='pregnant=no']", state="detached")
    page.click("[data-drop=pregnant]")
    page.wait_for_selector("#verdict [data-answer='pregnant=no']")


def a_repair_is_carried_out(page: Any, tmp_path: Path) -> None:
    _example(page)
    page.click("button:text-is('Repair')")
    page.click("#repairs [data-take]")
    _verdict(page, "incomplete")


def the_slider_moves_an_amount_over_its_border(page: Any, tmp_path: Path) -> None:
    page.click("#new")
    page.select_option("[name=goal]", "neck-pain")
    page.fill("[name=weight]", "80 kg")
    page.fill("[name=item1]", "lidocaine-2-plain")
    page.fill("[name=volume1]", "2 mL")
    page.wait_for_selector("#verdict [data-verdict=incomplete]")
    page.click("[data-row='1'] .tools button")
    slider = page.wait_for_selector("#limits [data-moves]")
    slider.evaluate(
        "each => { each.value = each.max; each.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    _verdict(page, "blocked")


def the_matrix_says_who_is_kept_apart(page: Any, tmp_path: Path) -> None:
    _example(page)
    page.click("button:text-is('Who with whom')")
    page.click("#together td a")
    page.wait_for_selector("#source:not([hidden]) :text('In one syringe')")
    page.keyboard.press("Escape")


def a_sheet_is_printed_alone(page: Any, tmp_path: Path) -> None:
    _example(page)
    page.click("button:text-is('Prepare and print')")
    page.click("button:text-is('Draft, marked as unchecked')")
    for sheet in ("labels", "leaflet", "worksheet"):
        page.click(f"#paper button:text-is('{sheet.capitalize()}')")
        page.wait_for_selector(f"#paper .sheet.{sheet}")
    page.emulate_media(media="print")
    assert page.is_visible("#paper .sheet") and page.is_hidden("#verdict") and page.is_hidden("#case")
    page.emulate_media(media="screen")


def a_case_is_saved_and_opened(page: Any, tmp_path: Path) -> None:
    _example(page)
    with page.expect_download() as download:
        page.click("#save")
    file = tmp_path / "case.toml"
    download.value.save_as(file)
    saved = tomllib.loads(file.read_text("utf-8"))
    assert saved["cocktail"][1]["item"] == "lidocaine-2-plain" and saved["patient"]["conditions"] == []
    file.write_text(file.read_text("utf-8") + "\n[limits]\nmax_syringes = 2\n", "utf-8")
    page.click("#new")
    page.set_input_files("#file", file)
    _verdict(page, "blocked")
    assert "limits" in page.text_content("#rest-note")


def the_catalog_is_looked_up(page: Any, tmp_path: Path) -> None:
    page.fill("[type=search]", "dutaster")
    page.click("#browse a:text-is('dutasteride')")
    page.wait_for_selector("#browse article")
    page.click("#browse article a[href^='entry?kind=source']")
    page.wait_for_selector("#browse article dt:text('read as')")


def the_keyboard_is_enough(page: Any, tmp_path: Path) -> None:
    page.click("#new")
    page.focus("[name=item1]")
    page.keyboard.type("akis-25")
    for word in ("Tab", "Tab"):
        page.keyboard.press(word)
    page.keyboard.type("1 mL")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "item2"
    page.wait_for_selector("#verdict [data-verdict]")


def markup_in_a_name_stays_text(page: Any, tmp_path: Path) -> None:
    page.fill("[name=item1]", "<img src=x onerror=window.bad=1>")
    page.wait_for_selector("#verdict h2:text('NOT CHECKED')")
    assert page.evaluate("window.bad") is None and page.query_selector("#verdict img") is None


FLOWS: tuple[Callable[[Any, Path], None], ...] = (
    a_cocktail_is_blocked_while_it_is_written,
    no_old_verdict_stands_while_a_new_one_is_under_way,
    a_misspelt_name_is_not_checked_and_is_mended_by_a_press,
    a_finding_leads_to_its_statement_and_back,
    a_suggestion_is_taken_to_the_bench,
    two_are_compared_row_by_row,
    questions_are_answered_by_chips,
    a_repair_is_carried_out,
    the_slider_moves_an_amount_over_its_border,
    the_matrix_says_who_is_kept_apart,
    a_sheet_is_printed_alone,
    a_case_is_saved_and_opened,
    the_catalog_is_looked_up,
    the_keyboard_is_enough,
    markup_in_a_name_stays_text,
)


def test_the_work_of_the_page(page: Any, address: str, tmp_path: Path) -> None:
    """Every flow, one after the other on one page, as a morning in a practice goes."""
    seen = _opened(page, address)
    for flow in FLOWS:
        flow(page, tmp_path)
    seen.nothing()


def test_when_the_server_is_gone_nothing_counts_as_checked(page: Any, served: str) -> None:
    _opened(page, served)
    _example(page)
    page.route("**/check", lambda route: route.abort())
    page.fill("[name=volume1]", "2 mL")
    page.wait_for_selector("#verdict h2:text('NOT CHECKED')")
    page.unroute("**/check")
    page.route("**/check", lambda route: route.fulfill(status=500, body="broken"))
    page.fill("[name=volume1]", "3 mL")
    page.wait_for_selector("#verdict p:text('error 500')")
    assert page.query_selector("[data-verdict]") is None


def test_an_older_answer_never_takes_the_place_of_a_newer_one(page: Any, served: str) -> None:
    _opened(page, served)
    _example(page)
    page.evaluate(
        """() => { const real = window.fetch; let first = true;
        window.deskFetch = async (url, request) => { const mine = first; first = false;
          const answer = await real(url, { ...request, signal: undefined });
          if (mine) await new Promise(done => setTimeout(done, 1500)); return answer; }; }"""
    )
    page.fill("[name=item2]", "")
    page.fill("[name=volume2]", "")
    page.wait_for_timeout(200)
    page.fill("[name=item2]", "lidocaine-2-plain")
    page.fill("[name=volume2]", "1 mL")
    _verdict(page, "blocked")
    page.wait_for_timeout(1800)
    _verdict(page, "blocked")


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
)
def test_nobody_is_shut_out(
    browser: Any, served: str, node_module: Callable[[str], Path], scheme: str, width: int
) -> None:
    """axe-core finds nothing in any state of the page, and a phone needs no scrolling sideways."""
    axe = (node_module("axe-core") / "axe.min.js").read_text("utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(ANSWER)
    page = context.new_page()
    _opened(page, served)
    page.evaluate(axe)

    def judged(state: str) -> None:
        page.wait_for_selector("#verdict:not([aria-busy=true])")
        found = page.evaluate(
            "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
        )
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state

    judged("empty")
    _example(page)
    judged("blocked")
    page.click("#verdict .entry .src a")
    page.wait_for_selector("#source:not([hidden]) dt")
    judged("source")
    page.keyboard.press("Escape")
    for press, shown in (
        ("button:text-is('Repair')", "#repairs ol"),
        ("button:text-is('Who with whom')", "#together table"),
        ("[data-row='2'] .tools button", "#limits p"),
        ("button:text-is('Prepare and print')", "#paper .sheet"),
    ):
        page.click(press)
        page.wait_for_selector(shown)
    page.click("button:text-is('Draft, marked as unchecked')")
    page.wait_for_selector("[data-print]")
    judged("work")
    page.uncheck("[name=no_conditions]")
    page.wait_for_selector("[data-none]")
    page.fill("[type=search]", "dutaster")
    page.click("#browse a:text-is('dutasteride')")
    page.wait_for_selector("#browse article")
    judged("questions and catalog")
    page.fill("[name=item2]", "lidocane")
    page.wait_for_selector(".faults")
    judged("fault")
    _chin(page)
    page.click("button:text-is('Suggest')")
    page.wait_for_selector("[data-take]")
    for box in page.query_selector_all("#plans [name=pick]"):
        box.check()
    page.click("button:text-is('Compare those chosen')")
    page.wait_for_selector("#comparison table")
    judged("suggestions compared")
    context.close()


def test_the_one_file_is_small_enough_and_names_nobody(built: Path) -> None:
    single = built / "mesoplan-offline.html"
    assert single.stat().st_size <= 11_000_000
    text = single.read_text("utf-8")
    assert not re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(?!data:)', text)
    assert "unsafe-inline" not in text.split("</head>")[0]
