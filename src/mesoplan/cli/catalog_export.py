"""`mesoplan catalog export`."""

import click

from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan catalog export > catalog.json
  mesoplan catalog export --format jsonl --kind product
"""


@click.command("export", epilog=_EPILOG)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="Only this kind, such as ingredient or source; repeatable.",
)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to a file.")
@options.format_option("json", "jsonl")
@options.catalog_option
def command(kinds: tuple[str, ...], target: str | None, format_: str, catalogs: tuple[str, ...]) -> None:
    """The whole catalog, every record with its citations; jsonl has one record a line."""
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.output import write_or_emit
    from mesoplan.report.catalog_pages import export_json, export_jsonl

    catalog = load_catalog(catalogs)
    for kind in kinds:
        if kind not in catalog.kinds():
            raise click.UsageError(f'no kind "{kind}". Kinds: {", ".join(catalog.kinds())}.')
    chosen = kinds or catalog.kinds()
    write = export_json if format_ == "json" else export_jsonl
    write_or_emit(write(catalog, chosen), target)
