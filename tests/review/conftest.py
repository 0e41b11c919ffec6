"""What the tests of the review share: the small catalog of the catalog tests, to be edited."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.catalog import Catalog

_FIXTURE = Path(__file__).parents[1] / "catalog" / "fixture"
_TODAY = datetime.date(2026, 11, 23)

Edited = Callable[..., Catalog]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """The small catalog with texts of its files replaced, without asking its ledger."""
    folders = iter(range(100))

    def make(*edits: tuple[str, str, str]) -> Catalog:
        folder = shutil.copytree(_FIXTURE, tmp_path / f"catalog-{next(folders)}")
        for name, old, new in edits:
            text = (folder / name).read_text("utf-8") if (folder / name).exists() else ""
            assert old in text, f"{name} does not say {old!r}"
            (folder / name).write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
        read = draft(folder, (), _TODAY)
        assert [str(fault) for fault in read.faults if fault.code != "CA071"] == []
        return finish(read)

    return make
