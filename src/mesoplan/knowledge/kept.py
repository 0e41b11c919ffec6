"""What was judged, kept for as long as a process asks about one catalog, within bounds."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_Thing = TypeVar("_Thing")

#: How many judgements are kept; then all are forgotten, and only time is lost.
MOST_KEPT = 60_000
#: Of how many patients something is kept: the worlds of one question, or of a few.
MOST_PATIENTS = 64
#: Of how many things the number is known without their key.
MOST_THINGS = 4_000


class Judgements:
    """What rules said, by all that they were shown. It holds what is handed to it and knows no rule.

    ``paths``: from what a finding is about to a statement, by both.
    """

    __slots__ = ("_facts", "_next", "_numbers", "_passing", "_size", "_things", "paths")

    def __init__(self) -> None:
        self.paths: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        self._facts: dict[Hashable, Any] = {}
        self._passing: dict[Hashable, Any] = {}
        self._numbers: dict[Hashable, int] = {}
        self._things: dict[int, tuple[object, int]] = {}
        self._size = 0
        self._next = 0

    def facts(self, key: Hashable, make: Callable[[], Any], *, passing: bool) -> Any:
        """The facts of a case, or of a part of one, by a key that says all of it.

        ``passing``: they are of one patient, and go when enough others have come.
        """
        if self._size + len(self.paths) + len(self._numbers) >= MOST_KEPT:
            self._forget()
        kept = self._passing if passing else self._facts
        found = kept.get(key)
        if found is None:
            if passing and len(kept) >= MOST_PATIENTS:
                del kept[next(iter(kept))]
            found = kept[key] = make()
        return found

    def number(self, key: Hashable) -> int:
        """A number for a key; no number is ever given to two keys, also after all was forgotten."""
        found = self._numbers.get(key)
        if found is None:
            self._next += 1
            found = self._numbers[key] = self._next
        return found

    def number_of(self, thing: _Thing, key: "Callable[[_Thing], Hashable]") -> int:
        """The number of the key of a thing that never changes; the key is made once for one object."""
        known = self._things.get(id(thing))
        if known is None:
            if len(self._things) >= MOST_THINGS:
                self._things.clear()
            known = self._things[id(thing)] = (
                thing,
                self.number(key(thing)),
            )  # kept, so that its id is its own
        return known[1]

    def grown(self, *, passing: bool) -> None:
        """One more judgement is kept; what goes with its patient is not counted."""
        if not passing:
            self._size += 1

    def _forget(self) -> None:
        """All but what is in use, which keeps its own."""
        for kept in (self._facts, self._passing, self._numbers, self._things, self.paths):
            kept.clear()
        self._size = 0
