"""A check, a plan or another answer in the format that was asked for."""

from typing import Any

from mesoplan.cli.output import emit, emit_page, say
from mesoplan.report.answers import Checked, Planned


def emit_check(checked: Checked, format_: str, *, verbose: bool, file: str, trace: bool = False) -> None:
    """Print a check. Programs get all of it; people get the verdict first."""
    from mesoplan.report.check_page import check_page, verdict_words

    if format_ == "json":
        from mesoplan.report.json_out import check_json

        emit(check_json(checked))
    elif format_ in ("jsonl", "csv"):
        from mesoplan.report import rows

        emit(rows.check_jsonl(checked) if format_ == "jsonl" else rows.check_csv(checked))
        say(verdict_words(checked.report))
    else:
        printed = format_ in ("markdown", "html")
        detail = "trace" if trace else "full" if verbose or printed else "brief"
        how = f"--verbose shows them; `mesoplan explain {file}` shows what is behind each."
        emit_page(check_page(checked, detail, how), format_)  # type: ignore[arg-type]


def emit_plan(planned: Planned, format_: str, *, verbose: bool) -> None:
    """Print a plan. Programs get all of it; people get the best cocktail first."""
    from mesoplan.report.plan_page import plan_page, status_words

    if format_ == "json":
        from mesoplan.report.json_out import plan_json

        emit(plan_json(planned))
    elif format_ in ("jsonl", "csv"):
        from mesoplan.report import rows

        emit(rows.plan_jsonl(planned) if format_ == "jsonl" else rows.plan_csv(planned))
        say(status_words(planned.report))
    else:
        printed = format_ in ("markdown", "html")
        emit_page(plan_page(planned, full=verbose or printed), format_)


def emit_answer(found: Any, lines: list[str], format_: str) -> None:
    """Print an answer as its lines, or as the record in JSON."""
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped(found))
    else:
        emit("\n".join(lines) + "\n")
