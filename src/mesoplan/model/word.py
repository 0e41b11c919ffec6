"""Words of the field that are no entity's own name."""

from typing import Literal

from mesoplan.record import NamedTuple

WordSpace = Literal[
    "substance", "zone", "goal", "jurisdiction", "technique", "condition", "allergy", "medicine"
]


class Word(NamedTuple):
    """What people write, and what it means here.

    ``means`` holds ids: one is read as meant, several are asked, none is refused with ``why``. ``near``: the
    one it means is not the same but the nearest that the catalog has; a case that uses the word says so.
    ``form`` is the salt or ester that the word names.
    """

    id: str
    names: tuple[str, ...]
    space: WordSpace
    means: tuple[str, ...] = ()
    form: str = ""
    near: bool = False
    why: str = ""
