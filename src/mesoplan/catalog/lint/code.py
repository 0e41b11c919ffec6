"""What is told of one fault code."""

from mesoplan.record import NamedTuple


class Code(NamedTuple):
    """A fault code. Codes are permanent. ``level`` is error, warning, or both with the reason."""

    code: str
    name: str
    level: str
    finds: str
    why: str
    instead: str
