"""The table of codes is whole, and the page about it is made from it."""

import re
from pathlib import Path

from mesoplan.catalog.lint.checks import CHECKS
from mesoplan.catalog.lint.codes import CODES, markdown

_ROOT = Path(__file__).parents[2]


def test_every_code_in_the_source_is_in_the_table() -> None:
    used = {
        code
        for file in (_ROOT / "src/mesoplan/catalog").rglob("*.py")
        if file.name != "codes.py"
        for code in re.findall(r'"(CA\d{3})"', file.read_text("utf-8"))
    }
    assert used == {code.code for code in CODES}


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [code.code for code in CODES]
    assert codes == sorted(set(codes))
    assert len({code.name for code in CODES}) == len(codes)


def test_docs_lint_md_is_made_from_the_table() -> None:
    page = _ROOT / "docs" / "lint.md"
    assert page.read_text("utf-8") == markdown(), (
        "docs/lint.md is stale: write mesoplan.catalog.lint.codes.markdown() into it"
    )


def test_every_check_says_which_code_it_finds() -> None:
    for check in CHECKS:
        assert re.match(r"CA\d{3}: ", check.__doc__ or ""), f"{check.__name__} names no code"
