"""What every process of a run is given: which catalog, on which day, and how much to answer."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path

from mesoplan.errors import MesoplanError
from mesoplan.record import NamedTuple
from mesoplan.screen.judge import Judge


class OtherCatalog(MesoplanError):
    """A process was handed another catalog than the run is of; the message names both."""


class Pack(NamedTuple):
    """A catalog in a file: ``hash`` is what has to be in it, and ``named`` what answers call it."""

    file: str
    hash: str
    named: str


class Earlier(NamedTuple):
    """An earlier run over the same rows: its folder, its catalog, and what is different in the new one."""

    folder: str
    pack: Pack
    different: tuple[tuple[int, str], ...]


class Setup(NamedTuple):
    """``pack`` is the catalog; ``day`` decides which waivers have ended.

    ``verdicts``: only these. ``reads``: whole answers with what each hangs on. ``reports``: with the whole
    report, of every row, or where there is an ``earlier`` run of those whose verdict is another one now.
    ``hashed``: the engine hands a hash of each row along, by which a later run knows it again.
    ``saved``: rows carry the answer that was given then, with which the one of now is compared.
    """

    pack: Pack
    day: date
    verdicts: bool = False
    reads: bool = False
    reports: bool = False
    earlier: Earlier | None = None
    hashed: bool = False
    saved: bool = False


class Bench:
    """What a process judges with. ``place`` says where a file of the run is on this machine."""

    def __init__(self, setup: Setup, place: Callable[[str], str] = str) -> None:
        self.setup = setup
        self._place = place
        self.judge = self._judge(setup.pack)
        self.different = dict(setup.earlier.different) if setup.earlier else {}

    @cached_property
    def before(self) -> Judge:
        """The judge of the earlier run's catalog; only asked where an answer is another one now."""
        assert self.setup.earlier is not None
        return self._judge(self.setup.earlier.pack)

    def _judge(self, pack: Pack) -> Judge:
        """A judge of a catalog. Raises `OtherCatalog` when the file holds another one."""
        from mesoplan.catalog.pack import NoPack, catalog_of, opened
        from mesoplan.catalog.safe_file import read_bytes

        file = Path(self._place(pack.file))
        try:
            found = opened(read_bytes(file))
        except (OSError, NoPack) as error:
            raise OtherCatalog(f"{file} cannot be used as catalog {pack.hash} ({error}).") from error
        if found.hash != pack.hash:
            raise OtherCatalog(
                f"catalog {found.hash} was found where {pack.hash} was asked for: nothing was judged."
            )
        return Judge(catalog_of(found, self.setup.day), pack.named)


_benches: dict[Setup, Bench] = {}


def bench_of(setup: Setup, place: Callable[[str], str] = str) -> Bench:
    """The bench of this process for a run; made once."""
    found = _benches.get(setup)
    if found is None:
        _benches.clear()
        found = _benches[setup] = Bench(setup, place)
    return found
