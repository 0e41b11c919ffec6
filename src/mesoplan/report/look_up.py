"""A name to what it stands for, among everything the catalog names."""

from functools import lru_cache

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.names import normal
from mesoplan.record import NamedTuple

#: Name spaces in the order in which a bare name is understood.
SPACES = (
    "substance",
    "class",
    "goal",
    "zone",
    "technique",
    "jurisdiction",
    "mechanism",
    "regimen",
    "policy",
    "fact:condition",
    "fact:state",
    "fact:allergy",
    "fact:medicine",
)
#: Kinds that are found by their id only.
BY_ID = ("source", "evidence", "interaction")

PLURALS = {
    "ingredients": "ingredient",
    "products": "product",
    "classes": "class",
    "goals": "goal",
    "zones": "zone",
    "techniques": "technique",
    "jurisdictions": "jurisdiction",
    "mechanisms": "mechanism",
    "regimens": "regimen",
    "policies": "policy",
    "facts": "fact",
    "sources": "source",
    "studies": "evidence",
    "interactions": "interaction",
}


class Hit(NamedTuple):
    """An entity, and the spelling by which it was found."""

    kind: str
    id: str
    spelling: str


def look_up(name: str, catalog: Catalog) -> tuple[Hit, ...]:
    """Everything that is called exactly so (ignoring case and punctuation); may be empty."""
    hits = []
    for space in SPACES:
        found = catalog.find(name, (space,))
        if found is not None:
            hits.append(Hit(found.kind, found.id, name))
    for kind in BY_ID:
        if name in catalog.table(kind):
            hits.append(Hit(kind, name, name))
    return tuple(dict.fromkeys(hits))


def search(words: str, catalog: Catalog) -> tuple[Hit, ...]:
    """Everything with all of these words somewhere in a name; exact names first, then by kind."""
    wanted = [normal(word) for word in words.split() if normal(word)]
    if not wanted:
        return ()
    hits: dict[tuple[str, str], Hit] = {}
    for space in SPACES:
        names = catalog.index.names.get(space, {})
        for spelling in names:
            if all(word in spelling for word in wanted):
                for each in catalog.meant_by(names[spelling]):
                    hits.setdefault((each.kind, each.id), Hit(each.kind, each.id, spelling))
    bare = [word.replace("-", "") for word in wanted]
    for kind in BY_ID:
        for identity in catalog.table(kind):
            letters = identity.replace("-", "")  # cheap, and rules out nearly all
            if all(word in letters for word in bare) and all(word in normal(identity) for word in wanted):
                hits.setdefault((kind, identity), Hit(kind, identity, identity))
    whole = "".join(wanted)
    order = [
        "ingredient",
        "product",
        "class",
        "goal",
        "zone",
        "technique",
        "fact",
        "mechanism",
        "jurisdiction",
        "regimen",
        "policy",
        "interaction",
        "evidence",
        "source",
    ]
    return tuple(
        sorted(
            hits.values(),
            key=lambda hit: (
                normal(hit.id) != whole,
                order.index(hit.kind),
                not normal(hit.id).startswith(whole),
                hit.id,
            ),
        )
    )


#: Kinds whose labels lead to a page; of one label, the kind that stands last is meant.
LINKED = (
    *("policy", "mechanism", "jurisdiction", "technique", "fact", "zone", "regimen"),
    *("class", "goal", "product", "ingredient"),
)


@lru_cache(maxsize=2)
def names_on_pages(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """What a cell of a page may name, to its kind and id: labels, and ids of sources, studies and files."""
    found = {
        record.label: (kind, identity) for kind in LINKED for identity, record in catalog.table(kind).items()
    }
    if catalog.language:
        found.update({catalog.label(each): ("ingredient", each) for each in catalog.table("ingredient")})
    for kind in ("interaction", "evidence", "regimen", "source"):
        found.update({identity: (kind, identity) for identity in catalog.table(kind)})
    return found


def label_of(hit: Hit, catalog: Catalog) -> str:
    """A short line on what was found."""
    record = catalog.table(hit.kind)[hit.id]
    if hit.kind == "source":
        return str(record.title)
    if hit.kind == "evidence":
        return f"{catalog.label(record.goal)}: {record.direction} ({record.design})"
    if hit.kind == "interaction":
        return " with ".join(catalog.label(each) for each in record.members)
    return str(record.label)
