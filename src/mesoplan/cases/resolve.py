"""A case in names to a case in ids; every fault at once, never a partial verdict."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from mesoplan.cases.amounts import read_amount
from mesoplan.cases.cocktail import CocktailReader
from mesoplan.cases.fault import FULL, CaseError, CaseFault
from mesoplan.cases.guard import guard
from mesoplan.cases.patient import PatientReader
from mesoplan.cases.record import RecordReader
from mesoplan.catalog.catalog import Catalog, Named, UnknownName
from mesoplan.model.case import (
    AT_ONCE,
    AT_ONCE_WORDS,
    Case,
    Limits,
    Reading,
    ResolvedCase,
    Session,
    StockLine,
    UnknownMixing,
)
from mesoplan.model.place import Route
from mesoplan.quantity import Quantity, QuantityError

_SESSION = {
    "technique": "",
    "points": "",
    "point_volume": "volume",
    "area": "area",
    "interval": "time",
    "use_within": "time",
    "place": "",
    "route": "",
    "syringes": "",
    "single": "",
    "needle": "",
    "needle_changes": "",
}
_LIMITS = (
    "max_ingredients",
    "max_syringes",
    "max_volume",
    "max_cost",
    "include",
    "exclude",
    "unknown_mixing",
)
_UNKNOWN_MIXING: tuple[UnknownMixing, ...] = ("separate", "warn", "forbid")
_ROUTES: tuple[str, ...] = get_args(Route)
_PLACES = ("clinic", "pharmacy", "home")


def resolve(case: Case, catalog: Catalog) -> ResolvedCase:
    """The case in ids. Raises `CaseError` with every fault."""
    unreadable, texts = guard(case)
    if unreadable:
        raise CaseError((*unreadable, *texts))
    reader = _Reader(catalog)
    resolved = reader.read(case)
    told = {fault.key for fault in texts}
    if faults := (*texts, *(fault for fault in reader.faults if fault.key not in told)):
        raise CaseError(faults)
    return resolved


def with_cocktail(case: Case, cocktail: object) -> Case:
    """The case with another cocktail: rows as in a case file, or a line of text."""
    unreadable, texts = guard(case)
    if unreadable:
        raise CaseError((*unreadable, *texts))
    rows: Any = tuple(cocktail) if isinstance(cocktail, list) else cocktail
    return case._replace(cocktail=rows)


def spelt_out(case: Case, catalog: Catalog) -> Case:
    """The case with its cocktail as rows, when it is a line of text. Raises `CaseError` with every fault."""
    if not isinstance(case.cocktail, str):
        return case
    from mesoplan.cases.line import cocktail_from_text

    rows, wrong = cocktail_from_text(case.cocktail, catalog)
    if wrong:
        raise CaseError(wrong)
    return case._replace(cocktail=rows)


class _Reader:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.faults: list[CaseFault] = []
        self.readings: list[Reading] = []
        self._has_prices = False

    def read(self, case: Case) -> ResolvedCase:
        self._has_prices = bool(case.prices)
        session = dict(case.session)
        technique = case.technique or session.get("technique", "")
        if case.technique and session.get("technique", case.technique) != case.technique:
            self._fault(
                "session.technique",
                f'contradicts technique = "{case.technique[:40]}".',
                "The depth is not clear.",
                "Keep one of them.",
            )
        goal, zone = self._entity("goal", case.goal), self._entity("zone", case.zone)
        return ResolvedCase(
            goal=goal,
            zone=zone if case.zone else self._only_zone(goal),
            jurisdiction=self._entity("jurisdiction", case.jurisdiction),
            patient=PatientReader(self.catalog, self.faults, self.readings).read(case.patient),
            session=self._session(session, self._entity("technique", technique)),
            limits=self._limits(case.limits),
            cocktail=CocktailReader(self.catalog, self.faults, self.readings).read(self._rows(case)),
            stock=self._stock(case.stock) if case.stock else None,
            prices=self._prices(case.prices),
            readings=tuple(self.readings),
            record=RecordReader(self.catalog, self.faults, self._named).read(case.record)
            if case.record
            else None,
        )

    def _only_zone(self, goal: str) -> str:
        """The zone of a goal that has one alone, and none within it: nobody has to say where it is."""
        zones = self.catalog.goal(goal).zones if goal else ()
        above = self.catalog.index.ancestors["zone"].values()
        if len(zones) != 1 or any(zones[0] == each for lineage in above for each, _ in lineage):
            return ""
        return zones[0]

    def _rows(self, case: Case) -> tuple[Mapping[str, Any], ...]:
        if not isinstance(case.cocktail, str):
            return case.cocktail
        from mesoplan.cases.line import cocktail_from_text

        rows, wrong = cocktail_from_text(case.cocktail, self.catalog)
        self.faults.extend(wrong)
        return () if wrong else rows

    def _fault(self, key: str, what: str, so_what: str = "", following: str = "") -> None:
        self.faults.append(CaseFault(key, what, so_what, following))

    def _named(self, kind: str, name: object, place: str) -> str:
        """An entity that a record names; its place stands in the fault, and nothing is read for it."""
        before, readings = len(self.faults), len(self.readings)
        found = self._entity(kind, name)
        self.faults[before:] = [each._replace(key=place) for each in self.faults[before:]]
        del self.readings[readings:]
        return found

    def _entity(self, kind: str, name: object) -> str:
        if name == "":
            return ""
        if not isinstance(name, str):
            self._fault(kind, "must be a name in quotes.")
            return ""
        try:
            found = self.catalog.resolve(name, (kind,), kind)
            if found.near:
                self.readings.append(Reading(key=kind, said=name, meant=found.id, why=found.near))
            return found.id
        except UnknownName as error:
            plural = {"goal": "goals", "zone": "show zones"}.get(kind, "")
            self._fault(kind, str(error), "", f"`mesoplan {plural}` lists them." if plural else "")
            return ""

    def _session(self, raw: Mapping[str, Any], technique: str) -> Session:
        values: dict[str, Any] = {}
        for key, value in raw.items():
            if key not in _SESSION:
                self._fault(f"session.{key}", "unknown key.", "", f"A session has: {', '.join(_SESSION)}.")
            elif _SESSION[key]:
                values[key] = self._session_amount(key, value)
            elif key == "points":
                values[key] = self._count(f"session.{key}", value, 5000)
            elif key == "needle_changes":
                values[key] = self._count(f"session.{key}", value, 200)
            elif key == "needle":
                values[key] = self._needle(value)
            elif key == "place":
                values[key] = self._one_of(f"session.{key}", value, _PLACES)
            elif key == "route":
                values[key] = self._one_of(f"session.{key}", value, _ROUTES)
            elif key == "syringes":
                values[key] = self._texts(f"session.{key}", value)
            elif key == "single":
                values[key] = self._single(value, raw)
        if values.get("needle_changes") and not values.get("needle"):
            self._fault(
                "session.needle_changes",
                "no needle is named.",
                "What a change loses is not known.",
                'Write needle = "30 G".',
            )
        values["technique"] = technique
        route = values.get("route")
        if technique and route and self.catalog.technique(technique).route != route:
            self._fault(
                "session.route",
                f"contradicts {technique}, which is {self.catalog.technique(technique).route}.",
                "The depth is not clear.",
                "Keep one of them.",
            )
        return Session(**values)

    def _single(self, value: object, raw: Mapping[str, Any]) -> bool:
        """Whether it is the only session: then there is no interval to keep, and none to say."""
        if not isinstance(value, bool):
            self._fault("session.single", f"{value!r:.40} is not an answer.", "", "Write true or false.")
            return False
        if value and "interval" in raw:
            self._fault(
                "session.single",
                "contradicts session.interval.",
                "An only session has none before it.",
                "Keep one of them.",
            )
        return value

    def _needle(self, name: object) -> str:
        """A needle of the catalog, by its gauge: "30 G"."""
        try:
            if not isinstance(name, str):
                raise UnknownName("needle", f"{name!r:.40}", [])
            return self.catalog.resolve(name, ("needle",), "needle").id
        except UnknownName as error:
            known = ", ".join(each.label for each in self.catalog.table("needle").values())
            self._fault("session.needle", str(error), "", f"Known are {known}." if known else "")
            return ""

    def _session_amount(self, key: str, value: object) -> Quantity | None:
        """An amount of the session that can be reckoned with: no zero to divide by, no month to wait in."""
        place = f"session.{key}"
        if key == "use_within" and value in AT_ONCE_WORDS:
            return AT_ONCE
        found = self._quantity(place, value, _SESSION[key])
        if found is not None and key in ("area", "point_volume") and found.is_zero:
            self._fault(place, "is zero.", "The dose of a point would not be known.", "Correct it.")
            return None
        if found is not None and key == "use_within" and found.dimension != "time":
            self._fault(place, f'"{value}" has no fixed number of hours.', "", 'Write hours or days: "12 h".')
            return None
        return found

    def _limits(self, raw: Mapping[str, Any]) -> Limits:
        values: dict[str, Any] = {}
        for key, value in raw.items():
            place = f"limits.{key}"
            if key not in _LIMITS:
                self._fault(place, "unknown key.", "", f"Limits are: {', '.join(_LIMITS)}.")
            elif key == "max_ingredients" or key == "max_syringes":
                values[key] = self._count(place, value, 12)
            elif key == "max_volume":
                values[key] = self._quantity(place, value, "volume")
            elif key == "max_cost":
                values[key] = self._quantity(place, value, "")
            elif key == "unknown_mixing":
                if value in _UNKNOWN_MIXING:
                    values[key] = value
                else:
                    self._fault(place, f"must be one of {', '.join(_UNKNOWN_MIXING)}.")
            else:
                values[key] = self._substances(place, value)
        if values.get("max_cost") is not None and not self._has_prices:
            self._fault(
                "limits.max_cost",
                "needs prices.",
                "It cannot be kept without them.",
                'Write [prices] with "product" = "12.50 {EUR}".',
            )
        return Limits(**values)

    def _one_of(self, place: str, value: object, known: tuple[str, ...]) -> str:
        if isinstance(value, str) and value in known:
            return value
        self._fault(place, f"must be one of {', '.join(known)}.")
        return ""

    def _substances(self, place: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            self._fault(place, "must be a list of names.")
            return ()
        found = []
        for position, name in enumerate(value):
            try:
                if not isinstance(name, str):
                    raise UnknownName("ingredient called", f"{name!r:.60}", [])
                offer = len(self.faults) < FULL
                found.append(
                    self.catalog.resolve(name, ("substance", "class"), "ingredient called", offer=offer).id
                )
            except UnknownName as error:
                self._fault(f"{place}[{position}]", str(error))
        return tuple(dict.fromkeys(found))

    def _texts(self, place: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            self._fault(place, "must be a list of names.")
            return ()
        found = [each for each in value if isinstance(each, str)]
        if len(found) < len(value):
            self._fault(place, "must be a list of names in quotes.")
        return tuple(found)

    def _count(self, place: str, value: object, most: int) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            self._fault(place, f"must be a whole number from 1 to {most}.")
            return None
        return value

    def _quantity(self, place: str, value: object, dimension: str) -> Quantity | None:
        if not isinstance(value, str):
            self._fault(place, f"{value!r:.40} has no unit.", "", "Write it as text, with unit.")
            return None
        try:
            found = read_amount(value)
        except QuantityError as error:
            self._fault(place, str(error))
            return None
        if dimension and found.dimension not in (dimension, f"calendar-{dimension}"):
            self._fault(place, f'"{value[:40]}" is not a {dimension}.')
            return None
        return found

    def _product(self, name: str) -> Named:
        return self.catalog.resolve(name, ("substance",), "product called", offer=len(self.faults) < FULL)

    def _stock(self, rows: tuple[Mapping[str, Any], ...]) -> tuple[StockLine, ...]:
        lines = []
        for position, row in enumerate(rows):
            place = f"stock[{position}]"
            for key in row:
                if key not in ("product", "volume"):
                    self._fault(f"{place}.{key}", "unknown key.", "", "A line of stock has: product, volume.")
            name = row.get("product")
            if not isinstance(name, str):
                self._fault(f"{place}.product", "is missing.", "", 'Write product = "...".')
                continue
            try:
                found = self._product(name)
            except UnknownName as error:
                self._fault(f"{place}.product", str(error))
                continue
            if "volume" not in row:
                self._fault(
                    f"{place}.volume",
                    "is missing.",
                    "How much there is cannot be guessed.",
                    'Write volume = "10 mL".',
                )
                continue
            volume = self._quantity(f"{place}.volume", row["volume"], "volume")
            if found.kind != "product":
                self._fault(
                    f"{place}.product",
                    f'"{found.id}" is an ingredient.',
                    "Stock is counted in products.",
                    f"`mesoplan show {found.id}` lists its products.",
                )
            elif volume is not None:
                lines.append(StockLine(found.id, volume))
        return tuple(lines)

    def _prices(self, raw: Mapping[str, Any]) -> tuple[tuple[str, Quantity], ...]:
        prices = []
        for name, value in raw.items():
            try:
                found = self._product(name)
            except UnknownName as error:
                self._fault(f"prices.{name}", str(error))
                continue
            price = self._quantity(f"prices.{name}", value, "")
            if price is not None and not price.dimension.startswith("money"):
                self._fault(f"prices.{name}", f'"{price}" is not money.', "", 'Write it as "12.50 {EUR}".')
            elif price is not None:
                prices.append((found.id, price))
        return tuple(sorted(prices))
