"""An addition never loosens without a waiver: every kind of addition, on the shipped catalog."""

import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.layout import BY_KIND, SHELVES
from mesoplan.catalog.loosening import loosening_faults, loosening_keys
from mesoplan.catalog.overlay import lay_over
from mesoplan.catalog.read import Folder, RawEntry, RawTables, Tables, decode, read_folder

_CITE = {"source": "lidocaine-label-us", "at": "warnings", "access": "label"}
Overlay = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def base(real: Path) -> tuple[RawTables, Tables]:
    """The shipped catalog, read once."""
    raw = read_folder(real).raw
    return raw, decode(raw)[0]


@pytest.fixture
def laid(base: tuple[RawTables, Tables]) -> Callable[[Overlay], Tables]:
    """The shipped catalog with these entries laid over it."""
    raw, below = base

    def over(entries: Overlay) -> Tables:
        above: RawTables = {shelf.kind: {} for shelf in SHELVES}
        for (kind, identity), content in entries.items():
            above[kind][identity] = RawEntry(content, f"{kind}.toml", "")
        merged, clashes = lay_over(raw, Folder(Path("clinic"), None, above, None, ()))
        assert clashes == ()
        tables, wrong = decode(merged, (raw, below))
        assert wrong == ()
        return tables

    return over


@pytest.fixture
def faults(laid: Any, base: tuple[RawTables, Tables], today: Any) -> Callable[[Overlay], list[Fault]]:
    """What loosens in these entries."""
    return lambda entries: list(loosening_faults(base[1], laid(entries), today))


def _limit(maximum: str, **special: Any) -> dict[str, Any]:
    return {"limits": [{"max": maximum, "over": "session", "basis": "label", "cite": _CITE, **special}]}


def _status(status: str, subject: str = "buflomedil", **more: Any) -> dict[str, Any]:
    return {"statuses": [{"subject": subject, "status": status, "cite": _CITE, **more}]}


def _parameter(name: str, value: str) -> dict[str, Any]:
    return {"parameters": [{"name": name, "reason": "x", "value": Decimal(value), "cite": _CITE}]}


def _caution(fact: str, **more: Any) -> dict[str, Any]:
    return {"cautions": [{"fact": fact, "effect": "caution", "why": "x", "cite": _CITE, **more}]}


_NEW_PLACE = {"label": "Elsewhere", "parents": ["fr"]}
_NEW_POLICY = {"label": "ours", "kind": "mixing"}

LOOSENING: dict[str, Overlay] = {
    "a maximum with a partner": {("ingredient", "lidocaine"): _limit("9000 mg", partners=["lidocaine"])},
    "a maximum for a goal": {("ingredient", "lidocaine"): _limit("9000 mg", goals=["neck-pain"])},
    "a maximum for a zone": {("ingredient", "lidocaine"): _limit("9000 mg", zones=["scalp"])},
    "a maximum for a route": {("ingredient", "lidocaine"): _limit("9000 mg", route="intradermal")},
    "a maximum of a product": {("product", "lidocaine-2-plain"): _limit("9000 mg", facts=["epilepsy"])},
    "a class put aside": {
        ("ingredient", "dutasteride"): _caution("active-infection-at-site", overrides_class=True)
    },
    "a licence beside a withdrawal": {("jurisdiction", "fr"): _status("licensed", goals=["cellulite"])},
    "off-label beside a withdrawal": {("jurisdiction", "fr"): _status("off-label")},
    "a place below it": {("jurisdiction", "xx"): {**_NEW_PLACE, **_status("licensed")}},
    "another value of a policy": {("policy", "mixing-default"): _parameter("ph-acid-partner", "0")},
    "another policy": {("policy", "ours"): {**_NEW_POLICY, **_parameter("osmolality-max", "5000")}},
    "a fact of one sex": {("fact", "epilepsy"): {"sex": "male"}},
    "a second parent of a fact": {
        ("fact", "hypertension"): {"parents": ["hyaluronidase-skin-test-negative"]}
    },
    "a second parent of a goal": {("goal", "cellulite"): {"parents": ["hair-loss"]}},
    "a second class": {("ingredient", "lidocaine"): {"classes": ["vitamin"]}},
    "a default for others": {("product", "lidocaine-2-plain"): {"default_for": ["ketoprofen"]}},
    "all excipients known": {("product", "liporem"): {"excipients_complete": True}},
    "a screening that answers": {
        ("ingredient", "minoxidil"): {
            "screenings": [{"about": "medicines", "section": "4.5", "whole": True, "cite": _CITE}]
        }
    },
    "a part free of a flag": {
        ("zone", "perioral"): {"free_of": [{"flag": "near-marginal-mandibular-nerve", "cite": _CITE}]}
    },
    "allowed to be mixed": {("product", "kybella"): {"admixtures": [{"rule": "allowed", "cite": _CITE}]}},
}

