"""`mesoplan plan`."""

from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import codes, complete, options

if TYPE_CHECKING:
    from mesoplan.model.case import Case
    from mesoplan.report.answers import Planned

_EPILOG = """\b
Examples:
  mesoplan plan female-pattern-hair-loss --sex female --age 34 --zone scalp --jurisdiction EU
  mesoplan plan case.toml -k 5 --format json
  mesoplan plan melasma --no-conditions --no-medicines --no-allergies --exclude glutathione
"""


@click.command("plan", epilog=_EPILOG)
@click.argument("goal_or_file", shell_complete=complete.goals)
@options.patient_options
@options.place_options
@options.limit_options
@click.option("-k", type=click.IntRange(1, 100), default=3, show_default=True, help="How many cocktails.")
@options.prefer_option
@click.option(
    "--budget",
    type=click.IntRange(1),
    metavar="N",
    help="Open at most N nodes; the answer may then be best-found.",
)
@click.option(
    "--diverse",
    is_flag=True,
    help="Cocktails unlike each other: each shares at most half with any before it.",
)
@click.option(
    "--pareto",
    is_flag=True,
    help="Every cocktail that none other beats in benefit, risk and cost together "
    "(table, json, markdown or html).",
)
@options.ask_option
@options.verbose_option
@options.format_option("table", "json", "jsonl", "csv", "markdown", "html")
@options.fail_on_option
@options.catalog_option
def command(goal_or_file: str, **given: Any) -> int:
    """Suggest the best cocktails for a goal, or for the case in a file.

    An existing file, or a name that ends in .toml or .json, is a case file; anything else is the
    name of a goal. The exit code is 4 when no plan exists and 3 when it waits for an answer;
    otherwise it follows the verdict of the first plan.
    """
    from mesoplan.cli.case_input import asked_case
    from mesoplan.cli.render import emit_plan

    case, where = asked_case(goal_or_file, given)
    if given["pareto"]:
        return _front(case, where, given)
    planned = _planned(case, where, given)
    if given["ask"]:
        from mesoplan.cli.ask import ask_until_settled

        planned = ask_until_settled(planned, where, lambda asked: _planned(asked, where, given))
    emit_plan(planned, given["format_"], verbose=given["verbose"])
    return _exit_code(planned, given["fail_on"])


def _planned(case: "Case", where: str, given: dict[str, Any]) -> "Planned":
    from mesoplan.api import plan
    from mesoplan.cases.resolve import resolve
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.case_input import faults_at
    from mesoplan.report.answers import Planned

    catalog = load_catalog(given["catalogs"])
    with faults_at(where):
        report = plan(
            case,
            catalog,
            k=given["k"],
            prefer=given["prefer"],
            budget=given["budget"],
            diverse=given["diverse"],
            solve_questions=given["ask"],
        )
        return Planned(report, case, resolve(case, catalog), catalog)


def _front(case: "Case", where: str, given: dict[str, Any]) -> int:
    """The front of what can be traded, printed; 4 when there is nothing."""
    from mesoplan.cases.resolve import resolve
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.case_input import faults_at
    from mesoplan.cli.output import emit, emit_page, say
    from mesoplan.knowledge.questions import Knowledge
    from mesoplan.planner.front import front
    from mesoplan.planner.ground import prepare
    from mesoplan.report.plan_page import status_words

    if given["format_"] in ("jsonl", "csv"):
        raise click.UsageError(f"--pareto has no {given['format_']}; use table, json, markdown or html.")
    catalog = load_catalog(given["catalogs"])
    with faults_at(where):
        resolved = resolve(case, catalog)
    found = front(prepare(resolved, Knowledge(catalog), prefer=given["prefer"]), budget=given["budget"])
    planned = None if found.points else _planned(case, where, given)
    if given["format_"] == "json":
        from mesoplan.report.json_out import dumped, plans_shape

        # An empty front carries the plan's answer: what keeps everything out, and what to ask.
        reason = {} if planned is None else {"plan": plans_shape(planned)}
        emit(dumped({"schema": "mesoplan/front/1", **found._asdict(), **reason}))
    else:
        from mesoplan.report.front_page import front_page

        emit_page(front_page(found, catalog), given["format_"])
    if planned is None:
        return codes.exit_code(found.points[0].verdict, given["fail_on"])
    say(status_words(planned.report))
    return _exit_code(planned, given["fail_on"]) if found.complete else codes.INCOMPLETE


def _exit_code(planned: "Planned", fail_on: str) -> int:
    """4 only where no answer could change it; what waits for an answer is incomplete (3)."""
    report = planned.report
    if report.plans:
        return codes.exit_code(report.plans[0].verdict, fail_on)
    return codes.NO_PLAN if report.status == "infeasible" else codes.INCOMPLETE
