"""`mesoplan catalog new`."""

from pathlib import Path

import click

_EPILOG = """\b
Examples:
  mesoplan catalog new ingredient "Tranexamic acid"
  mesoplan catalog new interaction "lidocaine + ketoprofen" --into our-clinic
  mesoplan catalog new evidence melasma/smith-2024 --into our-clinic
"""


@click.command("new", epilog=_EPILOG)
@click.argument("kind")
@click.argument("name", nargs=-1, required=True)
@click.option(
    "--into",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write it into this catalog folder; an existing file is left alone.",
)
def command(kind: str, name: tuple[str, ...], folder: Path | None) -> None:
    """A template for a new file of KIND: ingredient, product, interaction, evidence or source.

    What has to be filled in says TODO; an unfinished file is a fault and never a fact.
    """
    from mesoplan.catalog.template import KINDS, UnusableName, new_file
    from mesoplan.cli.output import emit, say

    if kind not in KINDS:
        raise click.UsageError(f'no template for "{kind}". Kinds: {", ".join(KINDS)}.')
    try:
        made = new_file(kind, " ".join(name))
    except UnusableName as error:
        raise click.UsageError(str(error)) from None
    if folder is None:
        emit(made.text)
        say(f"This is {made.path} of a catalog folder; --into writes it there.")
        return
    target = folder / made.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(made.text)
    except FileExistsError:
        raise click.UsageError(f"{target} exists and was left alone.") from None
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or "no name of a file"
        raise click.UsageError(f"{target} cannot be written ({why}).") from None
    say(f"wrote {target}")
