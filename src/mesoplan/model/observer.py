"""Watching a long question, and ending it early."""

from typing import Protocol


class Observer(Protocol):
    """Hears how a question goes on, and may end it.

    An answer that was ended early says so itself (``best-found``, ``complete`` is False): it holds what
    was found until then and claims no more. Nothing that is heard changes an answer.
    """

    def started(self, question: str) -> None:
        """A question begins: ``plan``, ``repair`` and so on."""

    def node(self, nodes: int) -> None:
        """A search opened so many nodes."""

    def plan(self, ingredients: tuple[str, ...], score: int) -> None:
        """A cocktail was found."""

    def check(self, checks: int, found: int) -> None:
        """So many checks were made, and so many repairs found."""

    def ended(self, question: str) -> None:
        """The answer is there."""

    def stops(self) -> bool:
        """Whether to end early; asked often, so it should cost little."""
        ...
