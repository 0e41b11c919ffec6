"""Codes and exact names of FHIR to ids of the catalog. Never by likeness."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.fhir.elements import Concept
from mesoplan.record import NamedTuple

#: Field of the catalog's codes to the URIs that mean its system.
SYSTEMS: dict[str, tuple[str, ...]] = {
    "snomed": ("http://snomed.info/sct",),
    "icd10": (
        "http://hl7.org/fhir/sid/icd-10",
        "http://hl7.org/fhir/sid/icd-10-cm",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
    ),
    "atc": ("http://www.whocc.no/atc",),
    "unii": ("http://fdasis.nlm.nih.gov",),
    "rxnorm": ("http://www.nlm.nih.gov/research/umls/rxnorm",),
    "cas": ("urn:oid:2.16.840.1.113883.6.61",),
}
#: Systems whose codes nest by prefix: E11.9 is a kind of E11.
_NESTING = ("icd10",)
#: How the catalog's own ids are written as a system.
OWN = "urn:mesoplan:{kind}"
_FIELD_OF = {uri: field for field, uris in SYSTEMS.items() for uri in uris}
_SPACES = {
    "substance": ("ingredient", "product"),
    "fact:condition": ("fact",),
    "fact:state": ("fact",),
    "fact:allergy": ("fact",),
    "fact:medicine": ("fact",),
    "goal": ("goal",),
    "zone": ("zone",),
    "technique": ("technique",),
}


class Meant(NamedTuple):
    """What a concept means: an entity of the catalog. ``by`` is the code or the name it was found by."""

    kind: str
    id: str
    by: str


class Codes:
    """The codes of one catalog. Only what the catalog itself holds is looked up."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._coded: dict[tuple[str, str, str], str] = {}
        twice: set[tuple[str, str, str]] = set()
        for kind, identity, field, code in _coded(catalog):
            key = (kind, field, code)
            if self._coded.setdefault(key, identity) != identity:
                twice.add(key)
        for key in twice:
            del self._coded[key]

    def meant(self, concept: Concept, spaces: tuple[str, ...]) -> Meant | None:
        """What a concept means in these spaces of names: by a code first, else by a text that is exactly a
        name of one thing. None when nothing fits, when the codes name several things or a name is asked."""
        by_code = {each[:2]: each for each in self._by_codes(concept, spaces)}
        if by_code:
            return next(iter(by_code.values())) if len(by_code) == 1 else None
        for word in concept.words:
            found = self._catalog.meanings(word, spaces)
            if len(found) > 1:
                return None
            if found:
                return Meant(found[0].kind, found[0].id, word)
        return None

    def _by_codes(self, concept: Concept, spaces: tuple[str, ...]) -> Iterator[Meant]:
        for system, code in concept.codes:
            own = next((kind for kind in _kinds(spaces) if system == OWN.format(kind=kind)), "")
            if own and code in self._catalog.table(own) and self._fits(own, code, spaces):
                yield Meant(own, code, code)
            field = _FIELD_OF.get(system, "")
            for kind in _kinds(spaces) if field else ():
                for each in _wider(code) if field in _NESTING else (code,):
                    identity = self._coded.get((kind, field, each))
                    if identity and self._fits(kind, identity, spaces):
                        yield Meant(kind, identity, code)
                        break

    def _fits(self, kind: str, identity: str, spaces: tuple[str, ...]) -> bool:
        return kind != "fact" or f"fact:{self._catalog.fact(identity).kind}" in spaces


def _kinds(spaces: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for space in spaces for kind in _SPACES[space]))


def _wider(code: str) -> Iterator[str]:
    """A code of ICD-10 and the categories that it belongs to, narrowest first."""
    while True:
        yield code
        stem, point, rest = code.partition(".")
        if not point:
            return
        code = f"{stem}.{rest[:-1]}" if len(rest) > 1 else stem


def _coded(catalog: Catalog) -> Iterator[tuple[str, str, str, str]]:
    """Kind, id, field and code of everything in the catalog that has codes."""
    for kind in ("ingredient", "fact", "goal", "zone"):
        for identity, entity in catalog.table(kind).items():
            holder = getattr(entity, "codes", None) or entity
            for field in SYSTEMS:
                held = getattr(holder, field, ())
                for code in (held,) if isinstance(held, str) else held:
                    if code:
                        yield kind, identity, field, str(code)
            for form in getattr(entity, "forms", ()):
                yield from (
                    (kind, identity, field, code)
                    for field in ("unii", "cas")
                    if (code := getattr(form, field))
                )
