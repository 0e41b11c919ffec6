"""`mesoplan ledger override`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Examples:
  mesoplan ledger override 7 --finding "RG706/not-known/diclofenac+it" --reason known-and-monitored \\
      --words "Status asked at the authority, answer pending" --by "Dr B" --until 2026-12-31
  mesoplan ledger override 7 --finding ID --reason specialist-agreed --words "Cardiologist agreed" \\
      --by "Dr B" --until 2027-02-28 --look-again 2026-12-11
  mesoplan ledger override --end 9 --why withdrawn --by "Dr B"

\b
Reasons: specialist-agreed, benefit-outweighs, no-alternative, patient-informed, does-not-apply,
known-and-monitored, catalog-in-error.
"""


@click.command("override", epilog=_EPILOG)
@click.argument("answer", type=click.IntRange(1), required=False)
@click.option("--finding", metavar="ID", help="Its id, as `check --format json` says it.")
@click.option("--reason", metavar="CODE", default="", help="Why, as one of the codes below.")
@click.option("--words", metavar="TEXT", default="", help="Why, in words; sealed with the patient's key.")
@click.option("--by", metavar="NAME", default="", help="Who answers for it.")
@click.option("--until", metavar="DAY", help="Its last day, at most a year away.")
@click.option("--look-again", metavar="DAY", help="By when somebody has to look again; shown until then.")
@click.option("--end", type=click.IntRange(1), metavar="N", help="End the override of entry N today.")
@click.option("--why", type=click.Choice(["withdrawn", "settled"]), default="withdrawn", help="With --end.")
@door.place
@door.answer_format
def command(answer: int | None, **given: Any) -> int:
    """Put a finding of the recorded answer ANSWER aside for a time, for the patient of that answer.

    It never makes a verdict clear: later checks of the patient say "overridden", by whom, why and until
    when. After the last day the finding stands again, and so it does as soon as it is graver than it was.
    """
    now = door.now()
    day = door.today(None, "")
    with door.opened(given) as ledger:
        from mesoplan.ledger.overrides import end, override

        if given["end"]:
            if answer is not None or given["finding"]:
                raise click.UsageError("--end ends an override; it takes no answer and no finding.")
            if not given["by"]:
                raise click.UsageError("--by is missing: who ends it?")
            said = end(ledger, now, entry=given["end"], why=given["why"], by=given["by"], day=day)
            return door.show_recorded(said, given["format_"])
        until = door.day(given["until"], "--until")
        if answer is None:
            raise click.UsageError("an override needs the entry of an answer: `mesoplan ledger add`.")
        if not given["finding"]:
            from mesoplan.ledger.overrides import ids_of

            ids = ids_of(ledger, answer)
            raise click.UsageError(f"--finding is missing. Entry {answer} has: {', '.join(ids) or 'none'}.")
        if until is None:
            raise click.UsageError("--until is missing: a finding is put aside for a time.")
        said = override(
            ledger,
            now,
            answer=answer,
            finding=given["finding"],
            reason=given["reason"],
            words=given["words"],
            by=given["by"],
            day=day,
            until=until,
            look_again=door.day(given["look_again"], "--look-again"),
        )
    return door.show_recorded(said, given["format_"])
