"""`mesoplan catalog pack`."""

import click

from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan catalog pack -o catalog.pack
  mesoplan catalog pack --catalog our-clinic -o our-clinic.pack
"""


@click.command("pack", epilog=_EPILOG)
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="The file to write.")
@options.catalog_option
def command(target: str, catalogs: tuple[str, ...]) -> None:
    """The catalog with its overlays, compiled into one file that holds data and nothing that could run.

    `load_catalog(packed=FILE)` reads it, on any system. The hash that is printed is the hash of its
    content, which every answer names.
    """
    from pathlib import Path

    from mesoplan.catalog.packing import write_pack
    from mesoplan.cli.output import say

    file = Path(target)
    try:
        content_hash, size = write_pack(file, catalogs)
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written ({error.strerror}).") from None
    say(f"{file}: {size} bytes, hash {content_hash}.")
