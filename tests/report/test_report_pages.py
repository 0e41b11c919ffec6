"""The same page as text, Markdown and HTML: nothing lost, nothing that could be run."""

import re

import pytest

from mesoplan.report.page import Bullets, Entry, Grid, Link, Page, Pairs, Section, Text
from mesoplan.report.page_html import page_html
from mesoplan.report.page_markdown import page_markdown
from mesoplan.report.page_text import Paper, page_text

NASTY = "<script>alert(1)</script> | *x* \x1b[31m [y](z)"
PAGE = Page(
    "Title",
    Text("BLOCKED: headline", "bad"),
    (
        Section(
            "First",
            (
                Entry(
                    "PT205",
                    "Something is contraindicated. " * 6,
                    ("Do this instead.",),
                    "a-source, label",
                    "bad",
                ),
                Bullets(("one", "two")),
            ),
        ),
        Section(
            "Second",
            (
                Grid(("lot", "amount"), (("0000200406E13", "0.50 mL"), ("x", "1e5"))),
                Pairs((("name", "value"),)),
                Text(NASTY),
            ),
        ),
    ),
    ("the foot",),
)


@pytest.mark.parametrize("width", [20, 60, 80, 100, 200])
def test_text_fits_the_terminal_and_is_never_narrower_than_60(width: int) -> None:
    lines = page_text(PAGE, Paper(width)).splitlines()
    assert max(len(line) for line in lines) <= max(60, min(width, 110))


def test_numbers_are_printed_as_they_are_written() -> None:
    text = page_text(PAGE, Paper(80))
    assert "0000200406E13" in text
    assert "0.50 mL" in text
    assert "1e5" in text


def test_text_without_colour_says_the_same_as_with() -> None:
    plain, coloured = page_text(PAGE, Paper(80)), page_text(PAGE, Paper(80, colour=True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_a_long_word_does_not_break_the_table() -> None:
    wide = Grid(("a", "b"), (("x" * 300, "short"),))
    text = page_text(Page("t", Text("h"), (Section("", (wide,)),)), Paper(60))
    assert max(len(line) for line in text.splitlines()) <= 60
    assert text.count("x") >= 300


def test_html_escapes_everything_and_asks_for_nothing() -> None:
    html = page_html(PAGE)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"(src|href)\s*=|url\(|@import|https?://", html)
    assert "default-src 'none'" in html


def test_markdown_escapes_what_would_be_markup() -> None:
    markdown = page_markdown(PAGE)
    assert "\\<script\\>" in markdown
    assert "\\|" in markdown
    assert "| lot | amount |" in markdown


@pytest.mark.parametrize("rendered", [page_text(PAGE, Paper(80)), page_html(PAGE), page_markdown(PAGE)])
def test_every_renderer_shows_every_part(rendered: str) -> None:
    for part in ("BLOCKED: headline", "First", "PT205", "Do this instead.", "a-source, label", "two", "foot"):
        assert part in rendered


def test_a_source_with_an_address_is_a_link_and_its_text_is_escaped() -> None:
    entry = Entry("", "Stop it.", (), "MX301; a-source +1", "bad")
    source = Link("a-source", "A <b>title</b>", 'https://example.org/?a=1&b="2"')
    page = Page("t", Text("h"), (Section("Stop", (entry,), "bad", side=True),), (), (source,))
    html = page_html(page)
    address = "https://example.org/?a=1&amp;b=&quot;2&quot;"
    assert f'[MX301; <a href="{address}" rel="noopener noreferrer">a-source</a> +1]' in html
    assert "A &lt;b&gt;title&lt;/b&gt;</a>" in html
    assert "(<https://example.org/" in page_markdown(page)
    assert "Stop   Stop it. [MX301; a-source +1]" in page_text(page, Paper(80))
