"""`mesoplan prepare`."""

from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import complete, options
from mesoplan.cli.check import case_of
from mesoplan.cli.codes import exit_code

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from mesoplan.model.lot import Lot

_EPILOG = """\b
Examples:
  mesoplan prepare cocktail.toml
  mesoplan prepare cocktail.toml --syringes 1mL,2.5mL,5mL --start 2026-11-26T09:10+01:00
  mesoplan prepare cocktail.toml --draft
  mesoplan prepare "akis-25 1 mL | lidocaine-2-plain 1 mL" --goal neck-pain --zone neck --jurisdiction IT
  mesoplan prepare cocktail.toml --format html > worksheet.html
  mesoplan prepare first.toml second.toml third.toml --start 2026-11-26T09:10+01:00
"""


@click.command("prepare", epilog=_EPILOG)
@click.argument("what", nargs=-1, required=True)
@click.option("--goal", metavar="NAME", shell_complete=complete.goals, help="What is treated.")
@options.patient_options
@options.place_options
@options.extent_options
@click.option(
    "--syringes",
    metavar="NAMES",
    help='Those there are, by size or model, such as "1mL,2.5mL,5mL"; in a case: session.syringes.',
)
@click.option("--start", metavar="TIME", help="The first puncture, with its offset: 2026-11-26T09:10+01:00.")
@click.option(
    "--first", metavar="DAY", help="The first session, such as 2026-11-26; else the day of --start."
)
@click.option(
    "--lot",
    "lots",
    multiple=True,
    metavar="PRODUCT=LOT",
    help="From which lot, and until when: akis-25=L1234,2027-02; repeatable.",
)
@click.option("--pdf", type=click.Path(), metavar="FILE", help="The worksheet as PDF (needs the extra pdf).")
@click.option("--labels", type=click.Path(), metavar="FILE", help="Labels of 60 × 30 mm as PDF.")
@click.option("--label-sheet", type=click.Path(), metavar="FILE", help="The same labels on sheets of A4.")
@click.option(
    "--label-start",
    type=int,
    default=1,
    metavar="N",
    help="The first free place of the first sheet (1 to 27).",
)
@click.option(
    "--leaflet", type=click.Path(), metavar="FILE", help="What the patient takes home: .md or .pdf."
)
@click.option("--consent", type=click.Path(), metavar="FILE", help="What the patient signs: .md or .pdf.")
@click.option(
    "--texts",
    default="",
    metavar="FILE",
    help="The sentences of both in another language (TOML with the keys of the English file).",
)
@click.option(
    "--calendar", type=click.Path(), metavar="FILE", help="The sessions as a calendar file (needs a day)."
)
@click.option(
    "--draft", is_flag=True, help="A sheet marked as unchecked, though the check does not allow one."
)
@options.verbose_option
@options.format_option("table", "json", "markdown", "html")
@options.fail_on_option
@options.catalog_option
def command(what: tuple[str, ...], **given: Any) -> int:
    """Prepare the cocktail in WHAT, a case file ("-" reads stdin) or one line of text.

    It is checked first: what is blocked or could not be answered gives no sheet (--draft prints one that
    says so). Each liquid is measured in the syringe that does it best, with its worst case; what keeps a
    line from being drawn up is asked for. Several files are the patients of one session: what is opened for
    all of them, and who is given from which container. Exit codes as `check`: 0, 1 blocked or refused, 3
    incomplete or a number is missing; of several the worst.
    """
    from mesoplan.cli.language import engine_for

    engine = engine_for(given["catalogs"], given["format_"])
    if len(what) > 1:
        from mesoplan.cli.prepare_together import prepare_together

        return prepare_together(engine, what, given)
    return _prepare(engine, what[0], given)


def _prepare(engine: Any, what: str, given: dict[str, Any]) -> int:
    from mesoplan.cli.case_input import faults_at, is_file_name

    lots = _lots(given["lots"], engine, given["start"] or given["first"] or "")
    with faults_at(what if is_file_name(what) else ""):
        answer = engine.prepare(
            case_of(what, given),
            syringes=syringes_of(given["syringes"]),
            start=moment_of(given["start"]),
            first=_day(given["first"]),
            draft=given["draft"],
        )
    hand_out(answer, engine.catalog, given, what, lots=lots)
    _for_the_patient(answer, engine, given)
    return code_of(answer, given["fail_on"])


