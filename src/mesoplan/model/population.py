"""What came of checking many cases at once."""

from collections.abc import Mapping

from mesoplan.record import NamedTuple


class Change(NamedTuple):
    """One finding of one case that another catalog makes otherwise.

    ``before`` and ``after`` are severities, empty where there is no such finding; ``message`` is that of
    now, else of then. ``statements`` are what is stated on one side only, else all that it rests on.
    """

    finding: str
    code: str
    before: str
    after: str
    statements: tuple[str, ...]
    message: str


class Counted(NamedTuple):
    """Something, and in how many rows."""

    what: str
    rows: int


class Changed(NamedTuple):
    """The same change in many rows: in how many, some of their ids, and how their verdicts went.

    ``verdicts`` counts rows by "verdict of then to verdict of now".
    """

    change: Change
    rows: int
    ids: tuple[str, ...]
    verdicts: tuple[Counted, ...]


class Since(NamedTuple):
    """What is otherwise since an earlier run.

    ``catalog`` is that of then. ``again`` rows were worked out anew, ``causes`` counts them by what is
    different in the catalog and was read for them. ``turned`` counts the rows whose verdict is another one
    now, by "then to now", the worst first; ``changed`` are all changes, the worst first, and ``otherwise``
    counts rows in which anything is said otherwise.
    """

    catalog: str
    again: int
    causes: tuple[Counted, ...]
    turned: tuple[Counted, ...]
    otherwise: int
    changed: tuple[Changed, ...]


class Told(NamedTuple):
    """The counts of a run, by status and by verdict; ``kept`` rows had been answered by an earlier start.

    ``folder`` is where the answers are and ``catalog`` the hash of what they were judged by. ``since``:
    where it was compared with an earlier run.
    """

    folder: str
    catalog: str
    rows: int
    kept: int
    status: Mapping[str, int]
    verdicts: Mapping[str, int]
    since: Since | None = None
