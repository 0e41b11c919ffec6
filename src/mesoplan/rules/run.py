"""Ask every rule, count what was answered, and gather what was found."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import combinations
from typing import TypeAlias, cast

from mesoplan.knowledge.trace import trace
from mesoplan.model.case import Item
from mesoplan.model.finding import (
    SEVERITY_RANK,
    CheckReport,
    Coverage,
    Finding,
    Gap,
    Judgement,
    StatementRef,
    worst_verdict,
)
from mesoplan.model.line import WHOLE_CASE, Line
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity.number import summed
from mesoplan.record import NamedTuple
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule, Scope, TotalCheck, Usage, is_recalled
from mesoplan.rules.scene import Scene

CRASH_CODE = "XX001"

#: What a rule is asked about: the lines of its items, a syringe, or the whole case.
Unit = tuple[Line, ...]

#: What a rule is asked about, as its ``check`` takes it before the scene.
Given = tuple[object, ...]

_Asked: TypeAlias = tuple[Unit, Scene, tuple[Item, ...], Given | None]


class Judged(NamedTuple):
    """One judgement with the rule that made it and the unit it was made on."""

    rule: Rule
    unit: Unit
    judgement: Judgement


class Asked(NamedTuple):
    """One required check: a rule on a unit, and what came of it."""

    rule: Rule
    unit: Unit
    judgements: tuple[Judgement, ...]


def check(scene: Scene, rules: tuple[Rule, ...] = RULES) -> CheckReport:
    """Every finding, the coverage and the verdict of a case with a cocktail."""
    asked = tuple(ask(scene, rules))
    findings = gather(asked, scene)
    verdict = worst_verdict(findings)
    if not scene.items and verdict == "clear":
        verdict = "incomplete"
    return CheckReport(verdict, findings, coverage(asked))


def forbidding(scene: Scene, rules: Iterable[Rule]) -> Iterator[Judged]:
    """What forbids the case, as `check` would say it, without the rest of its report."""
    for asked in ask(scene, rules):
        for each in asked.judgements:
            if each.severity == "forbid" and not is_waived(each, scene):
                yield Judged(asked.rule, asked.unit, each)


def is_waived(judgement: Judgement, scene: Scene) -> bool:
    """Whether every statement that a judgement rests on is waived."""
    return bool(scene.waived) and bool(_waivers([each.id for each in judgement.statements], scene))


def ask(scene: Scene, rules: Iterable[Rule]) -> Iterator[Asked]:
    """Each rule on each unit of its scope. A rule that crashes blocks; nothing is swallowed."""
    has_record = scene.case.record is not None
    units: dict[str, list[_Asked]] = {}
    for rule in rules:
        if rule.of_record and not has_record:
            continue
        of_scope = units.get(rule.scope)
        if of_scope is None:
            of_scope = units[rule.scope] = list(_units(rule.scope, scene))
        for unit, there, about, given in of_scope:
            try:
                judgements = _total(rule, scene) if given is None else there.judged(rule, about, given)
            except Exception as error:  # the promise is kept for any fault of a rule
                judgements = (crash(rule, unit, error),)
            if judgements and any(each.severity == "forbid" for each in judgements):
                judgements = tuple(tempered(each, rule, scene) for each in judgements)
            yield Asked(rule, unit, judgements)


def tempered(judgement: Judgement, rule: Rule, scene: Scene) -> Judgement:
    """A judgement that forbids only if something was read that says so (third law).

    What was only recalled warns. That a product holds an ingredient may itself be only recalled: then
    what is said of the ingredient warns too, and whether it harms this patient is not known.
    """
    if not isinstance(judgement, Judgement) or judgement.severity != "forbid":
        return judgement
    if judgement.statements and all(map(is_recalled, judgement.statements)):
        return judgement._replace(severity="caution")
    if not scene.hearsay.isdisjoint(judgement.subjects):
        if not rule.code.startswith("PT"):
            return judgement._replace(severity="caution")
        return judgement._replace(severity="unknown", needs=(*judgement.needs, Need("data", "composition")))
    return judgement


def _units(scope: Scope, scene: Scene) -> Iterator[_Asked]:
    """What a rule of a scope is asked about; where that is given; its items; and what the rule is told.

    A sum over all is asked otherwise.
    """
    if scope == "item":
        for item in scene.items:
            yield (item.line,), scene.at(item.site), (item,), (item,)
    elif scope == "pair":
        for mixture in scene.mixtures:
            for one, other in combinations(mixture.items, 2):
                about = (one, other, *mixture.items)
                yield (one.line, other.line), scene.at(one.site), about, (one, other, mixture)
    elif scope == "session-pair":
        for one, other in combinations(scene.items, 2):
            yield (one.line, other.line), scene, (one, other), (one, other)
    elif scope == "mixture":
        for mixture in scene.mixtures:
            there = scene.at(mixture.items[0].site)
            unit = (Line("syringe", mixture.syringe),)
            yield unit, there, mixture.items, (mixture,)
    elif scope == "total":
        yield (WHOLE_CASE,), scene, (), None
    else:
        for site in scene.sites:
            yield (WHOLE_CASE,), scene.at(site), (), ()


def _total(rule: Rule, scene: Scene) -> tuple[Judgement, ...]:
    def ask_of(item: Item, _: TotalCheck) -> tuple[Usage | Judgement, ...]:
        return scene.at(item.site).judged(rule, (item,), (item,))

    return sum_up(rule, scene.items, ask_of, scene.shown_to(rule))


def sum_up(
    rule: Rule,
    items: tuple[Item, ...],
    ask_of: Callable[[Item, TotalCheck], tuple[Usage | Judgement, ...]],
    shown: Scene,
) -> tuple[Judgement, ...]:
    """Sum the usages of each resource; a sum above 1 passes the limit.

    ``ask_of`` asks about one item; ``shown`` is what the rule may look at to say by how much.
    """
    assert rule.exceeded is not None
    found: list[Judgement] = []
    resources: dict[str, list[Usage]] = {}
    for item in items:
        for yielded in ask_of(item, cast(TotalCheck, rule.check)):
            if isinstance(yielded, Usage):
                resources.setdefault(yielded.resource, []).append(yielded)
            else:
                found.append(yielded)
    for usages in resources.values():
        total = summed(usage.fraction for usage in usages)
        if total > 1:
            found.append(rule.exceeded(tuple(usages), total, shown))
    return tuple(found)


def crash(rule: Rule, unit: Unit, error: Exception) -> Judgement:
    """What is said where a rule fails: it forbids."""
    return Judgement(
        "forbid",
        "crash",
        tuple(map(str, unit)),
        f"{rule.code} {type(error).__name__}",
        data={"rule": rule.code, "error": f"{type(error).__name__}: {error}"},
    )


def gather(asked: Iterable[Asked], scene: Scene) -> tuple[Finding, ...]:
    """One finding per fact, worst first, then by code and subjects."""
    groups: dict[tuple[str, str, str, str], list[Judgement]] = {}
    rules: dict[str, Rule] = {}
    for each in asked:
        for judgement in each.judgements:
            code = CRASH_CODE if judgement.topic == "crash" else each.rule.code
            rules[code] = each.rule
            key = (code, judgement.severity, judgement.topic, judgement.about)
            groups.setdefault(key, []).append(judgement)
    findings = []
    for (code, _, _, _), judgements in groups.items():
        rule, first = rules[code], judgements[0]
        if len(judgements) > 1 or scene.waived or code == CRASH_CODE:
            name = "rule-crashed" if code == CRASH_CODE else rule.name
            findings.append(_finding(code, name, judgements, scene))
        else:
            findings.append(scene.found(rule, first, partial(_finding, code, rule.name, judgements, scene)))
    return tuple(
        sorted(
            findings,
            key=lambda found: (SEVERITY_RANK[found.severity], found.code, found.subjects, found.topic),
        )
    )


def _finding(code: str, name: str, judgements: list[Judgement], scene: Scene) -> Finding:
    first = judgements[0]
    statements = {stated.id: stated for each in judgements for stated in each.statements}
    subjects, fixes, needs = first.subjects, first.fixes, first.needs
    if len(judgements) > 1:
        subjects = tuple(sub for each in judgements for sub in each.subjects)
        fixes = tuple(fix for each in judgements for fix in each.fixes)
        needs = tuple(need for each in judgements for need in each.needs)
    subjects = tuple(dict.fromkeys(subjects))
    waivers = _waivers(statements, scene)
    severity = first.severity
    if waivers and severity == "forbid":
        severity = "caution"
    return Finding(
        id=_identity(code, first, subjects),
        code=code,
        name=name,
        severity=severity,
        subjects=subjects,
        topic=first.topic,
        data=first.data,
        fixes=tuple(dict.fromkeys(fixes)) if fixes else (),
        needs=tuple(dict.fromkeys(needs)) if needs else (),
        statements=tuple(
            StatementRef(identity, stated.cite.source, stated.cite.at, stated.cite.access)
            for identity, stated in statements.items()
        ),
        trace=tuple(_path(stated, subjects, scene, identity) for identity, stated in statements.items()),
        waivers=waivers,
    )


def _path(stated: Stated, subjects: tuple[str, ...], scene: Scene, identity: str) -> tuple[str, ...]:
    paths = scene.knowledge.judgements.paths
    found = paths.get((identity, subjects))
    if found is None:
        found = paths[identity, subjects] = trace(stated, subjects, scene.catalog, identity)
    return found


def _identity(code: str, judgement: Judgement, subjects: tuple[str, ...]) -> str:
    """``code/topic/about/subjects``; what it is about is left out where the subjects say it already."""
    about = judgement.about.split()
    named = sorted({part for each in subjects for part in each.split()})
    told = () if set(about) <= set(named) else ("+".join(about),)
    return "/".join((code, judgement.topic, *told, "+".join(named)))


def _waivers(statements: Iterable[str], scene: Scene) -> tuple[str, ...]:
    """The waivers of a finding whose every statement is waived."""
    active = scene.waived
    named = tuple(statements)
    if not active or not named or any(each not in active for each in named):
        return ()
    return tuple(active[each] for each in named)


def coverage(asked: Iterable[Asked]) -> Coverage:
    """How many checks were required and answered; the gaps, one for each cause."""
    required = answered = 0
    gaps: dict[tuple[str, tuple[Need, ...]], tuple[str, ...]] = {}
    for each in asked:
        required += 1
        open_ones = [found for found in each.judgements if found.severity == "unknown"]
        crashed = any(found.topic == "crash" for found in each.judgements)
        if not open_ones and not crashed:
            answered += 1
        for found in open_ones:
            key = (each.rule.code, found.needs)
            gaps[key] = tuple(dict.fromkeys((*gaps.get(key, ()), *found.subjects)))
        if crashed:
            gaps[CRASH_CODE, (Need("rule", each.rule.code),)] = tuple(map(str, each.unit))
    found_gaps = tuple(Gap(code, subjects, needs) for (code, needs), subjects in sorted(gaps.items()))
    return Coverage(required, answered, found_gaps)
