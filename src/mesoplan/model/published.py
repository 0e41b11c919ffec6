"""What was published for a goal: regimens that are no suggestions, and what did not help."""

from typing import Literal

from mesoplan.model.change import Change
from mesoplan.model.evidence import Direction
from mesoplan.model.finding import Verdict
from mesoplan.model.regimen import Basis, NotPrinted
from mesoplan.record import NamedTuple

#: So many are shown where there is no plan, on its first page.
FIRST_SHOWN = 5


class Published(NamedTuple):
    """A regimen that was published for the goal, and what a check says of it today: not a suggestion.

    ``missing`` are the items without an amount, and ``unnamed`` for what nobody names; ``not_printed`` the
    numbers that were looked for, with where each would stand. ``direction`` is what its ``studies`` found, in
    ``n`` people together; ``comparator_of`` are the studies that gave it only to compare with. ``codes`` come
    with those first that keep it out of every plan. ``repair`` is the smallest change after which nothing
    forbids it; empty where nothing does, or where no change helps. ``mixture``: several in one syringe.
    """

    regimen: str
    basis: Basis
    source: str
    verdict: Verdict
    codes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    not_printed: tuple[NotPrinted, ...] = ()
    direction: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    comparator_of: tuple[str, ...] = ()
    n: int = 0
    mixture: bool = False
    repair: tuple[Change, ...] = ()


class NoBetter(NamedTuple):
    """A study of the goal that found no difference from its comparator, or harm.

    ``failed`` is False where the comparator was another treatment or another dose: no better than that is no
    proof of nothing.
    """

    study: str
    source: str
    ingredients: tuple[str, ...]
    direction: Direction
    comparator: Literal["placebo", "active", "add-on", "no-treatment", "baseline", "dose", "none", "unclear"]
    failed: bool
    regimen: str = ""
    n: int | None = None


class RegimensReport(NamedTuple):
    """Everything published for a goal, judged in a case: the answer of ``regimens``.

    ``planned`` are the regimens that `plan` would suggest here, best first.
    """

    goal: str
    regimens: tuple[Published, ...]
    no_better: tuple[NoBetter, ...]
    planned: tuple[str, ...] = ()
