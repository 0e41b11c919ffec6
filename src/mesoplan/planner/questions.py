"""Facts that were not asked and could still change the answer, most decisive first."""

from mesoplan.model.plan import LeftOut, Plan, Question
from mesoplan.planner.candidates import NOT_ASKED
from mesoplan.rules.scene import Scene


def questions(
    scene: Scene, plans: tuple[Plan, ...], left_out: tuple[LeftOut, ...]
) -> tuple[Question, ...]:
    """First what withholds ingredients, then what could forbid or change a plan that was made."""
    withheld: dict[str, list[str]] = {}
    for each in left_out:
        if each.codes != (NOT_ASKED,):
            continue
        for finding in each.findings:
            if finding.severity == "unknown":
                for need in finding.needs:
                    withheld.setdefault(need, []).append(each.ingredient)
    threatened: dict[str, tuple[int, list[str]]] = {}
    for plan in plans:
        for finding in plan.findings:
            if finding.severity != "unknown":
                continue
            for need in finding.needs:
                if need.startswith("data:"):
                    continue
                weight, names = threatened.setdefault(need, (0, []))
                heavier = weight + (2 if finding.topic == "contraindicated" else 1)
                names.extend(each for each in finding.subjects if each not in names)
                threatened[need] = (heavier, names)
    found: list[Question] = []
    for need, names in sorted(withheld.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if need.startswith("fact:"):
            found.append(_question(need, scene, tuple(sorted(set(names))), opens=True))
    asked = {each.fact for each in found}
    for need, (_, names) in sorted(
        threatened.items(), key=lambda pair: (-pair[1][0], pair[0])
    ):
        question = _question(need, scene, tuple(names), opens=False)
        if question.fact not in asked:
            found.append(question)
    return tuple(found)


def _question(need: str, scene: Scene, names: tuple[str, ...], *, opens: bool) -> Question:
    fact = need.removeprefix("fact:")
    words = need
    if need.startswith("fact:"):
        record = scene.fact(fact)
        words = record.question or f"{record.label}?"
        names = tuple(each for each in names if each != fact)
    listed = ", ".join(names)
    return Question(
        fact, words,
        if_yes=f"stays out: {listed}" if opens else f"may forbid: {listed}",
        if_no=f"lets in: {listed}" if opens else "the plan stands",
        decides=names,
    )
