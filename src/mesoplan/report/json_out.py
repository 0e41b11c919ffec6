"""JSON of the public contract: keys sorted, decimals as text; same input, same bytes."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from mesoplan import __version__
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case, Item
from mesoplan.model.finding import Finding
from mesoplan.model.need import Need
from mesoplan.model.plan import LeftOut, Plan, Question, Score
from mesoplan.quantity import Quantity
from mesoplan.report.answers import Checked, Planned
from mesoplan.report.questions import need_question, questions_of
from mesoplan.report.shape import (
    CatalogShape,
    CheckShape,
    ContentShape,
    FindingShape,
    FixShape,
    ItemShape,
    LeftOutShape,
    OpenQuestionShape,
    PlanShape,
    PlansShape,
    QuestionShape,
    ScoreShape,
    SearchShape,
    SyringeShape,
    TermShape,
)
from mesoplan.report.words.plans import if_answered, term_words

ENGINE = f"mesoplan {__version__}"


def check_json(checked: Checked) -> str:
    """The check as one JSON document with a line break at its end."""
    return dumped(check_shape(checked))


def plan_json(planned: Planned) -> str:
    """The plan as one JSON document with a line break at its end."""
    return dumped(plans_shape(planned))


def check_shape(checked: Checked) -> CheckShape:
    """The check in the shape of the contract."""
    report = checked.report
    asked = [each for each in report.findings if each.severity == "unknown"]
    return CheckShape(
        schema="mesoplan/check/1",
        verdict=report.verdict,
        findings=_findings(report.findings),
        coverage=report.coverage,
        questions=tuple(
            QuestionShape(each.key, each.text, each.forbids, each.cautions, each.about, each.codes)
            for each in questions_of(asked, checked.catalog)
        ),
        cocktail=_syringes(checked.resolved.cocktail),
        case=_case(checked.case),
        catalog=_catalog(checked.catalog),
        engine=ENGINE,
    )


def plans_shape(planned: Planned) -> PlansShape:
    """The plan in the shape of the contract."""
    report = planned.report
    return PlansShape(
        schema="mesoplan/plan/1",
        status=report.status,
        message=report.message,
        plans=tuple(_plan(each, planned.catalog) for each in report.plans),
        left_out=tuple(_left_out(each) for each in report.left_out),
        conflict=report.conflict,
        questions=tuple(_question(each, planned.catalog) for each in report.questions),
        search=SearchShape(*report.search),
        case=_case(planned.case),
        catalog=_catalog(planned.catalog),
        engine=ENGINE,
    )


def dumped(value: Any, *, indent: int | None = 2) -> str:
    """Any record, mapping or sequence as JSON text."""
    plain = plain_data(value)
    return json.dumps(plain, ensure_ascii=False, indent=indent, sort_keys=True) + "\n"


def plain_data(value: Any) -> Any:
    """Records as objects, tuples as arrays, decimals and amounts as text."""
    if isinstance(value, Need):
        return str(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: plain_data(getattr(value, name)) for name in value._fields}
    if isinstance(value, Mapping):
        return {str(key): plain_data(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain_data(each) for each in value)
    if isinstance(value, list | tuple):
        return [plain_data(each) for each in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _findings(findings: Iterable[Finding]) -> tuple[FindingShape, ...]:
    return tuple(
        FindingShape(
            id=each.id,
            code=each.code,
            name=each.name,
            severity=each.severity,
            topic=each.topic,
            subjects=each.subjects,
            message=each.message,
            action=each.action,
            fixes=tuple(FixShape(*fix) for fix in each.fixes),
            needs=each.needs,
            statements=each.statements,
            trace=each.trace,
            waivers=each.waivers,
        )
        for each in findings
    )


def _question(question: Question, catalog: Catalog) -> OpenQuestionShape:
    return OpenQuestionShape(
        need=question.need,
        fact=question.fact,
        question=need_question(question.need, catalog),
        if_yes=if_answered(question, catalog, yes=True),
        if_no=if_answered(question, catalog, yes=False),
        effect=question.effect,
        harmless=question.harmless,
        decides=question.decides,
        yes=question.yes,
        no=question.no,
    )


def _score(score: Score, catalog: Catalog) -> ScoreShape:
    return ScoreShape(
        score.total,
        tuple(
            TermShape(
                name=term_words(each.kind, each.of, catalog),
                kind=each.kind,
                of=each.of,
                points=each.points,
                statements=each.statements,
            )
            for each in score.terms
        ),
    )


def _plan(plan: Plan, catalog: Catalog) -> PlanShape:
    return PlanShape(
        rank=plan.rank,
        score=_score(plan.score, catalog),
        syringes=_syringes(plan.items),
        minimal_syringes=plan.minimal_syringes,
        syringe_proof=plan.syringe_proof,
        verdict=plan.verdict,
        findings=_findings(plan.findings),
        coverage=plan.coverage,
        why=plan.why,
        protocol=plan.protocol,
    )


def _left_out(left: LeftOut) -> LeftOutShape:
    return LeftOutShape(left.ingredient, left.codes, _findings(left.findings))


def _syringes(items: tuple[Item, ...]) -> tuple[SyringeShape, ...]:
    return tuple(
        _syringe(number, [item for item in items if item.syringe == number])
        for number in sorted({item.syringe for item in items})
    )


def _syringe(number: int, items: list[Item]) -> SyringeShape:
    shapes = tuple(
        ItemShape(
            item.product,
            tuple(ContentShape(each.ingredient, _amount(each.amount), each.form) for each in item.contents),
            _amount(item.volume),
        )
        for item in items
    )
    volumes = [item.volume for item in items if item.volume is not None]
    total = sum(volumes[1:], volumes[0]) if len(volumes) == len(items) else None
    return SyringeShape(number, _amount(total), shapes)


def _amount(quantity: Quantity | None) -> str:
    return "" if quantity is None else str(quantity)


def _case(case: Case) -> dict[str, Any]:
    """The case as written, without the keys that were left out."""
    return {name: plain_data(getattr(case, name)) for name in case._fields if getattr(case, name)}


def _catalog(catalog: Catalog) -> CatalogShape:
    return CatalogShape(catalog.version, catalog.hash)
