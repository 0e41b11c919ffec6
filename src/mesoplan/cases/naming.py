"""Names of substances with what people add to them: a strength, a salt, "injection"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from mesoplan.catalog.catalog import Catalog, Named, UnknownName
from mesoplan.record import NamedTuple

_SPACE = ("substance",)
_UNITS = r"(?:mg|mcg|µg|μg|ug|g|usp\s+(?:u|units?)|iu|ui|u|units?|meq)"
#: Patterns are compiled where they are first used: most commands never read a name like these.
_AMOUNT = (
    r"\d[\d.,]*\s*(?:%(?:\s*\(?[wv]/[wv]\)?)?"
    rf"|{_UNITS}\s*/\s*(?:\d[\d.,]*\s*)?(?:m[lL]|cc))"
)
_MASS = rf"(?is)(?P<name>.+?)[\s,]*(?<!\d)[\s,(]*(?P<amount>\d[\d.,]*\s*{_UNITS})\)?\s*\Z"
_AFTER = rf"(?is)(?P<name>.+?)[\s,]*[\s,(]+(?P<strength>{_AMOUNT})\)?\s*\Z"
_BEFORE = rf"(?is)\s*(?P<strength>{_AMOUNT})\s+(?:of\s+)?(?P<name>.+)\Z"
#: Words that say how it is packed, not what it is.
_PACKING = (
    r"(?i)\s+(?:for injection|injection|injectable|inj\.?|amp\.?|ampoules?|ampules?|vials?|plain"
    r"|iniettabile|inyectable|injet[áa]vel|injizierbar|fial[ae]|ampollas?|ampolas?|ampullen?"
    r"|flacon(?:cino|e|i)?|frascos?|viale[s]?"
    r"|(?:sin|sans|senza|sem|ohne|without)\s+(?:epinephrine|epinefrina|adrenaline|adrenalina|adr[ée]naline|"
    r"adrenalin|vasoconstri?ctor|vasoconstritor|vasocostrittore|vaso))\s*\Z"
)
#: Words for a salt in the languages of the field, and the id of the form that they mean.
_SALTS = tuple(
    (rf"(?i)(?:\b|(?<=\w))(?:{words})\b(?:\s+(?:de|di|d'|of)\b)?", form)
    for words, form in (
        (r"fosfato s[óo]dico|phosphate de sodium|natriumphosphat|sodium phosphate", "sodium-phosphate"),
        (r"succinato s[óo]dico|succinate de sodium|natriumsuccinat|sodium succinate", "sodium-succinate"),
        (r"HCl|hydrochloride|hydrochlorid|clorhidrato|cloridrato|chlorhydrate", "hydrochloride"),
        (r"trometamol|trometamina|trom[ée]tamine|tromethamine", "tromethamine"),
        (r"trometamol|trometamina|trom[ée]tamine|tromethamine", "trometamol"),
        (r"acetato|ac[ée]tate|acetat", "acetate"),
        (r"sale di lisina|lisinato|lysinate|lysine", "lysine"),
        (r"sodium|sodique|s[óo]dic[oa]|sodio|natrium", "sodium"),
    )
)
_DECIMAL_COMMA = r"(?<![\d.,])(\d+),(\d{1,2})(?![\d.,])"


class Substance(NamedTuple):
    """What a name means, and the strength or the amount that was written in it ("" when none)."""

    named: Named
    strength: str = ""
    amount: str = ""


def named_amount(name: str) -> str:
    """The mass or activity at the end of a name: "100 U" of "Botox 100 U"; empty where there is none."""
    match = re.match(_MASS, _unpacked(name))
    return match["amount"] if match is not None else ""


def read_substance(name: str, catalog: Catalog, called: str, *, offer: bool = True) -> Substance:
    """The ingredient or product that a name means. Raises `UnknownName` with what may be meant."""
    error: UnknownName | None = None
    for base, strength, amount in _readings(name):
        try:
            return Substance(catalog.resolve(base, _SPACE, called, offer=False), strength, amount)
        except UnknownName as wrong:
            if wrong.close or wrong.why:
                raise
            error = error or wrong
        salted = _salted(base, catalog)
        if salted is not None:
            return Substance(salted, strength, amount)
    why = _why_not(name, catalog)
    if why:
        raise UnknownName(called, name, [], why)
    if not offer:
        raise error or UnknownName(called, name, [])
    bases = [base for base, strength, amount in _readings(name) if strength or amount]
    for base in bases[:1]:
        try:
            catalog.resolve(base, _SPACE, called)
        except UnknownName as wrong:
            if wrong.close:
                raise
    catalog.resolve(name, _SPACE, called)
    raise error or UnknownName(called, name, [])


_RATIO = r"\b1\s*[:/]\s*(?P<parts>\d[\d., ]*\d)"
_BARE_NUMBER = r"(?s)(?P<name>.+?)\s+(?P<number>\d[\d.,]*)\s*\Z"
_BETWEEN = r"\s*(?:\s|,|/|&|\be\b|\by\b|\bet\b|\band\b|\bund\b|\bwith\b|\bcon\b|\bavec\b|\bcom\b|\bmit\b)\s*"
_MOST_WORDS = 8


def _why_not(name: str, catalog: Catalog) -> str:
    """Why a name that means nothing was not read, where it can be told: a ratio, a bare number, two names."""
    ratio = re.search(_RATIO, name)
    parts = int("".join(char for char in ratio["parts"] if char.isdigit())) if ratio else 0
    if parts:
        strength = Decimal(1_000_000) / parts
        said = f"1:{parts} is {strength.normalize():f} ug/mL"
        return f"A ratio is misread: {said}; write each substance on its own."
    bare = re.match(_BARE_NUMBER, _unpacked(name))
    if bare is not None and catalog.meanings(bare["name"], _SPACE):
        return f'{bare["number"]} of what? Write its unit: "{bare["name"]} {bare["number"]} mg".'
    pieces = [each for each in re.split(_BETWEEN, name) if each][:_MOST_WORDS]
    for cut in range(1, len(pieces)):
        both = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        if all(any(catalog.meanings(each, _SPACE) for each, _, _ in _readings(half)) for half in both):
            return f'Two things: "{both[0]}" and "{both[1]}". Write a line for each.'
    return ""


def _readings(name: str) -> Iterator[tuple[str, str, str]]:
    """The name as it stands, then without what was added to it: its strength, or else its amount."""
    yield from ((each, "", "") for each in _bare(name))
    pointed = re.sub(_DECIMAL_COMMA, r"\1.\2", name)
    if pointed != name:
        yield pointed, "", ""
    for pattern in (_AFTER, _BEFORE):
        match = re.match(pattern, _unpacked(name))
        if match is not None:
            yield from ((each, match["strength"], "") for each in _bare(match["name"]))
    match = re.match(_MASS, _unpacked(name))
    if match is not None:
        yield from ((each, "", match["amount"]) for each in _bare(match["name"]))


def _salted(name: str, catalog: Catalog) -> Named | None:
    """The ingredient of a name with its salt in whatever language, where the catalog has that salt of it."""
    for pattern, form in _SALTS:
        bare = " ".join(re.sub(pattern, " ", name).split())
        if not bare or bare == " ".join(name.split()):
            continue
        for found in catalog.meanings(bare, _SPACE):
            if found.kind == "ingredient" and not found.form and not found.near:
                forms = catalog.ingredient(found.id).forms
                if any(each.id == form for each in forms):
                    return found._replace(form=form)
    return None


def _bare(name: str) -> Iterator[str]:
    yield name
    unpacked = _unpacked(name)
    if unpacked != name:
        yield unpacked


def _unpacked(name: str) -> str:
    return name if name.split() == [name] else re.sub(_PACKING, "", name)
