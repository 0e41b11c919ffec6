"""`mesoplan serve`."""

from typing import TYPE_CHECKING

import click

from mesoplan.cli import codes, options

if TYPE_CHECKING:
    from mesoplan.engine import Engine
    from mesoplan.web.api.settings import Settings

_EPILOG = """\b
Examples:
  mesoplan serve
  mesoplan serve --jurisdiction IT --feedback feedback.jsonl
  mesoplan serve --jurisdiction IT --feedback feedback.jsonl --ledger mesoplan-ledger.db
  mesoplan serve --host 10.0.0.5 --trust clients.toml --home https://cds.example.org --workers 4
  curl -s http://127.0.0.1:8813/check --json @case.json
"""


@click.command("serve", epilog=_EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8813, show_default=True, type=click.IntRange(0, 65535), help="The port.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes, one a core."
)
@click.option("--jurisdiction", default="", metavar="PLACE", help="Where the orders of CDS Hooks are given.")
@click.option("--hooks/--no-hooks", default=True, show_default=True, help="CDS Hooks beside the API.")
@click.option(
    "--feedback", default="", metavar="FILE", help="Keeps what clinicians did with the cards, append-only."
)
@click.option(
    "--ledger",
    default="",
    metavar="FILE|URL",
    help="Records in this ledger what clinicians override, for that day; needs --feedback.",
)
@click.option(
    "--keys",
    default="",
    metavar="FILE",
    envvar="MESOPLAN_LEDGER_KEYS",
    help="The ledger's keys (else mesoplan.toml, else beside it).",
)
@click.option(
    "--anchor",
    default="",
    metavar="FILE",
    envvar="MESOPLAN_LEDGER_ANCHOR",
    help="The ledger's anchor (else mesoplan.toml, else beside it).",
)
@click.option(
    "--origin", "origins", multiple=True, metavar="URL", help="May call from a browser; repeatable."
)
@click.option(
    "--trust", default="", metavar="FILE", help="Clients whose signed tokens (JWT) are accepted; nobody else."
)
@click.option(
    "--home", default="", metavar="URL", help="This service's own address, as its clients write it."
)
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="A Host header that is answered; repeatable."
)
@click.option("--rate", default=100, show_default=True, help="Requests a second and client; 0: no limit.")
@click.option("--deadline", default=5.0, show_default=True, help="Seconds of search in one request.")
@click.option(
    "--behind-proxy", is_flag=True, help="A proxy with a login stands before it: X-Forwarded-For is believed."
)
@options.catalog_option
def command(
    host: str,
    port: int,
    workers: int,
    jurisdiction: str,
    hooks: bool,
    feedback: str,
    ledger: str,
    keys: str,
    anchor: str,
    origins: tuple[str, ...],
    trust: str,
    home: str,
    hosts: tuple[str, ...],
    rate: int,
    deadline: float,
    behind_proxy: bool,
    catalogs: tuple[str, ...],
) -> int:
    """Answer questions over HTTP: JSON at /check, /plan, /repair, /prepare and /catalog, and CDS Hooks 2.0.

    It listens on this machine only, unless --trust (signed tokens) or --behind-proxy (a proxy with a login)
    says who keeps strangers out. The log on stderr has no patient data. /docs says what there is.
    """
    from mesoplan.cli.output import say
    from mesoplan.engine import Deadline, Engine

    try:
        from mesoplan.web.api.run import is_loopback, run
        from mesoplan.web.api.settings import Settings
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"{missing.name} is not installed: pip install 'mesoplan[web]', then again."
        ) from None
    if not is_loopback(host) and not trust and not behind_proxy:
        raise click.UsageError(
            f"{host} can be reached from other machines: say who may call with --trust FILE, or that a proxy "
            "with a login stands before it with --behind-proxy."
        )
    if trust and not home:
        raise click.UsageError("--trust needs --home URL: tokens are made for one address.")
    if ledger and not feedback:
        raise click.UsageError("--ledger needs --feedback FILE: it is feedback that becomes an override.")
    Deadline(deadline)
    engine = Engine.open(catalogs)
    if jurisdiction:
        jurisdiction = engine.catalog.resolve(jurisdiction, ("jurisdiction",), "place called").id
    if trust:
        from mesoplan.web.api.trust import clients_of

        clients_of(trust)
    settings = Settings(
        catalogs=catalogs,
        jurisdiction=jurisdiction,
        feedback=feedback,
        origins=origins,
        trust=trust,
        home=home.rstrip("/"),
        hosts=hosts or (Settings().hosts if is_loopback(host) else ()),
        rate=rate,
        seconds=deadline,
        hooks=hooks,
        proxied=behind_proxy,
    )
    if ledger:
        settings = _with_ledger(settings, ledger, keys, anchor, engine)
    say(f"http://{host}:{port}/docs  catalog {engine.stamp.version} ({engine.stamp.hash[:12]}); Ctrl-C ends.")
    run(settings, host, port, workers)
    return codes.OK


def _with_ledger(settings: "Settings", ledger: str, keys: str, anchor: str, engine: "Engine") -> "Settings":
    """The settings with the ledger's three files, once it is open and up to date."""
    from mesoplan.cli.ledger_door import Where, needed_extra
    from mesoplan.cli.output import say

    where = Where({"ledger": ledger, "keys": keys, "anchor": anchor})
    settings = settings._replace(ledger=where.ledger, ledger_keys=where.keys, ledger_anchor=where.anchor)
    with needed_extra():
        from mesoplan.web.api.overriding import prepare
    done = prepare(settings, engine)
    if done.entries:
        say(f"Recorded in the ledger from the feedback that was kept: {len(done.entries)} overrides.")
    if done.failed:
        say(f"{done.failed} overrides of the feedback cannot be recorded in the ledger.")
    return settings
