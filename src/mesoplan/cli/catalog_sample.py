"""`mesoplan catalog sample`."""

import click

from mesoplan.cli import codes, options

_EPILOG = """\b
Examples:
  mesoplan catalog sample --seed 7
  mesoplan catalog sample --seed 7 -n 30 --blocking --read --format markdown
  mesoplan catalog sample --seed 7 --unchecked --answer reader-2
"""


@click.command("sample", epilog=_EPILOG)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    metavar="N",
    help="The same seed draws the same statements.",
)
@click.option("-n", "count", type=click.IntRange(1), default=10, show_default=True, help="How many.")
@click.option("--blocking", is_flag=True, help="Only statements that can forbid.")
@click.option("--read", "read", is_flag=True, help="Only statements that somebody read.")
@click.option("--unchecked", is_flag=True, help="Only statements that have no second reader yet.")
@click.option(
    "--answer",
    "reviewer",
    default="",
    metavar="REVIEWER",
    help="Ask for a verdict on each, as this reviewer of reviewers.toml, and write it into its file.",
)
@options.format_option("table", "json", "markdown", "html")
@options.catalog_option
def command(
    seed: int,
    count: int,
    blocking: bool,
    read: bool,
    unchecked: bool,
    reviewer: str,
    format_: str,
    catalogs: tuple[str, ...],
) -> int:
    """Statements drawn by a seed, each with its source, for a review.

    Open each source at the place that is named and see whether it says so. What it does not say has
    to be corrected or marked "recalled". With --answer each verdict is written into the statement's file
    at once; judge all of them before you correct any.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.catalog.sample import sample
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.report.sample_page import sample_data, sample_page

    catalog = load_catalog(catalogs)
    drawn = sample(catalog, count, seed, blocking=blocking, read=read, unchecked=unchecked)
    if reviewer:
        from mesoplan.cli.catalog_second_reading import answer

        return answer(drawn, reviewer, catalog, catalogs)
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped(sample_data(drawn, seed, catalog)))
    else:
        emit_page(sample_page(drawn, seed, catalog), format_)
    return codes.OK
