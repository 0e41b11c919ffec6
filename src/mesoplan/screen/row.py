"""The answer to one row: what every engine writes, in the same words."""

from typing import Literal

from mesoplan.record import NamedTuple

Status = Literal["checked", "refused", "unreadable", "crashed"]

#: ``checked``: judged whole. ``refused``: read, and something in it is not understood. ``unreadable``: no
#: case at all. ``crashed``: a fault of mesoplan; the job fails, after everything else was written.
STATUSES: tuple[Status, ...] = ("checked", "refused", "unreadable", "crashed")

#: The longest text of an error that a row carries, in characters.
MOST_ERROR = 500


class Row(NamedTuple):
    """One answer. ``catalog`` is the hash of the catalog that it was judged by.

    ``codes`` are those of every finding but notes, in order, with blanks between. ``required`` and
    ``answered`` count checks. ``digest`` is a hash of the findings without their words: two answers with
    one digest say the same. ``codes`` to ``digest`` are None where only the verdict was asked for, all of
    them and ``verdict`` where nothing was judged, and ``error`` says why then.
    """

    id: str
    status: Status
    verdict: str | None
    codes: str | None
    required: int | None
    answered: int | None
    digest: str | None
    error: str | None
    catalog: str


def fault(identity: str, status: Status, error: str, catalog: str) -> Row:
    """The row of a case that was not judged, and why."""
    return Row(
        id=identity,
        status=status,
        verdict=None,
        codes=None,
        required=None,
        answered=None,
        digest=None,
        error=" ".join(error.split())[:MOST_ERROR] or status,
        catalog=catalog,
    )
