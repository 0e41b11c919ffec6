"""Rows to cases: the patient and the cocktail of a row are each read once, however many rows share them."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.read import case_from, json_table
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Patient, ResolvedCase

#: How many cocktails and how many patients are kept; then all are forgotten, and only time is lost.
MOST_KEPT = 200_000


class Unreadable(CaseError):
    """A row that holds no case at all."""


Read = TypeVar("Read")


class Part(Generic[Read]):
    """A part of a case that many rows may share; ``ready`` is whatever was made of it, None before."""

    __slots__ = ("read", "ready")

    def __init__(self, read: Read) -> None:
        self.read = read
        self.ready: Any = None


class CaseReader:
    """Reads the cases of rows with one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._places: dict[bytes, Part[ResolvedCase]] = {}
        self._patients: dict[bytes, Part[Patient]] = {}

    def read(self, text: object) -> ResolvedCase:
        """The case in the text of a row. Raises `Unreadable` or `CaseError` with every fault."""
        place, patient = self.parts(text)
        return place.read._replace(patient=patient.read)

    def parts(self, text: object) -> "tuple[Part[ResolvedCase], Part[Patient]]":
        """The same in two parts: the case without its patient, and the patient."""
        raw = dict(_table(text))
        patient = raw.pop("patient", {})
        try:
            return self._place(raw), self._patient(patient)
        except CaseError:
            # Every fault of the row at once, each with its own place.
            whole = resolve(case_from({**raw, "patient": patient}), self.catalog)
            return Part(whole), Part(whole.patient)

    def _place(self, raw: Mapping[str, Any]) -> "Part[ResolvedCase]":
        key = _key(raw)
        found = self._places.get(key)
        if found is None:
            found = Part(resolve(case_from(raw), self.catalog))
            _keep(self._places, key, found)
        return found

    def _patient(self, raw: object) -> "Part[Patient]":
        key = _key(raw)
        found = self._patients.get(key)
        if found is None:
            found = Part(resolve(case_from({"patient": raw}), self.catalog).patient)
            _keep(self._patients, key, found)
        return found


def _table(text: object) -> Mapping[str, Any]:
    if not isinstance(text, str):
        raise Unreadable((CaseFault("", "the row holds no case.", "", "A case is a table as JSON text."),))
    try:
        return json_table(text)
    except CaseError as error:
        raise Unreadable(error.faults) from None


def _key(raw: Any) -> bytes:
    """The same bytes for the same table only."""
    return repr(raw).encode("utf-8", "surrogatepass")


def _keep(kept: dict[bytes, Any], key: bytes, value: Any) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
