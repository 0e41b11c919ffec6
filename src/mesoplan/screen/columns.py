"""The same masks over whole columns: patients as arrays of bits, a verdict in about a microsecond.

It says what `Compiled.rank` says, patient by patient (a test holds the two against each other), and asks
the rules through the same tables. Without numpy verdicts go one by one.
"""

from typing import Any

import numpy
from numpy.typing import NDArray

from mesoplan.screen.asked import TABLED
from mesoplan.screen.masks import Compiled, Masks, Person
from mesoplan.screen.probe import DENIED, IMPLIED, NO, OPEN, SAID, VOID, VOID_DENIED

_PARTS = 5  # said, implied, open, void, denied
_MASKED_PARTS = 4
#: Up to so many values a table is looked up by position; beyond, values are sorted first.
_DENSE = 1 << 20

Ranks = NDArray[numpy.int8]
_Ints = NDArray[numpy.int64]
_Words = NDArray[numpy.uint64]


class Columns:
    """Patients as columns, to meet cocktails many at once."""

    def __init__(self, masks: Masks) -> None:
        self.people: list[Person] = []
        self._width = (len(masks.bits.facts) + 63) // 64
        self._number = {bit: at for at, bit in enumerate(masks.bits.bit.values())}
        self._bits: _Words = numpy.zeros((1024, _PARTS * self._width), numpy.uint64)
        self._codes: _Ints = numpy.zeros((1024, len(TABLED) + 1), numpy.int64)
        self._values: list[dict[Any, int]] = [{} for _ in range(len(TABLED) + 1)]
        self._words: dict[Any, tuple[_Ints, _Words]] = {}

    def add(self, person: Person) -> int:
        """The number of a patient from now on."""
        at = len(self.people)
        if at == len(self._bits):
            self._bits = numpy.concatenate((self._bits, numpy.zeros_like(self._bits)))
            self._codes = numpy.concatenate((self._codes, numpy.zeros_like(self._codes)))
        self.people.append(person)
        self._bits[at] = self._as_words(person.bits)
        for place, value in enumerate((*(person.values[name] for name in TABLED), person.key)):
            known = self._values[place]
            self._codes[at, place] = known.setdefault(value, len(known))
        return at

    def ranks(self, there: Compiled, who: _Ints) -> Ranks | None:
        """How grave the worst is for each of these patients; None where the rules have to be asked."""
        return there.tried(lambda: self._ranks(there, who))

    def _ranks(self, there: Compiled, who: _Ints) -> Ranks:
        if there.static == 0 or not len(who):
            return numpy.zeros(len(who), numpy.int8)
        found = numpy.full(len(who), 3, numpy.int8)
        keys = self._codes[who, len(TABLED)]
        for key in numpy.unique(keys):
            rows = numpy.nonzero(keys == key)[0]
            found[rows] = self._masked(there, who[rows])
        self._allergies(there, who, found)
        for table in there.tables:
            codes, most = self._code_of(table.names, table.facts, who)
            at, back = _distinct(codes, most)
            ranks = [there.of_table(table, self.people[who[one]]) for one in at]
            numpy.minimum(found, numpy.array(ranks, numpy.int8)[back], out=found)
        return found

    def _masked(self, there: Compiled, who: _Ints) -> Ranks:
        """By masks alone, of patients with one key."""
        ready = there.ready(self.people[who[0]])
        known = self._words.get(ready)
        if known is None:
            masks = numpy.array(
                [
                    self._as_words(
                        (ready.said[rank], ready.implied[rank], ready.open[rank], ready.void[rank])
                    )
                    for rank in range(3)
                ]
            )
            used = numpy.nonzero(masks.any(axis=0))[0]
            if len(self._words) > 100_000:
                self._words.clear()
            known = self._words[ready] = (used, masks[:, used])
        used, masks = known
        found = numpy.full(len(who), ready.base, numpy.int8)
        if len(used):
            bits = self._bits[who[:, None], used]
            for rank in (2, 1, 0):
                if rank < ready.base and masks[rank].any():
                    found[(bits & masks[rank]).any(axis=1)] = rank
        return found

    def _allergies(self, there: Compiled, who: _Ints, found: Ranks) -> None:
        place = TABLED.index("allergens")
        nothing = self._values[place].get((), -1)
        some = numpy.nonzero(self._codes[who, place] != nothing)[0]
        if not len(some):
            return
        keys = len(self._values[len(TABLED)])
        codes = self._codes[who[some], place] * keys + self._codes[who[some], len(TABLED)]
        at, back = _distinct(codes, keys * len(self._values[place]))
        ranks = [there.of_allergies(self.people[who[some[one]]]) for one in at]
        found[some] = numpy.minimum(found[some], numpy.array(ranks, numpy.int8)[back])

    def _code_of(
        self, names: tuple[str, ...], facts: tuple[tuple[str, int], ...], who: _Ints
    ) -> tuple[_Ints, int]:
        """One number for all that a table goes by, of each patient; and how many there can be."""
        codes, most = numpy.zeros(len(who), numpy.int64), 1
        for name in names:
            place = TABLED.index(name)
            codes = codes * len(self._values[place]) + self._codes[who, place]
            most *= len(self._values[place])
        for _, bit in facts:
            codes = codes * 7 + self._states(bit, who)
            most *= 7
        return codes, most

    def _states(self, bit: int, who: _Ints) -> _Ints:
        """The state of one fact in each patient, as `screen.masks` has it."""
        word, at = divmod(self._number[bit], 64)
        one = numpy.uint64(1 << at)
        said, implied, open_, void, denied = (
            self._bits[who, part * self._width + word] & one != 0 for part in range(_PARTS)
        )
        return numpy.select(
            [said, implied, open_, void & denied, void, denied],
            [SAID, IMPLIED, OPEN, VOID_DENIED, VOID, DENIED],
            NO,
        ).astype(numpy.int64)

    def _as_words(self, masks: tuple[int, ...]) -> _Words:
        size = 8 * self._width
        whole = b"".join(each.to_bytes(size, "little") for each in masks)
        return numpy.frombuffer(whole, "<u8")


def _distinct(codes: _Ints, most: int) -> tuple[_Ints, _Ints]:
    """The place of one of each code, and for every place which of these it has."""
    if most > _DENSE:
        _, at, back = numpy.unique(codes, return_index=True, return_inverse=True)
        return at, back
    place = numpy.full(most, -1, numpy.int64)
    place[codes] = numpy.arange(len(codes))
    used = numpy.nonzero(place >= 0)[0]
    at = place[used]
    place[used] = numpy.arange(len(used))
    return at, place[codes]
