"""The ledger: every statement the catalog ever made, so that none can go missing unseen.

A deleted warning looks exactly like a safe ingredient. So the base catalog carries a list of its
statement ids, and a statement that is on the list but in no file is a fault. Retiring one is an
edit of the ledger, which a reviewer sees.
"""

from collections.abc import Iterator
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.layout import LEDGER_FILE
from mesoplan.catalog.read import Tables
from mesoplan.model.statement import statements_of

_HEADER = "# Every statement of this catalog. Made by `mesoplan catalog lock`; see CONTRIBUTING.md."

#: Things that say nothing by themselves but whose loss would change what a rule sees.
_STRUCTURAL = ("class", "fact", "goal", "zone", "ingredient", "product", "jurisdiction", "policy")


def ledger_lines(tables: Tables) -> tuple[str, ...]:
    """The ledger of these tables: one line per statement and per structural tie, sorted."""
    lines: set[str] = set()
    for kind, table in tables.items():
        for identity, entry in table.items():
            for path, stated in statements_of(identity, entry.record):
                # The place tells apart what a depth and a spacing may both state: 2 to 4 mm.
                lines.add(stated.id if "[" in path else f"{stated.id} {path}".rstrip())
            if kind in _STRUCTURAL:
                lines.update(_ties(kind, identity, entry.record))
    return (_HEADER, *sorted(lines))


def missing_statements(tables: Tables, ledger: tuple[str, ...] | None) -> Iterator[Fault]:
    """A fault for each line of the ledger that the tables no longer state."""
    if ledger is None:
        yield Fault(
            "CA070",
            LEDGER_FILE,
            "",
            "the ledger is missing or unreadable.",
            "A deleted warning could not be told from one that never was.",
            "Restore the file, or run `mesoplan catalog lock` after a review.",
        )
        return
    stated = set(ledger_lines(tables))
    for line in ledger:
        if not line.startswith("#") and line not in stated:
            yield Fault(
                "CA071",
                LEDGER_FILE,
                line,
                "is in the ledger but in no file.",
                "A lost statement would look like safety.",
                "Restore it, or retire it: `mesoplan catalog lock` and have the change reviewed.",
            )


def unlisted_statements(tables: Tables, ledger: tuple[str, ...] | None) -> Iterator[Fault]:
    """A fault for each statement that the ledger does not list yet."""
    listed = set(ledger or ())
    for line in ledger_lines(tables):
        if line not in listed and not line.startswith("#"):
            yield Fault(
                "CA072",
                LEDGER_FILE,
                line,
                "is stated but not in the ledger.",
                "Its deletion would go unseen.",
                "Run `mesoplan catalog lock`.",
            )


def _ties(kind: str, identity: str, record: Any) -> Iterator[str]:
    yield f"{kind} {identity}"
    for name in ("parents", "classes", "allergens", "default_for"):
        for other in getattr(record, name, ()):
            yield f"{kind} {identity} {name} {other}"
    for name in ("additive_limit", "one_per_session", "form_matters"):
        if getattr(record, name, None) is not None:
            yield f"{kind} {identity} {name}"
