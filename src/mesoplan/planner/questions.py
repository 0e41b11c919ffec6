"""Facts that were not asked and could still change the answer, most decisive first.

`questions` reads them off what was found: cheap, an estimate. `solved_questions` plans again under
each answer and keeps only the facts that do change the first plan or its verdict. Both say the same
of whether the case waits for an answer: `Worlds.usual` decides that.
"""

from collections.abc import Iterable

from mesoplan.model.need import Need
from mesoplan.model.plan import Effect, Forbids, Keeps, LeftOut, Opens, Outcome, Plan, Question
from mesoplan.planner.one_regimen import NOT_ASKED
from mesoplan.planner.worlds import Worlds


def questions(worlds: Worlds, plans: tuple[Plan, ...], left_out: tuple[LeftOut, ...]) -> tuple[Question, ...]:
    """First what withholds ingredients, then what could forbid or change a plan that was made.

    Without a plan nothing is asked unless one exists under harmless answers.
    """
    if not plans and not worlds.usual.ingredients:
        return ()
    opening = _opening(worlds, plans, left_out)
    asked = {each.need for each in opening}
    return (*opening, *(each for each in _threatening(plans) if each.need not in asked))


def _opening(worlds: Worlds, plans: tuple[Plan, ...], left_out: tuple[LeftOut, ...]) -> tuple[Question, ...]:
    """The facts that withhold ingredients; the one that withholds most comes first."""
    waits_for = {each.ingredient: _asked_by(each) for each in left_out if each.codes == (NOT_ASKED,)}
    if not plans:
        usual = worlds.usual.ingredients
        waits_for |= {name: worlds.withholding(name) for name in usual if worlds.withholding(name)}
        if not waits_for:
            # Nothing is withheld; what is not known outweighs the benefit until it is asked.
            facts = frozenset(
                fact for fact in worlds.facts if not set(worlds.touched_by(fact)).isdisjoint(usual)
            )
            waits_for = dict.fromkeys(usual, facts)
    opens: dict[str, list[str]] = {}
    for name, facts in waits_for.items():
        for fact in facts:
            opens.setdefault(fact, []).append(name)
    return tuple(
        Question(
            need=Need("fact", fact),
            effect=Opens(
                tuple(sorted(names)),
                tuple(sorted({other for name in names for other in waits_for[name]} - {fact})),
            ),
            decides=tuple(sorted(names)),
            harmless=worlds.harmless(fact),
        )
        for fact, names in sorted(opens.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )


def _asked_by(left: LeftOut) -> frozenset[str]:
    """The facts that the findings behind what was left out wait for."""
    return frozenset(
        need.id
        for finding in left.findings
        if finding.severity == "unknown"
        for need in finding.needs
        if need.kind == "fact"
    )


#: What an amount of a regimen waits for, as a key of the case.
_WAITS = {"area": Need("case", "session.area"), "points": Need("case", "session.points")}
#: What the case would leave out of a line: of a plan nobody but the planner writes the lines.
_OF_ITEM = frozenset({"amount", "volume"})


def amount_questions(plans: tuple[Plan, ...]) -> list[Question]:
    """What the amounts of the plans wait for: a dose per cm² wants the area. Which plan is first stands."""
    found: dict[Need, dict[str, None]] = {}
    for plan in plans:
        names = [name for item in plan.items for name in item.ingredients]
        for waits in (each for regimen in plan.regimens for each in regimen.needs):
            need = _WAITS.get(waits, Need("patient", waits))
            found.setdefault(need, {}).update(dict.fromkeys(names))
    return [Question(need=need, effect=Keeps(), decides=tuple(names)) for need, names in found.items()]


def with_amount_questions(found: tuple[Question, ...], plans: tuple[Plan, ...]) -> tuple[Question, ...]:
    """Questions with those that the plans' amounts wait for, which stand for what a line would leave out."""
    asked = amount_questions(plans)
    told = {each.need for each in asked}
    rest = [each for each in found if each.need not in told and not (asked and each.need.kind in _OF_ITEM)]
    return (*rest, *asked)


def _threatening(plans: tuple[Plan, ...]) -> list[Question]:
    """What the plans' own findings wait for; what would forbid counts twice."""
    asked = amount_questions(plans)
    told = {each.need for each in asked}
    found: dict[Need, tuple[int, list[str]]] = {}
    for plan in plans:
        for finding in plan.findings:
            if finding.severity != "unknown":
                continue
            for need in finding.needs:
                if need.kind == "data" or need in told or (need.kind in _OF_ITEM and asked):
                    continue
                weight, names = found.setdefault(need, (0, []))
                names.extend(each for each in finding.subjects if each not in (*names, need.id))
                found[need] = (weight + (2 if finding.topic == "contraindicated" else 1), names)
    return asked + [
        Question(need=need, effect=Forbids(tuple(names)), decides=tuple(names))
        for need, (_, names) in sorted(found.items(), key=lambda pair: (-pair[1][0], str(pair[0])))
    ]


# ---------------------------------------------------------------------- solved


def solved_questions(worlds: Worlds) -> tuple[Question, ...]:
    """The unasked facts that change the first plan or its verdict, each solved by planning again.

    A fact is asked when, every other open fact having its harmless answer (no; yes for a test that
    was negative), the answers yes, no and "not asked" do not all lead to the same first plan with
    the same verdict. First what keeps ingredients out until it is asked, then by the points lost.
    Sex, age, weight and what else is no yes-or-no fact follow as the first plan's findings name them.
    """
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


def _solved(fact: str, worlds: Worlds, turned: Outcome, opens: tuple[str, ...]) -> Question:
    usual, harmless = worlds.usual, worlds.harmless(fact)
    with_facts = sorted({other for each in opens for other in worlds.withholding(each) if other != fact})
    effect: Effect = Keeps()
    if opens:
        effect = Opens(opens, tuple(with_facts))
    elif not _same(turned, usual):
        effect = Forbids(worlds.touched_by(fact))
    return Question(
        need=Need("fact", fact),
        effect=effect,
        decides=worlds.touched_by(fact),
        harmless=harmless,
        yes=usual if harmless else turned,
        no=turned if harmless else usual,
    )


def _others(worlds: Worlds) -> list[Question]:
    """What the first plan still needs that is no yes-or-no fact of the patient."""
    names: dict[Need, list[str]] = {}
    for finding in worlds.findings:
        for need in _plain(finding.needs) if finding.severity == "unknown" else ():
            known = names.setdefault(need, [])
            known.extend(each for each in finding.subjects if each not in known)
    return [
        Question(need=need, effect=Forbids(tuple(subjects)), decides=tuple(subjects))
        for need, subjects in sorted(names.items(), key=lambda pair: str(pair[0]))
    ]


def _plain(needs: Iterable[Need]) -> list[Need]:
    return [each for each in needs if each.kind not in ("fact", "data")]
