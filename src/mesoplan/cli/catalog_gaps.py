"""`mesoplan catalog gaps`."""

import click

from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan catalog gaps --top 30
  mesoplan catalog gaps --case ours-1.toml --case ours-2.toml --format csv
"""


@click.command("gaps", epilog=_EPILOG)
@click.option(
    "--case",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="Also ask this case; repeatable.",
)
@click.option(
    "--top",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    metavar="N",
    help="Show the N most decisive.",
)
@options.format_option("table", "json", "csv", "markdown")
@options.catalog_option
def command(files: tuple[str, ...], top: int, format_: str, catalogs: tuple[str, ...]) -> None:
    """Which missing data keep most cases incomplete, the most decisive first.

    The rules are asked about every goal with what was studied for it, for a few patients who were
    asked everything; "alone" counts the cases that this one gap keeps open.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.case_input import case_from_file
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.review.gaps import gaps
    from mesoplan.review.judged import NamedCase

    catalog = load_catalog(catalogs)
    cases = [NamedCase(file, case_from_file(file)) for file in files]
    found = gaps(catalog, cases)
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped(found[:top]))
    elif format_ == "csv":
        from mesoplan.report.rows import csv_text

        emit(
            csv_text(
                ("need", "subjects", "codes", "cases", "alone"),
                (
                    (
                        each.need,
                        "; ".join(each.subjects),
                        "; ".join(each.codes),
                        str(each.cases),
                        str(each.alone),
                    )
                    for each in found[:top]
                ),
            )
        )
    else:
        from mesoplan.report.review_pages import gaps_page

        emit_page(gaps_page(found, top, catalog), format_)
