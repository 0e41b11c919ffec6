"""What the rules look at: a case, its cocktail as mixtures, and the catalog's answers."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import Mixture, mix
from mesoplan.model.case import Item, ResolvedCase
from mesoplan.model.place import Zone
from mesoplan.model.policy import Parameter
from mesoplan.model.statement import Stated
from mesoplan.model.taxonomy import Fact, Goal
from mesoplan.quantity import Quantity


class Scene:
    """One case under judgement. Mixtures are computed once.

    ``memory`` keeps what depends on the case but not on the cocktail, or names what it depends on in
    its key; scenes of one case share it.
    """

    __slots__ = ("_hearsay", "_mixtures", "case", "catalog", "items", "knowledge", "memory")

    def __init__(
        self,
        case: ResolvedCase,
        knowledge: Knowledge,
        items: Iterable[Item] | None = None,
        memory: dict[tuple[object, ...], Any] | None = None,
    ) -> None:
        self.case = case
        self.knowledge = knowledge
        self.catalog = knowledge.catalog
        self.items = case.cocktail if items is None else tuple(items)
        self._mixtures: tuple[Mixture, ...] | None = None
        self._hearsay: frozenset[str] | None = None
        self.memory: dict[tuple[object, ...], Any] = {} if memory is None else memory

    def with_items(self, items: Iterable[Item]) -> "Scene":
        """The same case with another cocktail."""
        return Scene(self.case, self.knowledge, items, self.memory)

    @property
    def mixtures(self) -> tuple[Mixture, ...]:
        """One mixture a syringe, by syringe number."""
        if self._mixtures is None:
            numbers = sorted({item.syringe for item in self.items})
            self._mixtures = tuple(
                mix((item for item in self.items if item.syringe == number), self.knowledge)
                for number in numbers
            )
        return self._mixtures

    @property
    def hearsay(self) -> frozenset[str]:
        """Ingredients of the cocktail of which it was only recalled that a product holds them."""
        if self._hearsay is None:
            read = {each for item in self.items for each in item.ingredients if each not in self._told(item)}
            told = {each for item in self.items for each in self._told(item)}
            self._hearsay = frozenset(told - read)
        return self._hearsay

    def _told(self, item: Item) -> frozenset[str]:
        if not item.product:
            return frozenset()
        known: frozenset[str] | None = self.memory.get(("told", item.product))
        if known is None:
            known = self.memory["told", item.product] = frozenset(
                each.ingredient
                for each in self.catalog.product(item.product).contains
                if each.cite.access == "recalled"
            )
        return known

    @property
    def waived(self) -> dict[str, str]:
        """Statements that a clinic put aside, with the waiver's id."""
        known: dict[str, str] | None = self.memory.get(("waived",))
        if known is None:
            known = {waiver.statement: waiver.id for waiver in self.catalog.waivers()}
            self.memory["waived",] = known
        return known

    @property
    def goal(self) -> Goal | None:
        """The goal; None when the case names none."""
        return self.catalog.goal(self.case.goal) if self.case.goal else None

    @property
    def zone(self) -> Zone | None:
        """The zone; None when the case names none."""
        return self.catalog.zone(self.case.zone) if self.case.zone else None

    def answer(self, fact: str) -> str:
        """What is known of a patient fact: yes, no, not-asked, not-applicable."""
        known: str | None = self.memory.get(("answer", fact))
        if known is None:
            known = self.knowledge.patient_answer(self.case.patient, fact)
            self.memory["answer", fact] = known
        return known

    def fact(self, identity: str) -> Fact:
        """The patient fact with this id."""
        return self.catalog.fact(identity)

    # ------------------------------------------------------------------ parameters of policies

    def parameters(self, kind: str, name: str) -> tuple[Stated, ...]:
        """Every parameter with this name in policies of a kind; several sources may set one."""
        known: tuple[Stated, ...] | None = self.memory.get(("parameters", kind, name))
        if known is None:
            known = self.memory["parameters", kind, name] = tuple(
                Stated(identity, each)
                for identity, policy in self.catalog.table("policy").items()
                if policy.kind == kind
                for each in policy.parameters
                if each.name == name
            )
        return known

    def number(self, kind: str, name: str, cautious: str = "low") -> tuple[Decimal, Stated] | None:
        """The cautious value (``low`` or ``high``) of a parameter; None when no policy sets it."""
        values = [
            (each.record.value, each) for each in self.parameters(kind, name) if each.record.value is not None
        ]
        if not values:
            return None
        pick = min if cautious == "low" else max
        return pick(values, key=lambda pair: (pair[0], pair[1].id))

    def amount(self, kind: str, name: str) -> tuple[Quantity, Stated] | None:
        """The lowest amount of a parameter; None when no policy sets it."""
        values = [
            (each.record.amount, each)
            for each in self.parameters(kind, name)
            if each.record.amount is not None
        ]
        return min(values, key=lambda pair: (pair[0], pair[1].id)) if values else None

    def words(self, kind: str, name: str) -> tuple[str, ...]:
        """The union of a parameter's words over the policies."""
        found: dict[str, None] = {}
        for each in self.parameters(kind, name):
            parameter: Parameter = each.record
            found.update(dict.fromkeys(parameter.words))
        return tuple(found)
