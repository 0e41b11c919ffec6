"""The four answers. None of them is a boolean, so none can be mistaken for "safe"."""

from typing import Any

from mesoplan.model.statement import Stated
from mesoplan.record import NamedTuple


class Known(NamedTuple):
    """The catalog says so; every statement agrees."""

    statements: tuple[Stated, ...]

    @property
    def record(self) -> Any:
        """The record of the first statement."""
        return self.statements[0].record


class Conflicting(NamedTuple):
    """Equally near statements disagree; all of them are here."""

    statements: tuple[Stated, ...]


class NoData(NamedTuple):
    """The catalog says nothing that may be relied on.

    ``weak`` holds what was only recalled or claimed by a seller; ``searched`` what says that
    somebody looked and found nothing.
    """

    weak: tuple[Stated, ...] = ()
    searched: tuple[Stated, ...] = ()


class NotApplicable(NamedTuple):
    """The question has no meaning here."""

    why: str = ""


Answer = Known | Conflicting | NoData | NotApplicable
