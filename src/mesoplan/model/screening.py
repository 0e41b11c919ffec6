"""Screenings: that a section about patients was read, and which of their facts it names."""

from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.record import NamedTuple


class Screening(NamedTuple):
    """The section of a label that would have to name a patient's medicine or condition was read.

    It is what turns silence into an answer: what a section that was read ``whole`` does not name,
    its label has nothing to say about. ``names`` are the facts it names, each of which has its own
    caution; ``also`` is what it names besides and the catalog has no fact for. A section that was
    read in part answers nothing.
    """

    about: Literal["medicines", "conditions"]
    section: str
    cite: Cite
    whole: bool = False
    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    note: str = ""

    @property
    def answers(self) -> bool:
        """Whether its silence is an answer."""
        return self.whole and self.cite.supports
