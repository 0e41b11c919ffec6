"""Where something comes from, in a few words: "avodart-label-us, label; +2"."""

from collections.abc import Iterable

from mesoplan.model.cite import ACCESS_RANK, Cite
from mesoplan.model.finding import StatementRef

_SHOWN = 2


def first_of(statements: Iterable[StatementRef]) -> str:
    """The best-read source, and how many more."""
    ordered = sorted({(ACCESS_RANK.get(each.access, 9), each.source, each.access) for each in statements})
    sources = list(dict.fromkeys((source, access) for _, source, access in ordered))
    if not sources:
        return ""
    source, access = sources[0]
    first = source_words(source, access) if access in ("recalled", "vendor") else source
    return f"{first} +{len(sources) - 1}" if len(sources) > 1 else first


def brief(statements: Iterable[StatementRef]) -> str:
    """The best-read sources first, two of them, and how many more."""
    pairs = {(each.source, each.access) for each in statements}
    ordered = sorted(pairs, key=lambda pair: (ACCESS_RANK.get(pair[1], 9), pair))
    words = list(dict.fromkeys(source_words(*pair) for pair in ordered))
    shown = "; ".join(words[:_SHOWN])
    return f"{shown}; +{len(words) - _SHOWN}" if len(words) > _SHOWN else shown


def source_words(source: str, access: str) -> str:
    """A source and how it was read; what was not read says so."""
    if access == "recalled":
        return "recalled, not read" if source == "background" else f"{source}, recalled, not read"
    return f"{source}, seller's claim" if access == "vendor" else f"{source}, {access}"


def cited(cite: Cite) -> str:
    """A citation with its place: "avodart-label-us, contraindications, label"."""
    if cite.access == "recalled" and cite.source == "background":
        return "recalled, not read"
    if cite.at in ("not read", cite.access) or cite.access == "recalled":
        return source_words(cite.source, cite.access)
    return f"{cite.source}, {cite.at}, {cite.access}"
