"""A rule that reads the patient, asked about one cocktail at one place: what it reads, and what it said.

By what it was seen to read it answers in one of the forms that `mesoplan.screen.masks` is made of.
"""

from random import Random
from typing import Any

from mesoplan.model.case import Patient
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene
from mesoplan.screen.probe import IMPLIED, OPEN, SAID, VOID, NotMasked, Probed, Unit, probe

#: Attributes of a patient that a table may go by; anything else that a rule reads goes the slow way.
TABLED = ("sex", "age", "weight", "allergens", "asked", "unmapped", "taken")
#: What is said of facts: the states of facts say it.
_OF_FACTS = ("said", "no")
#: Up to so many facts a table is exact; more would be too many rows.
JOINT = 5
#: Mixtures of states on which it is tried that each fact speaks for itself.
#: Some of two facts, which is how most facts that do not speak alone show, and some of many.
_TRIALS = (2, 2, 3, 9, 40)
_MOST_TRIED = 3
MASKED = (IMPLIED, OPEN, VOID)


class Mask(NamedTuple):
    """What a rule says by masks, for one value of what else it reads: a rank, and facts by state and rank.

    ``marks[state][rank]`` has a bit for each fact that, in that state, makes the rule so grave.
    """

    base: int
    marks: dict[int, list[int]]


class Asked:
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
        return tuple(exact(getattr(patient, name)) for name in self.reads if name in TABLED)

    def ask(self, patient: Patient, states: dict[str, int]) -> Probed:
        """Ask the rule; what it newly reads makes all that was kept void (`Grown`)."""
        found = probe(self.unit, self.scene, patient, states)
        strange = found.read.difference(TABLED, _OF_FACTS)
        if strange:
            raise NotMasked(f"{self.unit.rule.code} reads {', '.join(sorted(strange))} of a patient")
        if not found.read <= set(self.reads) or not found.asked <= set(self.facts):
            self.reads = tuple(sorted(found.read.union(self.reads)))
            self.facts = tuple(sorted(found.asked.union(self.facts)))
            self._forget()
            raise Grown
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
        marks = {state: [0, 0, 0, 0] for state in MASKED}
        alone: dict[tuple[int, str], set[tuple[str, ...]]] = {}
        for state in MASKED:
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
            states = {fact: IMPLIED if number == 2 else random.choice(MASKED) for fact in some}
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


class Grown(Exception):
    """A rule read more than it had before: what hangs on it is made anew."""


def settled(unit: Asked, patient: Patient) -> None:
    """Ask until nothing new is read."""
    while True:
        try:
            unit.ask(patient, {})
            return
        except Grown:
            continue


def exact(value: Any) -> Any:
    """Weights by their text: equal ones may be written unequally, and are shown as written."""
    return str(value) if hasattr(value, "unit") else value
