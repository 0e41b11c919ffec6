"""Identifiers of substances and facts: check digits and shapes. A slip in one names another thing."""

import re
from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, error
from mesoplan.catalog.read import Entry
from mesoplan.model.codes import is_gtin

_CAS = re.compile(r"[1-9]\d{1,6}-\d{2}-\d")
_UNII = re.compile(r"[0-9A-Z]{10}")
_ATC = re.compile(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?")
_ICD10 = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")
_SNOMED = re.compile(r"[1-9]\d{5,17}")
_RXNORM = re.compile(r"[1-9]\d{0,6}")


def cas(look: Look) -> Iterator[Fault]:
    """CA030: a CAS number whose check digit is wrong."""
    for entry in look.entries("ingredient"):
        for path, number in _written(entry, "cas"):
            if not is_cas(number):
                yield error(
                    "CA030",
                    entry,
                    path,
                    f'"{number}" fails the CAS check digit.',
                    "It names no substance, or another one.",
                    "Copy it again from its source.",
                )


def unii(look: Look) -> Iterator[Fault]:
    """CA031: a UNII whose check character is wrong."""
    for entry in look.entries("ingredient"):
        for path, code in _written(entry, "unii"):
            if not is_unii(code):
                yield error(
                    "CA031",
                    entry,
                    path,
                    f'"{code}" fails the UNII check character.',
                    "It names no substance, or another one.",
                    "Copy it again from its source.",
                )


def code_shapes(look: Look) -> Iterator[Fault]:
    """CA032: an ATC, ICD-10, SNOMED CT or RxNorm code that cannot be one."""
    shapes = (
        ("atc", _ATC, "N01BB02"),
        ("icd10", _ICD10, "L65.9"),
        ("snomed", _SNOMED, "77386006"),
        ("rxnorm", _RXNORM, "6387"),
    )
    for kind in ("ingredient", "fact", "goal", "zone"):
        for entry in look.entries(kind):
            for name, shape, example in shapes:
                for path, code in _written(entry, name):
                    if shape.fullmatch(code) and (name != "snomed" or _verhoeff(code)):
                        continue
                    yield error(
                        "CA032",
                        entry,
                        path,
                        f'"{code}" is not the shape of {name.upper()}.',
                        "A case that comes with codes would miss it.",
                        f'Such as "{example}".',
                    )


def gtin(look: Look) -> Iterator[Fault]:
    """CA034: a product's GTIN whose check digit is wrong, or that another product has too."""
    first: dict[str, str] = {}
    for entry in look.entries("product"):
        number = entry.record.gtin
        if not number:
            continue
        if not is_gtin(number):
            yield error(
                "CA034",
                entry,
                "gtin",
                f'"{number}" is no GTIN: 8, 12, 13 or 14 digits, the last of which checks the others.',
                "The label of its syringe could not be printed, or would name another product.",
                "Copy it again from the pack.",
            )
        other = first.setdefault(number.zfill(14), entry.record.id)
        if other != entry.record.id:
            yield error(
                "CA034",
                entry,
                "gtin",
                f'"{number}" is the number of "{other}" too.',
                "A scanned syringe could be either.",
                "Keep it on the product whose pack carries it.",
            )


def is_cas(number: str) -> bool:
    """True when the last digit is the weighted sum of those before it, modulo 10."""
    if not _CAS.fullmatch(number):
        return False
    digits = [int(char) for char in number if char != "-"]
    return sum(place * digit for place, digit in enumerate(reversed(digits[:-1]), 1)) % 10 == digits[-1]


def is_unii(code: str) -> bool:
    """True when the last character is the base-36 sum of the nine before it, modulo 36."""
    if not _UNII.fullmatch(code):
        return False
    return sum(int(char, 36) for char in code[:9]) % 36 == int(code[9], 36)


def _written(entry: Entry, name: str) -> Iterator[tuple[str, str]]:
    record = entry.record
    for holder, path in ((record, ""), (getattr(record, "codes", None), "codes.")):
        for position, value in enumerate(getattr(holder, name, ())):
            yield f"{path}{name}[{position}]", value
    for position, form in enumerate(getattr(record, "forms", ())):
        if getattr(form, name, ""):
            yield f"forms[{position}].{name}", getattr(form, name)


#: Tables of the Verhoeff check digit (J. Verhoeff 1969), which ends every SNOMED CT identifier.
_TIMES = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_TURNS = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def _verhoeff(digits: str) -> bool:
    check = 0
    for place, char in enumerate(reversed(digits)):
        check = int(_TIMES[check][int(_TURNS[place % 8][int(char)])])
    return check == 0
