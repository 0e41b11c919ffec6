"""What is wrong with a case, and the error that carries all of it at once."""

from typing import NamedTuple

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


class CaseError(ValueError):
    """The case cannot be used; ``faults`` holds every fault, ``where`` the file it came from.

    Its text has the first faults and the count of the rest.
    """

    def __init__(self, faults: tuple[CaseFault, ...], where: str = "") -> None:
        self.faults = faults
        self.where = where
        place = f"{where}, " if where else ""
        lines = [f"{place}{fault}" for fault in faults[:FULL]]
        if len(faults) > FULL:
            lines.append(f"{place}and {len(faults) - FULL} more.")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type["CaseError"], tuple[tuple[CaseFault, ...], str]]:
        return type(self), (self.faults, self.where)
