"""The one door: every question, asked of one catalog, answered with a complete document.

>>> import mesoplan
>>> engine = mesoplan.Engine(mesoplan.load_catalog())
>>> answer = engine.plan(mesoplan.Case(goal="melasma", zone="face", jurisdiction="EU"))
>>> answer.result.status
'waiting'
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import localcontext
from functools import partial, wraps
from types import ModuleType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.resolve import resolve, spelt_out, with_cocktail
from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.model.finding import CheckReport
from mesoplan.model.observer import Deadline as Deadline
from mesoplan.model.observer import Observer, watched
from mesoplan.quantity.number import ROUNDED
from mesoplan.report.answer import Answer, CatalogStamp, Kind
from mesoplan.rules.put_aside import put_aside
from mesoplan.rules.run import check as run_rules
from mesoplan.rules.scene import Scene
from mesoplan.version import ENGINE

if TYPE_CHECKING:
    from mesoplan.model.front import FrontReport
    from mesoplan.model.plan import PlanReport
    from mesoplan.model.preparation import Preparation
    from mesoplan.model.published import Published, RegimensReport
    from mesoplan.model.repair import RepairReport
    from mesoplan.model.sensitivity import Sensitivity
    from mesoplan.model.threshold import Bound, Threshold
    from mesoplan.model.why import Why, WhyNot
    from mesoplan.planner.ground import Ground

Rows = Sequence[Mapping[str, Any]] | str
P = ParamSpec("P")
T = TypeVar("T")


def _in_own_context(ask: Callable[P, T]) -> Callable[P, T]:
    """A question that computes with our digits and rounding, whatever the caller's decimal context is."""

    @wraps(ask)
    def asked(*given: P.args, **named: P.kwargs) -> T:
        with localcontext(ROUNDED):
            return ask(*given, **named)

    return asked


