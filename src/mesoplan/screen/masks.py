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

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, NamedTuple

from mesoplan.knowledge.patient_bits import Bits, PatientBits
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import SESSION_SITE, Patient, ResolvedCase
from mesoplan.model.finding import SEVERITY_RANK, VERDICT_OF
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import ask, check, is_waived
from mesoplan.rules.scene import Scene
from mesoplan.screen.probe import (
    DENIED,
    IMPLIED,
    NO,
    OPEN,
    SAID,
    VOID,
    VOID_DENIED,
    NotMasked,
    Probed,
    Unit,
    probe,
)

#: The verdict of each rank of severity, worst first.
VERDICTS = tuple(VERDICT_OF[severity] for severity in sorted(SEVERITY_RANK, key=SEVERITY_RANK.__getitem__))

#: Attributes of a patient that a table may go by; anything else that a rule reads goes the slow way.
TABLED = ("sex", "age", "weight", "allergens", "asked", "unmapped", "taken")
#: What all masks of a cocktail are kept by: few values each.
_KEY = ("sex", "asked", "unmapped", "taken")
#: What is said of facts: the states of facts say it.
_OF_FACTS = ("said", "no")
#: Up to so many facts a table is exact; more would be too many rows.
JOINT = 5
#: Mixtures of states on which it is tried that each fact speaks for itself.
#: Some of two facts, which is how most facts that do not speak alone show, and some of many.
_TRIALS = (2, 2, 3, 9, 40)
_MOST_TRIED = 3
#: An allergy to nothing: what a rule reads of a patient who has one.
_SOMETHING = (("", ""),)
_MASKED = (IMPLIED, OPEN, VOID)


class Person(NamedTuple):
    """A patient ready to meet cocktails: the bits of the facts, and what tables go by."""

    patient: Patient
    bits: Bits
    key: tuple[Any, ...]
    values: dict[str, Any]


class Mask(NamedTuple):
    """What a rule says by masks, for one value of what else it reads: a rank, and facts by state and rank.

    ``marks[state][rank]`` has a bit for each fact that, in that state, makes the rule so grave.
    """

    base: int
    marks: dict[int, list[int]]


