"""Catalogs with one statement less, or one statement read worse, and random cases for them."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import Draft, draft, finish
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.ledger import ledger_lines
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.catalog.read import Entry, Tables
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.model.statement import Stated, statements_of
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

TODAY = datetime.date(2026, 1, 1)
FIXTURE = Path(__file__).parents[1] / "rules" / "fixture"


class Place(NamedTuple):
    """Where a statement stands: kind and id of its entity, and the key path in it."""

    kind: str
    identity: str
    path: str
    stated: Stated


class Altered:
    """A draft from which single statements can be taken, or made to be only recalled."""

    def __init__(self, read: Draft) -> None:
        self.read = read
        self.catalog = finish(read)
        self.places = tuple(self._places())
        self._made: dict[tuple[str, str], Catalog | None] = {}

    def _places(self) -> Iterator[Place]:
        for kind, table in self.read.tables.items():
            for identity, entry in table.items():
                for path, stated in statements_of(identity, entry.record):
                    yield Place(kind, identity, path, stated)

    def about(self, case: dict[str, Any]) -> tuple[Place, ...]:
        """The statements of everything that a case touches."""
        catalog = self.catalog
        touched: set[str] = set(catalog.table("policy")) | {case.get("technique", "")}
        for kind in ("zone", "jurisdiction", "goal"):
            if case.get(kind):
                touched |= set(catalog.lineage(kind, case[kind]))
        for row in case["cocktail"]:
            products = (
                [row["product"]]
                if "product" in row
                else list(catalog.index.products_of.get(row["ingredient"], ()))
            )
            ingredients = [part.ingredient for each in products for part in catalog.product(each).contains]
            ingredients += [row["ingredient"]] if "ingredient" in row else []
            touched |= set(products)
            for each in ingredients:
                touched |= set(catalog.lineage("ingredient", each))
                touched |= set(catalog.index.studies_of.get(each, ()))
                touched |= set(catalog.index.regimens_of.get(each, ()))
        for identity, file in catalog.table("interaction").items():
            if set(file.members) <= touched:
                touched.add(identity)
        return tuple(
            each
            for each in self.places
            if each.identity in touched and getattr(each.stated.record, "subject", each.identity) in touched
        )

    def without(self, place: Place) -> Catalog | None:
        """The catalog without one statement; None when its entity cannot be without it."""
        key = ("without", f"{place.kind} {place.identity} {place.path}")
        if key not in self._made:
            tables = self.tables_without(place)
            self._made[key] = None if tables is None else self._catalog(place, tables)
        return self._made[key]

    def tables_without(self, place: Place) -> Tables | None:
        """The tables without one statement; None when its entity cannot be without it."""
        if not place.path:
            rest = {
                key: value for key, value in self.read.tables[place.kind].items() if key != place.identity
            }
            return {**self.read.tables, place.kind: rest}
        entry = self.read.tables[place.kind][place.identity]
        record = _without(entry.record, place.path.split("."))
        return None if record is None else self._with(place, entry._replace(record=record))

    def recalled(self, place: Place) -> Catalog:
        """The catalog in which one statement was not read but remembered."""
        key = ("recalled", f"{place.kind} {place.identity} {place.path}")
        found = self._made.get(key)
        if found is None:
            entry = self.read.tables[place.kind][place.identity]
            record = _recalled(entry.record, place.path.split(".") if place.path else [])
            found = self._catalog(place, self._with(place, entry._replace(record=record)))
            self._made[key] = found
        return found

    def _catalog(self, place: Place, tables: Tables) -> Catalog:
        """Linked anew only where the indexes depend on what was changed."""
        if type(place.stated.record).__name__ in (
            "Strength",
            "Evidence",
            "Regimen",
            "Form",
            "Codes",
            "FactCodes",
        ):
            return finish(self.read._replace(tables=tables))
        records = {kind: self.catalog.table(kind) for kind in self.catalog.kinds()}
        records[place.kind] = {key: entry.record for key, entry in tables[place.kind].items()}
        return Catalog(version="", title="", content_hash="", index=self.catalog.index, tables=records)

    def _with(self, place: Place, entry: Entry) -> Tables:
        return {**self.read.tables, place.kind: {**self.read.tables[place.kind], place.identity: entry}}

    def ledger(self) -> tuple[str, ...]:
        """The ledger of the whole catalog."""
        return ledger_lines(self.read.tables)


def _split(part: str) -> tuple[str, int | None]:
    name, _, position = part.partition("[")
    return name, int(position[:-1]) if position else None


def _without(record: Any, path: list[str]) -> Any:
    name, position = _split(path[0])
    value = getattr(record, name)
    if len(path) > 1:
        inner = _without(value if position is None else value[position], path[1:])
        if inner is None:
            return None
        return record._replace(**{name: _put(value, position, (inner,))})
    if position is not None:
        return record._replace(**{name: _put(value, position, ())})
    if record._field_defaults.get(name, ...) is None:
        return record._replace(**{name: None})
    return None


def _put(value: Any, position: int | None, new: tuple[Any, ...]) -> Any:
    if position is None:
        return new[0]
    return value[:position] + new + value[position + 1 :]


def _recalled(record: Any, path: list[str]) -> Any:
    if not path:
        if type(record).__name__ == "Cite":
            return record._replace(source="background", access="recalled")
        return record._replace(cite=record.cite._replace(source="background", access="recalled"))
    name, position = _split(path[0])
    value = getattr(record, name)
    inner = _recalled(value if position is None else value[position], path[1:])
    return record._replace(**{name: _put(value, position, (inner,))})


def judge_in(catalog: Catalog, case: dict[str, Any]) -> CheckReport:
    """The report on a case in a catalog."""
    raw = {**case, "cocktail": tuple(case["cocktail"])}
    return check(Scene(resolve(Case(**raw), catalog), Knowledge(catalog)))


@pytest.fixture(scope="session")
def small() -> Altered:
    """The fixture catalog, alterable."""
    return Altered(draft(FIXTURE, (), TODAY))


@pytest.fixture(scope="session")
def real() -> Altered:
    """The shipped catalog, alterable."""
    return Altered(draft(shipped_catalog(), (), TODAY))


@pytest.fixture(scope="session")
def judge_case() -> Callable[[Catalog, dict[str, Any]], CheckReport]:
    """See `judge_in`."""
    return judge_in


# ---------------------------------------------------------------------- random cases

_PRODUCTS = sorted(file.stem for file in (FIXTURE / "products").glob("*.toml"))
_INGREDIENTS = sorted(file.stem for file in (FIXTURE / "ingredients").glob("*.toml"))
_VOLUMES = ["0.1 mL", "1 mL", "3 mL", "12 mL"]
#: Half of all draws come from these, so that pairs which say something of each other do meet.
_TALKATIVE = [
    "clear-ampoule",
    "friend-ampoule",
    "third-ampoule",
    "saline-bag",
    "acid-ampoule",
    "base-ampoule",
    "falling-ampoule",
    "stone-ampoule",
    "buffer-bag",
    "strong-ampoule",
    "thin-ampoule",
]


def _products() -> Any:
    rows = st.fixed_dictionaries(
        {
            "product": st.sampled_from(_TALKATIVE) | st.sampled_from(_PRODUCTS),
            "volume": st.sampled_from(_VOLUMES),
        },
        optional={"syringe": st.sampled_from([1, 2])},
    )
    loose = st.fixed_dictionaries(
        {"ingredient": st.sampled_from(_INGREDIENTS)},
        optional={
            "amount": st.sampled_from(["1 mg", "10 mg", "200 mg", "2 mL"]),
            "volume": st.sampled_from(_VOLUMES),
            "syringe": st.sampled_from([1, 2]),
        },
    )
    return st.lists(rows | rows | loose, min_size=1, max_size=4)


def _patients() -> Any:
    return st.fixed_dictionaries(
        {},
        optional={
            "sex": st.just("female"),
            "age": st.sampled_from([16, 40]),
            "weight": st.sampled_from(["50 kg", "90 kg"]),
            "pregnant": st.booleans(),
            "breastfeeding": st.booleans(),
            "blood_donor": st.booleans(),
            "wheal_test_negative": st.booleans(),
            "conditions": st.lists(
                st.sampled_from(["odd-disease", "odder-disease", "mild-disease"]), max_size=2
            ),
            "allergies": st.lists(
                st.sampled_from(["nut-allergy", "sulfur-allergy", "sting-allergy"]), max_size=2
            ),
            "medicines": st.lists(st.sampled_from(["thinner", "strong-thinner"]), max_size=1),
        },
    )


#: A patient who was asked everything, so that what the catalog says decides.
ASKED = {
    "sex": "female",
    "age": 40,
    "weight": "60 kg",
    "pregnant": False,
    "breastfeeding": False,
    "late_pregnancy": False,
    "wheal_test_negative": True,
    "blood_donor": False,
    "conditions": [],
    "allergies": [],
    "medicines": [],
}


def cases(*, asked: bool = False) -> Any:
    """Random cases of the fixture catalog; ``asked``: only the cocktail is random."""
    if asked:
        return st.fixed_dictionaries(
            {
                "goal": st.just("glow"),
                "zone": st.sampled_from(["plain-zone", "hearsay-zone"]),
                "jurisdiction": st.sampled_from(["land", "land", "pharmacy-land"]),
                "technique": st.sampled_from(["shallow", "deep"]),
                "patient": st.just(ASKED),
                "cocktail": _products(),
                "session": st.sampled_from(
                    [
                        {},
                        {"interval": "2 wk"},
                        {"point_volume": "0.3 mL"},
                        {"place": "pharmacy"},
                        {"use_within": "90 min"},
                        {"use_within": "5 h"},
                    ]
                ),
            }
        )
    return st.fixed_dictionaries(
        {"patient": _patients(), "cocktail": _products()},
        optional={
            "goal": st.sampled_from(["glow", "ache"]),
            "zone": st.sampled_from(["plain-zone", "open-zone", "tip-zone", "hearsay-zone"]),
            "jurisdiction": st.sampled_from(["land", "silent-land", "pharmacy-land", "strict-land"]),
            "technique": st.sampled_from(["shallow", "deep"]),
            "session": st.sampled_from([{}, {"interval": "2 wk"}, {"place": "clinic"}, {"area": "5 cm2"}]),
        },
    )
