"""How statements were read: none may claim more than its source, none may clear without a reading."""

from collections.abc import Callable, Iterator
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, Placed, warning
from mesoplan.model.product import Permission

#: Best reading first. A label and a full text are the thing itself; the rest stand for it.
_READ: dict[str, int] = {
    "label": 0,
    "full-text": 0,
    "abstract": 1,
    "secondary": 2,
    "vendor": 3,
    "recalled": 4,
}

#: Sources of which a statement may say that it was read on a label.
_LABEL_LIKE = frozenset({"label", "monograph", "notice", "registry", "law"})


def better_than_source(look: Look) -> Iterator[Fault]:
    """CA022: a statement claims a better reading than its source had."""
    for placed in look.statements:
        cite = placed.stated.cite
        source = look.tables["source"].get(cite.source)
        if source is None or source.record.kind == "background":
            continue
        had, kind = source.record.access, source.record.kind
        path = f"{placed.path}.cite" if placed.path else "cite"
        if _READ[cite.access] < _READ[had]:
            yield warning(
                "CA022",
                placed.entry,
                path,
                f'is cited with access "{cite.access}"; {cite.source} was read as "{had}".',
                "The statement looks better supported than it is.",
                f'Write access = "{had}", or raise the access of the source after reading it.',
            )
        elif cite.access == "label" and kind not in _LABEL_LIKE:
            yield warning(
                "CA022",
                placed.entry,
                path,
                f'is cited with access "label"; {cite.source} is a {kind}.',
                "Only a label speaks for the maker.",
                'Write how it was read ("full-text", "abstract" …), or correct the kind of the source.',
            )


def clears_nothing(look: Look) -> Iterator[Fault]:
    """CA025: a permission that rests on what was not read.

    A licence for a route that no technique uses is left alone: no check asks for it.
    """
    used = {entry.record.route for entry in look.entries("technique")}
    for placed in look.statements:
        record = placed.stated.record
        permits = _PERMITS.get(type(record).__name__)
        if permits is None or placed.stated.cite.supports or not permits(record):
            continue
        if isinstance(record, Permission) and record.route not in used:
            continue
        yield warning(
            "CA025",
            placed.entry,
            placed.path,
            f'{_what(placed)} rests on access "{placed.stated.cite.access}".',
            "It clears nothing: a check stays as open as without it.",
            "Read a source and cite it, or accept that the question stays open.",
        )


def _what(placed: Placed) -> str:
    return f'the permission "{placed.stated.id.partition("#")[2].rpartition("@")[0]}"'


_PERMITS: dict[str, Callable[[Any], bool]] = {
    "Permission": lambda record: record.permission == "licensed",
    "Interaction": lambda record: record.kind == "compatible" and record.basis != "predicted",
    "Status": lambda record: record.status in ("licensed", "device"),
    "Admixture": lambda record: record.rule == "allowed",
    "MixingLaw": lambda record: record.rule == "allowed",
}