class _Asked:
    """A rule on a unit of one cocktail and place: what it was seen to read, and what it said."""

    __slots__ = ("allergic", "facts", "masks", "reads", "said", "scene", "table", "tried", "unit")

    def __init__(self, unit: Unit, scene: Scene) -> None:
        self.unit = unit
        self.scene = scene
        self.reads: tuple[str, ...] = ()
        self.facts: tuple[str, ...] = ()
        self.tried = 0
        self._forget()

    def _forget(self) -> None:
        self.table: dict[Any, int] = {}
        self.masks: dict[Any, Mask] = {}
        self.said: dict[Any, list[int]] = {}
        self.allergic: dict[Any, int] = {}

    @property
    def by_table(self) -> bool:
        """Whether a table over all that it reads is small enough."""
        return len(self.facts) <= JOINT and "said" not in self.reads

    def key(self, patient: Patient) -> tuple[Any, ...]:
        """What it reads of a patient, but for facts."""
        return tuple(_exact(getattr(patient, name)) for name in self.reads if name in TABLED)

    def ask(self, patient: Patient, states: dict[str, int]) -> Probed:
        """Ask the rule; what it newly reads makes all that was kept void (`_Grown`)."""
        found = probe(self.unit, self.scene, patient, states)
        strange = found.read.difference(TABLED, _OF_FACTS)
        if strange:
            raise NotMasked(f"{self.unit.rule.code} reads {', '.join(sorted(strange))} of a patient")
        if not found.read <= set(self.reads) or not found.asked <= set(self.facts):
            self.reads = tuple(sorted(found.read.union(self.reads)))
            self.facts = tuple(sorted(found.asked.union(self.facts)))
            self._forget()
            raise _Grown
        return found

    def mask(self, patient: Patient, bit: dict[str, int]) -> Mask:
        """Its masks for what it reads of this patient. Raises `NotMasked` when facts do not speak alone."""
        key = self.key(patient)
        found = self.masks.get(key)
        if found is None:
            if "no" in self.reads:
                raise NotMasked(f"{self.unit.rule.code} reads what was denied, of many facts")
            found = self.masks[key] = self._mask(patient, bit)
        return found

    def _mask(self, patient: Patient, bit: dict[str, int]) -> Mask:
        nothing = self.ask(patient, {})
        always = {each.key for each in nothing.judged}
        marks = {state: [0, 0, 0, 0] for state in _MASKED}
        alone: dict[tuple[int, str], set[tuple[str, ...]]] = {}
        for state in _MASKED:
            for each in self.ask(patient, dict.fromkeys(self.facts, state)).judged:
                if each.key in always:
                    continue
                about = [fact for fact in self.facts if fact in each.names]
                if len(about) != 1:
                    raise NotMasked(f"{self.unit.rule.code} speaks of {len(about)} facts at once")
                marks[state][each.rank] |= bit[about[0]]
                alone.setdefault((state, about[0]), set()).add(each.key)
        self._try(patient, always, alone)
        return Mask(nothing.rank, marks)

    def _try(
        self,
        patient: Patient,
        always: set[tuple[str, ...]],
        alone: dict[tuple[int, str], set[tuple[str, ...]]],
    ) -> None:
        """Mixtures of states say what their facts say one by one, or masks are not for this rule."""
        random = Random(self.unit.rule.code)
        for number in _TRIALS:
            some = random.sample(self.facts, min(number, len(self.facts)))
            # Two facts as they most often are: both so.
            states = {fact: IMPLIED if number == 2 else random.choice(_MASKED) for fact in some}
            expected = always.union(*(alone.get((state, fact), ()) for fact, state in states.items()))
            if {each.key for each in self.ask(patient, states).judged} != expected:
                raise NotMasked(f"facts do not speak for themselves in {self.unit.rule.code}")

    def of_said(self, patient: Patient, bit: dict[str, int]) -> list[int]:
        """By rank, the facts whose being said makes it so grave, where the rule looks at what was said."""
        key = self.key(patient)
        found = self.said.get(key)
        if found is None:
            found = self.said[key] = self._of_said(patient, bit)
        return found

    def _of_said(self, patient: Patient, bit: dict[str, int]) -> list[int]:
        nothing = self.ask(patient, {})
        always = {each.key for each in nothing.judged}
        marks = [0, 0, 0, 0]
        unclear: set[str] = set()
        for each in self.ask(patient, dict.fromkeys(bit, SAID)).judged:
            about = [name for name in each.names if name in bit]
            if each.key in always:
                continue
            if len(about) == 1:
                marks[each.rank] |= bit[about[0]]
            else:
                unclear.update(about or bit)
        for fact in sorted(unclear):
            marks[self.ask(patient, {fact: SAID}).rank] |= bit[fact]
        random = Random(self.unit.rule.code)
        for number in _TRIALS:
            some = random.sample(sorted(bit), min(number, len(bit)))
            together = sum(bit[fact] for fact in some)
            expected = min((rank for rank in range(3) if marks[rank] & together), default=3)
            if self.ask(patient, dict.fromkeys(some, SAID)).rank != min(expected, nothing.rank):
                raise NotMasked(f"what was said does not speak for itself in {self.unit.rule.code}")
        return marks

    def of_allergies(self, patient: Patient) -> int:
        """How grave what the patient is allergic to is, each for itself. Raises `NotMasked` if not so."""
        bare = patient._replace(allergens=())
        plain = self.key(bare)
        worst = 3
        for each in patient.allergens:
            key = (plain, each)
            found = self.allergic.get(key)
            if found is None:
                found = self.allergic[key] = self.ask(bare._replace(allergens=(each,)), {}).rank
            worst = min(worst, found)
        if len(patient.allergens) > 1 and self.tried < _MOST_TRIED:
            self.tried += 1
            nothing = self.ask(bare, {}).rank
            if self.ask(patient, {}).rank != min(worst, nothing):
                raise NotMasked(f"allergies do not speak for themselves in {self.unit.rule.code}")
        return worst

    def of_table(self, patient: Patient, states: dict[str, int]) -> int:
        """How grave it is for what it reads of this patient and these states of its facts."""
        key = (self.key(patient), tuple(states[fact] for fact in self.facts))
        found = self.table.get(key)
        if found is None:
            found = self.table[key] = self.ask(patient, states).rank
        return found


class _Grown(Exception):
    """A rule read more than it had before: what hangs on it is made anew."""


class _Ready(NamedTuple):
    """What holds for all patients with one key: all masks of a cocktail as one."""

    base: int
    implied: tuple[int, int, int]
    said: tuple[int, int, int]
    open: tuple[int, int, int]
    void: tuple[int, int, int]


