"""What is wrong with a case, and the error that carries all of it at once."""

from typing import NamedTuple

from mesoplan.errors import USAGE, MesoplanError


class CaseFault(NamedTuple):
    """One fault: where in the case, what, so what, what next."""

    key: str
    what: str
    so_what: str = ""
    next: str = ""

    def __str__(self) -> str:
        words = " ".join(part for part in (self.what, self.so_what, self.next) if part)
        return f"{self.key}: {words}" if self.key else words


class CaseError(MesoplanError, ValueError):
    """The case cannot be used; ``faults`` holds every fault, ``where`` the file it came from."""

    exit_code = USAGE

    def __init__(self, faults: tuple[CaseFault, ...], where: str = "") -> None:
        self.faults = faults
        self.where = where
        place = f"{where}, " if where else ""
        super().__init__("\n".join(f"{place}{fault}" for fault in faults))

    def lines(self) -> tuple[str, ...]:
        """One line a fault, with the file it is in."""
        joint = {True: ", ", False: ": "}
        return tuple(
            f"error: {self.where}{joint[bool(fault.key)] if self.where else ''}{fault}"
            for fault in self.faults
        )
