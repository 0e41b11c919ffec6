"""What the tests of the catalog share: a small catalog, and a way to edit a copy of it."""

import datetime
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.build import draft
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.ledger import ledger_lines
from mesoplan.catalog.lint import lint
from mesoplan.catalog.sections import BLOCK, digest

HERE = Path(__file__).parent
FIXTURE = HERE / "fixture"
REAL = HERE.parents[1] / "catalog"
TODAY = datetime.date(2026, 11, 23)
CODES = frozenset({"PT211", "RT601"})


@pytest.fixture(scope="session")
def today() -> datetime.date:
    """The day on which all tests are run."""
    return TODAY


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of the shipped catalog."""
    return REAL


@pytest.fixture
def seal() -> Callable[[bytes], tuple[bytes, str]]:
    """What makes all hashes in the body of a pack anew where that can be done, as a forger would."""
    return _sealed


def _sealed(body: bytes) -> tuple[bytes, str]:
    line, _, rest = body.partition(b"\n")
    with suppress(ValueError, TypeError, LookupError, RecursionError):
        head = json.loads(line)
        parts, place = [], 0
        for span in head["sections"].values():
            listed, lines = rest[place : place + span[0]], rest[place + span[0] : place + span[1]]
            place += span[1]
            keys, sizes, _ = listed.split(b"\n")
            seals = [digest(lines[at : at + BLOCK]) for at in range(0, len(lines), BLOCK)]
            listed = b"\n".join((keys, _json([json.loads(sizes)[0], seals]), b""))
            span[:] = len(listed), len(listed) + len(lines), digest(listed)
            parts += [listed, lines]
        line, rest = _json(head), b"".join(parts)
    return line + b"\n" + rest, digest(line)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small catalog, to be edited."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "base"))


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """An empty folder to be laid over the base."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    return folder


@pytest.fixture
def edit(small: Path, overlay: Path) -> Callable[[Iterable[Mapping[str, Any]]], None]:
    """Apply edits to the copy; with ``overlay = true`` to the clinic's folder."""

    def apply(edits: Iterable[Mapping[str, Any]]) -> None:
        for each in edits:
            _edit((overlay if each.get("overlay") else small) / each["file"], each)

    return apply


@pytest.fixture
def relock(small: Path) -> Callable[[], None]:
    """Write the ledger of the copy anew."""

    def write() -> None:
        tables = draft(small, (), TODAY).tables
        (small / "statements.ledger").write_text("\n".join(ledger_lines(tables)) + "\n")

    return write


@pytest.fixture
def linted(small: Path, overlay: Path) -> Callable[[], tuple[Fault, ...]]:
    """Lint the copy, with the clinic's folder over it if that holds anything."""

    def run() -> tuple[Fault, ...]:
        above = [overlay] if any(overlay.iterdir()) else []
        return lint(draft(small, above, TODAY), TODAY, CODES)

    return run


def _edit(file: Path, how: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if how.get("remove"):
        file.unlink()
    elif "write" in how:
        file.write_text(how["write"], "utf-8")
    elif "hex" in how:
        file.write_bytes(bytes.fromhex(how["hex"]))
    elif "size" in how:
        file.write_text("#" * how["size"], "utf-8")
    elif "append" in how:
        file.write_text(file.read_text("utf-8") + "\n" + how["append"], "utf-8")
    else:
        text = file.read_text("utf-8")
        assert text.count(how["replace"]) >= 1, f"{file.name} does not say {how['replace']!r}"
        file.write_text(text.replace(how["replace"], how["with"], 1), "utf-8")