class _Table(NamedTuple):
    """Units that read the same of a patient, and the worst of them by all that they read."""

    names: tuple[str, ...]
    facts: tuple[tuple[str, int], ...]
    units: list[_Asked]
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
        self._units = tuple(_Asked(unit, self._scene) for unit in _units(self._scene, rules))
        self._ready: dict[Any, _Ready] = {}
        self._keyed: list[_Asked] = []
        self._allergic: dict[Any, int] = {}
        self._tables: list[_Table] = []
        self._masked: list[_Asked] | None = None
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
            except _Grown:
                self._forget()

    def _forget(self) -> None:
        self._ready, self._masked, self._tables, self._allergic = {}, None, [], {}

    def _rank(self, person: Person) -> int:
        if self._masked is None:
            self._arrange(person.patient)
        ready = self._ready.get(person.key)
        if ready is None:
            ready = self._ready[person.key] = self._prepare(person.patient)
        said, implied, open_, void, _ = bits = person.bits
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
            values = person.values
            for names, facts, units, rows in self._tables:
                row: Any = values[names[0]] if len(names) == 1 else tuple([values[name] for name in names])
                if facts:
                    row = (row, *[_state(bit, bits) for _, bit in facts])
                found = rows.get(row)
                if found is None:
                    states = {fact: _state(bit, bits) for fact, bit in facts}
                    found = min(unit.of_table(person.patient, _some(states, unit.facts)) for unit in units)
                    rows[row] = found
                if found < rank:
                    rank = found
        return rank

    def _arrange(self, patient: Patient) -> None:
        """Which units go by masks and which by tables; tables of units that read the same are one."""
        for unit in self._units:
            for one in (patient, patient._replace(allergens=_SOMETHING)):
                _settled(unit, one)
        tables: dict[Any, list[_Asked]] = {}
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
        self._tables = [
            _Table(names, tuple((fact, bit[fact]) for fact in facts), units, {})
            for (names, facts), units in tables.items()
        ]

    def _prepare(self, patient: Patient) -> _Ready:
        assert self._masked is not None
        patient = patient._replace(allergens=())
        base = min((unit.of_table(patient, {}) for unit in self._keyed), default=3)
        marks = {state: [0, 0, 0] for state in _MASKED}
        said = [0, 0, 0, 0]
        for unit in self._masked:
            if {"age", "weight"} & set(unit.reads):
                raise NotMasked(f"{unit.unit.rule.code} reads a number and many facts")
            found = unit.mask(patient, self._bits.bit)
            base = min(base, found.base)
            for state in _MASKED:
                for rank in range(3):
                    marks[state][rank] |= found.marks[state][rank]
            looking = unit.of_said(patient, self._bits.bit) if "said" in unit.reads else found.marks[IMPLIED]
            for rank in range(3):
                said[rank] |= looking[rank]
        return _Ready(
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


def _settled(unit: _Asked, patient: Patient) -> None:
    """Ask until nothing new is read."""
    while True:
        try:
            unit.ask(patient, {})
            return
        except _Grown:
            continue


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
        values = {name: _exact(getattr(patient, name)) for name in TABLED}
        return Person(patient, self.bits.of(patient), tuple([values[name] for name in _KEY]), values)

    def verdict(self, there: Compiled, person: Person) -> str:
        """What `check` says of this patient with this cocktail."""
        if not there.why_slow:
            try:
                return VERDICTS[there.rank(person)]
            except NotMasked as reason:
                there.why_slow = str(reason)
            except Exception as error:  # a rule crashed on somebody made up: the rules say what that means
                there.why_slow = f"{type(error).__name__}: {error}"
        return self.by_rules(there, person.patient)

    def by_rules(self, there: Compiled, patient: Patient) -> str:
        """The same, of the rules themselves."""
        return check(Scene(there.case._replace(patient=patient), self.knowledge), self._rules).verdict


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


def _exact(value: Any) -> Any:
    """Weights by their text: equal ones may be written unequally, and are shown as written."""
    return str(value) if hasattr(value, "unit") else value


def _some(states: dict[str, int], facts: tuple[str, ...]) -> dict[str, int]:
    return {fact: states[fact] for fact in facts}


def _three(ranks: list[int]) -> tuple[int, int, int]:
    return ranks[0], ranks[1], ranks[2]
