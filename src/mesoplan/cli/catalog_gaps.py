"""`mesoplan catalog gaps`."""

from typing import Any

import click

from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan catalog gaps --top 30
  mesoplan catalog gaps --prepare
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
@click.option("--prepare", is_flag=True, help="What `prepare` lacks of each product, instead.")
@options.format_option("table", "json", "csv", "markdown")
@options.catalog_option
def command(files: tuple[str, ...], top: int, prepare: bool, format_: str, catalogs: tuple[str, ...]) -> None:
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
    if prepare:
        _emit_readiness(catalog, top, format_)
        return
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


def _emit_readiness(catalog: Any, top: int, format_: str) -> None:
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.report.review_pages import readiness_page
    from mesoplan.review.readiness import readiness

    found = readiness(catalog)
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped(found[:top]))
    elif format_ == "csv":
        from mesoplan.report.rows import csv_text

        rows = ((each.product, str(each.default).lower(), "; ".join(each.lacks)) for each in found[:top])
        emit(csv_text(("product", "default", "lacks"), rows))
    else:
        emit_page(readiness_page(found, top, catalog), format_)
