"""`mesoplan mcp`."""

import click

from mesoplan.cli import codes, options


@click.command("mcp", epilog="\b\nExample:\n  mesoplan mcp        (an agent's client starts it)")
@options.catalog_option
def command(catalogs: tuple[str, ...]) -> int:
    """Answer an AI agent on standard input and output: check, plan, regimens, prepare and show, read-only.

    An agent gets the same documents as every other program. What it cannot name exactly is refused whole.
    """
    from mesoplan.engine import Engine

    try:
        from mesoplan.agent.server import serve
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"{missing.name} is not installed: pip install 'mesoplan[mcp]', then again."
        ) from None
    serve(Engine.open(catalogs))
    return codes.OK
