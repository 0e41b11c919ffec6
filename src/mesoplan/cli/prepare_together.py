"""`mesoplan prepare` of several cases: the patients of one session, and the containers that they share."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mesoplan.engine import Engine

#: What is of one patient alone.
_OF_ONE = ("lots", "pdf", "labels", "label_sheet", "leaflet", "consent", "calendar", "first")


def prepare_together(engine: "Engine", files: Sequence[str], given: dict[str, Any]) -> int:
    """Prints what is opened and who is given from which container; programs get every patient's answer."""
    from mesoplan.cli.case_input import faults_at, is_file_name
    from mesoplan.cli.check import case_of
    from mesoplan.cli.codes import WORST
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.cli.prepare import code_of, moment_of, syringes_of
    from mesoplan.report.sharing_page import sharing_page

    for key in _OF_ONE:
        if given[key]:
            name = {"lots": "lot"}.get(key, key).replace("_", "-")
            raise click.UsageError(f"--{name} is about one patient: prepare that case by itself.")
    if len(set(files)) < len(files):
        raise click.UsageError("a case is named twice: each patient has a file.")
    cases = {}
    for file in files:
        if not is_file_name(file):
            raise click.UsageError("several patients are several case files.")
        with faults_at(file):
            cases[file] = case_of(file, given)
    answers = engine.prepare_together(
        cases,
        syringes=syringes_of(given["syringes"]),
        start=moment_of(given["start"]),
        draft=given["draft"],
    )
    if given["format_"] == "json":
        emit("[" + ",\n".join(each.to_json().rstrip("\n") for each in answers.values()) + "]\n")
    else:
        emit_page(sharing_page(next(iter(answers.values())).result, engine.catalog), given["format_"])
    return min((code_of(each, given["fail_on"]) for each in answers.values()), key=WORST.index)