def hand_out(
    answer: Any,
    catalog: Any,
    given: dict[str, Any],
    what: str,
    *,
    lots: "Mapping[str, Lot]",
    foot: str = "",
) -> None:
    """Print the sheet, ``foot`` under it, and write the files that are asked for."""
    from mesoplan.cli.case_input import is_file_name
    from mesoplan.cli.render import emit_prepared

    file = what if is_file_name(what) else f'"{what}"'
    emit_prepared(
        answer, catalog, given["format_"], verbose=given["verbose"], file=file, foot=foot, lots=lots
    )
    _documents(answer, catalog, given, foot, lots)


def code_of(answer: Any, fail_on: str) -> int:
    """The exit code: as `check`, and of what is refused or lacks a number."""
    if answer.result.outcome == "refused":
        return exit_code("blocked", fail_on)
    if answer.result.sheet is None and answer.result.verdict != "blocked":
        return exit_code("incomplete", fail_on)
    return exit_code(answer.result.verdict, fail_on)


def _documents(
    answer: Any, catalog: Any, given: dict[str, Any], foot: str, lots: "Mapping[str, Lot]"
) -> None:
    """The files that are asked for; without a sheet there is nothing to print, and the page says why."""
    if answer.result.sheet is None:
        return
    if given["pdf"] or given["labels"] or given.get("label_sheet"):
        from mesoplan.report.answers import prepared
        from mesoplan.report.pdf import documents

        shown = prepared(answer, catalog, lots)
        if given["pdf"]:
            _write(given["pdf"], documents.worksheet(answer, shown, foot))
        if given["labels"]:
            _write(given["labels"], documents.labels(answer, shown))
        if given.get("label_sheet"):
            _write(given["label_sheet"], documents.label_sheet(answer, shown, given["label_start"]))
    if given.get("calendar"):
        from mesoplan.report.calendar import calendar_text

        schedule = answer.result.sheet.schedule
        if schedule is None or not schedule.dates:
            raise click.UsageError("--calendar needs sessions with dates: --first DAY, and an interval.")
        goal = catalog.label(answer.resolved.goal) if answer.resolved.goal else "mesotherapy"
        identity = f"{answer.resolved.goal or 'session'}-{schedule.dates[0]}"
        _write(given["calendar"], calendar_text(schedule, goal, identity).encode())


def _for_the_patient(answer: Any, engine: Any, given: dict[str, Any]) -> None:
    """The leaflet and the consent text, as Markdown or PDF by the ends of their names."""
    wanted = {key: given[key] for key in ("leaflet", "consent") if given[key]}
    if not wanted or answer.result.sheet is None:
        return
    from mesoplan.report.answers import prepared
    from mesoplan.report.leaflet import consent, leaflet, sentences
    from mesoplan.report.page_markdown import page_markdown

    shown, texts = prepared(answer, engine.catalog), sentences(given["texts"])
    for key, target in wanted.items():
        if key == "leaflet":
            page = leaflet(shown, texts)
        else:
            page = consent(shown, texts, engine.check(answer.case).result.findings)
        if target.lower().endswith(".pdf"):
            from mesoplan.report.pdf import documents

            _write(target, documents.patient_page(answer, page))
        else:
            _write(target, page_markdown(page).encode())


def _lots(given: tuple[str, ...], engine: Any, day: str) -> "dict[str, Lot]":
    """Lots by product. Refuses one that is expired on the day of the first puncture or session."""
    if not given:
        return {}
    from mesoplan.cases.lot import lot_of
    from mesoplan.cli.ledger_door import pairs, product_of

    found = {}
    for name, said in pairs(given, "--lot").items():
        lot = lot_of(said)
        if lot.expiry and day and lot.expiry < day[:10]:
            raise click.UsageError(f"--lot {name}: {lot.number} expired on {lot.expiry}.")
        found[product_of(name, engine)] = lot
    return found


def _write(target: str, data: bytes) -> None:
    from pathlib import Path

    from mesoplan.cli.output import say

    try:
        Path(target).write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written ({error.strerror}).") from None
    say(f"wrote {target}")


def syringes_of(text: str | None) -> list[str]:
    """The names in a list of syringes."""
    return [each.strip() for each in (text or "").split(",") if each.strip()]


def moment_of(text: str | None) -> "datetime | None":
    """The first puncture; a time without an offset is refused."""
    from datetime import datetime

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f'--start "{text[:40]}" is no time: 2026-11-26T09:10+01:00.') from None
    if moment.tzinfo is None:
        raise click.UsageError(f'--start "{text[:40]}" has no offset from UTC: 2026-11-26T09:10+01:00.')
    return moment


def _day(text: str | None) -> "date | None":
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f'--first "{text[:40]}" is no day: 2026-11-26.') from None
