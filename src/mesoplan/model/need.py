"""What would settle something that is unknown."""

from typing import Literal

from mesoplan.record import NamedTuple

NeedKind = Literal[
    "fact", "patient", "case", "product", "amount", "volume", "form", "assessment", "data", "rule"
]

#: Kinds whose text is the bare key: where it stands in the case file says what is meant.
_KEYS = ("patient", "case")


class Need(NamedTuple):
    """One thing that would settle an unknown.

    * ``fact``: a yes or no about the patient; ``id`` is the fact;
    * ``patient``: another key of the patient (``sex``, ``age``, ``weight``, ``allergies``);
    * ``case``: a key of the case (``zone``, ``technique``, ``goal``, ``jurisdiction``);
    * ``product``, ``amount``, ``volume``, ``form``: what the cocktail leaves out of that item or
      ingredient;
    * ``assessment``: somebody has to judge that text, which the catalog does not know;
    * ``data``: the catalog does not hold it (``ph``, ``compatibility``); ``about`` is the
      ingredient it lacks it of, where the need is about one alone;
    * ``rule``: a rule that crashed.

    As text, which is its form in JSON, it reads ``fact:pregnant``, ``data:ph`` or ``weight``.
    """

    kind: NeedKind
    id: str
    about: str = ""

    def __str__(self) -> str:
        if self.kind in _KEYS:
            return self.id
        return ":".join(part for part in self if part)

    @property
    def of_patient(self) -> bool:
        """Whether the patient can be asked for it."""
        return self.kind in ("fact", "patient")
