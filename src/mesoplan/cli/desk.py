"""`mesoplan desk`."""

import click

from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan desk
  mesoplan desk --port 8811 --no-open
  mesoplan desk --build-offline site --pyodide node_modules/pyodide
"""


@click.command("desk", epilog=_EPILOG)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8810, show_default=True, help="0: any free one."
)
@click.option("--open/--no-open", "opens", default=True, help="Open the browser.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A name that the desk answers to, beside localhost.",
)
@click.option(
    "--build-offline",
    "target",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Instead: write the desk as a folder and as one HTML file that need no server.",
)
@click.option(
    "--pyodide",
    type=click.Path(exists=True, file_okay=False),
    metavar="PATH",
    help="A downloaded npm package pyodide, for --build-offline.",
)
@options.catalog_option
def command(
    port: int,
    opens: bool,
    host: str,
    names: tuple[str, ...],
    target: str | None,
    pyodide: str | None,
    catalogs: tuple[str, ...],
) -> None:
    """The page on which a cocktail is built, checked while typing, compared and printed.

    It runs on this computer and answers only to it; what is typed is neither kept nor logged. Behind a
    hospital's proxy, --name says under which name it is reached; login is the proxy's.
    """
    if target is not None:
        _build(target, pyodide, catalogs)
        return
    from mesoplan.engine import Engine

    try:
        from mesoplan.web.server import LOOPBACK, serve
    except ImportError as error:
        raise click.ClickException(f'{error.name} is missing: pip install "mesoplan[web]".') from None
    from mesoplan.cli.output import say

    port = port or _free(host)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"

    def ready() -> None:
        say(f"The desk is at {address} (Ctrl-C ends it).")
        if opens:
            import webbrowser

            webbrowser.open(address)

    serve(Engine.open(catalogs), host, port, (*LOOPBACK, *(each.lower() for each in names)), ready)


def _build(target: str, pyodide: str | None, catalogs: tuple[str, ...]) -> None:
    from pathlib import Path

    from mesoplan.cli.output import say

    if pyodide is None:
        raise click.UsageError("--build-offline needs --pyodide PATH: the npm package pyodide, downloaded.")
    try:
        from mesoplan.web.offline import build
    except ImportError as error:
        raise click.ClickException(f'{error.name} is missing: pip install "mesoplan[web]".') from None
    built = build(Path(target), Path(pyodide), catalogs)
    size = f"{built.single_bytes / 1e6:.1f} MB"
    say(f"wrote {built.single} ({size}, opens from a disk) and {built.folder / 'index.html'} (for a server)")


def _free(host: str) -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


__all__ = ["command"]
