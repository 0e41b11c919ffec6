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
    from mesoplan.catalog.build import finish
    from mesoplan.catalog.stats import stats
    from mesoplan.cli.catalog_lint import read_draft
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.report.catalog_pages import stats_data, stats_page

    read = read_draft(catalogs)
    found = stats(finish(read))
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped({"version": read.head.version, "faults": len(read.faults), **stats_data(found)}))
    else:
        emit_page(stats_page(found, read.head.version, len(read.faults)), format_)
