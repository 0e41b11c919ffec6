"""An answer in the format that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mesoplan.cli.output import emit, emit_page, say
from mesoplan.report.answers import checked, planned, prepared

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog
    from mesoplan.model.finding import CheckReport
    from mesoplan.model.lot import Lot
    from mesoplan.model.plan import PlanReport
    from mesoplan.model.preparation import Preparation
    from mesoplan.model.published import RegimensReport
    from mesoplan.report.answer import Answer


def emit_check(
    answer: Answer[CheckReport],
    catalog: Catalog,
    format_: str,
    *,
    verbose: bool,
    file: str,
    trace: bool = False,
) -> None:
    """Print a check. Programs get all of it; people get the verdict first."""
    from mesoplan.report.check_page import check_page, verdict_words

    if format_ == "json":
        emit(answer.to_json())
    elif format_ in ("jsonl", "csv"):
        from mesoplan.report import rows

        emit(rows.check_jsonl(answer) if format_ == "jsonl" else rows.check_csv(answer))
        say(verdict_words(answer.result))
    else:
        detail = "trace" if trace else "full" if verbose else "brief"
        emit_page(check_page(checked(answer, catalog), detail, "-v"), format_)  # type: ignore[arg-type]


def emit_plan(
    answer: Answer[PlanReport],
    catalog: Catalog,
    format_: str,
    *,
    verbose: bool,
    published: int | None = None,
) -> None:
    """Print a plan. Programs get all of it; people get the best cocktail first. See `Planned.published`."""
    from mesoplan.report.plan_page import plan_page, status_words

    if format_ == "json":
        emit(answer.to_json())
    elif format_ in ("jsonl", "csv"):
        from mesoplan.report import rows

        emit(rows.plan_jsonl(answer) if format_ == "jsonl" else rows.plan_csv(answer))
        say(status_words(answer.result))
    else:
        page = plan_page(planned(answer, catalog)._replace(published=published), full=verbose)
        emit_page(page, format_)


def emit_regimens(answer: Answer[RegimensReport], catalog: Catalog, format_: str, *, verbose: bool) -> None:
    """Print what was published for a goal."""
    if format_ == "json":
        emit(answer.to_json())
    elif format_ in ("jsonl", "csv"):
        from mesoplan.report import rows

        emit(rows.regimens_jsonl(answer) if format_ == "jsonl" else rows.regimens_csv(answer))
    else:
        from mesoplan.report.regimens_page import regimens_page

        emit_page(regimens_page(answer, catalog, full=verbose), format_)


def emit_prepared(
    answer: Answer[Preparation],
    catalog: Catalog,
    format_: str,
    *,
    verbose: bool,
    file: str,
    foot: str = "",
    lots: Mapping[str, Lot] | None = None,
) -> None:
    """Print a preparation. Programs get all of it; people get a sheet of one screen, ``foot`` under it."""
    if format_ == "json":
        emit(answer.to_json())
        return
    from mesoplan.report.prepare_page import prepare_page

    detail = "full" if verbose or format_ in ("markdown", "html") else "brief"
    how = f"`mesoplan check {file}` says why."
    page = prepare_page(prepared(answer, catalog, lots), detail, how)  # type: ignore[arg-type]
    emit_page(page._replace(foot=(*page.foot, *([foot] if foot else ()))), format_)


def emit_answer(
    answer: Answer[Any], lines: Callable[[Any, Catalog], list[str]], catalog: Catalog, format_: str
) -> None:
    """Print an answer as its lines, or as its document in JSON."""
    if format_ == "json":
        emit(answer.to_json())
    else:
        emit("\n".join(lines(answer.result, catalog)) + "\n")
