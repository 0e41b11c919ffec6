"""A patient with some unasked facts answered: for questions of the form "and if so?"."""

from collections.abc import Iterable

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Patient


def assumed(
    patient: Patient, catalog: Catalog, *, yes: Iterable[str] = (), no: Iterable[str] = ()
) -> Patient:
    """The patient as a case would say it: a yes holds for what the fact is a kind of as well."""
    true = tuple(yes)
    above = {each for fact in true for each in catalog.lineage("fact", fact)}
    allergens = tuple(
        (fact, allergen)
        for fact in true
        if catalog.fact(fact).kind == "allergy"
        for each in catalog.lineage("fact", fact)
        for allergen in catalog.fact(each).allergens
    )
    return patient._replace(
        said=(*patient.said, *true),
        yes=patient.yes | above,
        no=(patient.no | frozenset(no)) - above,
        allergens=(*patient.allergens, *allergens),
    )
