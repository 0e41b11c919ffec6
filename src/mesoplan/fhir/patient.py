"""Patient, Condition, AllergyIntolerance, medicines and Observation to the patient of a case.

What a record names counts; what it does not name stays unasked, because no record is complete. Only an
explicit "no known allergy" is a no, and a negative test is one on its own day.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from mesoplan.fhir.codes import Codes, Meant
from mesoplan.fhir.drug_names import ingredients_of
from mesoplan.fhir.elements import (
    NO_ELEMENT,
    Concept,
    Element,
    Measured,
    NotFhir,
    child,
    concept,
    day,
    kind,
    measured,
    resources,
    status,
    text,
)
from mesoplan.fhir.medicines import medicine_of
from mesoplan.record import NamedTuple

_CONDITION = ("fact:condition", "fact:state")
#: Conditions that are over, and entries that were taken back, say nothing of today.
_OVER = ("inactive", "remission", "resolved")
_WITHDRAWN = ("refuted", "entered-in-error")
#: Medicines that are not taken any more, or never were.
_NOT_TAKEN = ("completed", "stopped", "cancelled", "not-taken", "entered-in-error")
_UNUSABLE = ("entered-in-error", "cancelled", "unknown")
_NO_KNOWN_ALLERGY = (("http://snomed.info/sct", "716186003"),)
_WEIGHT = ("http://loinc.org", "29463-7")
#: LOINC code to the key of the case, and the codes of its answers.
_ANSWERS = {("http://loinc.org", "82810-3"): "pregnant", ("http://loinc.org", "63895-7"): "breastfeeding"}
_YES = ("77386006", "LA15173-0", "LA33-6")
_NO = ("60001007", "LA26683-5", "LA32-8")
_UNITS = {"kg": "kg", "g": "g", "lb": "lb", "[lb_av]": "lb"}
_LONGEST_NAME = 200
#: The kinds of resources that each list of a record is read from.
_READ = {
    "conditions": ("Condition",),
    "medicines": ("MedicationRequest", "MedicationStatement", "Medication"),
    "allergies": ("AllergyIntolerance",),
    "observations": ("Observation",),
}


class PatientRead(NamedTuple):
    """What a record says, with the keys of a case.

    ``not_understood``: entries that the catalog does not know (in ``said`` they are unmapped); ``notes``:
    what was left unasked although something stood there.
    """

    said: Mapping[str, Any]
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Reading:
    def __init__(self, codes: Codes, today: date) -> None:
        self.codes = codes
        self.today = today
        self.said: dict[str, Any] = {}
        self.lists: dict[str, dict[str, Any]] = {}
        self.not_understood: dict[str, None] = {}
        self.notes: list[str] = []

    def unmapped(self, key: str, name: str) -> None:
        name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
        self.lists.setdefault(key, {})[name] = {"name": name, "unmapped": True}
        self.not_understood[name] = None


def patient_of(
    record: Mapping[str, Any], codes: Codes, today: date, others: Iterable[Concept] = ()
) -> PatientRead:
    """The patient of a record, whose keys are patient, conditions, allergies, medicines and observations.

    Each is a resource, a Bundle or left out. ``today`` is the day of the order, which ages are counted at;
    ``others`` are medicines of the same order that are not injected. Raises `NotFhir` where the data are not
    what they say.
    """
    reading = _Reading(codes, today)
    _person(person_of(record), reading)
    for each in _entries(record, "conditions", reading):
        _condition(each, reading)
    for each in _entries(record, "medicines", reading):
        _medicine(each, reading)
    for other in others:
        _taken(other, reading)
    _allergies(_entries(record, "allergies", reading), reading)
    _observations(_entries(record, "observations", reading), reading)
    for key, entries in reading.lists.items():
        reading.said[key] = list(entries.values())
    if open_ := sorted(key for key, entries in reading.lists.items() if entries):
        reading.said["open"] = open_
    return PatientRead(reading.said, tuple(reading.not_understood), tuple(reading.notes))


def person_of(record: Mapping[str, Any]) -> Element:
    """The Patient of a record, or of the Bundle that a search for it gave; empty when none was sent."""
    given = record.get("patient")
    if not given:
        return NO_ELEMENT
    found = resources(given, "patient")
    if len(found) != 1 or kind(found[0]) != "Patient":
        raise NotFhir("patient must be one Patient.")
    return found[0]


def _entries(record: Mapping[str, Any], key: str, reading: _Reading) -> tuple[Element, ...]:
    """The resources of a list that are read; the kinds that are not stand in the notes."""
    found = resources(record.get(key), key)
    others = dict.fromkeys(name for each in found if (name := kind(each)) not in _READ[key])
    if others:
        names = ", ".join(each or "something without a type" for each in others)
        reading.notes.append(f"{key}: {names} is not read")
    return tuple(each for each in found if kind(each) in _READ[key])


def _person(person: Element, reading: _Reading) -> None:
    gender = text(person, "gender", "patient")
    if gender in ("female", "male"):
        reading.said["sex"] = gender
    if born := day(person, "birthDate", "patient"):
        youngest, oldest = (_age(each, reading.today) for each in _days(born, "patient.birthDate"))
        if youngest == oldest and youngest >= 0:
            reading.said["age"] = youngest
        else:
            reading.notes.append("age: the date of birth does not tell it")


def _days(said: str, place: str) -> tuple[date, date]:
    """The last and the first day that a FHIR date may mean."""
    try:
        parts = [int(each) for each in said.split("-")]
        if len(parts) == 3:
            return date(*parts), date(*parts)
        if len(parts) == 2:
            year, month = parts
            following = date(year + month // 12, month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1), date(year, month, 1)
        return date(parts[0], 12, 31), date(parts[0], 1, 1)
    except (ValueError, TypeError, OverflowError):
        raise NotFhir(f"{place} is no date.") from None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _condition(each: Element, reading: _Reading) -> None:
    if status(each, "verificationStatus", "Condition") in _WITHDRAWN:
        return
    if status(each, "clinicalStatus", "Condition") in _OVER:
        return
    said = concept(each.get("code"), "Condition.code")
    found = reading.codes.meant(said, _CONDITION)
    if found is None:
        reading.unmapped("conditions", said.name)
    else:
        reading.said[found.id] = True


def _medicine(each: Element, reading: _Reading) -> None:
    if kind(each) not in ("MedicationRequest", "MedicationStatement"):
        return
    if text(each, "status", kind(each)) in _NOT_TAKEN or each.get("taken") == "n":
        return
    for said in medicine_of(each):
        _taken(said, reading)


def _taken(said: Concept, reading: _Reading) -> None:
    """A medicine of the patient."""
    _known(said, "medicines", _counts, reading)


def _known(
    said: Concept, key: str, counts: Callable[[tuple[Concept, ...], _Reading], bool], reading: _Reading
) -> None:
    """Counts something by its name, else by the ingredients that its name says.

    What nobody here knows, or knows in part, stands in the list as unmapped.
    """
    if counts((said,), reading):
        return
    parts = next((found for word in said.words if (found := ingredients_of(word))), ())
    known = [counts(tuple(Concept((), (name,)) for name in names), reading) for names in parts]
    if not known or not all(known):
        reading.unmapped(key, said.name)


def _meant(said: tuple[Concept, ...], space: str, reading: _Reading) -> Meant | None:
    """What the first of several spellings means that means anything."""
    return next((found for each in said if (found := reading.codes.meant(each, (space,)))), None)


def _counts(said: tuple[Concept, ...], reading: _Reading) -> bool:
    """Whether this is a medicine that the catalog knows: a fact or an ingredient; if so it is noted."""
    found = _meant(said, "fact:medicine", reading)
    if found is not None:
        reading.said[found.id] = True
        return True
    substance = _meant(said, "substance", reading)
    if substance is None or substance.kind != "ingredient":
        return False
    reading.lists.setdefault("medicines", {})[substance.id] = substance.id
    return True


def _allergies(entries: tuple[Element, ...], reading: _Reading) -> None:
    none_known = False
    for each in entries:
        if status(each, "verificationStatus", "AllergyIntolerance") in _WITHDRAWN:
            continue
        if status(each, "clinicalStatus", "AllergyIntolerance") in _OVER:
            continue
        said = concept(each.get("code"), "AllergyIntolerance.code")
        if any(code in _NO_KNOWN_ALLERGY for code in said.codes):
            none_known = True
        else:
            _known(said, "allergies", _harms, reading)
    if none_known and not reading.lists.get("allergies"):
        reading.said["allergies"] = []
    elif none_known:
        reading.notes.append('allergies: "no known allergy" stands beside an allergy')


def _harms(said: tuple[Concept, ...], reading: _Reading) -> bool:
    """Whether this is an allergy that the catalog knows: a fact or a substance; if so it is noted."""
    found = _meant(said, "fact:allergy", reading) or _meant(said, "substance", reading)
    if found is None:
        return False
    reading.lists.setdefault("allergies", {})[found.id] = found.id
    return True


def _observations(entries: tuple[Element, ...], reading: _Reading) -> None:
    usable = [each for each in entries if text(each, "status", "Observation") not in _UNUSABLE]
    latest: dict[tuple[str, str], Element] = {}
    for each in sorted(usable, key=_when):
        for code in concept(each.get("code"), "Observation.code").codes:
            latest[code] = each
    if _WEIGHT in latest:
        _weight(measured(latest[_WEIGHT].get("valueQuantity"), "Observation.valueQuantity"), reading)
    for code, key in _ANSWERS.items():
        if code in latest:
            _answer(latest[code], key, reading)


def _when(each: Element) -> str:
    period = child(each, "effectivePeriod", "Observation")
    return day(each, "effectiveDateTime", "Observation") or day(period, "end", "Observation")


def _weight(found: Measured | None, reading: _Reading) -> None:
    unit = _UNITS.get(found.unit, "") if found is not None else ""
    if found is None or not unit:
        reading.notes.append("weight: no number with a unit of weight")
    elif unit == "lb":
        reading.notes.append(f"weight: {found.value} lb; write it in kg")
    elif unit == "g":
        reading.said["weight"] = f"{found.value / 1000:f} kg"
    else:
        reading.said["weight"] = f"{found.value:f} kg"


def _answer(each: Element, key: str, reading: _Reading) -> None:
    """Yes counts whenever it was said; no only on the day of the order, since it may have changed."""
    codes = {code for _, code in concept(each.get("valueCodeableConcept"), "Observation.value").codes}
    said = each.get("valueBoolean")
    yes, no = said is True or bool(codes & set(_YES)), said is False or bool(codes & set(_NO))
    if yes and not no:
        reading.said[key] = True
    elif no and not yes and _when(each) == reading.today.isoformat():
        reading.said[key] = False
    elif no and not yes:
        reading.notes.append(f"{key}: the no is not of today")
    else:
        reading.notes.append(f"{key}: neither yes nor no")
