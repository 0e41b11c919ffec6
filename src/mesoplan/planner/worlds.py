"""The same case under other answers to what was not asked, planned again as cheaply as it can be.

Only ingredients whose judgements hang on a fact are judged again; the rest keep theirs.
"""

from collections.abc import Iterable
from functools import cached_property

from mesoplan.cases.assume import assumed
from mesoplan.cases.stock import stock_of
from mesoplan.model.finding import Finding, Judgement
from mesoplan.model.plan import LeftOut, Outcome
from mesoplan.planner.candidates import key_of
from mesoplan.planner.concrete import concretes
from mesoplan.planner.extent import FIRST
from mesoplan.planner.for_goal import actives_of
from mesoplan.planner.ground import Ground, Passed, answered, best, prepare
from mesoplan.planner.one_regimen import NOT_ASKED, Candidate
from mesoplan.record import NamedTuple
from mesoplan.rules.rule import Usage
from mesoplan.rules.run import Asked, ask
from mesoplan.rules.scene import Scene
from mesoplan.worth.verdicts import stops, withheld


def outcome(first: Passed | None) -> Outcome:
    """What a first plan comes to."""
    if first is None:
        return Outcome()
    return Outcome(first.ingredients, first.report.verdict, first.found.value)


class _Hanging(NamedTuple):
    """By regimen: the facts it hangs on, those that withhold it, its actives. By fact: judgements."""

    needs: dict[str, frozenset[str]]
    withholding: dict[str, frozenset[str]]
    holds: dict[str, tuple[str, ...]]
    rows: dict[str, list[tuple[str, ...]]]


