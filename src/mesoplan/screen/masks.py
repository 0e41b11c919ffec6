"""Verdicts by masks: a cocktail at a place, compiled by asking the rules, then met with many patients.

What does not read the patient is asked once. What does is asked about made-up patients while note is taken
of what it reads (`screen.probe`), and three forms follow from what was read:

- a rule that read attributes and a few facts has a table over all of them, which is exact;
- a rule that asked about many facts has, for each state that a fact can be in, a mask of the facts that
  make it forbid, leave open or warn. That each fact speaks for itself is tried on mixtures before it is
  believed;
- what he is allergic to is asked one by one when it is first met; with
  several allergies it is tried some times that they say together what they say one by one.

Whatever fits none of these is asked of the rules for each patient: a new rule can cost time, never a verdict.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from mesoplan.knowledge.patient_bits import Bits, PatientBits
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import SESSION_SITE, Patient, ResolvedCase
from mesoplan.model.finding import SEVERITY_RANK, VERDICT_OF
from mesoplan.record import NamedTuple
from mesoplan.rules.put_aside import put_aside
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import ask, check, is_waived
from mesoplan.rules.scene import Scene
from mesoplan.screen.asked import MASKED, TABLED, Asked, Grown, exact, settled
from mesoplan.screen.probe import (
    DENIED,
    IMPLIED,
    NO,
    OPEN,
    SAID,
    VOID,
    VOID_DENIED,
    NotMasked,
    Unit,
)

#: The verdict of each rank of severity, worst first.
VERDICTS = tuple(VERDICT_OF[severity] for severity in sorted(SEVERITY_RANK, key=SEVERITY_RANK.__getitem__))

_Found = TypeVar("_Found")

#: What all masks of a cocktail are kept by: few values each.
_KEY = ("sex", "asked", "unmapped", "taken")
#: An allergy to nothing: what a rule reads of a patient who has one.
_SOMETHING = (("", ""),)


class Person(NamedTuple):
    """A patient ready to meet cocktails: the bits of the facts, and what tables go by."""

    patient: Patient
    bits: Bits
    key: tuple[Any, ...]
    values: dict[str, Any]


class Ready(NamedTuple):
    """What holds for all patients with one key: all masks of a cocktail as one."""

    base: int
    implied: tuple[int, int, int]
    said: tuple[int, int, int]
    open: tuple[int, int, int]
    void: tuple[int, int, int]


class Table(NamedTuple):
    """Units that read the same of a patient, and the worst of them by all that they read."""

    names: tuple[str, ...]
    facts: tuple[tuple[str, int], ...]
    units: list[Asked]
    rows: dict[Any, int]


class Compiled:
    """A cocktail at a place, ready to meet patients. ``static`` is the worst of what reads no patient.

    ``why_slow`` says why it is asked of the rules each time; empty where masks speak for it.
    """

    def __init__(self, case: ResolvedCase, knowledge: Knowledge, bits: PatientBits, rules: tuple[Rule, ...]):
        self.case = case
        self.why_slow = ""
        self._bits = bits
        self._scene = Scene(case, knowledge)
        self._units = tuple(Asked(unit, self._scene) for unit in _units(self._scene, rules))
        self._ready: dict[Any, Ready] = {}
        self._keyed: list[Asked] = []
        self._allergic: dict[Any, int] = {}
        self.tables: list[Table] = []
        self._masked: list[Asked] | None = None
        self.static = 3
        try:
            self.static = _static(self._scene, rules)
            if not case.cocktail:
                raise NotMasked("there is nothing in it")
            if self._scene.sites != (SESSION_SITE,):
                raise NotMasked("its syringes go to several sites")
            if case.record is not None:
                raise NotMasked("it has a record of earlier sessions")
        except NotMasked as reason:
            self.why_slow = str(reason)

    def rank(self, person: Person) -> int:
        """How grave the worst is for this patient. Raises `NotMasked`; then the rules have to be asked."""
        if self.static == 0:
            return 0
        while True:
            try:
                return self._rank(person)
            except Grown:
                self._forget()

    def tried(self, ask: "Callable[[], _Found]") -> "_Found | None":
        """What ``ask`` finds by these masks; None, with the reason kept, where the rules have to be asked."""
        while not self.why_slow:
            try:
                return ask()
            except Grown:
                self._forget()
            except NotMasked as reason:
                self.why_slow = str(reason)
            except Exception as error:  # a rule crashed on somebody made up: the rules say what that means
                self.why_slow = f"{type(error).__name__}: {error}"
        return None

    def ready(self, person: Person) -> Ready:
        """What holds for all patients with the key of this one."""
        if self._masked is None:
            self._arrange(person.patient)
        found = self._ready.get(person.key)
        if found is None:
            found = self._ready[person.key] = self._prepare(person.patient)
        return found

    def of_allergies(self, person: Person) -> int:
        """How grave it is what this patient is allergic to."""
        return self._of_allergies(person.patient, person.patient.allergens)

    def of_table(self, table: Table, person: Person) -> int:
        """How grave a table says that it is for this patient."""
        names, facts, units, rows = table
        values, bits = person.values, person.bits
        row: Any = values[names[0]] if len(names) == 1 else tuple([values[name] for name in names])
        if facts:
            row = (row, *[_state(bit, bits) for _, bit in facts])
        found = rows.get(row)
        if found is None:
            states = {fact: _state(bit, bits) for fact, bit in facts}
            found = min(unit.of_table(person.patient, _some(states, unit.facts)) for unit in units)
            rows[row] = found
        return found

    def _forget(self) -> None:
        self._ready, self._masked, self.tables, self._allergic = {}, None, [], {}

    def _rank(self, person: Person) -> int:
        ready = self._ready.get(person.key) or self.ready(person)
        said, implied, open_, void, _ = person.bits
        rank = ready.base
        if (allergens := person.patient.allergens) and rank:
            rank = min(rank, self._of_allergies(person.patient, allergens))
        for worse in range(rank):
            if (
                open_ & ready.open[worse]
                or said & ready.said[worse]
                or implied & ready.implied[worse]
                or void & ready.void[worse]
            ):
                rank = worse
                break
        if rank:
            for table in self.tables:
                rank = min(rank, self.of_table(table, person))
        return rank

    def _arrange(self, patient: Patient) -> None:
        """Which units go by masks and which by tables; tables of units that read the same are one."""
        for unit in self._units:
            for one in (patient, patient._replace(allergens=_SOMETHING)):
                settled(unit, one)
        tables: dict[Any, list[Asked]] = {}
        self._masked, self._keyed = [], []
        for unit in self._units:
            names = tuple(name for name in unit.reads if name in TABLED)
            if not unit.by_table:
                self._masked.append(unit)
            elif not unit.facts and set(names) <= {*_KEY, "allergens"}:
                self._keyed.append(unit)
            else:
                tables.setdefault((names, unit.facts), []).append(unit)
        bit = self._bits.bit
        self.tables = [
            Table(names, tuple((fact, bit[fact]) for fact in facts), units, {})
            for (names, facts), units in tables.items()
        ]

    def _prepare(self, patient: Patient) -> Ready:
        assert self._masked is not None
        patient = patient._replace(allergens=())
        base = min((unit.of_table(patient, {}) for unit in self._keyed), default=3)
        marks = {state: [0, 0, 0] for state in MASKED}
        said = [0, 0, 0, 0]
        for unit in self._masked:
            if {"age", "weight"} & set(unit.reads):
                raise NotMasked(f"{unit.unit.rule.code} reads a number and many facts")
            found = unit.mask(patient, self._bits.bit)
            base = min(base, found.base)
            for state in MASKED:
                for rank in range(3):
                    marks[state][rank] |= found.marks[state][rank]
            looking = unit.of_said(patient, self._bits.bit) if "said" in unit.reads else found.marks[IMPLIED]
            for rank in range(3):
                said[rank] |= looking[rank]
        return Ready(
            base=min(base, self.static),
            implied=_three(marks[IMPLIED]),
            said=_three(said),
            open=_three(marks[OPEN]),
            void=_three(marks[VOID]),
        )

    def _of_allergies(self, patient: Patient, allergens: tuple[tuple[str, str], ...]) -> int:
        key = (patient.sex, patient.asked, allergens)
        found = self._allergic.get(key)
        if found is None:
            assert self._masked is not None
            units = [unit for unit in (*self._masked, *self._keyed) if "allergens" in unit.reads]
            found = min((unit.of_allergies(patient) for unit in units), default=3)
            self._allergic[key] = found
        return found


class Masks:
    """Verdicts of many patients with many cocktails, of one catalog."""

    def __init__(self, knowledge: Knowledge, rules: tuple[Rule, ...] = RULES) -> None:
        self.knowledge = knowledge
        self.bits = PatientBits(knowledge)
        self._rules = rules

    def compiled(self, case: ResolvedCase) -> Compiled:
        """The cocktail and place of a case, ready to meet patients."""
        return Compiled(case._replace(patient=Patient()), self.knowledge, self.bits, self._rules)

    def person(self, patient: Patient) -> Person:
        """A patient ready to meet cocktails."""
        values = {name: exact(getattr(patient, name)) for name in TABLED}
        return Person(patient, self.bits.of(patient), tuple([values[name] for name in _KEY]), values)

    def verdict(self, there: Compiled, person: Person) -> str:
        """What `check` says of this patient with this cocktail."""
        rank = there.tried(lambda: there.rank(person))
        return self.by_rules(there, person.patient) if rank is None else VERDICTS[rank]

    def by_rules(self, there: Compiled, patient: Patient) -> str:
        """The same, of the rules themselves."""
        scene = Scene(there.case._replace(patient=patient), self.knowledge)
        return put_aside(check(scene, self._rules), there.case.record).verdict


def _units(scene: Scene, rules: Iterable[Rule]) -> Iterator[Unit]:
    for rule in rules:
        if "patient" not in rule.reads:
            continue
        if rule.scope == "item":
            yield from (Unit(rule, item) for item in scene.items)
        else:
            yield Unit(rule, None)


def _static(scene: Scene, rules: Iterable[Rule]) -> int:
    """The worst of what the rules say that read no patient."""
    rank = 3
    for asked in ask(scene, (rule for rule in rules if "patient" not in rule.reads)):
        for each in asked.judgements:
            if each.severity == "forbid" and is_waived(each, scene):
                raise NotMasked(f"{asked.rule.code} is waived")
            rank = min(rank, SEVERITY_RANK[each.severity])
    return rank


def _state(bit: int, bits: Bits) -> int:
    if bits.said & bit:
        return SAID
    if bits.implied & bit:
        return IMPLIED
    if bits.open & bit:
        return OPEN
    if bits.void & bit:
        return VOID_DENIED if bits.denied & bit else VOID
    return DENIED if bits.denied & bit else NO


def _some(states: dict[str, int], facts: tuple[str, ...]) -> dict[str, int]:
    return {fact: states[fact] for fact in facts}


def _three(ranks: list[int]) -> tuple[int, int, int]:
    return ranks[0], ranks[1], ranks[2]
