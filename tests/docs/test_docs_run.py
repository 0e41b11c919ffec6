"""The docs are run: console sessions, Python, files in TOML, and every command they name."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from mesoplan.cli.main import cli
from mesoplan.cli.sessions import blocks, refreshed

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")))
#: A command as the docs name it; what stands for something else ends it.
COMMAND = re.compile(r"(?:`|&& |\.venv/bin/|\$ )mesoplan ((?:[^`|&>#\n\\]|\\\n)+)")


def _of(language: str) -> list[object]:
    return [
        pytest.param(page, block.text, id=f"{page.name}-{number}")
        for page in PAGES
        for number, block in enumerate(blocks(page.read_text("utf-8")))
        if block.language == language
    ]


@pytest.mark.parametrize("page", [each for each in PAGES if "```console" in each.read_text("utf-8")])
def test_a_console_session_is_what_the_command_prints_today(page: Path) -> None:
    text = page.read_text("utf-8")
    assert refreshed(text) == text, f"Run: python -m mesoplan.cli.sessions {page.name}"


@pytest.mark.parametrize(("page", "text"), _of("python"))
def test_python_runs(page: Path, text: str) -> None:
    exec(compile(text, page.name, "exec"), {"__name__": "docs"})


@pytest.mark.parametrize(("page", "text"), _of("toml"))
def test_toml_can_be_read(page: Path, text: str) -> None:
    assert tomllib.loads(re.sub(r"\{ … \}", "{}", text).replace("…", "0" if "= …" in text else ""))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_can_be_called_so(page: Path) -> None:
    for found in COMMAND.findall(page.read_text("utf-8")):
        words = shlex.split(found.replace("\\\n", " "))
        if any(word in ("…", "...") or word.startswith("[") for word in words):
            continue
        command: click.Command = cli
        context = click.Context(cli, info_name="mesoplan", **cli.context_settings)
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            inner = command.get_command(context, words[0])
            assert inner is not None, f"{page.name} names `mesoplan {found}`, which is no command"
            command, words = inner, words[1:]
        if isinstance(command, click.Group) or {"--help", "-h"} & set(words):
            continue
        try:
            command.make_context(found, [_stand_in(word) for word in words], parent=context)
        except click.MissingParameter:
            pass  # the text around it says of what
        except click.UsageError as error:
            pytest.fail(f"{page.name} names `mesoplan {found}`: {error.format_message()}")


def _stand_in(word: str) -> str:
    """A value where the docs write a placeholder."""
    return "1" if word == "N" else str(ROOT / word) if word in ("catalog", "DIR") else word
