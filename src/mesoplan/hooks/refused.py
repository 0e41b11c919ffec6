"""A request that is refused, with the status that says how."""

from mesoplan.errors import USAGE, MesoplanError


class Refused(MesoplanError, ValueError):
    """The request is answered with ``status`` and one sentence, and nothing was judged."""

    exit_code = USAGE

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)
