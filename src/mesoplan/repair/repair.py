"""All minimal changes that make a cocktail pass, cheapest first, each verified by `check`.

A set of changes is looked for from the empty set upwards, always the cheapest first. A set that does
not pass leaves a judgement that forbids; whatever passes and contains it must hold a change that can
settle that judgement, so only those are tried next. Nothing of the vocabulary is missed that way,
within the budget of checks.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import combinations

from mesoplan.cases.assume import assumed
from mesoplan.model.case import Item, ResolvedCase
from mesoplan.model.change import Change, ChangeKind
from mesoplan.model.finding import VERDICT_RANK, CheckReport, Judgement, Verdict
from mesoplan.model.line import Line
from mesoplan.model.need import Need
from mesoplan.model.observer import Observer
from mesoplan.model.repair import Alone, Left, Repair, RepairReport
from mesoplan.planner.change_points import price_of
from mesoplan.planner.for_goal import goal_mechanisms
from mesoplan.quantity import Quantity
from mesoplan.repair.changes import Bench, Made, Step
from mesoplan.repair.distinct import distinct, kinds
from mesoplan.rules.evidence.studies import tally
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import Unit, check, forbidding, is_waived
from mesoplan.rules.scene import Scene
from mesoplan.worth.benefit import single_belief
from mesoplan.worth.weights import Weights, evidence_weights, weights

MAX_CHECKS = 400
#: Sets of changes that are tried on the items: bounds time and memory, the same on every machine.
MAX_WORK = 30_000
MAX_CHANGES = 5
MAX_REPAIRS = 25
#: Of so many changes every part is tried (254 checks), of more only those without one.
MAX_PARTED = 8
#: What the best benefit of a facet counts in the objective.
_SLOT = 4

_Steps = frozenset[Step]
_Blocking = tuple[Rule, Unit, Judgement]


def repair(
    scene: Scene,
    rules: tuple[Rule, ...] = RULES,
    *,
    answered: bool = False,
    prefer: str = "evidence",
    max_checks: int = MAX_CHECKS,
    most: int = MAX_REPAIRS,
    observer: Observer | None = None,
) -> RepairReport:
    """The minimal repairs of the case's cocktail.

    It passes when no rule forbids it; with ``answered`` also nothing may be left unknown: facts that
    were not asked are then listed as changes of kind ``ask`` (their harmless answer is assumed), and
    what no answer settles has to be changed. ``observer`` hears the checks made and the repairs found.
    """
    report = check(scene, rules)
    search = _Search(scene, rules, answered, weights(scene.catalog, prefer), max_checks, most, observer)
    if search.good_enough(report):
        return RepairReport(passes=True, report=report, repairs=(), complete=True, checks=1)
    found = search.run()
    complete = search.complete and not search.bench.cut_short
    alone = () if found else tuple(_alone(scene, rules))
    return RepairReport(
        passes=False,
        report=report,
        repairs=found,
        complete=complete,
        checks=search.checks + 1,
        alone=alone,
    )


def smallest(
    scene: Scene, rules: tuple[Rule, ...] = RULES, *, prefer: str, checks: int, observer: Observer | None
) -> tuple[Change, ...]:
    """The changes of the first repair of a cocktail that is blocked, without any report; empty for none."""
    points = weights(scene.catalog, prefer)
    found = _Search(scene, rules, False, points, checks, 1, observer, told=False).run()
    return found[0].changes if found else ()


def _alone(scene: Scene, rules: tuple[Rule, ...]) -> Iterator[Alone]:
    """The items that rules forbid even when nothing else is given."""
    for item in scene.items:
        codes = {each.rule.code for each in forbidding(scene.with_items((item,)), rules)}
        if codes:
            yield Alone(item.name, tuple(sorted(codes)))


class _Search:
    def __init__(
        self,
        scene: Scene,
        rules: tuple[Rule, ...],
        answered: bool,
        points: Weights,
        checks: int,
        most: int,
        observer: Observer | None,
        *,
        told: bool = True,
    ) -> None:
        self._told = told
        self._scene = scene
        self._rules = rules
        self._answered = answered
        self._points = points
        self._budget = checks
        self._observer = observer
        self._most = most
        self._most_changes = max(MAX_CHANGES, len(scene.items) + 1)
        self._seen: dict[_Steps, tuple[_Blocking, ...] | None] = {}
        self._prices: dict[Step, int] = {}
        self.bench = Bench(scene, rules, answered=answered)
        self.checks = 0
        self.complete = True

    def run(self) -> tuple[Repair, ...]:
        """The repairs found, by price, then by their changes."""
        queue: list[tuple[int, int, tuple[Step, ...]]] = [(0, 0, ())]
        queued: set[_Steps] = {frozenset()}
        passing: dict[_Steps, Repair] = {}
        while queue:
            if self._observer is not None:
                self._observer.check(self.checks, len(passing))
            if len(passing) >= self._most or self.checks >= self._budget or self._stops():
                self.complete = False
                break
            _, size, ordered = heappop(queue)
            steps = frozenset(ordered)
            if any(known <= steps for known in passing):
                continue
            blocking = self._blocking(steps)
            if blocking is None:
                continue
            if not blocking:
                least = self._minimal(steps)
                made = self._repair(least)
                if made is not None and least not in passing:
                    passing[least] = made
                continue
            if size == self._most_changes:
                self.complete = False
                continue
            for step in self._next(steps, blocking):
                more = steps | {step}
                if more not in queued:
                    queued.add(more)
                    price = sum(self._price(each) for each in more)
                    heappush(queue, (price, size + 1, tuple(sorted(more))))
        kept = {
            steps: each
            for steps, each in passing.items()
            if not any(kinds(other) < kinds(steps) for other in passing)
        }
        return tuple(
            sorted(
                distinct(kept.values()),
                key=lambda each: (each.price, len(each.changes), [one.order for one in each.changes]),
            )
        )

    # ------------------------------------------------------------------ judging

    def good_enough(self, report: CheckReport) -> bool:
        """Whether a report passes."""
        least: Verdict = "caution" if self._answered else "incomplete"
        return VERDICT_RANK[report.verdict] >= VERDICT_RANK[least]

    def _blocking(self, steps: _Steps) -> tuple[_Blocking, ...] | None:
        """What keeps the changed cocktail from passing; None when the changes cannot be made."""
        if steps not in self._seen:
            made = self.bench.apply(steps)
            if made is None or (not made.here and not made.later):
                self._seen[steps] = None
            else:
                self.checks += 1
                self._seen[steps] = tuple(
                    each for scene in self._sessions(made) for each in self._stopping(scene)
                )
        return self._seen[steps]

    def _sessions(self, made: Made) -> list[Scene]:
        there = self.bench.in_case(made.case)
        return [there.with_items(items) for items in (made.here, made.later) if items]

    def _stopping(self, scene: Scene) -> list[_Blocking]:
        found = []
        for rule, unit, each in self.bench.deciding.judged(scene):
            forbidden = each.severity == "forbid" and not is_waived(each, scene)
            open_ = self._answered and each.severity == "unknown" and not _askable(each)
            if forbidden or open_:
                found.append((rule, unit, each))
        return found

    def _next(self, steps: _Steps, blocking: tuple[_Blocking, ...]) -> tuple[Step, ...]:
        """The changes that can settle the judgement with the fewest of them."""
        made = self.bench.apply(steps)
        assert made is not None
        fewest: tuple[Step, ...] | None = None
        for rule, unit, found in blocking:
            if self._stops():
                return ()
            options: list[Step] = []
            for step in self.bench.steps(rule, unit, found, made):
                if fewest is not None and len(options) >= len(fewest):
                    break
                if step not in steps and self._possible(steps, step):
                    options.append(step)
            else:
                fewest = tuple(options)
        return fewest or ()

    def _stops(self) -> bool:
        """Whether the work or the time that is allowed is over; what was found until then stands."""
        over = self.bench.work >= MAX_WORK or (self._observer is not None and self._observer.stops())
        if over:
            self.complete = False
        return over

    def _possible(self, steps: _Steps, step: Step) -> bool:
        """Whether a change goes with the others. What is added is solved, so that is seen when its
        turn comes, not for every set that is only queued."""
        return step.adds or self.bench.possible(steps | {step})

    def _minimal(self, steps: _Steps) -> _Steps:
        """A smallest part of these changes that passes too: itself, unless rules are odd.

        Of many changes not every part is tried: none of what is left can be left out by itself, and the
        report does not call itself complete.
        """
        if len(steps) > MAX_PARTED:
            self.complete = False
            return self._without_idle(steps)
        for size in range(1, len(steps)):
            for part in combinations(sorted(steps), size):
                if self._stops():
                    return steps
                if self._blocking(frozenset(part)) == ():
                    return frozenset(part)
        return steps

    def _without_idle(self, steps: _Steps) -> _Steps:
        """These changes without any that can be left out, one after the other, from the last."""
        for step in sorted(steps, reverse=True):
            if not self._stops() and self._blocking(steps - {step}) == ():
                steps = steps - {step}
        return steps

    # ------------------------------------------------------------------ the answer

    def _repair(self, steps: _Steps) -> Repair | None:
        made = self.bench.apply(steps)
        assert made is not None
        sessions = tuple(each for each in (made.here, made.later) if each)
        reports = self._reports(sessions, made.case)
        asks: list[Change] = []
        if self._answered:
            reports, asks = self._with_answers(sessions, made.case, reports)
        if any(each.verdict == "blocked" for each in reports):
            self.complete = False  # an answer that was assumed brought something else to light
            return None
        changes = tuple(
            sorted((*(self._change(each, made) for each in steps), *asks), key=lambda each: each.order)
        )
        price = sum(each.price for each in changes)
        return Repair(
            changes=changes,
            price=price,
            sessions=sessions,
            reports=reports,
            left=tuple(self._left(sessions)),
        )

    def _left(self, sessions: tuple[tuple[Item, ...], ...]) -> Iterator[Left]:
        """The actives that were studied for the goal, in the order of the ids."""
        goal, knowledge = self._scene.case.goal, self._scene.knowledge
        names = {name for items in sessions for item in items for name in item.ingredients}
        for name in sorted(names) if goal and self._told else ():
            found = tally(name, goal, knowledge)
            active = knowledge.catalog.ingredient(name).role == "active"
            if active and (found.favour or found.against):
                yield Left(name, len(found.favour), len(found.against))

    def _reports(self, sessions: tuple[tuple[Item, ...], ...], case: ResolvedCase) -> tuple[CheckReport, ...]:
        self.checks += len(sessions)
        if not self._told:
            return ()  # what no judgement forbids is not blocked
        return tuple(check(Scene(case, self._scene.knowledge, items), self._rules) for items in sessions)

    def _with_answers(
        self,
        sessions: tuple[tuple[Item, ...], ...],
        case: ResolvedCase,
        reports: tuple[CheckReport, ...],
    ) -> tuple[tuple[CheckReport, ...], list[Change]]:
        """The reports once every open fact has its harmless answer, and what has to be asked.

        What is no yes-or-no fact (age, product, place) is named without an answer.
        """
        catalog = self._scene.catalog
        tests = {
            stated.record.fact
            for items in sessions
            for item in items
            for name in item.ingredients
            for stated in self._scene.knowledge.inherited(name, "test_doses")
        }
        asks: dict[Need, Change] = {}
        while True:
            needs = sorted(
                {
                    need
                    for report in reports
                    for each in report.findings
                    if each.severity == "unknown"
                    for need in each.needs
                    if need not in asks
                }
            )
            if not needs:
                return reports, list(asks.values())
            facts = [need.id for need in needs if need.kind == "fact"]
            for need in needs:
                answer = ("yes" if need.id in tests else "no") if need.kind == "fact" else ""
                kind: ChangeKind = "ask" if need.of_patient else "state"
                facts_asked = (need.id,) if need.kind == "fact" else ()
                asks[need] = Change(
                    kind=kind,
                    target=need.id if facts_asked else str(need),
                    to=answer,
                    price=price_of(kind, self._points),
                    facts=facts_asked,
                )
            patient = assumed(
                case.patient,
                catalog,
                yes=[each for each in facts if each in tests],
                no=[each for each in facts if each not in tests],
            )
            if Need("patient", "allergies") in needs:
                patient = patient._replace(asked=patient.asked | {"allergy"})
            case = case._replace(patient=patient)
            reports = self._reports(sessions, case)

    def _price(self, step: Step) -> int:
        if step not in self._prices:
            self._prices[step] = self._priced(step)
        return self._prices[step]

    def _priced(self, step: Step) -> int:
        worth = 0
        if step.kind in ("drop", "split") and step.position >= 0:
            worth = self._worth(self.bench.items[step.position])
            worth = worth if step.kind == "drop" else worth // _SLOT
        if step.kind == "swap":
            worth = max(
                0,
                self._worth(self.bench.items[step.position])
                - self._worth(self.bench.swaps(step.position)[step.exchange]),
            )
        return price_of(step.kind, self._points, worth=worth)  # type: ignore[arg-type]

    def _worth(self, item: Item) -> int:
        """What an item would bring a plan by itself; 0 without a goal."""
        goal = self._scene.case.goal
        if not goal:
            return 0
        wanted = goal_mechanisms(self._scene)
        numbers = evidence_weights(self._scene.catalog)
        total = 0
        for name in item.ingredients:
            record = self._scene.catalog.ingredient(name)
            near = max((wanted[each.id] for each in record.mechanisms if each.id in wanted), default=1)
            shown = single_belief(name, goal, self._scene.knowledge, numbers).thousandths
            total += _SLOT * self._points.benefit * near * shown
        return total

    def _change(self, step: Step, made: Made) -> Change:
        change = Change(step.kind, "", price=self._price(step))  # type: ignore[arg-type]
        if step.adds:
            place = Line("diluent", step.syringe)
            added = next(each for each in made.here if each.line == place and each.product == step.product)
            return change._replace(
                kind="dilute", target=step.product, volume=added.volume, syringe=step.syringe
            )
        if step.interval is not None:
            return change._replace(target="session.interval", amounts=(step.interval,))
        if step.position < 0:
            return change._replace(target="session.place", to=step.to)
        item = self.bench.items[step.position]
        change = change._replace(target=item.name, to=step.product, syringe=step.syringe or None)
        if step.kind == "swap":
            other = self.bench.swaps(step.position)[step.exchange]
            return change._replace(to=other.name, amounts=_amounts(other), volume=other.volume)
        after = next((each for each in made.here if each.line == item.line), None)
        if step.kind == "lower" and after is not None:
            return change._replace(amounts=_amounts(after), volume=after.volume)
        return change


def _amounts(item: Item) -> tuple[Quantity, ...]:
    return tuple(each.amount for each in item.contents if each.amount is not None)


def _askable(found: Judgement) -> bool:
    return bool(found.needs) and all(need.kind != "data" for need in found.needs)
