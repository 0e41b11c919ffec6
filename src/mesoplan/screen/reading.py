"""Rows to cases: the patient and the cocktail of a row are each read once, however many rows share them."""

import marshal
from collections.abc import Mapping
from typing import Any

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.read import case_from, json_table
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Patient, ResolvedCase

#: How many cocktails and how many patients are kept; then all are forgotten, and only time is lost.
MOST_KEPT = 200_000


class Unreadable(CaseError):
    """A row that holds no case at all."""


class CaseReader:
    """Reads the cases of rows with one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._places: dict[bytes, ResolvedCase] = {}
        self._patients: dict[bytes, Patient] = {}

    def read(self, text: object) -> ResolvedCase:
        """The case in the text of a row. Raises `Unreadable` or `CaseError` with every fault."""
        raw = _table(text)
        patient = raw.get("patient")
        if patient is not None and not isinstance(patient, Mapping):
            return resolve(case_from(raw), self.catalog)
        try:
            here = self._place({key: value for key, value in raw.items() if key != "patient"})
            if patient is None:
                return here
            return here._replace(patient=self._patient(patient))
        except CaseError:
            # Every fault of the row at once, each with its own place.
            return resolve(case_from(raw), self.catalog)

    def _place(self, raw: Mapping[str, Any]) -> ResolvedCase:
        key = _key(raw)
        found = self._places.get(key)
        if found is None:
            found = resolve(case_from(raw), self.catalog)
            _keep(self._places, key, found)
        return found

    def _patient(self, raw: Mapping[str, Any]) -> Patient:
        key = _key(raw)
        found = self._patients.get(key)
        if found is None:
            found = resolve(case_from({"patient": raw}), self.catalog).patient
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
    """The same bytes for the same table only; exact numbers, which cannot be written so, by their text."""
    try:
        return marshal.dumps(raw, 2)
    except ValueError:
        return repr(raw).encode("utf-8", "surrogatepass")


def _keep(kept: dict[bytes, Any], key: bytes, value: Any) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
