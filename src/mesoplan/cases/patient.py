"""What a case says of the patient, in facts of the catalog."""

from collections.abc import Mapping, Sequence
from typing import Any

from mesoplan.cases.fault import CaseFault
from mesoplan.catalog.catalog import Catalog, UnknownName
from mesoplan.catalog.names import close_names
from mesoplan.model.case import Patient, Sex
from mesoplan.quantity import Quantity, QuantityError

_LISTS = {"conditions": "condition", "allergies": "allergy", "medicines": "medicine"}
_PLAIN = ("sex", "age", "weight", "absent", *_LISTS)
_SPACES = {
    "conditions": ("fact:condition", "fact:state"),
    "allergies": ("fact:allergy",),
    "medicines": ("fact:medicine",),
    "absent": ("fact:condition", "fact:state", "fact:allergy", "fact:medicine"),
}
_MAX_AGE = 120


class PatientReader:
    """Reads the patient table of one case; faults are collected in ``faults``."""

    def __init__(self, catalog: Catalog, faults: list[CaseFault]) -> None:
        self._catalog = catalog
        self._faults = faults
        self._yes: dict[str, None] = {}
        self._no: dict[str, None] = {}
        self._allergens: list[tuple[str, str]] = []
        self._unmapped: list[str] = []

    def read(self, raw: Mapping[str, Any]) -> Patient:
        """The patient; what cannot be read is a fault and left out."""
        sex = self._sex(raw.get("sex"))
        for key, kind in _LISTS.items():
            if key in raw:
                self._list(key, raw[key], self._yes, kind)
        if "absent" in raw:
            self._list("absent", raw["absent"], self._no, "")
        for key, value in raw.items():
            if key not in _PLAIN:
                self._state(key, value)
        self._contradictions(sex)
        said = tuple(self._yes)
        return Patient(
            sex=sex,
            age=self._age(raw.get("age")),
            weight=self._weight(raw.get("weight")),
            said=said,
            yes=frozenset(each for fact in said for each in self._catalog.lineage("fact", fact)),
            no=frozenset(self._no),
            asked=frozenset(kind for key, kind in _LISTS.items() if key in raw),
            allergens=tuple(self._allergens),
            unmapped=tuple(self._unmapped),
        )

    def _fault(self, key: str, what: str, so_what: str = "", following: str = "") -> None:
        self._faults.append(CaseFault(f"patient.{key}", what, so_what, following))

    def _sex(self, value: object) -> Sex | None:
        if value is None:
            return None
        said = value.strip().lower() if isinstance(value, str) else value
        if said == "female":
            return "female"
        if said == "male":
            return "male"
        self._fault("sex", f"{_short(value)} is not a sex.", "", 'Write "female" or "male".')
        return None

    def _age(self, value: object) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_AGE:
            self._fault(
                "age",
                f"{_short(value)} is not an age.",
                "",
                f"Write whole years from 0 to {_MAX_AGE}.",
            )
            return None
        return value

    def _weight(self, value: object) -> Quantity | None:
        if value is None:
            return None
        if not isinstance(value, str) or value.replace(",", ".").strip().replace(".", "", 1).isdigit():
            self._fault("weight", f"{_short(value)} has no unit.", "", 'Write "62 kg".')
            return None
        try:
            weight = Quantity.parse(value).to("kg")
        except QuantityError as error:
            self._fault("weight", str(error))
            return None
        if not Quantity.parse("0.3 kg") <= weight <= Quantity.parse("500 kg"):
            self._fault(
                "weight",
                f"{weight} is not a body weight.",
                "Doses per kg would be wrong.",
                "Check the unit.",
            )
            return None
        return weight

    def _list(self, key: str, value: object, into: dict[str, None], kind: str) -> None:
        if isinstance(value, str) or not isinstance(value, Sequence):
            self._fault(key, "must be a list.", "", f'Write {key} = ["..."], or [] for none.')
            return
        for position, entry in enumerate(value):
            self._entry(f"{key}[{position}]", key, entry, into, kind)

    def _entry(self, place: str, key: str, entry: object, into: dict[str, None], kind: str) -> None:
        unmapped = False
        if isinstance(entry, Mapping):
            unmapped = entry.get("unmapped") is True
            entry = entry.get("name") or entry.get("id")
        if not isinstance(entry, str) or not entry.strip():
            self._fault(place, "must be a name in quotes.")
            return
        name = entry
        found = self._catalog.find(name, _SPACES[key])
        if found is None and kind == "allergy":
            name = _allergen_name(entry)
            found = self._catalog.find(name, _SPACES[key])
        if found is not None:
            into[found.id] = None
            if kind == "allergy":
                self._add_allergens(found.id)
        elif kind == "allergy" and (substance := self._catalog.find(name, ("substance", "class"))):
            self._add_substance_allergy(substance.kind, substance.id)
        elif unmapped:
            self._unmapped.append(entry)
        else:
            self._unknown(place, key, entry)

    def _add_allergens(self, fact: str) -> None:
        for each in self._catalog.lineage("fact", fact):
            self._allergens.extend((fact, one) for one in self._catalog.fact(each).allergens)

    def _add_substance_allergy(self, kind: str, identity: str) -> None:
        if kind == "product":
            product = self._catalog.product(identity)
            held = [part.ingredient for part in product.contains]
            held += [part.ingredient for part in product.excipients]
            self._allergens.extend((identity, each) for each in held)
        else:
            self._allergens.append((identity, identity))

    def _unknown(self, place: str, key: str, entry: str) -> None:
        for other, spaces in _SPACES.items():
            if other not in (key, "absent") and self._catalog.find(entry, spaces):
                self._fault(
                    place,
                    f"{_short(entry)} belongs under {other}.",
                    "It would not be checked.",
                    f"Move it to patient.{other}.",
                )
                return
        try:
            self._catalog.resolve(entry, _SPACES[key], _LISTS.get(key, "fact"))
        except UnknownName as error:
            self._fault(
                place,
                f"{error}",
                "It would not be checked.",
                f"If none fits: {{ name = {_short(entry)}, unmapped = true }} shows it as not assessed.",
            )

    def _state(self, key: str, value: object) -> None:
        fact = key.replace("_", "-")
        if fact not in self._catalog.table("fact"):
            known = [*_PLAIN, "pregnant", "breastfeeding", *self._catalog.table("fact")]
            near = close_names(fact, known)
            offer = f'Did you mean "{near[0]}"?' if near else ""
            self._fault(key, "unknown key.", "It would not be checked.", offer)
        elif not isinstance(value, bool):
            self._fault(key, f"{_short(value)} is not an answer.", "", "Write true or false.")
        else:
            (self._yes if value else self._no)[fact] = None
            if value and self._catalog.fact(fact).kind == "allergy":
                self._add_allergens(fact)

    def _contradictions(self, sex: Sex | None) -> None:
        for fact in self._yes:
            record = self._catalog.fact(fact)
            if record.sex is not None and sex is not None and record.sex != sex:
                self._fault(
                    fact.replace("-", "_"),
                    f'{record.label} contradicts sex = "{sex}".',
                    "One of the two is wrong.",
                    "Correct it.",
                )
            for each in self._catalog.lineage("fact", fact):
                if each in self._no:
                    self._fault(
                        each,
                        f'is given as false, but "{fact}" as true.'
                        if each != fact
                        else "is given as true and as false.",
                        "",
                        "Keep one.",
                    )


def _allergen_name(said: str) -> str:
    """What an allergy is to: "sulfite allergy" and "allergy to sulfite" are about sulfite."""
    words = said.split()
    lowered = [word.lower() for word in words]
    if len(words) > 1 and lowered[-1] in ("allergy", "hypersensitivity"):
        return " ".join(words[:-1])
    if len(words) > 2 and lowered[0] in ("allergy", "allergic") and lowered[1] == "to":
        return " ".join(words[2:])
    return said


def _short(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + '..."'
