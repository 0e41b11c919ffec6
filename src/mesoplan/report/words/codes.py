"""What keeps something out of a plan, in a few words beside its code."""

from mesoplan.rules.registry import RULES

#: What keeps a regimen out of every plan and is no finding of a rule.
NO_RULE = {
    "SYRINGE": "what shared a syringe was not printed",
    "ROUTE": "given by a route that is not meant here",
    "PRODUCT": "no product of the catalog gives its amounts",
    "STOCK": "not on the shelf",
}
_NAMES = {each.code: each.name.replace("-", " ") for each in RULES}


def code_words(code: str) -> str:
    """What keeps a regimen out, by its code."""
    return NO_RULE.get(code) or f"{code} {_NAMES.get(code, '')}".strip()


def reason_words(code: str) -> str:
    """The reason first, and its code after it: "no sourced dose [DS504]"."""
    return f"{_NAMES[code]} [{code}]" if code in _NAMES else code_words(code)
