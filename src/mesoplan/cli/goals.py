"""`mesoplan goals`."""

import click

from mesoplan.cli import options


@click.command("goals", epilog="\b\nExample:\n  mesoplan goals")
@options.format_option("table", "json", "markdown")
@options.catalog_option
def command(format_: str, catalogs: tuple[str, ...]) -> None:
    """The goals as a tree, with the studies of each."""
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.output import emit, emit_page

    catalog = load_catalog(catalogs)
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(
            dumped(
                [
                    {
                        "id": each,
                        "label": goal.label,
                        "parents": goal.parents,
                        "studies": catalog.index.evidence_of.get(each, ()),
                    }
                    for each, goal in catalog.table("goal").items()
                ]
            )
        )
    else:
        from mesoplan.report.lists import goals_page

        emit_page(goals_page(catalog), format_)
