"""What the rules know of a case whatever its cocktail: the patient, the place, the catalog's answers."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Concatenate, ParamSpec, TypeVar

from mesoplan.knowledge.questions import Knowledge
from mesoplan.knowledge.whole import parameters, waived
from mesoplan.model.case import ResolvedCase
from mesoplan.model.place import Zone
from mesoplan.model.policy import Parameter
from mesoplan.model.statement import Stated
from mesoplan.model.taxonomy import Fact, Goal
from mesoplan.quantity import Quantity

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class CaseFacts:
    """One case without its cocktail, and what follows from it alone; computed once.

    `once` hands these facts and the arguments to a function and keeps what it returns. The function
    sees no items and no mixtures, so what is kept cannot depend on a cocktail that was not handed in.
    """

    __slots__ = ("_judged", "_kept", "_reduced", "case", "catalog", "knowledge")

    def __init__(self, case: ResolvedCase, knowledge: Knowledge) -> None:
        self.case = case
        self.knowledge = knowledge
        self.catalog = knowledge.catalog
        self._kept: dict[object, object] = {}
        self._judged: dict[object, object] = {}
        self._reduced: dict[frozenset[str], CaseFacts] = {}

    @property
    def facts(self) -> "CaseFacts":
        """The facts without a cocktail."""
        return self

    def once(
        self,
        ask: Callable[Concatenate["CaseFacts", _Given], _Found],
        *given: _Given.args,
        **named: _Given.kwargs,
    ) -> _Found:
        """What ``ask`` says of these facts and arguments; asked once for each set of them."""
        key: object = (ask, given, tuple(named.items())) if named else (ask, given)
        try:
            return self._kept[key]  # type: ignore[return-value]  # what this very function returned
        except KeyError:
            found = self._kept[key] = ask(self.facts, *given, **named)
            return found

    @property
    def waived(self) -> Mapping[str, str]:
        """Statements that a clinic put aside, with the waiver's id."""
        return self.knowledge.once(waived)

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
        return self.once(_answer, fact)

    def answer_of(self, fact: str) -> str:
        """The same, worked out anew."""
        return self.knowledge.patient_answer(self.case.patient, fact)

    def fact(self, identity: str) -> Fact:
        """The patient fact with this id."""
        return self.catalog.fact(identity)

    # ------------------------------------------------------------------ parameters of policies

    def parameters(self, kind: str, name: str) -> tuple[Stated, ...]:
        """Every parameter with this name in policies of a kind; several sources may set one."""
        return self.knowledge.once(parameters).get((kind, name), ())

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


def _answer(facts: CaseFacts, fact: str) -> str:
    return facts.answer_of(fact)
