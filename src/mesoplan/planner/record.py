"""A plan of the search as a record: its regimens and departures, its score, its reasons, its protocol."""

from collections.abc import Iterator

from mesoplan import solver
from mesoplan.mixing.mixture import total_volume
from mesoplan.model.plan import (
    Dosed,
    Plan,
    PlannedRegimen,
    ProofKind,
    Protocol,
    Reason,
    Score,
    Separated,
    Studied,
    Syringe,
    Term,
)
from mesoplan.model.regimen import Regimen
from mesoplan.planner.ground import Ground, Passed, alike, planned_scene
from mesoplan.planner.one_regimen import Candidate, Choice
from mesoplan.planner.problem import Model
from mesoplan.quantity import Quantity
from mesoplan.rules.evidence.studies import tally
from mesoplan.rules.registry import RULES

_COSTLY = ("caution", "unknown")


def plan_record(rank: int, ground: Ground, passed: Passed) -> Plan:
    """The record of a plan of the search."""
    assert ground.model is not None
    model, found, report = ground.model, passed.found, passed.report
    proof = _proof(model, found)
    there = planned_scene(ground.scene, model, found, ()).case
    return Plan(
        rank=rank,
        kind=passed.kind,
        regimens=tuple(_planned(model, candidate, choice) for candidate, choice in model.chosen(found)),
        score=score_of(model, passed),
        syringes=tuple(
            Syringe(number, syringe, total_volume(syringe))
            for number, syringe in enumerate(passed.syringes, start=1)
        ),
        verdict=report.verdict,
        findings=report.findings,
        coverage=report.coverage,
        why=tuple(_reasons(ground, model, found, proof)),
        protocol=_protocol(model, found),
        syringe_proof=proof[0],
        session=there.session,
        zone=there.zone,
    )


def _planned(model: Model, candidate: Candidate, choice: Choice) -> PlannedRegimen:
    regimen = candidate.regimen
    return PlannedRegimen(
        id=regimen.id,
        basis=regimen.basis,
        source=regimen.cite.source,
        departures=choice.departures,
        needs=choice.needs,
        standing=candidate.standing,
        alike=alike(model, candidate, choice),
    )


def score_of(model: Model, passed: Passed) -> Score:
    """The score of a plan, term by term, with the statements behind each."""
    found = passed.found
    parts = solver.score(model.problem, found.items, found.options, found.syringes)
    terms = [
        Term("benefit", value, facet, _supporting(model, found))
        for facet, value in zip(model.facets, parts.coverage, strict=True)
        if value
    ]
    pairs, mixtures = (
        _costing(passed, scopes) for scopes in (("session-pair",), ("pair", "mixture", "case"))
    )
    terms += [
        Term("items", -parts.risk, "", _item_statements(model, found)),
        Term("ingredients", -parts.burden),
        Term("money", -parts.price),
        Term("pairs", parts.synergies - parts.antagonisms, "", pairs),
        Term("mixtures", -parts.penalties, "", mixtures),
        Term("syringes", -parts.extra_syringes),
    ]
    return Score(found.value, tuple(term for term in terms if term.points))


def _supporting(model: Model, found: solver.Plan) -> tuple[str, ...]:
    """The studies behind the regimens of a plan."""
    return tuple(sorted({study.id for _, choice in model.chosen(found) for study in choice.belief.studies}))


def _item_statements(model: Model, found: solver.Plan) -> tuple[str, ...]:
    """What the cautions and unknowns of the regimens as they are given rest on."""
    return tuple(
        sorted(
            {
                stated.id
                for _, choice in model.chosen(found)
                for _, judged in choice.judgements
                if judged.severity in _COSTLY
                for stated in judged.statements
            }
        )
    )


def _costing(passed: Passed, scopes: tuple[str, ...]) -> tuple[str, ...]:
    """What the cautions and unknowns of these scopes rest on."""
    codes = {rule.code for rule in RULES if rule.scope in scopes}
    return tuple(
        sorted(
            {
                ref.id
                for each in passed.report.findings
                if each.code in codes and each.severity in _COSTLY
                for ref in each.statements
            }
        )
    )


def _reasons(
    ground: Ground, model: Model, found: solver.Plan, proof: tuple[ProofKind, tuple[str, ...]]
) -> Iterator[Reason]:
    for candidate, choice in model.chosen(found):
        for active in candidate.actives:
            told = tally(active, ground.scene.case.goal, ground.scene.knowledge)
            yield Studied(
                ingredients=(active,),
                in_favour=len(told.favour),
                against=len(told.against),
                shown=choice.belief.thousandths,
                statements=tuple(sorted({each.id for each in (*told.favour, *told.against)})),
            )
        for item in choice.items:
            amount = _amount(item.contents[0].amount, item.volume)
            if amount is not None:
                yield Dosed(
                    (item.contents[0].ingredient,), amount, candidate.regimen.cite.source, (candidate.id,)
                )
    if len(found.syringes) > 1:
        yield Separated(proof[1], len(found.syringes), proof[0])


def _amount(amount: Quantity | None, volume: Quantity | None) -> Quantity | None:
    return volume if amount is None else amount


def _proof(model: Model, found: solver.Plan) -> tuple[ProofKind, tuple[str, ...]]:
    """Why fewer syringes cannot do: regimens that were not given as one mixture keep their own."""
    if len(found.syringes) == 1:
        return "single", ()
    return "clique", tuple(sorted({each for one, _ in model.chosen(found) for each in one.actives}))


def _protocol(model: Model, found: solver.Plan) -> Protocol:
    """How the regimen of a single plan is given; of several, what they agree on."""
    made = [_protocol_of(candidate.regimen) for candidate, _ in model.chosen(found)]
    studies = {each.entity for _, choice in model.chosen(found) for each in choice.belief.studies}
    agreed = {
        key: getattr(made[0], key)
        for key in ("route", "technique", "sessions", "interval", "volume")
        if all(getattr(each, key) == getattr(made[0], key) for each in made)
    }
    return Protocol(**agreed, studies=tuple(sorted(studies)))


def _protocol_of(regimen: Regimen) -> Protocol:
    return Protocol(
        route=regimen.route,
        technique=regimen.technique,
        sessions=regimen.sessions.text if regimen.sessions else "",
        interval=regimen.interval.text if regimen.interval else regimen.schedule,
        volume=regimen.volume.text if regimen.volume else "",
    )
