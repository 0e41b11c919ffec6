"""A rule asked about a made-up patient, with note taken of all that it reads of the patient."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, cast

from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item, Patient, ResolvedCase
from mesoplan.model.finding import SEVERITY_RANK, Judgement
from mesoplan.record import NamedTuple
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.rule import CaseCheck, ItemCheck, Rule
from mesoplan.rules.run import is_waived, sum_up, tempered
from mesoplan.rules.scene import Scene

#: What is known of a fact, of a patient who is made up.
NO, SAID, IMPLIED, OPEN, VOID, DENIED, VOID_DENIED = range(7)
ANSWER = {
    NO: "no",
    SAID: "yes",
    IMPLIED: "yes",
    OPEN: "not-asked",
    VOID: "not-applicable",
    DENIED: "no",
    VOID_DENIED: "not-applicable",
}


class NotMasked(Exception):
    """Masks cannot speak for this cocktail: its verdicts are asked of the rules each time."""


class Judged(NamedTuple):
    """One judgement: how grave, which it is, and which facts it names."""

    rank: int
    key: tuple[str, ...]
    names: frozenset[str]


class Probed(NamedTuple):
    """What a rule said, which attributes of the patient it read, and about which facts it asked."""

    judged: tuple[Judged, ...]
    read: frozenset[str]
    asked: frozenset[str]

    @property
    def rank(self) -> int:
        """How grave the worst is."""
        return min((each.rank for each in self.judged), default=3)


class Unit(NamedTuple):
    """A rule that reads the patient, and what it is asked about: an item, or None for the whole."""

    rule: Rule
    item: Item | None


class _Watched:
    """A patient of whom every attribute that is read is noted."""

    __slots__ = ("_patient", "_read")

    def __init__(self, patient: Patient, read: set[str]) -> None:
        self._patient = patient
        self._read = read

    def __getattr__(self, name: str) -> Any:
        self._read.add(name)
        return getattr(self._patient, name)


class _Facts(CaseFacts):
    """The facts of a case whose patient is made up, with note of which were asked about."""

    __slots__ = ("asked", "states")

    def __init__(self, case: ResolvedCase, knowledge: Knowledge, states: Mapping[str, int]) -> None:
        super().__init__(case, knowledge)
        self.states = states
        self.asked: set[str] = set()

    def answer_of(self, fact: str) -> str:
        """What the patient was made up to be, else no."""
        self.asked.add(fact)
        return ANSWER[self.states.get(fact, NO)]


def probe(unit: Unit, scene: Scene, patient: Patient, states: Mapping[str, int]) -> Probed:
    """What a rule says of a patient with these states of facts, all others answered with no.

    Raises `NotMasked` when a waiver decides, which is about findings and not about judgements.
    """
    made_up = patient._replace(
        said=tuple(fact for fact, state in states.items() if state == SAID),
        yes=frozenset(fact for fact, state in states.items() if state in (SAID, IMPLIED)),
        no=frozenset(fact for fact, state in states.items() if state in (DENIED, VOID_DENIED)),
    )
    read: set[str] = set()
    case = scene.case._replace(patient=cast(Patient, _Watched(made_up, read)))
    facts = _Facts(case._replace(cocktail=()), scene.knowledge, states)
    there = Scene(case, scene.knowledge, scene.items, facts)
    judged = []
    for each in _judgements(unit, there):
        fair = tempered(each, unit.rule, scene)
        if fair.severity == "forbid" and is_waived(fair, scene):
            raise NotMasked(f"{unit.rule.code} is waived")
        names = frozenset((*each.subjects, *(part for need in each.needs for part in need)))
        key = (each.severity, each.topic, each.about, *each.subjects)
        judged.append(Judged(SEVERITY_RANK[fair.severity], key, names))
    return Probed(tuple(judged), frozenset(read), frozenset(facts.asked))


def _judgements(unit: Unit, there: Scene) -> Iterable[Judgement]:
    rule = unit.rule
    if rule.scope == "item" and unit.item is not None:
        return cast(ItemCheck, rule.check)(unit.item, there)
    if rule.scope == "total":
        return sum_up(rule, there.items, lambda item, check: tuple(check(item, there)), there)
    if rule.scope == "case":
        return partial(cast(CaseCheck, rule.check), there)()
    raise NotMasked(f"{rule.code} is asked about a {rule.scope}")
