"""`mesoplan catalog diff`."""

import click

from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan catalog diff old-catalog
  mesoplan catalog diff old-catalog new-catalog --case ours.toml
"""


@click.command("diff", epilog=_EPILOG)
@click.argument("old", type=click.Path(exists=True, file_okay=False))
@click.argument("new", required=False, type=click.Path(exists=True, file_okay=False))
@click.option(
    "--case",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="Also compare the verdict on this case; repeatable.",
)
@options.format_option("table", "json", "markdown")
@options.catalog_option
def command(
    old: str, new: str | None, files: tuple[str, ...], format_: str, catalogs: tuple[str, ...]
) -> int:
    """What a base catalog states and decides differently from the folder OLD.

    NEW is another base catalog; without it the shipped one (with --catalog overlays) is compared.
    Statements that can forbid come first, and verdicts that became milder before those that became
    stricter. The exit code is 1 when a verdict became milder.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.case_input import case_from_file
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.review.diff import diff
    from mesoplan.review.judged import NamedCase

    before = load_catalog(base=old, linted=False)
    after = load_catalog(base=new) if new else load_catalog(catalogs)
    found = diff(before, after, [NamedCase(file, case_from_file(file)) for file in files])
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped(found))
    else:
        from mesoplan.report.review_pages import diff_page

        emit_page(diff_page(found), format_)
    return 1 if any(flip.loosened for flip in found.flips) else 0
