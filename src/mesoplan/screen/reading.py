"""Rows to cases: the patient and the cocktail of a row are each read once, however many rows share them."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.read import MAX_BYTES, case_from, json_table
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Patient, ResolvedCase

_PATIENT = '"patient"'
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
        self._place_texts: dict[tuple[str, str], Part[ResolvedCase]] = {}
        self._patient_texts: dict[str, Part[Patient]] = {}

    def read(self, text: object) -> ResolvedCase:
        """The case in the text of a row. Raises `Unreadable` or `CaseError` with every fault."""
        place, patient = self.parts(text)
        return place.read._replace(patient=patient.read)

    def parts(self, text: object) -> "tuple[Part[ResolvedCase], Part[Patient]]":
        """The same in two parts: the case without its patient, and the patient."""
        halves = _halves(text)
        if halves is not None:
            known = self._place_texts.get(halves[0]), self._patient_texts.get(halves[1])
            if known[0] is not None and known[1] is not None:
                return known[0], known[1]
        raw = dict(_table(text))
        given = raw.pop("patient", {})
        try:
            place, patient = self._place(raw), self._patient(given)
        except CaseError:
            # Every fault of the row at once, each with its own place.
            whole = resolve(case_from({**raw, "patient": given}), self.catalog)
            return Part(whole), Part(whole.patient)
        # What stands around the patient, and the patient, each by itself: then, and only then, the two
        # say in every row what they say in this one.
        if halves is not None and _is_whole_without(halves[0]) and _is_table(halves[1]):
            _keep(self._place_texts, halves[0], place)
            _keep(self._patient_texts, halves[1], patient)
        return place, patient

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


def _halves(text: object) -> tuple[tuple[str, str], str] | None:
    """What stands before and after the patient in a text, and the patient; None where that is not plain.

    It is plain where the key stands once, nothing is escaped, and the patient has no table within.
    """
    if not isinstance(text, str) or len(text) > MAX_BYTES or "\\" in text or text.count(_PATIENT) != 1:
        return None
    after = text.find(_PATIENT) + len(_PATIENT)
    begin = text.find("{", after)
    end = text.find("}", begin) + 1
    if begin < 0 or text[after:begin].strip() != ":" or not end or text.find("{", begin + 1, end) >= 0:
        return None
    return (text[:begin], text[end:]), text[begin:end]


def _is_whole_without(around: tuple[str, str]) -> bool:
    """Whether the text is a table whose patient stands where it was taken from."""
    try:
        found = json_table(f"{around[0]}null{around[1]}")
    except CaseError:
        return False
    return "patient" in found and found["patient"] is None


def _is_table(patient: str) -> bool:
    try:
        return isinstance(json_table(f'{{"patient": {patient}}}')["patient"], Mapping)
    except CaseError:
        return False


def _key(raw: Any) -> bytes:
    """The same bytes for the same table only."""
    return repr(raw).encode("utf-8", "surrogatepass")


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
