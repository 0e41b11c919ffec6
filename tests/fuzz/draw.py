"""Random cases of a catalog, and what a tired or hostile hand makes of them."""

from functools import cache
from random import Random
from typing import Any

from mesoplan.catalog.catalog import Catalog

Raw = dict[str, Any]

STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**30, -(10**30), 0.1, float("nan"), float("inf"), 1e308, 2**63),
    *("", " ", "?", "none", "-", "0", "1e30 mg", "1e+-9 mg", "-1 mg", "nan mg", "1,5 mL", "1.5.2 mL", "½ mL"),
    *("\ud800", "\x00", "\x1b[2J", "\x9b", "\u202e", "é" * 400, "a" * 5000, "../../etc/passwd", "/dev/zero"),
    *(
        [],
        {},
        [None],
        [[]],
        [{}],
        {"": ""},
        [["epilepsy"]],
        {"name": "x", "unmapped": True},
        b"bytes",
        (),
        {1},
    ),
)
_UNITS = (
    *("mg", "mL", "uL", "mmol", "mEq", "IU", "U", "%", "% v/v", "% w/w", "mg/mL", "mmol/L", "mg/kg", "kg"),
    *(
        "min",
        "h",
        "d",
        "wk",
        "mo",
        "a",
        "cm2",
        "mm2",
        "mm",
        "mosm",
        "mg/cm2",
        "mL/cm2",
        "[pH]",
        "1",
        "{vial}",
    ),
)
_CHARS = " .,+-/%½²()[]{}'\"\\#=:;0123456789abcßéIıİµΩ中\u200b\u00ad\u202e\x00\t\n"


@cache
def _ids(catalog: Catalog) -> dict[str, list[str]]:
    return {
        kind: sorted(catalog.table(kind))
        for kind in ("product", "ingredient", "goal", "zone", "jurisdiction", "technique", "fact")
    }


class Draw:
    """Draws cases; the same seed draws the same."""

    def __init__(self, rng: Random, catalog: Catalog) -> None:
        self.rng, self.catalog = rng, catalog
        self.ids = _ids(catalog)

    @staticmethod
    def known_names(catalog: Catalog, kind: str, identity: str) -> list[str]:
        """Every name of an entity, those among the words of the field too."""
        entity = catalog.table(kind)[identity]
        codes = [str(each) for each in (getattr(entity, "codes", None) or ()) if each]
        words = [
            name
            for word in catalog.table("word").values()
            if word.means == (identity,)
            for name in word.names
        ]
        return [identity, entity.label, *getattr(entity, "synonyms", ()), *codes, *words]

    def names_of(self, kind: str, identity: str) -> list[str]:
        """Names by which somebody may call an entity."""
        entity = self.catalog.table(kind)[identity]
        return [identity, identity.replace("-", " "), entity.label, *getattr(entity, "synonyms", ())]

    def one(self, kind: str) -> str:
        """The id of an entity of this kind."""
        return self.rng.choice(self.ids[kind])

    def row(self) -> Raw:
        """An item of a cocktail."""
        rng = self.rng
        row: Raw = {"syringe": rng.randint(1, 3)}
        volume = f"{rng.choice(('0.1', '0.5', '1', '2', '5', '18'))} mL"
        if rng.random() < 0.6:
            return {"product": self.one("product"), "volume": volume, **row}
        amount = f"{rng.choice(('0.000001', '0.5', '10', '40', '300'))} mg"
        return {"ingredient": self.one("ingredient"), "amount": amount, "volume": volume, **row}

    def case(self) -> Raw:
        """A case that somebody may have written, whole or with holes."""
        rng = self.rng
        patient: Raw = {
            "sex": rng.choice(("female", "male")),
            "age": rng.choice((16, 34, 70)),
            "weight": rng.choice(("50 kg", "90 kg")),
            "pregnant": False,
            "breastfeeding": False,
            "conditions": [],
            "allergies": [],
            "medicines": [],
        }
        if patient["sex"] == "male":
            del patient["pregnant"], patient["breastfeeding"]
        for key in tuple(patient):
            if rng.random() < 0.15:
                del patient[key]
        case: Raw = {
            "patient": patient,
            "cocktail": [self.row() for _ in range(rng.choice((1, 1, 2, 2, 3, 5)))],
        }
        for kind in ("goal", "zone", "jurisdiction", "technique"):
            if rng.random() < 0.8:
                case[kind] = self.one(kind)
        if rng.random() < 0.3:
            case["session"] = rng.choice(
                ({"points": 20}, {"area": "40 cm2"}, {"interval": "2 wk"}, {"point_volume": "0.1 mL"})
            )
        return case

    def in_odd_units(self, case: Raw) -> Raw:
        """The case with amounts in units that may not fit: a session of months, an item of hours."""
        rng = self.rng
        amount = f"{rng.choice(('0', '0.5', '1', '30', '5000'))} {rng.choice(_UNITS)}"
        if rng.random() < 0.5:
            key = rng.choice(("area", "point_volume", "interval", "use_within"))
            return {**case, "session": {**case.get("session", {}), key: amount}}
        rows = [dict(row) for row in case["cocktail"]]
        rng.choice(rows)[rng.choice(("amount", "volume", "concentration"))] = amount
        return {**case, "cocktail": rows}

    def misspelt(self, name: str) -> str:
        """A name with one or a few characters changed, added or lost."""
        rng = self.rng
        for _ in range(rng.randint(1, 3)):
            at = rng.randint(0, len(name))
            name = name[:at] + rng.choice((rng.choice(_CHARS), "")) + name[at + rng.randint(0, 1) :]
        return name

    def mangled(self, value: Any, depth: int = 0) -> Any:
        """A value with something in it replaced, lost, doubled or added."""
        rng = self.rng
        if depth and rng.random() < 0.35:
            return rng.choice(STRANGE)
        if isinstance(value, dict) and value:
            key = rng.choice(list(value))
            made = dict(value)
            what = rng.random()
            if what < 0.15:
                del made[key]
            elif what < 0.3:
                made[self.misspelt(str(key))] = made[key]
            else:
                made[key] = self.mangled(made[key], depth + 1)
            return made
        if isinstance(value, list) and value:
            at = rng.randrange(len(value))
            return [*value[:at], self.mangled(value[at], depth + 1), *value[at + rng.randint(0, 1) :]]
        if isinstance(value, str) and rng.random() < 0.7:
            return self.misspelt(value)
        return rng.choice(STRANGE)
