"""Every requirement says what it was tried with: a lower and an upper bound, and a line of reasons."""

import re
import tomllib
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0]


def test_what_is_needed_to_run_is_bounded_and_explained() -> None:
    page = (_ROOT / "docs/dependencies.md").read_text("utf-8")
    for requirement in _PROJECT["project"]["dependencies"]:
        assert ">=" in requirement and "<" in requirement, f"{requirement} needs >= and <"
        assert f"| {_name(requirement)} |" in page, f"docs/dependencies.md gives no reason for {requirement}"


def test_nothing_is_taken_from_an_address() -> None:
    extras = _PROJECT["project"]["optional-dependencies"].values()
    every = [*_PROJECT["project"]["dependencies"], *(each for extra in extras for each in extra)]
    assert [each for each in every if "@" in each or "://" in each] == []
