"""Verdicts of many rows at once: rows of one cocktail and place together, over columns with numpy."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from zlib import crc32

from mesoplan.errors import MesoplanError
from mesoplan.screen.masks import VERDICTS, Compiled, Masks, Person
from mesoplan.screen.reading import MOST_KEPT, CaseReader, Part
from mesoplan.screen.row import Row, fault

if TYPE_CHECKING:
    from mesoplan.model.case import Patient
    from mesoplan.screen.columns import Columns

#: Of so many rows one is asked of the rules too, chosen by its id.
SAMPLED = 500


class Verdicts:
    """Answers rows with verdicts alone. ``columns``: over whole columns; without them patient by patient.

    ``failed`` makes the row of one that could not be read, of its id and what was raised.
    """

    def __init__(
        self,
        masks: Masks,
        reader: CaseReader,
        named: str,
        failed: Callable[[str, Exception], Row],
        *,
        columns: bool | None = None,
    ) -> None:
        self.masks = masks
        self._reader = reader
        self._named = named
        self._failed = failed
        self._columns = _columns(masks) if columns is not False else None
        self._numbers: dict[int, tuple[Part[Patient], int]] = {}

    def rows(self, ids: Iterable[str], cases: Iterable[object]) -> list[Row]:
        """One answer for each row, in their order."""
        found: list[Row | None] = []
        groups: dict[int, tuple[Compiled, list[int], list[Part[Patient]]]] = {}
        named = list(ids)
        for at, text in enumerate(cases):
            found.append(None)
            try:
                place, patient = self._reader.parts(text)
                if place.ready is None:
                    place.ready = self.masks.compiled(place.read)
                if patient.ready is None:
                    patient.ready = self.masks.person(patient.read)
            except Exception as error:  # one row out for every row in, whatever is in it
                found[at] = self._failed(named[at], error)
                continue
            there: Compiled = place.ready
            group = groups.get(id(there))
            if group is None:
                group = groups[id(there)] = (there, [], [])
            group[1].append(at)
            group[2].append(patient)
        for there, places, patients in groups.values():
            for at, patient, verdict in zip(places, patients, self._said(there, patients), strict=True):
                found[at] = self._row(named[at], there, patient.ready, verdict)
        return [each for each in found if each is not None]

    def _said(self, there: Compiled, patients: "list[Part[Patient]]") -> Iterable[str]:
        columns = self._columns
        if columns is not None and not there.why_slow:
            import numpy

            who = numpy.array([self._number(columns, each) for each in patients], numpy.int64)
            ranks = columns.ranks(there, who)
            if ranks is not None:
                return [VERDICTS[rank] for rank in ranks.tolist()]
        return [self._alone(there, each.ready) for each in patients]

    def _alone(self, there: Compiled, person: Person) -> str:
        return self.masks.verdict(there, person)

    def _number(self, columns: "Columns", patient: "Part[Patient]") -> int:
        known = self._numbers.get(id(patient))
        if known is None:
            if len(self._numbers) >= MOST_KEPT:
                self._numbers.clear()
            # The part is kept too, so that its identity is nobody else's.
            known = self._numbers[id(patient)] = (patient, columns.add(patient.ready))
        return known[1]

    def _row(self, identity: str, there: Compiled, person: Person, verdict: str) -> Row:
        if crc32(str(identity).encode("utf-8", "surrogatepass")) % SAMPLED == 0:
            try:
                said = self.masks.by_rules(there, person.patient)
            except MesoplanError as error:
                return self._failed(identity, error)
            if said != verdict:
                return fault(identity, "crashed", f"masks say {verdict}, the rules {said}", self._named)
        return Row(
            id=identity,
            status="checked",
            verdict=verdict,
            codes=None,
            required=None,
            answered=None,
            digest=None,
            error=None,
            catalog=self._named,
        )


def _columns(masks: Masks) -> "Columns | None":
    try:
        from mesoplan.screen.columns import Columns
    except ModuleNotFoundError:
        return None
    return Columns(masks)
