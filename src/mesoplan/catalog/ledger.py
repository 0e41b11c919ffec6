"""The ledger: every statement a catalog ever made and what it said, so that nothing goes missing unseen.

A deleted warning looks exactly like a safe ingredient. So a catalog carries a list of its statements, each
with a hash of its content, and a statement that is on the list but in no file is a fault. Retiring or
changing one is an edit of the ledger, which a reviewer sees. The lines of an overlay are those of its own
files, whatever lies below it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mesoplan.catalog.content import content_hash, hash_of
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.layout import LEDGER_FILE
from mesoplan.catalog.read import RawTables, Tables
from mesoplan.model.statement import statements_of

_HEADER = "# Every statement of this catalog. Made by `mesoplan catalog lock`; see CONTRIBUTING.md."

#: What stands between what is listed and the hash of what it says.
_MARK = " ="

#: Things that say nothing by themselves but whose loss would change what a rule sees.
_STRUCTURAL = ("class", "fact", "goal", "zone", "ingredient", "product", "jurisdiction", "policy")

#: No entity of a catalog, and nothing that is judged by.
_UNLISTED = ("waiver", "reviewer")

#: What these say beside their statements is their file's name.
_NAMED_BY_THEIR_CONTENT = ("interaction",)

_SHOWN = 60


def ledger_lines(tables: Tables) -> tuple[str, ...]:
    """The ledger of these tables: a line for each statement, entity and structural tie, sorted."""
    lines: set[str] = set()
    for kind, table in tables.items():
        if kind in _UNLISTED:
            continue
        for identity, entry in table.items():
            own = kind not in _NAMED_BY_THEIR_CONTENT
            for path, stated in statements_of(identity, entry.record):
                own = own and path != ""
                # The place tells apart what a depth and a spacing may both state: 2 to 4 mm.
                name = stated.id if "[" in path else f"{stated.id} {path}".rstrip()
                lines.add(f"{name}{_MARK}{content_hash(stated.record)}")
            if own:
                lines.add(f"{kind} {identity}{_MARK}{content_hash(entry.record)}")
            if kind in _STRUCTURAL:
                lines.update(_ties(kind, identity, entry.record))
    return (_HEADER, *sorted(lines))


def overlay_lines(raw: RawTables) -> tuple[str, ...]:
    """The ledger of an overlay's own files: a line for each thing that is said in them, sorted."""
    lines: set[str] = set()
    for kind, table in raw.items():
        for identity, entry in table.items():
            lines.add(f"{kind} {identity}")
            for key, value in entry.raw.items():
                for each in value if isinstance(value, list) else (value,):
                    lines.add(f"{kind} {identity} {key} {_brief(each)}{_MARK}{hash_of(each)}")
    return (_HEADER, *sorted(lines))


def missing_statements(tables: Tables, ledger: tuple[str, ...] | None) -> Iterator[Fault]:
    """A fault for each line of the ledger that the tables no longer state at all."""
    if ledger is None:
        yield Fault(
            code="CA070",
            file=LEDGER_FILE,
            key="",
            what="the ledger is missing or unreadable.",
            so_what="A deleted warning could not be told from one that never was.",
            next="Restore the file, or run `mesoplan catalog lock` after a review.",
        )
        return
    yield from missing_lines(ledger_lines(tables), ledger, LEDGER_FILE)


def missing_lines(lines: Iterable[str], ledger: Iterable[str], file: str) -> Iterator[Fault]:
    """A fault for each name in this ledger that is not among the lines."""
    stated = _by_name(lines)
    for name in _by_name(ledger):
        if name not in stated:
            yield Fault(
                code="CA071",
                file=file,
                key=name,
                what="is in the ledger but in no file.",
                so_what="A lost statement would look like safety.",
                next="Restore it, or retire it: `mesoplan catalog lock` and have the change reviewed.",
            )


def unlisted_lines(lines: Iterable[str], ledger: Iterable[str], file: str) -> Iterator[Fault]:
    """A fault for each line that this ledger does not list yet, or lists with another content."""
    listed = _by_name(ledger)
    for name, content in _by_name(lines).items():
        if name not in listed:
            yield Fault(
                code="CA072",
                file=file,
                key=name,
                what="is stated but not in the ledger.",
                so_what="Its deletion would go unseen.",
                next="Run `mesoplan catalog lock`.",
            )
        elif listed[name] != content:
            yield Fault(
                code="CA073",
                file=file,
                key=name,
                what="says something else than when the ledger was written.",
                so_what="A changed value could soften what is judged.",
                next="Restore it, or run `mesoplan catalog lock` and have the change reviewed.",
            )


def _by_name(lines: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """What is said under each name; two statements that differ in words alone have one name."""
    found: dict[str, set[str]] = {}
    for line in lines:
        if not line.startswith("#"):
            name, mark, content = line.rpartition(_MARK)
            found.setdefault(name if mark else line, set()).add(content if mark else "")
    return {name: frozenset(contents) for name, contents in found.items()}


def _brief(value: Any) -> str:
    """The first words of a value, so that a reviewer sees what a line is about."""
    if isinstance(value, dict):
        value = ", ".join(f"{key}={each}" for key, each in value.items() if not isinstance(each, dict | list))
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _ties(kind: str, identity: str, record: Any) -> Iterator[str]:
    for name in ("parents", "classes", "allergens", "default_for"):
        for other in getattr(record, name, ()):
            yield f"{kind} {identity} {name} {other}"
    for name in ("additive_limit", "one_per_session", "form_matters"):
        if getattr(record, name, None) is not None:
            yield f"{kind} {identity} {name}"
