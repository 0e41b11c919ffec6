"""The compiled catalog: strict look-ups by id, and the indexes that questions need."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mesoplan.catalog.names import close_names, normal
from mesoplan.model.cite import Source
from mesoplan.model.evidence import Evidence
from mesoplan.model.ingredient import Ingredient
from mesoplan.model.interaction import InteractionFile
from mesoplan.model.place import Technique, Zone
from mesoplan.model.policy import Policy
from mesoplan.model.product import Product
from mesoplan.model.recipe import Recipe, Waiver
from mesoplan.model.regulation import Jurisdiction
from mesoplan.model.taxonomy import Fact, Goal, IngredientClass, Mechanism


class UnknownName(LookupError):
    """A name that the catalog does not have; ``close`` holds near names to offer."""

    def __init__(self, kind: str, name: str, close: list[str]) -> None:
        self.kind, self.name, self.close = kind, name, close
        offer = f" Did you mean {_either(close)}?" if close else ""
        super().__init__(f'no {kind} "{name[:80]}".{offer}')


class Named(NamedTuple):
    """What a name stands for; ``form`` is set when the name is that of a salt or ester."""

    kind: str
    id: str
    form: str = ""


class Index(NamedTuple):
    """Look-up tables made once when a catalog is compiled; all in ids.

    ``names``: kind to normalised name to what it means. ``ancestors``: kind to id to its ancestors
    with their distance, nearest first. ``children``: kind to id to direct children.
    ``products_of``: ingredient to products. ``interactions_of``: member to interaction files.
    ``evidence_of``: goal to studies; ``studies_of``: ingredient to studies. ``acting_via``:
    mechanism to ingredients.
    """

    names: dict[str, dict[str, Named]]
    ancestors: dict[str, dict[str, tuple[tuple[str, int], ...]]]
    products_of: dict[str, tuple[str, ...]]
    interactions_of: dict[str, tuple[str, ...]]
    evidence_of: dict[str, tuple[str, ...]]
    studies_of: dict[str, tuple[str, ...]]
    members_of: dict[str, tuple[str, ...]]
    acting_via: dict[str, tuple[str, ...]]


class Catalog:
    """A compiled catalog. Look-ups are strict: an id that is not there raises `UnknownName`."""

    __slots__ = ("_tables", "hash", "index", "title", "version")

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

    def recipe(self, identity: str) -> Recipe:
        """The published cocktail with this id."""
        found: Recipe = self._get("recipe", identity)
        return found

    def waivers(self) -> tuple[Waiver, ...]:
        """All waivers, by id."""
        return tuple(self._tables["waiver"].values())

    def ancestors(self, kind: str, identity: str) -> tuple[tuple[str, int], ...]:
        """The ancestors of an entity with their distance, nearest first, without itself."""
        return self.index.ancestors[kind].get(identity, ())

    def lineage(self, kind: str, identity: str) -> tuple[str, ...]:
        """The entity and its ancestors, nearest first."""
        return (identity, *(ancestor for ancestor, _ in self.ancestors(kind, identity)))

    def label(self, identity: str) -> str:
        """The label of any entity, for words; the id itself when it is none."""
        for kind in (
            "ingredient",
            "product",
            "class",
            "fact",
            "goal",
            "zone",
            "technique",
            "jurisdiction",
            "mechanism",
        ):
            if identity in self._tables[kind]:
                found: str = self._tables[kind][identity].label
                return found
        return identity

    def find(self, name: str, kinds: tuple[str, ...]) -> Named | None:
        """What ``name`` means among ``kinds``, by id, label, synonym or code; None when nothing."""
        wanted = normal(name)
        if not wanted:
            return None
        for kind in kinds:
            found = self.index.names.get(kind, {}).get(wanted)
            if found is not None:
                return found
        return None

    def resolve(self, name: str, kinds: tuple[str, ...], called: str) -> Named:
        """As `find`, but raises `UnknownName` (``called`` names the kind) with close names."""
        found = self.find(name, kinds)
        if found is not None:
            return found
        near = close_names(name, [known for kind in kinds for known in self._names(kind)])
        raise UnknownName(called, name, near)

    def _names(self, kind: str) -> list[str]:
        names: dict[str, None] = {}
        for name, means in self.index.names.get(kind, {}).items():
            names[means.id if name == normal(means.id) else self._spelt(means, name)] = None
        return list(names)

    def _spelt(self, means: Named, name: str) -> str:
        entity = self._tables[means.kind][means.id]
        for spelling in (entity.label, *getattr(entity, "synonyms", ())):
            if normal(spelling) == name:
                return str(spelling)
        return means.id


def _either(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]
