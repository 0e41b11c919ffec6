"""Names of substances with what people add to them: a strength, a salt, "injection"."""

import re
from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog, Named, UnknownName
from mesoplan.record import NamedTuple

_SPACE = ("substance",)
#: Patterns are compiled where they are first used: most commands never read a name like these.
_AMOUNT = (
    r"\d[\d.,]*\s*(?:%(?:\s*\(?[wv]/[wv]\)?)?"
    r"|(?:mg|mcg|µg|μg|ug|g|iu|ui|u|units?|meq)\s*/\s*(?:m[lL]|cc))"
)
_AFTER = rf"(?is)(?P<name>.+?)[\s,]*[\s,(]+(?P<strength>{_AMOUNT})\)?\s*\Z"
_BEFORE = rf"(?is)\s*(?P<strength>{_AMOUNT})\s+(?:of\s+)?(?P<name>.+)\Z"
#: Words that say how it is packed, not what it is.
_PACKING = r"(?i)\s+(?:for injection|injection|injectable|inj\.?|amp\.?|ampoules?|ampules?|vials?)\s*\Z"
_SALTS = ((r"(?i)\bHCl\b", "hydrochloride"),)


class Substance(NamedTuple):
    """What a name means, and the strength that was written in it ("" when none)."""

    named: Named
    strength: str = ""


def read_substance(name: str, catalog: Catalog, called: str, *, offer: bool = True) -> Substance:
    """The ingredient or product that a name means. Raises `UnknownName` with what may be meant."""
    error: UnknownName | None = None
    for base, strength in _readings(name):
        try:
            return Substance(catalog.resolve(base, _SPACE, called, offer=False), strength)
        except UnknownName as wrong:
            if wrong.close or wrong.why:
                raise
            error = error or wrong
    if not offer:
        raise error or UnknownName(called, name, [])
    bases = [base for base, strength in _readings(name) if strength]
    for base in bases[:1]:
        try:
            catalog.resolve(base, _SPACE, called)
        except UnknownName as wrong:
            if wrong.close:
                raise
    catalog.resolve(name, _SPACE, called)
    raise error or UnknownName(called, name, [])


def _readings(name: str) -> Iterator[tuple[str, str]]:
    """The name as it stands, then without what was added to it; with the strength that was taken off."""
    yield from ((each, "") for each in _bare(name))
    for pattern in (_AFTER, _BEFORE):
        match = re.match(pattern, _unpacked(name))
        if match is not None:
            yield from ((each, match["strength"]) for each in _bare(match["name"]))


def _bare(name: str) -> Iterator[str]:
    yield name
    unpacked = _unpacked(name)
    if unpacked != name:
        yield unpacked
    spelt = unpacked
    for pattern, full in _SALTS:
        spelt = re.sub(pattern, full, spelt)
    if spelt != unpacked:
        yield spelt


def _unpacked(name: str) -> str:
    return re.sub(_PACKING, "", name)
