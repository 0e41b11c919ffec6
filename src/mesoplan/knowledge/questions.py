"""Typed questions to a catalog, with inheritance down ``is-a``.

What an ingredient says itself is nearer than what its class says, and that nearer than the class
above. For warnings all levels speak, except where a nearer statement overrides the class on the
same matter; for permissions only the nearest level counts.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Concatenate, ParamSpec, TypeVar

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.uses import Use, uses_in
from mesoplan.knowledge.answers import Answer, Conflicting, Known, NoData, NotApplicable
from mesoplan.knowledge.facts import (
    NO,
    NOT_APPLICABLE,
    NOT_ASKED,
    OWN_KEY,
    YES,
    PatientAnswer,
    askable,
    is_past,
)
from mesoplan.knowledge.fields import Fields
from mesoplan.knowledge.kept import Judgements
from mesoplan.knowledge.matching import covered
from mesoplan.knowledge.whole import goals_below
from mesoplan.model.case import Item, Patient
from mesoplan.model.evidence import Evidence
from mesoplan.model.ingredient import Caution
from mesoplan.model.interaction import BASIS_RANK, Interaction
from mesoplan.model.place import ZoneFlag
from mesoplan.model.product import Market, Product, SameAs
from mesoplan.model.regimen import Regimen
from mesoplan.model.statement import Stated

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class Knowledge(Fields):
    """The questions. One instance per catalog; answers are remembered."""

    __slots__ = ("_goals", "_kept", "_uses", "judgements")

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog)
        self._goals: dict[str, frozenset[str]] = {}
        self._uses: dict[str, tuple[Use, ...]] = {}
        self._kept: dict[object, object] = {}
        self.judgements = Judgements()

    def once(
        self,
        ask: "Callable[Concatenate[Knowledge, _Given], _Found]",
        *given: _Given.args,
        **named: _Given.kwargs,
    ) -> _Found:
        """What ``ask`` says of the catalog; asked once for each set of arguments."""
        key: object = (ask, given, tuple(named.items())) if named else (ask, given)
        try:
            return self._kept[key]  # type: ignore[return-value]  # what this very function returned
        except KeyError:
            found = self._kept[key] = ask(self, *given, **named)
            return found

    # ------------------------------------------------------------------ warnings, all levels

    def cautions(self, ingredient: str) -> tuple[Stated[Caution], ...]:
        """Every caution that holds for an ingredient, nearest first.

        A nearer caution about the same fact puts a class's aside only if it says so
        (``overrides_class``), was read, and holds for everybody; otherwise both stand and the
        cautious one decides.
        """
        found = self.inherited(ingredient, "cautions")
        overridden = {
            stated.record.fact
            for stated in found
            if stated.entity == ingredient
            and stated.record.overrides_class
            and stated.record.sex is None
            and stated.record.cosmetic is None
            and stated.cite.supports
        }
        return tuple(
            stated for stated in found if stated.entity == ingredient or stated.record.fact not in overridden
        )

    # ------------------------------------------------------------------ items and products

    def products_of(self, item: Item) -> tuple[tuple[str, Product], ...]:
        """The product of an item; when it names only an ingredient, every product that holds it."""
        return self.products_holding(item.product, item.contents[0].ingredient)

    def products_holding(self, product: str, ingredient: str) -> tuple[tuple[str, Product], ...]:
        """This product, where one is named; else every product that holds the ingredient."""
        if product:
            return ((product, self.catalog.product(product)),)
        return tuple(
            (identity, self.catalog.product(identity))
            for identity in self.catalog.index.products_of.get(ingredient, ())
        )

    def is_a(self, ingredient: str, group: str) -> bool:
        """Whether ``group`` is the ingredient itself or one of its classes."""
        return group == ingredient or any(
            group == ancestor for ancestor, _ in self.catalog.ancestors("ingredient", ingredient)
        )

    def excipients(self, item: Item) -> Answer:
        """The excipients of an item's product.

        ``NoData`` when the product is not named and the products on the shelf differ, or when no
        source lists all of them; what is known of them travels in ``weak``.
        """
        products = self.products_of(item)
        listed = tuple(
            Stated(identity, each) for identity, product in products for each in product.excipients
        )
        if not products:
            return NoData()
        sets = {frozenset(each.ingredient for each in product.excipients) for _, product in products}
        complete = all(product.excipients_complete for _, product in products)
        readable = all(stated.cite.supports for stated in listed)
        if len(sets) == 1 and complete and readable:
            return Known(listed)
        return NoData(weak=listed)

    # ------------------------------------------------------------------ the patient

    def patient_answer(self, patient: Patient, fact: str) -> PatientAnswer:
        """What is known of a fact: yes, no, not-asked or not-applicable."""
        if fact in patient.yes:
            return YES
        about = self.once(askable, fact)
        if about.sex is not None and patient.sex is not None and about.sex != patient.sex:
            return NOT_APPLICABLE
        if about.not_above and is_past(patient, about):
            return NOT_APPLICABLE
        if fact in patient.no or not patient.no.isdisjoint(about.above):
            return NO
        if about.own_key or about.kind not in patient.asked:
            return NOT_ASKED
        # "Diabetes" does not deny "diabetes treated with insulin": which kind it is was not said.
        return NOT_ASKED if not about.above.isdisjoint((*patient.said, *OWN_KEY)) else NO

    # ------------------------------------------------------------------ together

    def interactions(self, one: str, other: str) -> tuple[Stated[Interaction], ...]:
        """All statements about two ingredients, by themselves, their classes or both.

        The nearest level comes first: what is said of the two themselves before what is said of a
        class of one of them.
        """
        key = ("interactions", one, other) if one <= other else ("interactions", other, one)
        known = self._memory.get(key)
        if known is not None:
            return known
        index = self.catalog.index.interactions_of
        first = self.catalog.lineage("ingredient", one)
        second = self.catalog.lineage("ingredient", other)
        found: list[tuple[int, str, Stated]] = []
        for up, left in enumerate(first):
            files = index.get(left)
            if not files:
                continue
            for identity in files:
                members = self.catalog.interaction(identity).members
                if len(members) != 2:
                    continue
                right = members[1] if members[0] == left else members[0]
                if right not in second:
                    continue
                distance = up + second.index(right)
                found.extend(
                    (distance, identity, Stated(identity, each))
                    for each in self.catalog.interaction(identity).statements
                )
        unique = {stated.id: (distance, stated) for distance, _, stated in reversed(found)}
        known = tuple(
            stated
            for _, stated in sorted(
                unique.values(),
                key=lambda pair: (pair[0], BASIS_RANK[pair[1].record.basis], pair[1].id),
            )
        )
        self._memory[key] = known
        return known

    def together(self, ingredients: Iterable[str]) -> tuple[Stated[Interaction], ...]:
        """Statements about three or more members that are all among ``ingredients``."""
        present = sorted(set(ingredients))
        lineages = {each: self.catalog.lineage("ingredient", each) for each in present}
        index = self.catalog.index.interactions_of
        files = {
            identity
            for lineage in lineages.values()
            for group in lineage
            for identity in index.get(group, ())
        }
        found: list[Stated] = []
        for identity in sorted(files):
            file = self.catalog.interaction(identity)
            if len(file.members) > 2 and covered(file.members, lineages):
                found.extend(Stated(identity, each) for each in file.statements)
        return tuple(found)

    # ------------------------------------------------------------------ regimens

    def uses(self, ingredient: str) -> tuple[Use, ...]:
        """Every amount of an ingredient in any regimen: for any goal, read or only recalled."""
        known = self._uses.get(ingredient)
        if known is None:
            known = self._uses[ingredient] = tuple(
                use
                for identity in self.catalog.index.regimens_of.get(ingredient, ())
                for use in self.uses_in(ingredient, identity)
            )
        return known

    def uses_in(self, ingredient: str, regimen: str) -> tuple[Use, ...]:
        """Every amount of an ingredient in one regimen."""
        return self.once(_uses_in, ingredient, regimen)

    def regimens_of(self, ingredient: str) -> tuple[Stated[Regimen], ...]:
        """Every regimen that gives an ingredient, alone or in a product."""
        return tuple(
            Stated(identity, self.catalog.regimen(identity))
            for identity in self.catalog.index.regimens_of.get(ingredient, ())
        )

    def regimens_with(self, product: str) -> tuple[Stated[Regimen], ...]:
        """Every regimen that names a product."""
        if not product:
            return ()
        contents = self.catalog.product(product).contains
        if contents:
            likely = self.regimens_of(contents[0].ingredient)
        else:
            likely = tuple(Stated(*each) for each in self.catalog.table("regimen").items())
        return tuple(each for each in likely if any(item.product == product for item in each.record.items))

    def regimens_for(self, goal: str) -> tuple[Stated[Regimen], ...]:
        """Every regimen for a goal, one above it or one below it."""
        found = {
            identity
            for each in self.related_goals(goal)
            for identity in self.catalog.index.regimens_for.get(each, ())
        }
        return tuple(Stated(identity, self.catalog.regimen(identity)) for identity in sorted(found))

    # ------------------------------------------------------------------ places and markets

    def zones_of(self, goal: str) -> tuple[str, ...]:
        """The zones of a goal, else those of the nearest goals above it that have any."""
        for each in self.catalog.lineage("goal", goal):
            zones = self.catalog.goal(each).zones
            if zones:
                return zones
        return ()

    def zone_flags(self, zone: str) -> tuple[Stated[ZoneFlag], ...]:
        """What holds of a zone: its own flags, and those of the zones that it is a part of.

        A part is free of a flag only where a source that was read says so.
        """
        found: list[Stated[ZoneFlag]] = []
        free: set[str] = set()
        for each in self.catalog.lineage("zone", zone):
            record = self.catalog.zone(each)
            found += [Stated(each, flag) for flag in record.flags if flag.flag not in free]
            free |= {part.flag for part in record.free_of if part.cite.supports}
        return tuple(found)

    def is_place_of(self, zone: str, goal: str) -> bool:
        """Whether a zone is one of the goal's, a part of one, or holds one."""
        zones = self.zones_of(goal)
        return bool(set(self.catalog.lineage("zone", zone)) & set(zones)) or any(
            zone in self.catalog.lineage("zone", each) for each in zones
        )

    def market(self, product: str, jurisdiction: str) -> tuple[Stated[Market], ...]:
        """What is said of a product's sale, of the nearest jurisdiction that anything is said of."""
        said = self.product_statements(product, "markets")
        for place in self.catalog.lineage("jurisdiction", jurisdiction):
            found = tuple(each for each in said if each.record.jurisdiction == place)
            if found:
                return found
        return ()

    def equals_of(self, product: str) -> tuple[Stated[SameAs], ...]:
        """What may stand for a product: the statements of both sides that call the two the same."""
        found = list(self.product_statements(product, "same_as"))
        for identity in dict.fromkeys(self.catalog.index.same_as.get(product, ())):
            same_as = self.catalog.product(identity).same_as
            found.extend(Stated(identity, same) for same in same_as if same.product == product)
        return tuple(found)

    # ------------------------------------------------------------------ evidence and status

    def evidence(self, ingredient: str, goal: str) -> tuple[Stated[Evidence], ...]:
        """Studies in which the ingredient was used for the goal or for one below it."""
        key = ("evidence", ingredient, goal)
        known = self._memory.get(key)
        if known is None:
            near = self.once(_studies_near, goal)
            known = self._memory[key] = tuple(
                Stated(identity, self.catalog.evidence(identity))
                for identity in self.catalog.index.studies_of.get(ingredient, ())
                if identity in near
            )
        return known

    def was_read(self, study: Stated) -> bool:
        """Whether a study's result was read, and so was what it gave."""
        return study.cite.supports and study.record.regimen not in self.catalog.index.unread

    def related_goals(self, goal: str) -> frozenset[str]:
        """The goal, those above it and those below it."""
        known = self._goals.get(goal)
        if known is None:
            known = self._goals[goal] = frozenset({goal, *self._goals_below(goal), *self._goals_above(goal)})
        return known

    def _goals_below(self, goal: str) -> tuple[str, ...]:
        return self.once(goals_below).get(goal, ())

    def _goals_above(self, goal: str) -> Iterator[str]:
        for above, _ in self.catalog.ancestors("goal", goal):
            yield above

    def status(
        self, subjects: Iterable[str], jurisdiction: str, goal: str, routes: tuple[str, ...] = ()
    ) -> Answer:
        """The regulatory status of a product or ingredient for a goal in a jurisdiction.

        A status for a route counts only when it is one of ``routes`` (none given: any route).
        ``subjects`` are tried nearest first (product, ingredient, its classes); within a subject
        the jurisdiction itself before its parents, and a status for this goal before a general one.
        """
        if not jurisdiction:
            return NotApplicable("no jurisdiction is named")
        goals = self.catalog.lineage("goal", goal) if goal else ()
        weak: list[Stated] = []
        for subject in subjects:
            for place in self.catalog.lineage("jurisdiction", jurisdiction):
                said = [
                    Stated(place, each)
                    for each in self.catalog.jurisdiction(place).statuses
                    if each.subject == subject
                    and not each.until
                    and (not routes or each.route in ("any", *routes))
                ]
                specific = [each for each in said if set(each.record.goals) & set(goals)]
                general = [each for each in said if not each.record.goals]
                for group in (specific, general):
                    if not group:
                        continue
                    words = {each.record.status for each in group}
                    if len(words) > 1:
                        return Conflicting(tuple(group))
                    if any(each.cite.supports for each in group) or words & _CAUTIOUS_STATUS:
                        return Known(tuple(group))
                    weak.extend(group)
        return NoData(weak=tuple(weak))


def _uses_in(knowledge: Knowledge, ingredient: str, regimen: str) -> tuple[Use, ...]:
    return tuple(uses_in(ingredient, knowledge.catalog.regimen(regimen), knowledge.catalog))


def _studies_near(knowledge: Knowledge, goal: str) -> frozenset[str]:
    """The studies of a goal, of those above it and of those below it."""
    studies_of = knowledge.catalog.index.evidence_of
    return frozenset(study for each in knowledge.related_goals(goal) for study in studies_of.get(each, ()))


#: A status that forbids or warns counts even when it was only recalled (third law).
_CAUTIOUS_STATUS = frozenset(
    {"prohibited", "withdrawn", "not-injectable", "unlicensed", "off-label", "restricted"}
)
