"""Every error that mesoplan raises on purpose, as one tree; each knows the exit code it ends a command with.

    MesoplanError                  70
      CaseError                     2   the case cannot be read: every fault at once
      UnknownName                   2   the catalog has nothing of that name
        AmbiguousName               2   the name stands for several things
      QuantityError                 2   an amount or unit that is refused
      BadRequest                    2   an argument outside what is allowed
        UnknownPreference           2   no policy of the catalog prefers that
        UnusableName                2   no entity can have that name
      NotAnAnswer                   2   the text is no answer that this version reads
      CatalogError                  5   the catalog cannot be used: every fault at once
      NoCatalog                     5   the installation has no catalog
      UnusablePolicy                5   a policy holds a weight that cannot be used
      LedgerError                   2   the ledger cannot be opened, read or written as it was asked
        LedgerUnwritable            2   there is no room or no right to write; nothing was recorded
        LedgerDamaged               6   the ledger is broken, truncated or forked

Anything else that is raised is a fault of mesoplan (70). The classes stand where they are raised; those
that carry nothing but a message stand here. They also are what Python would raise (ValueError,
LookupError, FileNotFoundError), for callers that know no better.
"""

OK = 0
BLOCKED = 1
USAGE = 2
INCOMPLETE = 3
NO_PLAN = 4
CATALOG = 5
LEDGER = 6
INTERNAL = 70


class MesoplanError(Exception):
    """What all of them are. ``exit_code`` is what a command ends with."""

    exit_code = INTERNAL

    def lines(self) -> tuple[str, ...]:
        """The message for a terminal, one line for each fault."""
        return (f"error: {self}",)


class BadRequest(MesoplanError, ValueError):
    """An argument outside what is allowed: where, what, what next."""

    exit_code = USAGE


class UnknownPreference(BadRequest):
    """No policy of the catalog prefers that; the message lists the known ones."""


class NotAnAnswer(MesoplanError, ValueError):
    """The text is no answer of mesoplan, or of another version of it."""

    exit_code = USAGE


class NoCatalog(MesoplanError, FileNotFoundError):
    """The installation has no catalog."""

    exit_code = CATALOG


class UnusablePolicy(MesoplanError, ValueError):
    """A policy of the catalog holds a weight that cannot be used."""

    exit_code = CATALOG


class CannotPrint(MesoplanError, ValueError):
    """Something that does not fit on paper, or that the font has no character for; the message names it."""

    exit_code = USAGE


class LedgerError(MesoplanError, ValueError):
    """The ledger cannot be opened, read or written as it was asked: where, what, so what, what next."""

    exit_code = USAGE


class LedgerUnwritable(LedgerError):
    """There is no room or no right to write; the whole entry was left out, none of it was recorded."""


class LedgerDamaged(LedgerError):
    """The ledger does not hold what it held; ``word`` is ``broken``, ``truncated`` or ``forked``."""

    exit_code = LEDGER

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word
