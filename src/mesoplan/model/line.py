"""Where something stands in a cocktail, and what a rule was asked about."""

from typing import Literal

from mesoplan.record import NamedTuple

LineKind = Literal["cocktail", "plan", "diluent", "syringe", "case"]


class Line(NamedTuple):
    """A place in a cocktail: an identity, never a text to be taken apart.

    * ``cocktail``: the item at that position of the case file, counted from 0;
    * ``plan``: an item that was planned, by its position in the plan or among the candidates;
    * ``diluent``: what was added to the syringe with that number;
    * ``syringe``: the whole content of that syringe;
    * ``case``: the whole case.

    As text, which is its form in JSON, it reads ``cocktail[0]`` or ``case``.
    """

    kind: LineKind
    position: int = 0

    def __str__(self) -> str:
        return self.kind if self.kind == "case" else f"{self.kind}[{self.position}]"


#: The unit of a rule that looks at everything at once.
WHOLE_CASE = Line("case")
