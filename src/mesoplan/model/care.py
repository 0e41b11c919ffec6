"""What the patient is told before and after a session, and what is done when something goes wrong."""

from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

When = Literal["before", "preparing", "after", "emergency"]


class Care(NamedTuple):
    """One source's advice about one activity. ``span`` is how long before or after; None: it names no time.

    ``preparing`` is about drawing up; ``emergency`` about what is done when something goes wrong, with the
    ``signs`` that a patient sees or feels. ``given``: it holds where one of these, or of these classes, is in
    the cocktail.

    Sources disagree: each of them is a statement of its own, and the longest is shown with its range.
    """

    when: When
    activity: str
    advice: str
    cite: Cite
    span: Quantity | None = None
    goals: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    signs: str = ""
    note: str = ""
    id: str = ""
