"""Answers as rows: JSON lines for programs that stream, CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from mesoplan.model.finding import CheckReport, Finding
from mesoplan.model.plan import PlanReport
from mesoplan.model.published import RegimensReport
from mesoplan.report.answer import Answer
from mesoplan.report.json_out import dumped

_CHECK_HEAD = (
    "verdict",
    "severity",
    "code",
    "name",
    "subjects",
    "message",
    "action",
    "fixes",
    "needs",
    "sources",
    "waivers",
)
_PLAN_HEAD = (
    "rank",
    "score",
    "verdict",
    "syringe",
    "product",
    "ingredient",
    "form",
    "amount",
    "item_volume",
)
_REGIMENS_HEAD = (
    "regimen",
    "basis",
    "source",
    "found",
    "people",
    "verdict",
    "codes",
    "missing",
    "not_printed",
    "repair",
)


def check_jsonl(answer: Answer[CheckReport]) -> str:
    """The head of the check on the first line, then one finding a line."""
    shape = answer.document()
    findings = shape.pop("findings")
    lines = [{"record": "check", **shape}]
    lines += [{"record": "finding", **each} for each in findings]
    return "".join(dumped(line, indent=None) for line in lines)


def plan_jsonl(answer: Answer[PlanReport]) -> str:
    """The head of the answer on the first line, then one plan a line."""
    shape = answer.document()
    plans = shape.pop("plans")
    lines = [{"record": "plan-report", **shape}]
    lines += [{"record": "plan", **each} for each in plans]
    return "".join(dumped(line, indent=None) for line in lines)


def regimens_jsonl(answer: Answer[RegimensReport]) -> str:
    """The head of the answer on the first line, then one regimen a line."""
    shape = answer.document()
    regimens = shape.pop("regimens")
    lines = [{"record": "regimens", **shape}]
    lines += [{"record": "regimen", **each} for each in regimens]
    return "".join(dumped(line, indent=None) for line in lines)


def regimens_csv(answer: Answer[RegimensReport]) -> str:
    """One regimen a row. Lists are joined with "; "."""
    return csv_text(
        _REGIMENS_HEAD,
        (
            (
                each.regimen,
                each.basis,
                each.source,
                "; ".join(each.direction),
                str(each.n),
                each.verdict,
                "; ".join(each.codes),
                "; ".join(each.missing),
                "; ".join(f"{one.about}: {one.note or one.where}" for one in each.not_printed),
                "; ".join(
                    " ".join(part for part in (one.kind, one.target, one.to) if part) for one in each.repair
                ),
            )
            for each in answer.result.regimens
        ),
    )


def check_csv(answer: Answer[CheckReport]) -> str:
    """One finding a row; the verdict stands in each. Lists are joined with "; "."""
    report = answer.result
    return csv_text(_CHECK_HEAD, (_finding_row(report.verdict, each) for each in report.findings))


def plan_csv(answer: Answer[PlanReport]) -> str:
    """One ingredient of one item of one plan a row."""
    return csv_text(
        _PLAN_HEAD,
        (
            (
                str(plan.rank),
                str(plan.score.total),
                plan.verdict,
                str(item.syringe),
                item.product,
                content.ingredient,
                content.form,
                str(content.amount or ""),
                str(item.volume or ""),
            )
            for plan in answer.result.plans
            for item in plan.items
            for content in item.contents
        ),
    )


def csv_text(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would run as a formula is made plain text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(list(head))
    for row in rows:
        writer.writerow([_cell(each) for each in row])
    return out.getvalue()


def _cell(text: str) -> str:
    """A cell without control characters (a bare carriage return would begin a row) and without a formula."""
    printable = "".join(each if each.isprintable() or each in "\n\t" else ascii(each)[1:-1] for each in text)
    return f"'{printable}" if printable[:1] in ("=", "+", "-", "@", "\t") else printable


def _finding_row(verdict: str, finding: Finding) -> tuple[str, ...]:
    return (
        verdict,
        finding.severity,
        finding.code,
        finding.name,
        "; ".join(finding.subjects),
        finding.message,
        finding.action,
        "; ".join(" ".join(str(part) for part in fix if part) for fix in finding.fixes),
        "; ".join(map(str, finding.needs)),
        "; ".join(f"{each.source} ({each.at}, {each.access})" for each in finding.statements),
        "; ".join(finding.waivers),
    )
