"""`mesoplan catalog stats`."""

import click

from mesoplan.cli import options


@click.command("stats", epilog="\b\nExample:\n  mesoplan catalog stats --format json")
@options.format_option("table", "json", "markdown")
@options.catalog_option
def command(format_: str, catalogs: tuple[str, ...]) -> None:
    """How much the catalog holds, and how its statements were read.

    "Blocking" statements are those that can forbid; how many of them were only recalled says how
    much of the caution still waits for somebody to read the source.
    """
    from mesoplan.cli.catalog_lint import read_draft
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.report.catalog_pages import stats_of, stats_page

    stats = stats_of(read_draft(catalogs))
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped(stats))
    else:
        emit_page(stats_page(stats), format_)
