"""`mesoplan plan`."""

from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import codes, complete, options

if TYPE_CHECKING:
    from mesoplan.engine import Engine
    from mesoplan.model.case import Case
    from mesoplan.model.plan import PlanReport
    from mesoplan.report.answer import Answer

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
@options.extent_options
@options.record_options
@options.limit_options
@click.option("-k", type=click.IntRange(1, 100), default=3, show_default=True, help="How many cocktails.")
@options.prefer_option
@click.option(
    "--budget",
    type=click.IntRange(1),
    metavar="N",
    help="Search N nodes instead of the default amount of work; what is not proved then is best-found.",
)
@click.option(
    "--diverse",
    is_flag=True,
    help="Cocktails unlike each other: each shares at most half with any before it.",
)
@click.option(
    "--combine",
    type=click.IntRange(0, 20),
    default=0,
    metavar="N",
    help="Besides, N pairs of regimens that nobody studied together.",
)
@click.option(
    "--any",
    "any_diagnosis",
    is_flag=True,
    help="Plan a group of diagnoses, such as hair loss, as one; without, which of them is asked.",
)
@click.option(
    "--pareto",
    is_flag=True,
    help="Every cocktail that none other beats in benefit, risk and cost together "
    "(table, json, markdown or html).",
)
@options.ask_option
@options.verbose_option
@options.deadline_option
@options.format_option("table", "json", "jsonl", "csv", "markdown", "html")
@options.fail_on_option
@options.catalog_option
@options.goal_alone
def command(goal_or_file: str, **given: Any) -> int:
    """Suggest the best cocktails for a goal, or for the case in a file.

    An existing file, or a name that ends in .toml or .json, is a case file; anything else is the
    name of a goal. The exit code is 4 when no plan exists and 3 when it waits for an answer;
    otherwise it follows the verdict of the first plan. With --patient the sessions of the ledger count.
    """
    from mesoplan.cli.case_input import asked_case, faults_at
    from mesoplan.cli.language import engine_for
    from mesoplan.cli.progress import progress
    from mesoplan.cli.render import emit_plan

    case, where = asked_case(goal_or_file, given)
    engine = engine_for(given["catalogs"], given["format_"])
    if given["patient"] or given["stock"] == "ledger":
        from mesoplan.cli.ledger_record import recorded_case

        case = recorded_case(case, given)
    if given["pareto"]:
        return _front(engine, case, where, given)

    def planned(asked: "Case") -> "Answer[PlanReport]":
        with faults_at(where), progress(given["deadline"]) as observer:
            return engine.plan(
                asked,
                k=given["k"],
                prefer=given["prefer"],
                budget=given["budget"],
                diverse=given["diverse"],
                solve_questions=given["ask"],
                combine=given["combine"],
                any_diagnosis=given["any_diagnosis"],
                observer=observer,
            )

    if _on_one_page(given):
        with faults_at(where), progress(given["deadline"]) as observer:
            answer, published = engine.first_page(
                case,
                k=given["k"],
                prefer=given["prefer"],
                any_diagnosis=given["any_diagnosis"],
                observer=observer,
            )
    else:
        answer, published = planned(case), None
    if given["ask"]:
        from mesoplan.cli.ask import ask_until_settled

        answer = ask_until_settled(answer, engine.catalog, where, planned)
    emit_plan(answer, engine.catalog, given["format_"], verbose=given["verbose"], published=published)
    return exit_code(answer.result, given["fail_on"])


def _on_one_page(given: dict[str, Any]) -> bool:
    """Whether only what the first page shows is wanted, of an answer that needs no more than that."""
    more = ("verbose", "ask", "budget", "diverse", "combine")
    return given["format_"] in ("table", "markdown", "html") and not any(given[each] for each in more)


def _front(engine: "Engine", case: "Case", where: str, given: dict[str, Any]) -> int:
    """The front of what can be traded, printed; 4 when there is nothing."""
    from mesoplan.cli.case_input import faults_at
    from mesoplan.cli.output import emit, emit_page, say
    from mesoplan.cli.progress import progress
    from mesoplan.report.front_page import front_page
    from mesoplan.report.plan_page import status_words

    if given["format_"] in ("jsonl", "csv"):
        raise click.UsageError(f"--pareto has no {given['format_']}; use table, json, markdown or html.")
    with faults_at(where), progress(given["deadline"]) as observer:
        answer = engine.front(case, prefer=given["prefer"], budget=given["budget"], observer=observer)
    found = answer.result
    if given["format_"] == "json":
        emit(answer.to_json())
    else:
        emit_page(front_page(found, engine.catalog), given["format_"])
    if found.plan is None:
        return codes.exit_code(found.points[0].verdict, given["fail_on"])
    say(status_words(found.plan))
    return exit_code(found.plan, given["fail_on"]) if found.complete else codes.INCOMPLETE


def exit_code(report: "PlanReport", fail_on: str) -> int:
    """4 only where no answer could change it; what waits for an answer is incomplete (3)."""
    if report.plans:
        return codes.exit_code(report.plans[0].verdict, fail_on)
    return codes.NO_PLAN if report.status == "infeasible" else codes.INCOMPLETE
