"""What a fault code of the catalog is."""

from typing import NamedTuple


class Code(NamedTuple):
    """A fault code. Codes are permanent. ``level`` is error, warning, or both with the reason."""

    code: str
    name: str
    level: str
    finds: str
    why: str
    instead: str