TIGHTENING: dict[str, Overlay] = {
    "a lower maximum": {("ingredient", "lidocaine"): _limit("100 mg")},
    "a lower maximum with a partner": {("ingredient", "lidocaine"): _limit("50 mg", partners=["adrenaline"])},
    "one more caution": {("ingredient", "lidocaine"): _caution("epilepsy")},
    "one more ban": {("jurisdiction", "fr"): _status("prohibited", subject="lidocaine")},
    "one more synonym": {("ingredient", "lidocaine"): {"synonyms": ["lignocaine of ours"]}},
    "one more allergen": {("fact", "allergy-soy"): {"allergens": ["lidocaine"]}},
    "a place of its own": {("jurisdiction", "xx"): {"label": "Elsewhere", **_status("licensed")}},
    "a zone of its own": {("zone", "nape"): {"label": "nape"}},
    "a screening read in part": {
        ("ingredient", "minoxidil"): {"screenings": [{"about": "medicines", "section": "4.5", "cite": _CITE}]}
    },
}


@pytest.mark.parametrize("entries", LOOSENING.values(), ids=LOOSENING)
def test_what_could_loosen_is_a_fault(entries: Overlay, faults: Any) -> None:
    found = faults(entries)
    assert {fault.code for fault in found} == {"CA085"}
    assert all("waiver of" in fault.next and fault.level == "error" for fault in found)


@pytest.mark.parametrize("entries", TIGHTENING.values(), ids=TIGHTENING)
def test_what_only_tightens_is_none(entries: Overlay, faults: Any) -> None:
    assert faults(entries) == []


@pytest.mark.parametrize("entries", LOOSENING.values(), ids=LOOSENING)
def test_a_waiver_lets_it_stand_until_its_day(
    entries: Overlay, faults: Any, laid: Any, base: tuple[RawTables, Tables]
) -> None:
    keys = sorted(loosening_keys(base[1], laid(entries)))
    assert keys and all(key.startswith("adds ") for key in keys)

    def waivers(expires: str) -> Overlay:
        written = {"reason": "Decided by the board.", "owner": "Dr A", "expires": expires}
        return {("waiver", f"w{place}"): {"statement": key, **written} for place, key in enumerate(keys)}

    assert faults({**entries, **waivers("2027-06-30")}) == []
    assert len(faults({**entries, **waivers("2026-11-22")})) == len(keys)
    assert len(faults({**entries, **waivers("9999-12-31")})) == len(keys)


def _fields(base: Tables) -> Iterator[tuple[str, str, str]]:
    """Kind, entity and field: one entity of the base for each field that it leaves open."""
    for kind, table in base.items():
        for name in BY_KIND[kind].record._fields:  # type: ignore[attr-defined]
            default = BY_KIND[kind].record._field_defaults.get(name, ...)  # type: ignore[attr-defined]
            if name == "id" or default is ...:
                continue
            for identity, entry in table.items():
                if getattr(entry.record, name) == default:
                    yield kind, identity, name
                    break


_VALUES: tuple[Any, ...] = (True, 1, "x", ["x"], Decimal("1"), "1 mL", "female")


def test_no_field_of_the_base_is_filled_in_unjudged(base: tuple[RawTables, Tables], today: Any) -> None:
    """Whatever plain field a record has or will have: it is known to decide nothing, or it is refused."""
    from mesoplan.catalog.loosening import NEUTRAL, WARNING_FIELDS

    raw, below = base
    tried = 0
    for kind, identity, name in _fields(below):
        if kind in ("waiver", "reviewer", "mechanism"):
            continue
        for value in _VALUES:
            above: RawTables = {shelf.kind: {} for shelf in SHELVES}
            above[kind][identity] = RawEntry({name: value}, "x.toml", "")
            merged, clashes = lay_over(raw, Folder(Path("clinic"), None, above, None, ()))
            tables, wrong = decode(merged, (raw, below))
            if clashes or wrong or tables[kind][identity].record == below[kind][identity].record:
                continue
            tried += 1
            assert name in NEUTRAL | WARNING_FIELDS or list(loosening_faults(below, tables, today)), (
                f"{kind}.{name} of {identity} can be filled in by an overlay"
            )
            break
    assert tried > 30


def test_what_the_linter_says_of_the_toml_of_a_waiver(laid: Any, base: tuple[RawTables, Tables]) -> None:
    """The key in a fault can be pasted into a waiver as it is."""
    (key,) = loosening_keys(base[1], laid(LOOSENING["a maximum with a partner"]))
    assert tomllib.loads(f'statement = "{key}"')["statement"] == key
