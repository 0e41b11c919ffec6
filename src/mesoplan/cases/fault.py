"""What is wrong with a case, and the error that carries all of it at once."""

from mesoplan.errors import USAGE, MesoplanError
from mesoplan.record import NamedTuple

#: So many faults are shown; the rest is counted.
FULL = 20


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
    """The case cannot be used; ``faults`` holds every fault, ``where`` the file it came from.

    Its text has the first faults and the count of the rest.
    """

    exit_code = USAGE

    def __init__(self, faults: tuple[CaseFault, ...], where: str = "") -> None:
        self.faults = faults
        self.where = where
        place = f"{where}, " if where else ""
        super().__init__("\n".join(f"{place}{each}" for each in self._shown()))

    def __reduce__(self) -> tuple[type["CaseError"], tuple[tuple[CaseFault, ...], str]]:
        return type(self), (self.faults, self.where)

    def lines(self) -> tuple[str, ...]:
        """One line a fault, with the file it is in; what is too much is counted in the last."""
        joint = {True: ", ", False: ": "}
        return tuple(
            f"error: {self.where}{joint[bool(fault.key)] if self.where else ''}{fault}"
            for fault in self._shown()
        )

    def _shown(self) -> tuple[CaseFault, ...]:
        more = len(self.faults) - FULL
        return (*self.faults[:FULL], CaseFault("", f"and {more} more.")) if more > 0 else self.faults
