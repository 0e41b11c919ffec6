"""`mesoplan find`."""

import click

from mesoplan.cli import options


@click.command("find", epilog="\b\nExamples:\n  mesoplan find hyaluron\n  mesoplan find fat neck")
@click.argument("words", nargs=-1, required=True)
@options.format_option("table", "json", "csv")
@options.catalog_option
def command(words: tuple[str, ...], format_: str, catalogs: tuple[str, ...]) -> int:
    """Find anything in the catalog by parts of its name, synonym or code.

    The exit code is 0 when something was found and 1 when nothing was.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.report.look_up import label_of, search

    catalog = load_catalog(catalogs)
    wanted = " ".join(words)
    hits = search(wanted, catalog)
    rows = [(hit.kind, hit.id, label_of(hit, catalog)) for hit in hits]
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped([{"kind": kind, "id": each, "label": label} for kind, each, label in rows]))
    elif format_ == "csv":
        from mesoplan.report.rows import csv_text

        emit(csv_text(("kind", "id", "label"), rows))
    else:
        from mesoplan.report.lists import hits_page

        emit_page(hits_page(wanted, hits, catalog), format_)
    return 0 if hits else 1
