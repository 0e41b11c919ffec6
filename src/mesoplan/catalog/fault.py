"""What is wrong with a catalog, and the error that carries all of it at once."""

from typing import Literal

from mesoplan.errors import CATALOG, MesoplanError
from mesoplan.record import NamedTuple


class Fault(NamedTuple):
    """One fault: where (file, key), what, so what, what next."""

    code: str
    file: str
    key: str
    what: str
    so_what: str
    next: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = f"{self.file}, {self.key}" if self.key else self.file
        return f"{self.code} {where}: {self.what} {self.so_what} {self.next}".strip()


class CatalogError(MesoplanError):
    """The catalog cannot be used; ``faults`` holds every fault, in file order."""

    exit_code = CATALOG

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        count = len(faults)
        lines = "\n".join(str(fault) for fault in faults)
        super().__init__(f"{count} fault{'s' if count != 1 else ''} in the catalog\n{lines}")

    def lines(self) -> tuple[str, ...]:
        """One line a fault, and where to see the rest."""
        told = tuple(f"error: {fault}" for fault in self.faults)
        return (*told, "The catalog cannot be used. `mesoplan catalog lint` shows every fault.")
