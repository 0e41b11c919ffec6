"""The template language of the wording, kept so small that a template reads like its result.

``{key}`` is filled from the finding's data with the catalog's label; ``[...]`` is left out when a
key inside it is empty; ``first || second`` takes the first part whose keys are all filled.
"""

import re
from decimal import Decimal
from functools import lru_cache

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import Finding
from mesoplan.record import NamedTuple
from mesoplan.report.words.plain import plain

#: Keys that hold sentences or numbers: never looked up as a name.
_SENTENCES = frozenset({"why", "action", "note"})
_RAW = frozenset(
    {
        "what",
        "text",
        "error",
        "condition",
        "since",
        "over",
        "limit",
        "used",
        "given",
        "amount",
        "least",
        "planned",
        "age",
        "range",
        "one_ph",
        "other_ph",
        "window",
        "basis",
        "fit",
        "percent",
        "where",
        "duration",
        "most",
        "known",
        "value",
        "day",
        "days",
        "last",
        "until",
        "earlier",
    }
)
#: Of a long list this many are named; the finding's subjects hold all of them.
_NAMED = 6


class Words(NamedTuple):
    """The wording of one topic: what and so what; what next."""

    message: str
    action: str = ""


def fields_of(finding: Finding, catalog: Catalog) -> dict[str, str]:
    """Every key that a template may use, as text.

    Beside the finding's data: ``subjects`` (all labels), ``ingredients`` (those subjects that are
    ingredients or products), ``either`` (the same, joined by "or") and ``per`` (``over``, unless the
    limit's unit says it already).
    """
    fields = {key: _text(key, value, catalog) for key, value in finding.data.items()}
    if "/" not in fields.get("limit", ""):
        fields["per"] = fields.get("over", "")
    substances = substances_of(finding, catalog)
    fields["subjects"] = listed([catalog.label(each) for each in finding.subjects if each])
    fields["ingredients"] = listed([catalog.label(each) for each in substances])
    fields["either"] = listed([catalog.label(each) for each in substances], last="or")
    return fields


def substances_of(finding: Finding, catalog: Catalog) -> list[str]:
    """The subjects that are ingredients or products, without the medicine that the finding is about."""
    substances = [
        each
        for each in finding.subjects
        if each in catalog.table("ingredient") or each in catalog.table("product")
    ]
    return [each for each in substances if each != finding.data.get("fact")] or substances


#: A number with more decimals than anybody reads; JSON keeps them all.
_READABLE, _WHOLE = 8, 1000
_LONG = re.compile(r"(?<![\w.])\d+\.\d{4,}(?![\w.])")


def _shortened(value: str) -> str:
    """Numbers of many digits to four significant ones, as people read them."""
    return _LONG.sub(lambda found: _four_digits(found.group()), value) if "." in value else value


def _four_digits(text: str) -> str:
    number = Decimal(text)
    if len(text) <= _READABLE:
        return text
    return f"{number.quantize(Decimal(1))}" if abs(number) >= _WHOLE else f"{number:.4g}"


def _text(key: str, value: str, catalog: Catalog) -> str:
    value = _shortened(value)
    if key in _SENTENCES:
        return sentence(value)
    if key in _RAW:
        bare = value.strip().rstrip(".")
        return plain(_POINT.sub(r"\1", bare) if " to " in bare else bare)
    for joint in (", ", " + "):
        if joint in value:
            return joint.join(catalog.label(each) for each in value.split(joint))
    return catalog.label(value)


def fill(template: str, fields: dict[str, str]) -> str:
    """The template's first alternative that can be filled, as sentences; empty when none can."""
    for alternative in _alternatives(template):
        text = _fill_one(alternative, fields)
        if text:
            return sentence(text)
    return ""


def fill_part(template: str, fields: dict[str, str]) -> str:
    """The template filled as it stands, not made a sentence; empty when it cannot be filled."""
    return next((text for each in template.split("||") if (text := _fill_one(each, fields))), "")


def _fill_one(template: str, fields: dict[str, str]) -> str:
    filled = []
    for pieces, optional in _parts(template):
        words = [fields.get(piece, "") if is_key else piece for piece, is_key in pieces]
        if all(words):
            filled += words
        elif not optional:
            return ""
    return "".join(filled)


#: A range of one value: "2.5 to 2.5".
_POINT = re.compile(r"^(\S+) to \1$")
_KEY = re.compile(r"{(\w+)}")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")


@lru_cache(maxsize=1024)
def _alternatives(template: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in template.split("||"))


@lru_cache(maxsize=1024)
def _parts(template: str) -> tuple[tuple[tuple[tuple[str, bool], ...], bool], ...]:
    """The template cut into parts, and whether each may be left out; a part into texts and keys."""
    parts = _OPTIONAL.split(template)
    return tuple((_pieces(part), position % 2 == 1) for position, part in enumerate(parts) if part)


def _pieces(part: str) -> tuple[tuple[str, bool], ...]:
    """Texts, and keys with True, in their order."""
    pieces = _KEY.split(part)
    return tuple((piece, position % 2 == 1) for position, piece in enumerate(pieces) if piece)


def sentence(text: str) -> str:
    """The text with a capital letter in front and a stop at its end, on one line."""
    clean = " ".join(text.split())
    if not clean:
        return ""
    first = clean.split(" ", 1)[0].rstrip(",;:")
    if first.replace("-", "").isalpha() and first.islower():
        clean = clean[0].upper() + clean[1:]
    return clean if clean[-1] in ".!?:" else clean + "."


def listed(names: list[str], last: str = "and") -> str:
    """Names as people write a list; of a long one the first few and how many more."""
    unique = list(dict.fromkeys(names))
    if len(unique) > _NAMED + 1:
        return ", ".join(unique[:_NAMED]) + f" {last} {len(unique) - _NAMED} more"
    if len(unique) < 2:
        return "".join(unique)
    return ", ".join(unique[:-1]) + f" {last} {unique[-1]}"
