"""The compiled catalog: strict look-ups by id, and the indexes that questions need."""

from collections.abc import Iterator, Mapping
from typing import Any

from mesoplan.catalog.named import AmbiguousName as AmbiguousName
from mesoplan.catalog.named import Largest as Largest
from mesoplan.catalog.named import Named as Named
from mesoplan.catalog.named import UnknownName as UnknownName
from mesoplan.catalog.names import MAX_NAME, close_names, normal
from mesoplan.catalog.offers import Offers, Spelling
from mesoplan.catalog.words import meanings
from mesoplan.model.cite import Source
from mesoplan.model.evidence import Evidence
from mesoplan.model.ingredient import Ingredient, called
from mesoplan.model.interaction import InteractionFile
from mesoplan.model.place import Technique, Zone
from mesoplan.model.policy import Policy
from mesoplan.model.product import Product
from mesoplan.model.regimen import Regimen
from mesoplan.model.regulation import Jurisdiction
from mesoplan.model.taxonomy import Fact, Goal, IngredientClass, Mechanism
from mesoplan.model.waiver import Waiver
from mesoplan.record import NamedTuple


class Index(NamedTuple):
    """Look-up tables made once when a catalog is compiled; all in ids.

    ``names``: kind to normalised name to what it means. ``ancestors``: kind to id to its ancestors
    with their distance, nearest first.
    ``products_of``: ingredient to products. ``interactions_of``: member to interaction files.
    ``evidence_of``: goal to studies; ``studies_of``: ingredient to studies. ``acting_via``:
    mechanism to ingredients. ``facts_below``: fact to those below it. ``regimens_of``: ingredient to regimens
    that give it; ``regimens_for``: goal to
    regimens; ``given_by``: regimen to the ingredients it gives; ``studied_by``: regimen to its studies;
    ``compared_in``: regimen to the studies that gave it only to compare with; ``unread``: the regimens whose
    source nobody read, with how they are known. ``roles``: of ingredients.
    ``labelled``: source to the first product of which it is the label. ``taken_as``: ingredient or class to
    the facts that mean a medicine of it; ``same_as``: product to the products that are said to be the same.
    ``largest_in_skin``: dimension to the largest amount of any active in a session into skin or fat;
    ``largest_volume``: the same of all that is given, for "volume" alone; ``largest_in_zone``: "zone route"
    to the largest volume of a session that a label or a study gives in the zone or in parts of it.
    """

    names: dict[str, dict[str, Named]]
    ancestors: dict[str, dict[str, tuple[tuple[str, int], ...]]]
    products_of: dict[str, tuple[str, ...]]
    interactions_of: dict[str, tuple[str, ...]]
    evidence_of: dict[str, tuple[str, ...]]
    studies_of: dict[str, tuple[str, ...]]
    members_of: dict[str, tuple[str, ...]]
    acting_via: dict[str, tuple[str, ...]]
    facts_below: dict[str, tuple[str, ...]]
    regimens_of: dict[str, tuple[str, ...]]
    regimens_for: dict[str, tuple[str, ...]]
    given_by: dict[str, tuple[str, ...]]
    studied_by: dict[str, tuple[str, ...]]
    compared_in: dict[str, tuple[str, ...]]
    unread: dict[str, str]
    roles: dict[str, str]
    labelled: dict[str, str]
    taken_as: dict[str, tuple[str, ...]]
    same_as: dict[str, tuple[str, ...]]
    largest_in_skin: dict[str, Largest]
    largest_volume: dict[str, Largest]
    largest_in_zone: dict[str, Largest]


#: Where a label is looked for, in this order.
_LABELLED = (
    "ingredient",
    "product",
    "class",
    "fact",
    "goal",
    "zone",
    "technique",
    "jurisdiction",
    "mechanism",
)


