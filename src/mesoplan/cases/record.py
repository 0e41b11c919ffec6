"""The patient's earlier treatment, as a case tells it: sessions given, findings put aside."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mesoplan.cases.cocktail import CocktailReader
from mesoplan.cases.fault import CaseFault
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import EarlierSession, Override, PatientRecord

_KEYS = ("on", "sessions", "overrides")
_SESSION = ("on", "goal", "zone", "route", "event", "cocktail")
_EVENTS = ("", "recorded", "serious")
_OVERRIDE = tuple(each for each in Override._fields if each != "entry")
_MAY_LACK = ("look_again",)
Entity = Callable[[str, object, str], str]


class RecordReader:
    """Reads the table ``record`` of a case; ``entity`` resolves a goal or zone and tells of its faults."""

    def __init__(self, catalog: Catalog, faults: list[CaseFault], entity: Entity) -> None:
        self._catalog = catalog
        self._faults = faults
        self._entity = entity

    def read(self, raw: Mapping[str, Any]) -> PatientRecord:
        """The record; a part that cannot be read is a fault, and then nothing is judged."""
        self._unknown("record", raw, _KEYS)
        on = self._day("record.on", raw.get("on"))
        sessions = tuple(
            self._session(f"record.sessions[{place}]", row)
            for place, row in enumerate(self._rows("record.sessions", raw.get("sessions", ())))
        )
        overrides = tuple(
            self._override(f"record.overrides[{place}]", row)
            for place, row in enumerate(self._rows("record.overrides", raw.get("overrides", ())))
        )
        for place, each in enumerate(sessions):
            if on and each.on > on:
                self._fault(
                    f"record.sessions[{place}].on",
                    f"{each.on} is after the day of the record, {on}.",
                    "An interval cannot be counted.",
                    "Correct one of them.",
                )
        return PatientRecord(
            on=on, sessions=tuple(sorted(sessions, key=lambda one: one.on)), overrides=overrides
        )

    def _session(self, place: str, row: Mapping[str, Any]) -> EarlierSession:
        self._unknown(place, row, _SESSION)
        before = len(self._faults)
        reader = CocktailReader(self._catalog, self._faults)
        items = reader.read(self._rows(f"{place}.cocktail", row.get("cocktail", ())))
        self._faults[before:] = [
            each._replace(key=f"{place}.{each.key}") if each.key.startswith("cocktail") else each
            for each in self._faults[before:]
        ]
        if not items and len(self._faults) == before:
            self._fault(f"{place}.cocktail", "has no items.", "What was given cannot be counted.", "Name it.")
        event = self._text(f"{place}.event", row.get("event", ""))
        if event not in _EVENTS:
            self._fault(f"{place}.event", f'"{event[:40]}".', "", 'Write "recorded" or "serious".')
        return EarlierSession(
            on=self._day(f"{place}.on", row.get("on")),
            items=items,
            goal=self._entity("goal", row.get("goal", ""), f"{place}.goal"),
            zone=self._entity("zone", row.get("zone", ""), f"{place}.zone"),
            route=self._text(f"{place}.route", row.get("route", "")),
            event=event,
        )

    def _override(self, place: str, row: Mapping[str, Any]) -> Override:
        self._unknown(place, row, (*_OVERRIDE, "entry"))
        texts = {key: self._text(f"{place}.{key}", row.get(key, "")) for key in _OVERRIDE}
        for key in _OVERRIDE:
            if not texts[key] and key not in _MAY_LACK:
                self._fault(
                    f"{place}.{key}", "is missing.", "Nothing is put aside without it.", f"Write {key}."
                )
        for key in ("since", "until", "look_again"):
            if texts[key]:
                texts[key] = self._day(f"{place}.{key}", texts[key])
        entry = row.get("entry", 0)
        return Override(**texts, entry=entry if isinstance(entry, int) and not isinstance(entry, bool) else 0)

    def _rows(self, place: str, rows: object) -> tuple[Mapping[str, Any], ...]:
        if isinstance(rows, list | tuple) and all(isinstance(each, Mapping) for each in rows):
            return tuple(rows)
        self._fault(place, "must be a list of tables.", "", f"Write [[{place}]] for each.")
        return ()

    def _day(self, place: str, value: object) -> str:
        if isinstance(value, date) and type(value) is date:
            return value.isoformat()
        try:
            return date.fromisoformat(value).isoformat()  # type: ignore[arg-type]
        except (TypeError, ValueError):
            self._fault(
                place, f"{value!r:.40} is no day.", "Intervals cannot be counted.", "Write 2026-11-27."
            )
            return ""

    def _text(self, place: str, value: object) -> str:
        if isinstance(value, str):
            return value
        self._fault(place, "must be text in quotes.")
        return ""

    def _unknown(self, place: str, row: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in row:
            if key not in known:
                self._fault(f"{place}.{key}", "unknown key.", "", f"It has: {', '.join(known)}.")

    def _fault(self, key: str, what: str, so_what: str = "", following: str = "") -> None:
        self._faults.append(CaseFault(key, what, so_what, following))
