"""What to offer for a name that is not there: its misspelt neighbours, or what it is a part of.

An offer never crosses from one thing to its look-alike: a word that is spelt right stays, and a name that the
catalog declares to look like another is not offered for it.
"""

from collections.abc import Iterable

from mesoplan.catalog.names import MAX_NAME, closest, normal, words
from mesoplan.record import NamedTuple

_MOST_PARTS = 6
_SHORTEST_WORD = 3
_MOST_NEAR = 3


class Spelling(NamedTuple):
    """A known name, what it is a name of, the names it must not be offered for, and how it is offered."""

    text: str
    of: str
    not_for: frozenset[str] = frozenset()
    shown: str = ""


class Offers:
    """The known names of some spaces, made ready once."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self._names = [(each, normal(each.text), frozenset(words(each.text))) for each in spellings]
        self._words = {word for _, _, parts in self._names for word in parts if len(word) >= _SHORTEST_WORD}
        self._beginning: dict[str, list[tuple[Spelling, str, frozenset[str]]]] = {}
        for named in self._names:
            self._beginning.setdefault(named[1][:1], []).append(named)

    def partial(self, wanted: str) -> list[str]:
        """What a name is a part of: "Kenalog" of each strength of it. One name for each thing."""
        if len(wanted) > MAX_NAME:
            return []
        parts = frozenset(words(wanted))
        if not parts & self._words:
            return []
        found: dict[str, str] = {}
        for each, _, held in self._names:
            if parts < held and (each.of not in found or len(each.text) < len(found[each.of])):
                found[each.of] = each.text
        return list(found.values()) if len(found) <= _MOST_PARTS else []

    def near(self, wanted: str) -> list[str]:
        """The names of which ``wanted`` may be a misspelling, best first; at most three."""
        target = normal(wanted)
        kept = {word for word in words(wanted) if word in self._words} if len(wanted) <= MAX_NAME else set()
        if len(wanted) <= MAX_NAME:
            # "vitamin K" is no misspelling of "vitamin E", nor "vitamin D3" of "vitamin B3".
            kept |= {word for word in words(wanted) if len(word) < _SHORTEST_WORD}
        names = self._beginning.get(target[:1], ())  # no other is near
        of = {each.text: each for each, _, held in names if kept <= held and target not in each.not_for}
        pairs = [(each.text, form) for each, form, _ in names if each.text in of]
        best: dict[str, str] = {}
        for text in closest(target, pairs, limit=12):
            best.setdefault(of[text].of, of[text].shown or text)
        return list(best.values())[:_MOST_NEAR]