class Engine:
    """Answers questions from one catalog and keeps what the catalog implies; one serves a whole process.

    A ``cocktail`` is a list of items with the keys of a case file, or one line of text such as
    "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL"; without one the case's own is meant. Every method
    raises `CaseError` with every fault when the case cannot be read: a case is judged whole or not at
    all. ``prefer`` is ``evidence``, ``safety``, ``simplicity`` or ``cost``.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.stamp = CatalogStamp(catalog.version, catalog.hash)
        self._knowledge = Knowledge(catalog)

    @classmethod
    def open(cls, overlays: Sequence[str] = ()) -> "Engine":
        """The engine of the shipped catalog with the clinic's folders laid over it."""
        from mesoplan.catalog import load

        return cls(load.load_catalog(overlays))

    @_in_own_context
    def check(self, case: Case, cocktail: Rows | None = None) -> Answer[CheckReport]:
        """What is known for and against a cocktail in a case, and what is not known."""
        asked = _with_cocktail(case, cocktail)
        resolved = resolve(asked, self.catalog)
        found = put_aside(run_rules(Scene(resolved, self._knowledge)), resolved.record)
        report = _words().with_words(found, self.catalog)
        return self._answer("check", report, asked, resolved)

    @_in_own_context
    def plan(
        self,
        case: Case,
        *,
        k: int = 3,
        prefer: str = "evidence",
        budget: int | None = None,
        diverse: bool = False,
        solve_questions: bool = False,
        combine: int = 0,
        any_diagnosis: bool = False,
        observer: Observer | None = None,
    ) -> "Answer[PlanReport]":
        """The ``k`` best distinct cocktails for a case, with proof, or why there is none.

        ``budget`` bounds the nodes that the search may open (the status then says ``best-found``).
        ``diverse``: each plan shares at most half of its ingredients with any before it. ``combine``: besides
        the ``k``, so many pairs of regimens that nobody studied together. ``any_diagnosis``: a goal that is a
        group of several is planned as one, and not asked back.
        ``solve_questions``: which unasked facts could change the answer is solved by planning again
        under each answer, not estimated; whether the case waits for one is the same either way.
        """
        from mesoplan.planner.plan import plan

        _allowed("budget", budget)
        resolved = self._with_goal(case)
        report = watched(
            observer,
            "plan",
            lambda: plan(
                resolved,
                self._knowledge,
                k=k,
                prefer=prefer,
                budget=budget,
                diverse=diverse,
                solve_questions=solve_questions,
                combine=combine,
                any_diagnosis=any_diagnosis,
                observer=observer,
            ),
        )
        return self._planned_answer(report, case, resolved, prefer, observer)

    @_in_own_context
    def first_page(
        self,
        case: Case,
        *,
        k: int = 3,
        prefer: str = "evidence",
        any_diagnosis: bool = False,
        observer: Observer | None = None,
    ) -> "tuple[Answer[PlanReport], int | None]":
        """What `plan` answers without what its first page does not show; and `FirstPage.published`."""
        from mesoplan.planner.first_page import first_page

        resolved = self._with_goal(case)
        asked = partial(first_page, resolved, self._knowledge, k=k, prefer=prefer)
        found = watched(observer, "plan", lambda: asked(any_diagnosis=any_diagnosis, observer=observer))
        return self._planned_answer(found.report, case, resolved, prefer, observer), found.published

    @_in_own_context
    def regimens(
        self, case: Case, *, prefer: str = "evidence", observer: Observer | None = None
    ) -> "Answer[RegimensReport]":
        """Every regimen published for the goal, judged in this case, and what was studied and did not help.

        None of them is a suggestion: `plan` makes those, and ``planned`` names them.
        """
        from mesoplan.model.published import RegimensReport
        from mesoplan.planner.published import no_better, published

        ground = self._ground(case, prefer, observer)
        rows = watched(observer, "regimens", lambda: published(ground, None))
        report = RegimensReport(
            goal=ground.scene.case.goal,
            regimens=self._repaired(rows, case, prefer, observer),
            no_better=no_better(ground.scene),
            planned=self._planned(case, prefer, observer),
        )
        return self._answer("regimens", report, case, ground.scene.case)

    @_in_own_context
    def why(
        self,
        case: Case,
        ingredient: str,
        *,
        k: int = 3,
        prefer: str = "evidence",
        observer: Observer | None = None,
    ) -> "Answer[Why]":
        """Why an ingredient is in the plans of a case: what it adds, by which studies, at which dose."""
        from mesoplan.planner.why import why

        _allowed("k", k)
        ground, name = self._ground(case, prefer, observer), self._ingredient(ingredient)
        found = watched(observer, "why", lambda: why(ground, name, k=k))
        return self._answer("why", found, case, ground.scene.case)

    @_in_own_context
    def why_not(
        self,
        case: Case,
        ingredient: str,
        *,
        prefer: str = "evidence",
        max_plans: int = 200,
        observer: Observer | None = None,
    ) -> "Answer[WhyNot]":
        """What keeps an ingredient out of the first plan, and the cheapest change that lets it in.

        ``ingredient`` may be a brand or carry an amount ("Profhilo 1 mL"): whose regimen gives it so is told.
        """
        from mesoplan.planner.asked_item import asked_for
        from mesoplan.planner.why_not import why_not
        from mesoplan.report.words.plans import why_not_with_words

        _allowed("max_plans", max_plans)
        ground = self._ground(case, prefer, observer)
        item, name = asked_for(ingredient, self.catalog)
        found = watched(observer, "why-not", lambda: why_not(ground, name, item=item, max_plans=max_plans))
        return self._answer("why-not", why_not_with_words(found, self.catalog), case, ground.scene.case)

    @_in_own_context
    def repair(
        self,
        case: Case,
        cocktail: Rows | None = None,
        *,
        answered: bool = False,
        prefer: str = "evidence",
        max_checks: int = 400,
        observer: Observer | None = None,
    ) -> "Answer[RepairReport]":
        """Every minimal change that makes a cocktail pass, cheapest first, each verified by `check`.

        ``answered`` asks that nothing stays unknown, not only that nothing forbids. ``max_checks``
        bounds the work; the report says when there may be more repairs than it holds.
        """
        from mesoplan.repair.repair import repair

        _allowed("max_checks", max_checks)
        asked, scene = self._scene(case, cocktail)
        found = watched(
            observer,
            "repair",
            lambda: repair(scene, answered=answered, prefer=prefer, max_checks=max_checks, observer=observer),
        )
        with_words = _words().with_words
        known: dict[int, Any] = {}
        repairs = tuple(
            each._replace(reports=tuple(with_words(one, self.catalog, known) for one in each.reports))
            for each in found.repairs
        )
        worded = found._replace(report=with_words(found.report, self.catalog, known), repairs=repairs)
        return self._answer("repair", worded, asked, scene.case)

    @_in_own_context
    def threshold(
        self, case: Case, position: int, cocktail: Rows | None = None, *, answered: bool = False
    ) -> "Answer[Threshold]":
        """How much of the item at ``position`` (from 0) of the cocktail passes, solved exactly."""
        from mesoplan.repair.threshold import threshold

        asked, scene = self._scene(case, cocktail)
        if isinstance(position, bool) or not isinstance(position, int):
            raise BadRequest(f"position is {position!r}; count the items of the cocktail from 0.")
        if not 0 <= position < len(scene.items):
            fault = CaseFault(
                f"cocktail[{position}]",
                f"there are {len(scene.items)} items.",
                "Its threshold cannot be solved.",
                "Count from 0.",
            )
            raise CaseError((fault,))
        found = threshold(scene, position, answered=answered)
        worded = found._replace(most=self._worded(found.most), elsewhere=self._worded(found.elsewhere))
        return self._answer("threshold", worded, asked, scene.case)

    @_in_own_context
    def front(
        self,
        case: Case,
        *,
        prefer: str = "evidence",
        most_points: int | None = None,
        budget: int | None = None,
        observer: Observer | None = None,
    ) -> "Answer[FrontReport]":
        """The Pareto-optimal plans by benefit, risk and cost.

        An empty front carries the plan's answer: what keeps everything out, and what to ask.
        """
        from mesoplan.planner.front import front

        _allowed("most_points", most_points)
        _allowed("budget", budget)
        ground = self._ground(case, prefer, observer)
        found = watched(observer, "front", lambda: front(ground, most_points=most_points, budget=budget))
        if not found.points:
            plan = self.plan(case, prefer=prefer, budget=budget, observer=observer)
            found = found._replace(plan=plan.result)
        return self._answer("front", found, case, ground.scene.case)

    @_in_own_context
    def sensitivity(
        self,
        case: Case,
        *,
        prefer: str = "evidence",
        trials: bool = True,
        observer: Observer | None = None,
    ) -> "Answer[Sensitivity]":
        """Over which range of each weight the first plan stays first; without a plan there is no range."""
        from mesoplan.planner.sensitivity import sensitivity

        ground = self._ground(case, prefer, observer)
        found = watched(observer, "sensitivity", lambda: sensitivity(ground, trials=trials))
        return self._answer("sensitivity", found, case, ground.scene.case)

    @_in_own_context
    def prepare(
        self,
        case: Case,
        cocktail: Rows | None = None,
        *,
        syringes: Sequence[str] = (),
        start: datetime | None = None,
        first: date | None = None,
        draft: bool = False,
    ) -> "Answer[Preparation]":
        """What goes into which syringe, at which mark and in which order; or the number that is missing.

        The cocktail is checked first: what the check blocks or could not answer has no worksheet unless
        ``draft`` asks for one. ``syringes`` are names or volumes of the catalog's; ``start`` is the first
        puncture, with its offset from UTC; ``first`` the day of the first session.
        """
        from mesoplan.preparation.prepare import Wish, prepare

        asked, scene = self._scene(case, cocktail)
        if start is not None and start.tzinfo is None:
            raise BadRequest("the start needs its offset from UTC, such as 2026-11-26T09:10+01:00.")
        if len(scene.sites) > 1:
            raise BadRequest("the syringes go to several places: prepare each place as its own case.")
        report = put_aside(run_rules(scene), scene.case.record)
        wish = Wish(syringes=tuple(syringes), start=start, first=first, draft=draft)
        found = prepare(scene, report, wish)
        # Of the findings a preparation holds only those of the law.
        law = tuple(_words().finding_with_words(each, self.catalog) for each in found.law)
        return self._answer("prepare", found._replace(law=law), asked, scene.case)

    def prepare_together(self, cases: Mapping[str, Case], **given: Any) -> "dict[str, Answer[Preparation]]":
        """The worksheet of every patient of one session, by name; in ``shared`` of each what all open.

        ``given`` as of `prepare`. A container that its label lets be entered again serves several of them,
        any other one is for one.
        """
        from mesoplan.preparation.sharing import sharing

        answers = {name: self.prepare(case, **given) for name, case in cases.items()}
        places = sorted({each.resolved.jurisdiction for each in answers.values()})
        found = sharing({name: each.result for name, each in answers.items()}, self.catalog, places)
        return {
            name: each._replace(result=each.result._replace(shared=found)) for name, each in answers.items()
        }

    # ------------------------------------------------------------------ shared

    def _answer(self, kind: Kind, result: T, case: Case, resolved: ResolvedCase) -> Answer[T]:
        if isinstance(case.cocktail, str):
            case = spelt_out(case, self.catalog)
        return Answer(
            kind=kind, result=result, case=case, resolved=resolved, catalog=self.stamp, engine=ENGINE
        )

    def _planned_answer(
        self, report: "PlanReport", case: Case, resolved: ResolvedCase, prefer: str, observer: Observer | None
    ) -> "Answer[PlanReport]":
        from mesoplan.report.words.plans import plan_with_words

        if any(each.verdict == "blocked" for each in report.published):
            report = report._replace(published=self._repaired(report.published, case, prefer, observer))
        return self._answer("plan", plan_with_words(report, self.catalog), case, resolved)

    def _repaired(
        self, rows: "tuple[Published, ...]", case: Case, prefer: str, observer: Observer | None
    ) -> "tuple[Published, ...]":
        from mesoplan.repair.published import with_repairs

        scene = Scene(self._with_goal(case)._replace(cocktail=()), self._knowledge)
        return with_repairs(rows, scene, prefer, observer)

    def _planned(self, case: Case, prefer: str, observer: Observer | None) -> tuple[str, ...]:
        """The regimens of the first plans, best first, each once."""
        plans = self.plan(case, prefer=prefer, observer=observer).result.plans
        return tuple(dict.fromkeys(one.id for each in plans for one in each.regimens))

    def _ground(self, case: Case, prefer: str, observer: Observer | None) -> "Ground":
        from mesoplan.planner.ground import prepare

        return prepare(self._with_goal(case), self._knowledge, prefer=prefer, observer=observer)

    def _with_goal(self, case: Case) -> ResolvedCase:
        resolved = resolve(case, self.catalog)
        if not resolved.goal:
            fault = CaseFault(
                "goal", "is missing.", "Nothing can be planned.", "`mesoplan goals` lists them."
            )
            raise CaseError((fault,))
        return resolved

    def _scene(self, case: Case, cocktail: Rows | None) -> tuple[Case, Scene]:
        asked = _with_cocktail(case, cocktail)
        if not asked.cocktail:
            fault = CaseFault(
                "cocktail",
                "has no items.",
                "There is nothing to repair, to measure or to prepare.",
                "Write [[cocktail]] for each item.",
            )
            raise CaseError((fault,))
        return asked, Scene(resolve(asked, self.catalog), self._knowledge)

    def _ingredient(self, name: str) -> str:
        """The id of an ingredient, by any of its names; a product means what it holds."""
        if not isinstance(name, str):
            raise BadRequest(f"an ingredient is asked for by its name, not by {name!r:.80}.")
        found = self.catalog.resolve(name, ("substance",), "ingredient called")
        if found.kind != "product":
            return found.id
        held = self.catalog.product(found.id).contains
        if not held:
            raise BadRequest(f"it is not known what {found.id} holds. Name an ingredient.")
        return held[0].ingredient

    def _worded(self, bound: "Bound | None") -> "Bound | None":
        if bound is None:
            return None
        return bound._replace(
            stopped_by=tuple(_words().finding_with_words(each, self.catalog) for each in bound.stopped_by)
        )


def _with_cocktail(case: Case, cocktail: Rows | None) -> Case:
    return case if cocktail is None else with_cocktail(case, cocktail)


def _words() -> ModuleType:
    """The words of findings: an answer that holds no finding loads none of them."""
    from mesoplan.report.words import findings

    return findings


def _allowed(name: str, value: int | None) -> None:
    """Refuse a bound of the work that is no whole number from 1."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise BadRequest(f"{name} is {value!r:.80}; give a whole number from 1.")
