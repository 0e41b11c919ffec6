"""What is wrong with a case, and the error that carries all of it at once."""

from typing import NamedTuple


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
    """The case cannot be used; ``faults`` holds every fault, ``where`` the file it came from."""

    def __init__(self, faults: tuple[CaseFault, ...], where: str = "") -> None:
        self.faults = faults
        self.where = where
        place = f"{where}, " if where else ""
        super().__init__("\n".join(f"{place}{fault}" for fault in faults))
