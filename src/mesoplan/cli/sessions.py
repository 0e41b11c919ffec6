"""The console sessions in the docs: each command is run, and what it prints stands below it.

``python -m mesoplan.cli.sessions README.md`` writes them anew; a test compares. A block opened with
``toml title="cocktail.toml"`` is a file that later commands of the same page may read. A command that
ends in ``| head -N`` shows its first N lines.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from mesoplan.errors import BadRequest
from mesoplan.record import NamedTuple

_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')
_WIDTH = "95"


class Block(NamedTuple):
    """A fenced block of a page: its language, the name it carries, its text and where that stands."""

    language: str
    title: str
    text: str
    span: tuple[int, int]


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(
            language=match[1],
            title=named[1] if (named := _TITLE.search(match[2])) else "",
            text=match[3],
            span=match.span(3),
        )
        for match in _FENCE.finditer(page)
    ]


def refreshed(page: str) -> str:
    """The page with the output of every console session as it is today."""
    with tempfile.TemporaryDirectory() as folder:
        parts, end = [], 0
        for block in blocks(page):
            if block.title:
                Path(folder, block.title).write_text(block.text, "utf-8")
            if block.language == "console":
                parts += [page[end : block.span[0]], _run(block.text, folder)]
                end = block.span[1]
    return "".join((*parts, page[end:]))


def _run(session: str, folder: str) -> str:
    """The session's command with its output below; a command may go on after a backslash."""
    lines = session.splitlines()
    length = next(number for number, line in enumerate(lines, start=1) if not line.endswith("\\"))
    command = " ".join(line.rstrip("\\") for line in lines[:length]).removeprefix("$ ")
    command, _, most = command.partition("| head -")
    words = shlex.split(command)
    if words[:1] != ["mesoplan"]:
        raise BadRequest(f"a console session runs mesoplan, not: {command}")
    done = subprocess.run(
        [sys.executable, "-m", "mesoplan", *words[1:]],
        cwd=folder,
        env={**os.environ, "COLUMNS": _WIDTH, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    shown = done.stdout.splitlines()
    return "\n".join((*lines[:length], *(shown[: int(most)] if most else shown))).rstrip() + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(refreshed(Path(name).read_text("utf-8")), "utf-8")