class Worlds:
    """A case and its variations. Everything is computed when it is first asked for."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.scene = ground.scene
        self._turned: dict[tuple[object, ...], Outcome] = {}
        self._opened: dict[tuple[object, ...], Outcome] = {}

    @cached_property
    def _hangs(self) -> "_Hanging":
        """What hangs on what, looked up when it is first asked for."""
        found = _Hanging({}, {}, {}, {})
        for each in self._ground.found.candidates:
            found.holds[each.id] = each.actives
            for choice in each.choices:
                self._note(each.id, [(rule.code, judged) for rule, judged in choice.judgements], found)
        for left in self._ground.found.left_out:
            if left.regimen and NOT_ASKED in left.codes:
                self._look_at(left.regimen, found)
        return found

    # ------------------------------------------------------------------ what hangs on what

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every unasked fact that a judgement on an ingredient hangs on, by id."""
        return tuple(sorted(set().union(*self._hangs.needs.values()))) if self._hangs.needs else ()

    def touched_by(self, fact: str) -> tuple[str, ...]:
        """Actives of the regimens whose judgements change when the fact is true."""
        return self._actives(self._touched(fact))

    def _touched(self, fact: str) -> list[str]:
        above = set(self.scene.catalog.lineage("fact", fact))
        return sorted(each for each, needs in self._hangs.needs.items() if not above.isdisjoint(needs))

    def _actives(self, regimens: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({name for each in regimens for name in self._hangs.holds[each]}))

    def kept_out_by(self, fact: str) -> tuple[str, ...]:
        """Actives of the regimens that are not suggested before this fact was asked."""
        return self._actives(each for each, needs in self._hangs.withholding.items() if fact in needs)

    def withholding(self, ingredient: str) -> frozenset[str]:
        """The facts that have to be answered before a regimen with this ingredient is suggested."""
        found = [
            needs for each, needs in self._hangs.withholding.items() if ingredient in self._hangs.holds[each]
        ]
        return min(found, key=lambda each: (len(each), sorted(each)), default=frozenset())

    # ------------------------------------------------------------------ plans

    @cached_property
    def usual(self) -> Outcome:
        """The first plan when every open fact has its harmless answer."""
        return outcome(self._first)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of that plan."""
        return self._first.report.findings if self._first is not None else ()

    def harmless(self, fact: str) -> bool:
        """The answer that keeps nothing out: yes for a test that was negative, no for the rest."""
        return fact in self._wanted

    def turned(self, fact: str) -> Outcome:
        """The first plan when this fact has the other answer, and the rest the harmless one."""
        key = self._pattern(fact)
        if key not in self._turned:
            self._turned[key] = self._with_turned(fact)
        return self._turned[key]

    def left_open(self, fact: str) -> Outcome:
        """The first plan when this fact stays unasked, and the rest have the harmless answer.

        A fact that keeps nothing out costs the same few points in every plan it touches; it matters
        here only when the verdict hangs on its being asked.
        """
        if self.usual.verdict == "incomplete" and not self.kept_out_by(fact):
            return self.usual
        key = self._pattern(fact)
        if key not in self._opened:
            self._opened[key] = self._with_open(fact)
        return self._opened[key]

    def _pattern(self, fact: str) -> tuple[object, ...]:
        """Facts of one pattern change the same judgements in the same way: one is solved for all.

        A fact that more than cautions hang on (an allergen, a test, a lower maximum) stands alone.
        """
        lineage = self.scene.catalog.lineage("fact", fact)
        hanging = tuple(sorted(row for each in lineage for row in self._hangs.rows.get(each, ())))
        alone = self.scene.fact(fact).kind == "allergy" or not self._special.isdisjoint(lineage)
        return (hanging, fact if alone else "")

    @cached_property
    def _special(self) -> frozenset[str]:
        """Facts that a limit, a test or a deferral of an open ingredient names."""
        catalog = self.scene.catalog
        named = {
            fact
            for each in self._actives(self._hangs.needs)
            for limit in catalog.ingredient(each).limits
            for fact in limit.facts
        }
        for each in self._actives(self._hangs.needs):
            for stated in self.scene.knowledge.inherited(each, "test_doses"):
                named.update((stated.record.fact, *stated.record.facts))
            if self.scene.knowledge.inherited(each, "deferrals"):
                named.add("blood-donor")
        return frozenset(named)

    def _with_turned(self, fact: str) -> Outcome:
        above = set(self.scene.catalog.lineage("fact", fact))
        good = tuple(each for each in self._wanted if each != fact)
        bad = [each for each in self.facts if each not in self._wanted]
        if self.harmless(fact):
            return self._planned(good, (*bad, fact), fact)
        return self._planned((*good, fact), (each for each in bad if each not in above), fact)

    def _with_open(self, fact: str) -> Outcome:
        above = set(self.scene.catalog.lineage("fact", fact))
        good = tuple(each for each in self._wanted if each != fact)
        bad = (each for each in self.facts if each not in self._wanted and each not in above)
        return self._planned(good, bad, fact)

    @cached_property
    def _wanted(self) -> tuple[str, ...]:
        """Open facts of which a yes is the harmless answer: tests that were negative."""
        tests = {
            stated.record.fact
            for each in self._actives(self._hangs.needs)
            for stated in self.scene.knowledge.inherited(each, "test_doses")
        }
        return tuple(each for each in self.facts if each in tests)

    @cached_property
    def _clear(self) -> Ground:
        if not self._hangs.needs:
            return self._ground  # nothing hangs on what was not asked
        bad = (each for each in self.facts if each not in self._wanted)
        return self._grounded(self._wanted, bad, self._ground, self._hangs.needs)

    @cached_property
    def _first(self) -> Passed | None:
        return first_of(self._clear)

    def _planned(self, yes: tuple[str, ...], no: Iterable[str], fact: str) -> Outcome:
        """The first plan under these answers, of which only that to ``fact`` is not harmless.

        It can only forbid, or take points off, what it touches: when nothing of the first plan is
        touched, that plan stays the best.
        """
        touched = self._touched(fact)
        if self._first is None or set(touched).isdisjoint(self._first.regimens):
            return self.usual
        return outcome(first_of(self._grounded(yes, no, self._clear, touched)))

    def _grounded(
        self, yes: tuple[str, ...], no: Iterable[str], base: Ground, touched: Iterable[str]
    ) -> Ground:
        """The ground under these answers, as far as the first plan needs it.

        What is not touched by them is taken from ``base``.
        """
        case = self.scene.case
        patient = assumed(case.patient, self.scene.catalog, yes=yes, no=no)
        again = set(touched)
        known: dict[str, Candidate | LeftOut] = {
            each.id: each for each in base.found.candidates if each.id not in again
        }
        known.update(
            {
                key_of(each): each
                for each in base.found.left_out
                if each.regimen not in again and _firmly_out(each)
            }
        )
        return prepare(
            case._replace(patient=patient),
            self.scene.knowledge,
            rules=base.rules,
            points=base.points,
            numbers=base.numbers,
            known=known,
            observer=base.observer,
            extent=base.extent._replace(first=FIRST.first, told=FIRST.told),
        )

    # ------------------------------------------------------------------ reading the judgements

    def _look_at(self, regimen: str, hangs: "_Hanging") -> None:
        """Which facts a regimen that was left out hangs on, in every way to give it."""
        case, scene = self.scene.case, self.scene
        record = scene.catalog.regimen(regimen)
        hangs.holds[regimen] = actives_of(record, scene)
        stock = None if case.stock is None else stock_of(case)
        for made in concretes(record, scene, self._ground.numbers, stock):
            there = Scene(made.within(case), scene.knowledge, made.items)
            asked = tuple(ask(there, self._ground.rules))
            judged = self._note(regimen, _judged(asked), hangs)
            waiting = [found for found in judged if withheld(found, scene)]
            if not any(found.severity == "forbid" for found in judged) and waiting and stops(asked, there):
                kept = hangs.withholding.get(regimen)
                these = _facts(waiting)
                if kept is None or len(these) < len(kept):
                    hangs.withholding[regimen] = these

    def _note(self, regimen: str, judged: list[tuple[str, Judgement]], hangs: "_Hanging") -> list[Judgement]:
        """Write down which facts these judgements hang on."""
        found = [each for _, each in judged]
        for code, each in judged:
            for fact in _facts([each]):
                hangs.rows.setdefault(fact, []).append((regimen, code, each.severity, each.topic))
        if not any(each.severity == "forbid" for each in found):
            hangs.needs[regimen] = hangs.needs.get(regimen, frozenset()) | _facts(found)
        return found


def _judged(asked: tuple[Asked, ...]) -> list[tuple[str, Judgement]]:
    return [
        (each.rule.code, found) for each in asked for found in each.judgements if not isinstance(found, Usage)
    ]


def first_of(ground: Ground) -> Passed | None:
    """The best plan of a ground; None when there is none."""
    _, found = answered(ground, 1, lambda wide, left: best(wide, 1, budget=left))
    return found.plans[0] if found.plans else None


def _facts(judged: Iterable[Judgement]) -> frozenset[str]:
    return frozenset(
        need.id
        for found in judged
        if found.severity == "unknown"
        for need in found.needs
        if need.kind == "fact"
    )


def _firmly_out(left: LeftOut) -> bool:
    """Left out for something that no answer about the patient takes back."""
    return NOT_ASKED not in left.codes and any(not code.startswith("EV") for code in left.codes)
