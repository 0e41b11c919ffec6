"""`mesoplan ledger verify`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Examples:
  mesoplan ledger verify
  mesoplan ledger verify --anchor /mnt/second/mesoplan.anchor
  mesoplan ledger verify --head 41:9f2c51d07a13
  mesoplan ledger verify --rebuild
"""


@click.command("verify", epilog=_EPILOG)
@click.option("--head", "heads", multiple=True, metavar="N:HASH", help="A head on paper; repeatable.")
@click.option("--rebuild", is_flag=True, help="Make what is derived from the log anew, then look.")
@door.place
@door.answer_format
def command(**given: Any) -> int:
    """Look at every entry and document, and compare with the anchor.

    Exit codes: 0 whole; 3 unanchored (the chain holds, nothing outside vouches for it); 6 broken (an entry
    was changed or is missing), truncated (the end was cut off) or forked (rewritten, or another history).
    """
    from pathlib import Path

    from mesoplan.cli import codes
    from mesoplan.report.ledger_pages import verified_page

    with door.opened(given) as ledger:
        from mesoplan.errors import LedgerError
        from mesoplan.ledger import anchor
        from mesoplan.ledger.verify import rebuild, verify

        anchors = [anchor.from_paper(each) for each in given["heads"]]
        if Path(ledger.anchor).exists() or given["anchor"]:
            anchors.append(anchor.read(ledger.anchor))
        try:
            kept = ledger.keys.patients()
        except LedgerError:
            kept = frozenset()
        if given["rebuild"]:
            rebuild(ledger.store)
        with door.counted("entries") as tick:
            found = verify(ledger.store, anchors, tick=tick, kept_keys=kept)
    door.show(found, verified_page, given["format_"])
    return {"whole": codes.OK, "unanchored": codes.INCOMPLETE}.get(found.state, codes.LEDGER)
