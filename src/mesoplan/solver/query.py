"""What the search is asked."""

from mesoplan.record import NamedTuple

from .node import Unlike


class Query(NamedTuple):
    """What is asked of a problem."""

    k: int = 1
    """How many plans."""
    floor: int | None = None
    """Plans worth less are not plans."""
    unlike: tuple[Unlike, ...] = ()
    """Earlier plans that every plan must differ from."""
    any_plans: bool = False
    """Whether any k plans will do: the search then ends with the first ones it finds."""
