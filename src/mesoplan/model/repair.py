"""What would make a cocktail pass."""

from mesoplan.model.case import Item
from mesoplan.model.change import Change
from mesoplan.model.finding import VERDICT_RANK, CheckReport, Verdict
from mesoplan.record import NamedTuple


class Left(NamedTuple):
    """What a repaired cocktail still holds for the goal, and the studies for and against it."""

    ingredient: str
    in_favour: int
    against: int


class Repair(NamedTuple):
    """Changes of which none can be left out, the cocktail they make, and what `check` says of it.

    ``sessions`` are the cocktails of this session and, when something was split off, of another. ``left``
    is what of them was studied for the goal; empty where nothing is left for it, or no goal was said.
    """

    changes: tuple[Change, ...]
    price: int
    sessions: tuple[tuple[Item, ...], ...]
    reports: tuple[CheckReport, ...]
    left: tuple[Left, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its sessions."""
        return min((each.verdict for each in self.reports), key=VERDICT_RANK.__getitem__)


class Alone(NamedTuple):
    """An item that is forbidden even without the others, and the codes of what forbids it."""

    item: str
    codes: tuple[str, ...]


class RepairReport(NamedTuple):
    """Every minimal way found to make a cocktail pass, cheapest first.

    ``complete`` is False when the budget of checks, the size of a repair or the number of
    exchanges tried for an item ended the search: there may be others then. Without a repair
    ``alone`` names the items that are forbidden by themselves.
    """

    passes: bool
    report: CheckReport
    repairs: tuple[Repair, ...]
    complete: bool
    checks: int
    alone: tuple[Alone, ...] = ()
