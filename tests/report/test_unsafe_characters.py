"""What a terminal, a script or a spreadsheet would act on leaves no format raw."""

import csv
import io
import json

import pytest

from mesoplan.report.json_out import dumped
from mesoplan.report.rows import csv_text

HARMFUL = [
    "\r=1",
    "\x1b[2J",
    "\x9b2J",
    "\x7f",
    "\x85",
    "\u2028",
    "\u202eabc",
    "\u2066",
    "\ud800",
    "\x00",
    "\x07",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_json_says_the_same_and_holds_nothing_raw(text: str) -> None:
    written = dumped({"a": text, text: 1})
    assert json.loads(written) == {"a": text, text: 1}
    assert all(char.isprintable() or char == "\n" for char in written)


@pytest.mark.parametrize("text", HARMFUL)
def test_csv_shows_the_escape(text: str) -> None:
    written = csv_text(["a"], [[text]])
    assert all(char.isprintable() or char == "\n" for char in written)
    assert ascii(text[0])[1:-1] in written


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1"])
def test_csv_runs_no_formula(text: str) -> None:
    assert list(csv.reader(io.StringIO(csv_text(["a"], [[text]]), newline="")))[1] == [f"'{text}"]
