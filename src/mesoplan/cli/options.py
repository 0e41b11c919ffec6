"""Options that several commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mesoplan.cli import codes, complete

Function = TypeVar("Function", bound=Callable[..., Any])


def together(*decorators: Callable[[Any], Any]) -> Callable[[Function], Function]:
    """Several options as one decorator, shown in this order."""

    def add(function: Function) -> Function:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return add


def _with_set_catalogs(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The folders of mesoplan.toml below those of the command line; which were used is said."""
    from mesoplan.cli.settings import settings
    from mesoplan.cli.streams import mutter

    if ctx.resilient_parsing:
        return value
    found = settings()
    if found.catalogs:
        mutter(f"From {found.file}: catalogs {', '.join(found.catalogs)}.")
    return (*found.catalogs, *value)


def _takes_it_alone(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """The goal is an argument here; `check` has the option."""
    if value is not None:
        name = f'"{value}"' if " " in value else value
        raise click.UsageError(f"the goal stands by itself here: {ctx.command_path} {name}")


goal_alone = click.option("--goal", hidden=True, expose_value=False, callback=_takes_it_alone, is_eager=True)

catalog_option = click.option(
    "--catalog",
    "catalogs",
    multiple=True,
    metavar="DIR",
    envvar="MESOPLAN_CATALOG",
    type=click.Path(),
    callback=_with_set_catalogs,
    help="A clinic's catalog folder to lay over the shipped one; repeatable, in order.",
)

verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Also the notes and every finding behind a question."
)

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(codes.FAIL_ON),
    default="incomplete",
    show_default=True,
    help="The mildest verdict that makes the exit code non-zero (1, for incomplete 3).",
)

deadline_option = click.option(
    "--deadline",
    type=click.FloatRange(0, 86_400),
    metavar="SECONDS",
    help="End after so many seconds with what was found until then; the answer says so.",
)

ask_option = click.option(
    "--ask",
    is_flag=True,
    help="Put the open questions one by one (on a terminal) and keep the answers.",
)


def format_option(*formats: str) -> Callable[[Function], Function]:
    """The output format; the first is the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print the answer.",
    )


patient_options = together(
    click.option("--sex", type=click.Choice(["female", "male"]), help="The patient's sex."),
    click.option("--age", type=click.IntRange(0, 120), metavar="YEARS", help="In whole years."),
    click.option("--weight", metavar="AMOUNT", help='Body weight with its unit, such as "62 kg".'),
    click.option("--pregnant/--not-pregnant", default=None, help="Whether she may be pregnant."),
    click.option("--breastfeeding/--not-breastfeeding", default=None, help="Whether she breast-feeds."),
    click.option(
        "--condition",
        "conditions",
        multiple=True,
        metavar="NAME",
        shell_complete=complete.facts,
        help="A condition the patient has; repeatable. Implies that all conditions were asked about.",
    ),
    click.option("--no-conditions", is_flag=True, help="Asked for conditions: none."),
    click.option(
        "--allergy",
        "allergies",
        multiple=True,
        metavar="NAME",
        shell_complete=complete.facts,
        help="An allergy, by fact, ingredient, class or product; repeatable.",
    ),
    click.option("--no-allergies", is_flag=True, help="Asked for allergies: none."),
    click.option(
        "--medicine",
        "medicines",
        multiple=True,
        metavar="NAME",
        shell_complete=complete.facts,
        help="A medicine the patient takes; repeatable.",
    ),
    click.option("--no-medicines", is_flag=True, help="Asked for medicines: none."),
    click.option(
        "--absent",
        multiple=True,
        metavar="FACT",
        shell_complete=complete.facts,
        help="A single fact that was asked and is not so; repeatable.",
    ),
)

place_options = together(
    click.option("--zone", metavar="NAME", shell_complete=complete.zones, help="Where on the body."),
    click.option(
        "--jurisdiction",
        metavar="NAME",
        shell_complete=complete.jurisdictions,
        help="Whose regulations apply, such as EU, US, FR.",
    ),
    click.option("--technique", metavar="NAME", shell_complete=complete.techniques, help="How it is given."),
)

extent_options = together(
    click.option("--area", metavar="AMOUNT", help='The area that is treated, such as "20 cm2".'),
    click.option("--points", type=click.IntRange(1), metavar="N", help="How many points are injected."),
)

record_options = together(
    click.option(
        "--patient",
        metavar="PSEUDONYM",
        help="Whose earlier sessions and overrides the ledger knows; never a name.",
    ),
    click.option(
        "--ledger",
        metavar="FILE|URL",
        envvar="MESOPLAN_LEDGER",
        help="The ledger (else mesoplan.toml, else mesoplan-ledger.db).",
    ),
    click.option("--on", metavar="DAY", help="The day of the session, if not today: 2026-11-26."),
)

limit_options = together(
    click.option(
        "--include",
        multiple=True,
        metavar="NAME",
        shell_complete=complete.ingredients,
        help="An ingredient that has to be in it; repeatable.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="NAME",
        shell_complete=complete.ingredients,
        help="An ingredient or class to leave out; repeatable.",
    ),
    click.option("--max-ingredients", type=click.IntRange(1, 12), metavar="N", help="At most N."),
    click.option("--max-syringes", type=click.IntRange(1, 12), metavar="N", help="At most N."),
    click.option("--max-volume", metavar="AMOUNT", help='Of the whole session, such as "5 mL".'),
    click.option(
        "--unknown-mixing",
        type=click.Choice(["separate", "warn", "forbid"]),
        help="What to do with pairs of which nothing is known; separate syringes if not said.",
    ),
    click.option(
        "--stock",
        metavar="FILE",
        type=click.Path(),
        help="Only what is on the shelf: TOML with [[stock]] (and [prices]), CSV with the columns "
        'product, volume, or "ledger": what it says is left and in date.',
    ),
)


prefer_option = click.option(
    "--prefer",
    type=click.Choice(["evidence", "safety", "simplicity", "cost"]),
    default="evidence",
    show_default=True,
    help="What counts most.",
)
