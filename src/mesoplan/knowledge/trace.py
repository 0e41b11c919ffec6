"""The path from what a finding is about to the source that says so."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.statement import Stated


def trace(stated: Stated, subjects: tuple[str, ...], catalog: Catalog, identity: str = "") -> tuple[str, ...]:
    """Alternating nodes and edges: subject, ``is-a``, class, ``states``, statement, ``cites``, source.

    ``identity`` is the statement's id, where the caller has computed it already.
    """
    start = _start(stated.entity, subjects, catalog)
    path = list(start)
    path += ["states", identity or stated.id, "cites", stated.cite.source]
    return tuple(path)


def _start(entity: str, subjects: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    """From the first subject that the entity is about; the entity itself when none is."""
    if entity in subjects:
        return (entity,)
    for subject in subjects:
        if subject not in catalog.index.ancestors["ingredient"]:
            continue
        if any(above == entity for above, _ in catalog.ancestors("ingredient", subject)):
            return _climb(subject, entity, catalog)
    if entity in catalog.table("interaction"):
        members = catalog.interaction(entity).members
        for subject in subjects:
            if subject in members:
                return (subject, "member-of", entity)
            for member in members:
                lineage = catalog.index.ancestors["ingredient"].get(subject, ())
                if any(above == member for above, _ in lineage):
                    return (*_climb(subject, member, catalog), "member-of", entity)
    return (entity,)


def _climb(ingredient: str, wanted: str, catalog: Catalog) -> tuple[str, ...]:
    """The shortest chain of ``is-a`` from an ingredient to one of its classes."""
    paths: list[tuple[str, ...]] = [
        (ingredient, "is-a", parent) for parent in catalog.ingredient(ingredient).classes
    ]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        if path[-1] == wanted:
            return path
        if path[-1] in seen:
            continue
        seen.add(path[-1])
        paths.extend((*path, "is-a", up) for up in catalog.ingredient_class(path[-1]).parents)
    return (ingredient, "is-a", wanted)
