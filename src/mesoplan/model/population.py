"""What came of checking many cases at once."""

from collections.abc import Mapping

from mesoplan.record import NamedTuple


class Told(NamedTuple):
    """The counts of a run, by status and by verdict; ``kept`` rows had been answered by an earlier start.

    ``again`` rows were worked out because something they hang on is different. ``folder`` is where the
    answers are and ``catalog`` the hash of what they were judged by.
    """

    folder: str
    catalog: str
    rows: int
    kept: int
    status: Mapping[str, int]
    verdicts: Mapping[str, int]
    again: int = 0