class Catalog:
    """A compiled catalog. Look-ups are strict: an id that is not there raises `UnknownName`."""

    __slots__ = (
        "_labels",
        "_lineages",
        "_offers",
        "_tables",
        "hash",
        "index",
        "language",
        "title",
        "version",
    )

    def __init__(
        self,
        *,
        version: str,
        title: str,
        content_hash: str,
        index: Index,
        tables: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.version = version
        self.title = title
        self.hash = content_hash
        self.index = index
        self._tables = tables
        self._offers: dict[tuple[str, ...], Offers] = {}
        self._lineages: dict[tuple[str, str], tuple[str, ...]] = {}
        self._labels: dict[str, str] = {}
        self.language = ""

    def table(self, kind: str) -> Mapping[str, Any]:
        """All entities of a kind by id; the order is that of the ids."""
        return self._tables[kind]

    def kinds(self) -> tuple[str, ...]:
        """The kinds of entities."""
        return tuple(self._tables)

    def _get(self, kind: str, identity: str) -> Any:
        try:
            return self._tables[kind][identity]
        except KeyError:
            near = close_names(identity, list(self._tables[kind]))
            raise UnknownName(kind, identity, near) from None

    def ingredient(self, identity: str) -> Ingredient:
        """The ingredient with this id."""
        found: Ingredient = self._get("ingredient", identity)
        return found

    def product(self, identity: str) -> Product:
        """The product with this id."""
        found: Product = self._get("product", identity)
        return found

    def source(self, identity: str) -> Source:
        """The source with this id."""
        found: Source = self._get("source", identity)
        return found

    def ingredient_class(self, identity: str) -> IngredientClass:
        """The class with this id."""
        found: IngredientClass = self._get("class", identity)
        return found

    def mechanism(self, identity: str) -> Mechanism:
        """The mechanism with this id."""
        found: Mechanism = self._get("mechanism", identity)
        return found

    def fact(self, identity: str) -> Fact:
        """The patient fact with this id."""
        found: Fact = self._get("fact", identity)
        return found

    def goal(self, identity: str) -> Goal:
        """The goal with this id."""
        found: Goal = self._get("goal", identity)
        return found

    def zone(self, identity: str) -> Zone:
        """The zone with this id."""
        found: Zone = self._get("zone", identity)
        return found

    def technique(self, identity: str) -> Technique:
        """The technique with this id."""
        found: Technique = self._get("technique", identity)
        return found

    def interaction(self, identity: str) -> InteractionFile:
        """The interaction file with this id."""
        found: InteractionFile = self._get("interaction", identity)
        return found

    def evidence(self, identity: str) -> Evidence:
        """The study with this id."""
        found: Evidence = self._get("evidence", identity)
        return found

    def jurisdiction(self, identity: str) -> Jurisdiction:
        """The jurisdiction with this id."""
        found: Jurisdiction = self._get("jurisdiction", identity)
        return found

    def policy(self, identity: str) -> Policy:
        """The policy with this id."""
        found: Policy = self._get("policy", identity)
        return found

    def regimen(self, identity: str) -> Regimen:
        """The regimen with this id."""
        found: Regimen = self._get("regimen", identity)
        return found

    def role(self, ingredient: str) -> str:
        """What an ingredient is given for, without the rest of its record."""
        return self.index.roles.get(ingredient) or self.ingredient(ingredient).role

    def given_by(self, regimen: str) -> tuple[str, ...]:
        """The ingredients that a regimen gives, by id; a product gives all that it contains."""
        return self.index.given_by.get(regimen, ())

    def given_in(self, study: str) -> tuple[str, ...]:
        """The ingredients that were given together in a study, by id; empty when none is named."""
        record = self.evidence(study)
        return self.given_by(record.regimen) if record.regimen else record.ingredients

    def waivers(self) -> tuple[Waiver, ...]:
        """All waivers, by id."""
        return tuple(self._tables["waiver"].values())

    def ancestors(self, kind: str, identity: str) -> tuple[tuple[str, int], ...]:
        """The ancestors of an entity with their distance, nearest first, without itself."""
        return self.index.ancestors[kind].get(identity, ())

    def lineage(self, kind: str, identity: str) -> tuple[str, ...]:
        """The entity and its ancestors, nearest first."""
        found = self._lineages.get((kind, identity))
        if found is None:
            above = self.ancestors(kind, identity)
            found = (identity, *[ancestor for ancestor, _ in above])
            if above:  # what is no id has nothing above it: only what is in the catalog is kept
                self._lineages[kind, identity] = found
        return found

    def languages(self) -> tuple[str, ...]:
        """The tags of the languages in which ingredients have names."""
        return tuple(
            sorted({each.language for record in self.table("ingredient").values() for each in record.names})
        )

    def in_language(self, language: str) -> "Catalog":
        """The same catalog, whose `label` of an ingredient is its name in a language where it has one."""
        there = Catalog(
            version=self.version,
            title=self.title,
            content_hash=self.hash,
            index=self.index,
            tables=self._tables,
        )
        there.language = language
        names = {key: record.name_in(language) for key, record in self.table("ingredient").items()}
        there._labels = {key: name for key, name in names.items() if name}
        return there

    def label(self, identity: str) -> str:
        """The label of any entity, for words; the id itself when it is none."""
        known = self._labels.get(identity)
        if known is not None:
            return known
        for kind in _LABELLED:
            if identity in self._tables[kind]:
                found: str = self._tables[kind][identity].label
                self._labels[identity] = found
                return found
        return identity

    def find(self, name: str, kinds: tuple[str, ...]) -> Named | None:
        """What ``name`` means among ``kinds``, by id, label, synonym or code; None when none or many."""
        found = self.meanings(name, kinds)
        return found[0] if len(found) == 1 else None

    def meanings(self, name: str, kinds: tuple[str, ...]) -> tuple[Named, ...]:
        """Everything that ``name`` may mean; several only where the catalog says that it is asked."""
        found = self._entry(name, kinds)
        if found is None:
            return ()
        return self.meant_by(found)

    def meant_by(self, found: Named) -> tuple[Named, ...]:
        """What an entry of the index of names stands for: itself, or what a word of the field means."""
        return meanings(self._tables["word"][found.id], self._tables) if found.kind == "word" else (found,)

    def resolve(self, name: str, kinds: tuple[str, ...], called: str, *, offer: bool = True) -> Named:
        """As `find`, but raises `UnknownName` (``called`` names the kind) with what may be meant.

        Without ``offer`` no near names are looked for, which is what an unknown name costs.
        """
        found = self._entry(name, kinds)
        if found is None and not offer:
            raise UnknownName(called, name, [])
        if found is None:
            parts = self.offers(kinds).partial(name)
            if len(parts) > 1:
                raise AmbiguousName(called, name, parts)
            raise UnknownName(called, name, parts or self.offers(kinds).near(name))
        if found.kind != "word":
            return found
        word = self._tables["word"][found.id]
        meant = meanings(word, self._tables)
        if len(meant) == 1:
            return meant[0]
        if not meant:
            raise UnknownName(called, name, [], word.why)
        raise AmbiguousName(called, name, [each.id for each in meant], word.why)

    def offers(self, kinds: tuple[str, ...]) -> Offers:
        """What may be offered for a name that is not there; made when it is first needed."""
        ready = self._offers.get(kinds)
        if ready is None:
            ready = self._offers[kinds] = Offers(each for kind in kinds for each in self._spellings(kind))
        return ready

    def _entry(self, name: str, kinds: tuple[str, ...]) -> Named | None:
        wanted = normal(name) if len(name) <= MAX_NAME else ""
        if not wanted:
            return None
        for kind in kinds:
            found = self.index.names.get(kind, {}).get(wanted)
            if found is not None:
                return found
        return None

    def _spellings(self, space: str) -> Iterator[Spelling]:
        of_space: dict[tuple[str, str], None] = {}
        for means in self.index.names.get(space, {}).values():
            of_space[means.kind, means.id] = None
        for kind, identity in of_space:
            entity = self._tables[kind][identity]
            if kind == "word":
                for each in entity.names if len(entity.means) == 1 else ():
                    yield Spelling(each, entity.means[0], shown=entity.means[0])
                continue
            alike = frozenset(normal(each.name) for each in getattr(entity, "lookalikes", ()))
            for each in dict.fromkeys((identity, entity.label, *called(entity))):
                yield Spelling(each, identity, alike)
