"""Facts that were not asked and could still change the answer, most decisive first.

`questions` reads them off the findings of a plan that was made: cheap, an estimate. `solved_questions`
plans again under each answer and keeps only the facts that do change the first plan or its verdict.
"""

from typing import TYPE_CHECKING

from mesoplan.model.need import Need
from mesoplan.model.plan import LeftOut, Outcome, Plan, Question
from mesoplan.planner.candidates import NOT_ASKED
from mesoplan.planner.ground import Ground
from mesoplan.rules.scene import Scene

if TYPE_CHECKING:
    from mesoplan.planner.worlds import Worlds


def questions(scene: Scene, plans: tuple[Plan, ...], left_out: tuple[LeftOut, ...]) -> tuple[Question, ...]:
    """First what withholds ingredients, then what could forbid or change a plan that was made."""
    withheld: dict[Need, list[str]] = {}
    waits_for: dict[str, set[str]] = {}
    """Ingredient -> the facts that keep it out until all of them are asked."""
    for each in left_out:
        if each.codes != (NOT_ASKED,):
            continue
        for finding in each.findings:
            if finding.severity == "unknown":
                for need in finding.needs:
                    withheld.setdefault(need, []).append(each.ingredient)
                    waits_for.setdefault(each.ingredient, set()).add(need.id)
    threatened: dict[Need, tuple[int, list[str]]] = {}
    for plan in plans:
        for finding in plan.findings:
            if finding.severity != "unknown":
                continue
            for need in finding.needs:
                if need.kind == "data":
                    continue
                weight, names = threatened.setdefault(need, (0, []))
                heavier = weight + (2 if finding.topic == "contraindicated" else 1)
                names.extend(each for each in finding.subjects if each not in names)
                threatened[need] = (heavier, names)
    found: list[Question] = []
    for need, names in sorted(withheld.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if need.kind == "fact":
            opened = tuple(sorted(set(names)))
            others = {fact for name in opened for fact in waits_for[name]} - {need.id}
            question = _question(need, scene, opened, opens=True)
            found.append(question._replace(with_facts=tuple(sorted(others))))
    asked = {each.fact for each in found}
    for need, (_, names) in sorted(threatened.items(), key=lambda pair: (-pair[1][0], pair[0])):
        question = _question(need, scene, tuple(names), opens=False)
        if question.fact not in asked:
            found.append(question)
    return tuple(found)


def _question(need: Need, scene: Scene, names: tuple[str, ...], *, opens: bool) -> Question:
    fact = need.id if need.kind == "fact" else str(need)
    words = fact
    if need.kind == "fact":
        record = scene.fact(fact)
        words = record.question or f"{record.label}?"
        names = tuple(each for each in names if each != fact)
    listed = ", ".join(names)
    return Question(
        fact,
        words,
        if_yes=f"stays out: {listed}" if opens else f"may forbid: {listed}",
        if_no=f"lets in: {listed}" if opens else "the plan stands",
        decides=names,
    )


# ---------------------------------------------------------------------- solved


def solved_questions(ground: Ground) -> tuple[Question, ...]:
    """The unasked facts that change the first plan or its verdict, each solved by planning again.

    A fact is asked when, every other open fact having its harmless answer (no; yes for a test that
    was negative), the answers yes, no and "not asked" do not all lead to the same first plan with
    the same verdict. First what keeps ingredients out until it is asked, then by the points lost.
    Sex, age, weight and what else is no yes-or-no fact follow as the first plan's findings name them.
    """
    from mesoplan.planner.worlds import Worlds  # only solving needs it

    worlds = Worlds(ground)
    usual = worlds.usual
    kept: list[tuple[tuple[int, int, str], Question]] = []
    for fact in worlds.facts:
        turned = worlds.turned(fact)
        open_ = worlds.left_open(fact)
        if _same(turned, usual) and _same(open_, usual):
            continue
        loss = _points(usual) - _points(turned)
        opens = tuple(each for each in worlds.kept_out_by(fact) if each in usual.ingredients)
        tier = 0 if opens else 1 if turned.ingredients != usual.ingredients else 2
        if tier == 2 and _same(turned, usual):
            tier = 3
        kept.append(((tier, -loss, fact), _solved(fact, worlds, turned, opens)))
    kept.sort(key=lambda pair: pair[0])
    return (*(question for _, question in kept), *_others(worlds))


def _same(one: Outcome, other: Outcome) -> bool:
    return one.ingredients == other.ingredients and one.verdict == other.verdict


def _points(outcome: Outcome) -> int:
    return outcome.score or 0


def _solved(fact: str, worlds: "Worlds", turned: Outcome, opens: tuple[str, ...]) -> Question:
    usual = worlds.usual
    yes, no = (usual, turned) if worlds.harmless(fact) else (turned, usual)
    record = worlds.scene.fact(fact)
    with_facts = sorted({other for each in opens for other in worlds.withholding(each) if other != fact})
    listed = ", ".join(opens)
    return Question(
        fact,
        record.question or f"{record.label}?",
        if_yes=_words(yes, usual),
        if_no=f"lets in: {listed}" if opens else _words(no, usual),
        decides=worlds.touched_by(fact),
        yes=yes,
        no=no,
        with_facts=tuple(with_facts),
    )


def _words(outcome: Outcome, usual: Outcome) -> str:
    if outcome == usual:
        return "the plan stands"
    if not outcome.ingredients:
        return "no plan is left"
    if outcome.ingredients != usual.ingredients:
        return f"the first plan becomes: {', '.join(outcome.ingredients)} ({outcome.verdict})"
    return f"the first plan stays ({outcome.verdict})"


def _others(worlds: "Worlds") -> list[Question]:
    """What the first plan still needs that is no yes-or-no fact of the patient."""
    names: dict[Need, list[str]] = {}
    for finding in worlds.findings:
        for need in finding.needs if finding.severity == "unknown" else ():
            if need.kind not in ("fact", "data"):
                known = names.setdefault(need, [])
                known.extend(each for each in finding.subjects if each not in known)
    return [
        _question(need, worlds.scene, tuple(subjects), opens=False)
        for need, subjects in sorted(names.items())
    ]
