"""What the search is asked."""

from mesoplan.record import NamedTuple


class Unlike(NamedTuple):
    """Keeps plans away from an earlier one."""

    items: tuple[int, ...]
    most_shared: int | None = None
    """How many of these items a plan may have at most."""
    least_different: int = 0
    """How many items must be in one of the two but not in both."""

    def bars(self, items: set[int], remaining: int) -> bool:
        """Whether no set with these items and up to `remaining` more is far enough from the plan."""
        shared = len(items.intersection(self.items))
        if self.most_shared is not None and shared > self.most_shared:
            return True
        return len(items) + remaining + len(self.items) - 2 * shared < self.least_different


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
