"""How much of an item passes."""

from decimal import Decimal

from mesoplan.model.finding import Finding, Verdict
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple


class Level(NamedTuple):
    """How much of an item: its share of what was written, in amounts and volume."""

    share: Decimal
    amounts: tuple[tuple[str, Quantity], ...]
    volume: Quantity | None
    per_kg: tuple[tuple[str, Quantity], ...] = ()


class Piece(NamedTuple):
    """The verdict strictly between two levels, and at the upper one; ``high`` None: without end."""

    low: Decimal
    high: Decimal | None
    verdict: Verdict
    at_high: Verdict | None


class Bound(NamedTuple):
    """The largest level that passes. ``included`` is False when it passes only below it.

    ``stopped_by`` are the findings just above it; ``checked`` holds the verdicts at (or just below)
    and just above, as `check` gave them.
    """

    level: Level
    included: bool
    stopped_by: tuple[Finding, ...]
    checked: tuple[Verdict, Verdict]


class Diluted(NamedTuple):
    """The least volume of a diluent in the item's syringe with which the cocktail passes."""

    product: str
    volume: Quantity
    included: bool
    checked: tuple[Verdict, Verdict]


class Threshold(NamedTuple):
    """How much of one item of a cocktail passes, solved from the rules' own linear shares and the
    equations of the mixture.

    ``most`` None with ``limited`` False: no amount is too much for any rule that was solved; with
    ``limited`` True: no amount passes. ``elsewhere`` is the same for the item in a syringe of its
    own (None when it already is), ``diluted`` what diluting would do.
    """

    item: str
    passes: bool
    limited: bool
    most: Bound | None
    pieces: tuple[Piece, ...]
    elsewhere: Bound | None
    elsewhere_limited: bool
    diluted: tuple[Diluted, ...]
