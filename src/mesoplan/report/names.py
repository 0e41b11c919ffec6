"""Names, patients and amounts as short as a page with little room needs them."""

import re
from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.report.words.plain import plain
from mesoplan.report.words.template import listed

#: Where the name of a product ends and its strength or its explanation begins.
_TAIL = re.compile(r"(,| \(| \d[\d.,]* ?(%|mg|mL|U\b|IU|units|µg|mcg|g\b|cc)).*$")
_LISTS = (("conditions", "condition"), ("allergies", "allergy"), ("medicines", "medicine"))
_SAID = (
    ("", ("state",)),
    ("conditions", ("condition",)),
    ("allergies", ("allergy",)),
    ("medicines", ("medicine",)),
)


def short_label(identity: str, catalog: Catalog) -> str:
    """The label without strength and explanation: "Biotine Bayer" for "Biotine Bayer 0.5 % (5 mg/1 mL)"."""
    label = catalog.label(identity)
    if identity not in catalog.table("product"):
        return label
    return _TAIL.sub("", label) or label


def patient_words(case: Case, resolved: ResolvedCase, catalog: Catalog) -> str:
    """The patient in one line: who, what was said, what has nothing against it, what was not asked."""
    patient = resolved.patient
    who = [_who(resolved)]
    who += [f"{patient.age}"] if patient.age is not None else []
    who += [str(patient.weight)] if patient.weight is not None else []
    said = list(_said(resolved, catalog))
    none = [f"no {name}" for name, kind in _LISTS if kind in patient.asked and not case.patient.get(name)]
    no = [
        word
        for key, word in (("pregnant", "pregnant"), ("breastfeeding", "breast-feeding"))
        if case.patient.get(key) is False
    ]
    unasked = [name for name, kind in _LISTS if kind not in patient.asked and not case.patient.get(name)]
    parts = [", ".join(each for each in who if each), *said]
    parts += [f"not {listed(no, last='or')}"] if no else []
    parts += [_joined(none)] if none else []
    parts += [f"{listed(unasked)} not asked"] if unasked else []
    return "; ".join(part for part in parts if part)


def _said(resolved: ResolvedCase, catalog: Catalog) -> Iterator[str]:
    """What was said, by its kind: "medicines: warfarin"."""
    patient = resolved.patient
    for name, kinds in _SAID:
        labels = [catalog.label(each) for each in patient.said if catalog.fact(each).kind in kinds]
        if labels:
            yield f"{name}: {', '.join(labels)}" if name else ", ".join(labels)
    if patient.unmapped:
        yield f"also {', '.join(patient.unmapped)}"


def _joined(none: list[str]) -> str:
    """ "no conditions, allergies or medicines"."""
    return f"no {listed([each.removeprefix('no ') for each in none], last='or')}"


def _who(resolved: ResolvedCase) -> str:
    patient = resolved.patient
    young = patient.age is not None and patient.age < 18
    if patient.sex == "female":
        return "girl" if young else "woman"
    if patient.sex == "male":
        return "boy" if young else "man"
    return "child" if young else "sex not said"


def asked_words(case: Case, resolved: ResolvedCase, catalog: Catalog) -> str:
    """For what, where, how and in which country; a zone that nobody said is said to be the goal's."""
    zone = catalog.label(resolved.zone) if resolved.zone else ""
    where = zone if case.zone or not zone else f"{zone} (as the goal says)"
    session = resolved.session.technique
    about = (resolved.goal and catalog.label(resolved.goal), where, session and catalog.label(session))
    place = resolved.jurisdiction and catalog.label(resolved.jurisdiction)
    return " · ".join(filter(None, (*about, place)))


def read_words(resolved: ResolvedCase, catalog: Catalog) -> str:
    """What was read otherwise than it was written: '"jawline" as face'."""
    readings = {each.said: each for each in reversed(resolved.readings)}
    return "; ".join(
        f'"{each.said}" as {plain(short_label(each.meant, catalog))}' for each in reversed(readings.values())
    )
