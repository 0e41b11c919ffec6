"""Many case files checked in one go: a table, and the worst exit code."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import codes
from mesoplan.record import NamedTuple

if TYPE_CHECKING:
    from mesoplan.engine import Engine


class _Line(NamedTuple):
    file: str
    verdict: str
    says: str
    code: int
    document: str


def check_many(engine: "Engine", files: tuple[str, ...], given: dict[str, Any]) -> int:
    """Checks each file by itself; one that cannot be read is a line of the table and exit code 2."""
    from mesoplan.cli.output import emit, emit_page

    if given["ask"]:
        raise click.UsageError("--ask asks about one case: name one file.")
    if given["format_"] in ("jsonl", "csv"):
        raise click.UsageError(
            f"several files have no {given['format_']}; use table, json, markdown or html."
        )
    lines = tuple(_checked(engine, files, given))
    if given["format_"] == "json":
        emit("[" + ",\n".join(line.document.rstrip("\n") for line in lines) + "]\n")
    else:
        emit_page(_page(lines), given["format_"])
    return min((line.code for line in lines), key=codes.WORST.index)


def _checked(engine: "Engine", files: tuple[str, ...], given: dict[str, Any]) -> Iterator[_Line]:
    from mesoplan.cases.fault import CaseError
    from mesoplan.cli.case_input import faults_at
    from mesoplan.cli.check import case_of
    from mesoplan.report.answers import checked
    from mesoplan.report.check_page import deciding_words

    for file in files:
        try:
            with faults_at(file):
                answer = engine.check(case_of(file, given))
        except CaseError as error:
            yield _Line(
                file=file,
                verdict="not read",
                says=error.lines()[0].removeprefix("error: "),
                code=codes.USAGE,
                document=_error(file, error),
            )
            continue
        report = answer.result
        code = codes.exit_code(report.verdict, given["fail_on"])
        says = deciding_words(checked(answer, engine.catalog))
        yield _Line(file=file, verdict=report.verdict, says=says, code=code, document=answer.to_json())


def _error(file: str, error: Exception) -> str:
    from mesoplan.report.json_out import dumped

    return dumped({"file": file, "error": str(error)})


def _page(lines: tuple[_Line, ...]) -> Any:
    from mesoplan.report.page import Grid, Page, Section, Text

    counts = {verdict: sum(line.verdict == verdict for line in lines) for verdict in _VERDICTS}
    said = ", ".join(f"{number} {verdict}" for verdict, number in counts.items() if number)
    rows = tuple((line.file, line.verdict, line.says) for line in lines)
    return Page(
        title="Check",
        headline=Text(f"{len(lines)} cases: {said}."),
        sections=(Section("", (Grid(("case", "verdict", "what decides"), rows),)),),
        foot=("`mesoplan check FILE` shows one of them.",),
    )


_VERDICTS = ("not read", "blocked", "incomplete", "overridden", "caution", "clear")
