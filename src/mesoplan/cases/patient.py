"""What a case says of the patient, in facts of the catalog."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mesoplan.cases.fault import FULL, CaseFault
from mesoplan.cases.naming import read_substance
from mesoplan.catalog.catalog import Catalog, Named, UnknownName
from mesoplan.catalog.names import close_names
from mesoplan.model.case import Patient, Reading, Sex
from mesoplan.quantity import Quantity, QuantityError

_LISTS = {"conditions": "condition", "allergies": "allergy", "medicines": "medicine"}
_PLAIN = ("sex", "age", "weight", "absent", "open", *_LISTS)
_SPACES = {
    "conditions": ("fact:condition", "fact:state"),
    "allergies": ("fact:allergy",),
    "medicines": ("fact:medicine",),
    "absent": ("fact:condition", "fact:state", "fact:allergy", "fact:medicine"),
}
_MAX_AGE = 120
_SEXES: dict[str, Sex] = {"female": "female", "f": "female", "woman": "female"}
_SEXES |= {"male": "male", "m": "male", "man": "male"}
_YEARS = r"(?i)\s*(\d{1,3})\s*(?:y|yr|yrs|yo|y/o|a|years?|years? old)?\.?\s*\Z"
#: The only entry of a list that says that the list is empty.
_NONE = ("none", "nil", "no")
#: How a medicine's fact may be called when the substance is also given by injection.
_BY_MOUTH = ("{} by mouth", "oral {}")
_DOSE = r"(?i)[\s,]+\d[\d.,/]*\s*(?:mg|mcg|µg|ug|g|iu|ui|units?|ml|%)?\s*\Z"


#: Names from this length on differ between languages in their last vowel only.
_LONG = 7


class PatientReader:
    """Reads the patient table of one case; faults are collected in ``faults``."""

    def __init__(self, catalog: Catalog, faults: list[CaseFault], readings: list[Reading]) -> None:
        self._catalog = catalog
        self._faults = faults
        self._readings = readings
        self._yes: dict[str, None] = {}
        self._no: dict[str, None] = {}
        self._allergens: list[tuple[str, str]] = []
        self._unmapped: list[str] = []
        self._taken: dict[str, None] = {}
        self._left_open: set[str] = set()

    def read(self, raw: Mapping[str, Any]) -> Patient:
        """The patient; what cannot be read is a fault and left out."""
        sex = self._sex(raw.get("sex"))
        self._open(raw.get("open", ()))
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
            asked=frozenset(
                kind for key, kind in _LISTS.items() if key in raw and key not in self._left_open
            ),
            allergens=tuple(self._allergens),
            unmapped=tuple(self._unmapped),
            taken=tuple(self._taken),
        )

    def _fault(self, key: str, what: str, so_what: str = "", following: str = "") -> None:
        self._faults.append(CaseFault(f"patient.{key}", what, so_what, following))

    def _sex(self, value: object) -> Sex | None:
        if value is None:
            return None
        said = _SEXES.get(value.strip().lower()) if isinstance(value, str) else None
        if said is not None:
            return said
        self._fault("sex", f"{_short(value)} is not a sex.", "", 'Write "female" or "male".')
        return None

    def _age(self, value: object) -> int | None:
        if value is None:
            return None
        if isinstance(value, str) and (match := re.match(_YEARS, value)):
            value = int(match[1])
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
            bare = str(value).strip() if isinstance(value, str | int) else "62"
            self._fault(
                "weight", f"{_short(value)} has no unit.", "", f'Write "{bare} kg", if that is meant.'
            )
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

    def _open(self, value: object) -> None:
        if isinstance(value, str) or not isinstance(value, Sequence):
            self._fault("open", "must be a list.", "", 'Write open = ["conditions"].')
            return
        for position, each in enumerate(value):
            if isinstance(each, str) and each in _LISTS:
                self._left_open.add(each)
            else:
                self._fault(
                    f"open[{position}]", f"{_short(each)} is no list.", "", f"Lists are: {', '.join(_LISTS)}."
                )

    def _list(self, key: str, value: object, into: dict[str, None], kind: str) -> None:
        if isinstance(value, str) or not isinstance(value, Sequence):
            self._fault(key, "must be a list.", "", f'Write {key} = ["..."], or [] for none.')
            return
        if len(value) == 1 and isinstance(value[0], str) and value[0].strip().lower() in _NONE:
            return
        for position, entry in enumerate(value):
            self._entry(f"{key}[{position}]", key, entry, into, kind)

    def _entry(self, place: str, key: str, entry: object, into: dict[str, None], kind: str) -> None:
        unmapped = False
        if isinstance(entry, Mapping):
            unmapped = entry.get("unmapped") is True
            entry = entry.get("name") or entry.get("id")
        if not isinstance(entry, str) or not entry.strip(" ?"):
            self._fault(place, "must be a name in quotes.")
            return
        if entry.rstrip().endswith("?"):
            entry, unmapped = entry.rstrip(" ?"), True
        found, asked = self._found(key, entry, kind)
        if asked:
            self._unknown(place, key, asked)
        elif found is not None:
            into[found.id] = None
            if found.near:
                self._readings.append(
                    Reading(key=f"patient.{place}", said=entry, meant=found.id, why=found.near)
                )
            if kind == "allergy":
                self._add_allergens(found.id)
        elif kind == "allergy" and (
            substance := self._catalog.find(_allergen_name(entry), ("substance", "class"))
        ):
            self._add_substance_allergy(substance.kind, substance.id)
        elif unmapped:
            self._unmapped.append(entry)
            self._left_open.add(key)
        elif kind != "medicine" or not self._take(place, entry):
            self._unknown(place, key, entry)

    def _found(self, key: str, entry: str, kind: str) -> tuple[Named | None, str]:
        """The fact that an entry names, with or without the dose or the word that people add.

        The second is the name that stands for several facts, and so is asked.
        """
        names = [entry]
        if kind == "allergy":
            names.append(_allergen_name(entry))
        if kind == "medicine":
            bare = re.sub(_DOSE, "", entry)
            names += [bare, *_other_endings(bare), *(form.format(bare) for form in _BY_MOUTH)]
        for name in names:
            found = self._catalog.meanings(name, _SPACES[key])
            if len(found) > 1:
                return None, name
            if found:
                return (found[0] if found[0].kind == "fact" else None), ""
        return None, ""

    def _take(self, place: str, entry: str) -> bool:
        """Notes a substance of the catalog that the patient takes and that is no fact; False when none."""
        found = self._catalog.find(entry, ("substance",))
        if found is None:
            try:
                found = read_substance(re.sub(_DOSE, "", entry), self._catalog, "medicine", offer=False).named
            except UnknownName:
                return False
        held = (
            [found.id]
            if found.kind == "ingredient"
            else [part.ingredient for part in self._catalog.product(found.id).contains]
        )
        self._taken.update(dict.fromkeys(held))
        self._unmapped.append(entry)
        self._readings.append(
            Reading(
                key=f"patient.{place}",
                said=entry,
                meant=", ".join(held),
                why="Nothing was read about it as a medicine: its interactions are not assessed.",
            )
        )
        return True

    def _add_allergens(self, fact: str) -> None:
        for each in self._catalog.lineage("fact", fact):
            self._allergens.extend((fact, one) for one in self._catalog.fact(each).allergens)

    def _add_substance_allergy(self, kind: str, identity: str) -> None:
        if kind == "product":
            product = self._catalog.product(identity)
            held = [part.ingredient for part in product.contains]
            held += [part.ingredient for part in product.excipients]
            self._allergens.extend((identity, each) for each in held)
            for part in product.contains:
                self._add_family(identity, part.ingredient)
        else:
            self._allergens.append((identity, identity))
            self._add_family(identity, identity)

    def _add_family(self, said: str, ingredient: str) -> None:
        """The classes that the catalog knows as an allergy: who reacts to a member may react to each."""
        if ingredient not in self._catalog.table("ingredient"):
            return
        above = self._catalog.lineage("ingredient", ingredient)
        families = {
            each
            for fact in self._catalog.table("fact").values()
            for each in fact.allergens
            if each in above and each != ingredient
        }
        self._allergens.extend((said, each) for each in sorted(families))

    def _unknown(self, place: str, key: str, entry: str) -> None:
        called = _LISTS.get(key, "fact")
        several = self._catalog.meanings(entry, _SPACES[key])
        for other, spaces in _SPACES.items() if not several else ():
            if other not in (key, "absent") and self._catalog.find(entry, spaces):
                self._fault(
                    place,
                    f"{_short(entry)} belongs under {other}.",
                    "It would not be checked.",
                    f"Move it to patient.{other}.",
                )
                return
        try:
            self._catalog.resolve(entry, _SPACES[key], called, offer=len(self._faults) < FULL)
        except UnknownName as error:
            self._fault(
                place,
                f"{error}",
                "It would not be checked.",
                f"If none fits, write {_short(f'{entry}?')}: it is then shown as not assessed.",
            )

    def _state(self, key: str, value: object) -> None:
        fact = key.replace("_", "-")
        if fact not in self._catalog.table("fact"):
            known = [*_PLAIN, "pregnant", "breastfeeding", *self._catalog.table("fact")]
            near = close_names(fact, known) if len(self._faults) < FULL else []
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


def _other_endings(name: str) -> list[str]:
    """A medicine's name with the endings that languages give it: amlodipina, amlodipine; omeprazol."""
    word = name.strip()
    if len(word) < _LONG or not word.isalpha():
        return []
    stem = word[:-1] if word[-1].lower() in "aeo" else word
    return [stem, *(stem + ending for ending in "aeo")]


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
