"""What every process of a run is given: which catalog, on which day, and how much to answer."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from mesoplan.errors import MesoplanError
from mesoplan.screen.judge import Judge


class OtherCatalog(MesoplanError):
    """A process was handed another catalog than the run is of; the message names both."""


class Setup(NamedTuple):
    """``pack`` is the file of the catalog and ``pack_hash`` what has to be in it.

    ``named`` is what answers call it, and ``day`` decides which waivers have ended. ``verdicts``: only these.
    ``reads``: whole answers with what each hangs on. ``before`` is the folder of an earlier run and
    ``different`` what is not the same in its catalog: what does not hang on that is taken from there.
    """

    pack: str
    pack_hash: str
    named: str
    day: date
    verdicts: bool = False
    reads: bool = False
    before: str = ""
    different: frozenset[bytes] = frozenset()

    def judge(self, pack: str = "") -> Judge:
        """A judge of the catalog of the run. Raises `OtherCatalog` when the file holds another one."""
        from mesoplan.catalog.pack import NoPack, catalog_of, opened
        from mesoplan.catalog.safe_file import read_bytes

        file = Path(pack or self.pack)
        try:
            found = opened(read_bytes(file))
        except (OSError, NoPack) as error:
            raise OtherCatalog(f"{file} cannot be used as catalog {self.pack_hash} ({error}).") from error
        if found.hash != self.pack_hash:
            raise OtherCatalog(
                f"catalog {found.hash} was found where {self.pack_hash} was asked for: nothing was judged."
            )
        return Judge(catalog_of(found, self.day), self.named)


_judges: dict[Setup, Judge] = {}


def judge_of(setup: Setup, pack: str = "") -> Judge:
    """The judge of this process for a run; made once."""
    found = _judges.get(setup)
    if found is None:
        _judges.clear()
        found = _judges[setup] = setup.judge(pack)
    return found
