"""`mesoplan doctor`."""

import click

from mesoplan.cli import options


@click.command(
    "doctor", epilog="\b\nExamples:\n  mesoplan doctor\n  mesoplan doctor --validate --catalog our-clinic"
)
@click.option(
    "--validate",
    is_flag=True,
    help="Also check the public reports that came with it: are they answered right?",
)
@options.format_option("table", "json")
@options.catalog_option
def command(validate: bool, format_: str, catalogs: tuple[str, ...]) -> int:
    """Versions, catalog, cache, extras, and where the ledger is: is this installation sound?

    The exit code is 5 when the catalog cannot be used, or does not answer the reports as it should.
    """
    from mesoplan.cli import codes
    from mesoplan.cli.examine import examine, validation
    from mesoplan.cli.output import emit, emit_page

    found = examine(catalogs)
    if validate and found.sound:
        rows, right = validation(catalogs)
        found = found._replace(rows=(*found.rows, *rows), sound=right)
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped({"sound": found.sound, **dict(found.rows)}))
    else:
        from mesoplan.report.page import Page, Pairs, Section, Text

        said = "SOUND: the catalog can be used." if found.sound else "NOT SOUND: see the catalog."
        emit_page(
            Page(
                "Doctor", Text(said, "good" if found.sound else "bad"), (Section("", (Pairs(found.rows),)),)
            ),
            format_,
        )
    return codes.OK if found.sound else codes.CATALOG
