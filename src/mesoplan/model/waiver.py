"""Written exceptions of a clinic."""

from mesoplan.record import NamedTuple


class Waiver(NamedTuple):
    """A written exception of a clinic to one statement."""

    statement: str
    reason: str
    owner: str
    expires: str
    id: str = ""
