"""`mesoplan ledger event`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door
from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan ledger event 14 --reaction "swelling of the neck within 10 min" --onset 2026-11-26 \\
      --serious intervention-required --outcome recovered --reporter "Dr B, Practice at the Park"
  mesoplan ledger event --show 15
  mesoplan ledger event --show 15 --for us-medwatch > report.txt

\b
Serious: death, life-threatening, hospitalisation, disability, congenital-anomaly, intervention-required,
other-important. Outcomes: recovered, recovering, not-recovered, sequelae, fatal, unknown.
"""


@click.command("event", epilog=_EPILOG)
@click.argument("session", type=click.IntRange(1), required=False)
@click.option("--reaction", metavar="TEXT", default="", help="What happened.")
@click.option("--onset", metavar="DAY", help="When it began.")
@click.option("--ended", metavar="DAY", help="When it was over.")
@click.option("--serious", multiple=True, metavar="CODE", help="Why it is serious; repeatable.")
@click.option("--outcome", metavar="CODE", default="", help="How it ended.")
@click.option("--abated", metavar="ANSWER", default="", help="After it was stopped: yes, no, does-not-apply.")
@click.option("--reappeared", metavar="ANSWER", default="", help="When it was given again: yes, no, …")
@click.option("--indication", metavar="TEXT", default="", help="What was treated; else the session's goal.")
@click.option("--concomitants", metavar="TEXT", default="", help="What else the patient took.")
@click.option("--history", metavar="TEXT", default="", help="What else matters: diseases, allergies, tests.")
@click.option("--reporter", metavar="TEXT", default="", help="Who reports, and how to reach them.")
@click.option("--by", metavar="NAME", default="", help="Who records it.")
@click.option("--show", type=click.IntRange(1), metavar="N", help="Print the event of entry N.")
@click.option(
    "--for",
    "authority",
    type=click.Choice(["uk-yellow-card", "us-medwatch"]),
    help="With --show: as text with this authority's fields.",
)
@door.place
@door.answer_format
@options.catalog_option
def command(session: int | None, **given: Any) -> int:
    """Record an adverse event after the session of entry SESSION, or print one. Nothing is sent anywhere.

    Suspected is everything that was given in that session, with its lots. What a report needs at least and
    the entry lacks is named.
    """
    from mesoplan.engine import Engine

    engine = Engine.open(given["catalogs"])
    with door.opened(given) as ledger:
        from mesoplan.ledger.adverse import Reaction, record_event, report

        if given["show"]:
            if session is not None:
                raise click.UsageError("--show prints an event; it takes no session.")
            return _show(report(ledger, given["show"]), engine, given)
        if session is None:
            raise click.UsageError("name the entry of the session after which it happened.")
        told = Reaction(
            words=given["reaction"],
            onset=_day(given["onset"], "--onset"),
            ended=_day(given["ended"], "--ended"),
            **{
                key: given[key]
                for key in (
                    "outcome",
                    "serious",
                    "abated",
                    "reappeared",
                    "indication",
                    "concomitants",
                    "history",
                    "reporter",
                )
            },
        )
        said = record_event(
            ledger, door.now(), session=session, reaction=told, by=given["by"], day=door.today(None, "")
        )
        missing = report(ledger, said.entries[-1]).lacks
    from mesoplan.cli.output import say
    from mesoplan.report.ledger_adverse import lacks_words

    if missing:
        say(lacks_words(missing))
    return door.show_recorded(said, given["format_"])


def _show(found: Any, engine: Any, given: dict[str, Any]) -> int:
    from mesoplan.cli.output import emit
    from mesoplan.report.ledger_adverse import authority_text, event_page

    if given["authority"]:
        emit(authority_text(found, given["authority"], engine.catalog))
    else:
        door.show(found, lambda record: event_page(record, engine.catalog), given["format_"])
    return 0


def _day(text: str | None, option: str) -> str:
    found = door.day(text, option)
    return "" if found is None else found.isoformat()
