"""Deferrals that hold here and for this patient, with how much they concern them."""

from collections.abc import Iterator
from typing import Literal

from mesoplan.model.ingredient import Deferral
from mesoplan.model.statement import Stated
from mesoplan.rules.scene import Scene

_FACT = {"blood-donation": "blood-donor"}


def deferrals_here(
    ingredient: str, scene: Scene
) -> Iterator[tuple[Stated, Deferral, Literal["caution", "note"]]]:
    """Each deferral of an ingredient for this sex and place.

    A caution where the patient is concerned by what they said (a donor, of blood), a note otherwise.
    """
    patient = scene.case.patient
    places = scene.catalog.lineage("jurisdiction", scene.case.jurisdiction or "-")
    for stated in scene.knowledge.inherited(ingredient, "deferrals"):
        record: Deferral = stated.record
        if record.sex is not None and patient.sex is not None and record.sex != patient.sex:
            continue
        if record.jurisdictions and not set(record.jurisdictions) & set(places):
            continue
        fact = _FACT.get(record.event)
        concerned = fact is None or scene.answer(fact) == "yes"
        yield stated, record, "caution" if concerned else "note"
