"""The suite runs twice: over a SQLite file, and over a private PostgreSQL cluster."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import FIXTURE, run
from tests.ledger.cluster import Cluster, binaries, unavailable

from mesoplan.catalog.build import build_packed, draft
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.layout import LEDGER_FILE
from mesoplan.catalog.ledger import ledger_lines
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.catalog.pack import catalog_of, file_bytes
from mesoplan.engine import Engine
from mesoplan.ledger.journal import Ledger
from mesoplan.model.case import Case

__all__ = ["run"]  # a fixture of the commands, used here too

_CITED = re.compile(r'source = "([a-z0-9-]+)"')

_POLICIES = ("objective-", "evidence-", "asking-", "preparation-")
TODAY = date(2026, 1, 1)
START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
LOT = "0000200406E13"

#: A clear case of the fixture catalog.
CLEAR: dict[str, Any] = {
    "goal": "glow",
    "zone": "plain-zone",
    "jurisdiction": "land",
    "technique": "shallow",
    "session": {"use_within": "1 h"},
    "patient": {
        "sex": "female",
        "age": 40,
        "weight": "60 kg",
        "pregnant": False,
        "breastfeeding": False,
        "conditions": [],
        "allergies": [],
        "medicines": [],
    },
    "cocktail": ({"product": "clear-ampoule", "volume": "1 mL"},),
}


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The server; where PostgreSQL is not installed, what needs it is skipped, in CI it fails."""
    bin_ = binaries()
    if bin_ is None:
        if os.environ.get("MESOPLAN_CI") == "1":
            pytest.fail(unavailable())
        pytest.skip(unavailable())
    made = Cluster(bin_)
    yield made
    made.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a ledger that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "clinic.db")
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.database()


@pytest.fixture
def clock() -> Clock:
    """One second further at each look."""
    return Clock()


@pytest.fixture
def ledger(where: str, tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """A new ledger with its keys and its anchor."""
    made = Ledger.create(
        where,
        clinic="Practice at the Park",
        now=clock(),
        keys=str(tmp_path / "keys"),
        anchor=str(tmp_path / "anchor"),
    )
    yield made
    made.store.close()


@pytest.fixture
def again(where: str, tmp_path: Path) -> Iterator[Callable[[], Ledger]]:
    """Opens the ledger as another program would."""
    opened: list[Ledger] = []

    def open_() -> Ledger:
        opened.append(Ledger.open(where, keys=str(tmp_path / "keys"), anchor=str(tmp_path / "anchor")))
        return opened[-1]

    yield open_
    for each in opened:
        each.store.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture catalog of the rule tests with the shipped objectives and syringes, and a ledger of it."""
    shipped, target = shipped_catalog(), tmp_path_factory.mktemp("catalog") / "fixture"
    shutil.copytree(FIXTURE, target)
    taken = [each for each in shipped.glob("policies/*.toml") if each.name.startswith(_POLICIES)]
    for file in (*taken, shipped / "syringes.toml", shipped / "tolerances.toml", shipped / "reviewers.toml"):
        place = target / file.relative_to(shipped)
        place.write_text(file.read_text("utf-8"), "utf-8")
        for source in _CITED.findall(file.read_text("utf-8")):
            shutil.copy(shipped / "sources" / f"{source}.toml", target / "sources")
    read = draft(target, (), TODAY)
    target.joinpath(LEDGER_FILE).write_text("\n".join(ledger_lines(read.tables)) + "\n", "utf-8")
    return target


@pytest.fixture(scope="session")
def packed(folder: Path) -> tuple[Catalog, bytes]:
    """The fixture catalog, and the file that keeps it."""
    _, pack = build_packed(folder, (), TODAY)
    return catalog_of(pack, TODAY), file_bytes(pack)


@pytest.fixture(scope="session")
def engine(packed: tuple[Catalog, bytes]) -> Engine:
    """The engine of the fixture catalog."""
    return Engine(packed[0])


@pytest.fixture
def case() -> Callable[..., Case]:
    """``case(patient={"age": 41})``: the clear case with changes; tables are laid over."""

    def made(**changes: Any) -> Case:
        told: dict[str, Any] = dict(CLEAR)
        for key, value in changes.items():
            told[key] = {**told[key], **value} if isinstance(value, dict) and key in told else value
        return Case(**told)

    return made
