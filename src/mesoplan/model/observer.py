"""Watching a long question, and ending it early."""

from collections.abc import Callable
from time import monotonic
from typing import Protocol, TypeVar

from mesoplan.errors import BadRequest

#: The longest time that a question may be given.
MAX_SECONDS = 86_400

T = TypeVar("T")


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


class Deadline:
    """An observer that ends a question after some seconds; ``clock`` is a monotonic clock."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        if (
            isinstance(seconds, bool)
            or not isinstance(seconds, int | float)
            or not 0 <= seconds <= MAX_SECONDS
        ):
            raise BadRequest(f"a deadline of {seconds!r:.80}; give seconds from 0 to {MAX_SECONDS}.")
        self._clock = clock
        self._until = clock() + seconds

    def started(self, question: str) -> None:
        """Nothing."""

    def node(self, nodes: int) -> None:
        """Nothing."""

    def plan(self, ingredients: tuple[str, ...], score: int) -> None:
        """Nothing."""

    def check(self, checks: int, found: int) -> None:
        """Nothing."""

    def ended(self, question: str) -> None:
        """Nothing."""

    def stops(self) -> bool:
        """Whether the time is over."""
        return self._clock() >= self._until


def watched(observer: Observer | None, question: str, ask: Callable[[], T]) -> T:
    """What ``ask`` answers; the observer hears when it begins and ends."""
    if observer is None:
        return ask()
    observer.started(question)
    try:
        return ask()
    finally:
        observer.ended(question)
