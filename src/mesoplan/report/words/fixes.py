"""A fix in words: the one change that would settle a finding."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import Fix
from mesoplan.report.words.template import sentence

_WITH_DETAIL = {
    "lower": "lower {target} to {detail}",
    "swap": "use {detail} in place of {target}",
    "state": "state the {detail} of {target}",
    "wait": "wait {detail} before the next session",
}
#: What to exchange something for.
_SWAPS = {
    "licensed-for-route": "a product licensed for the route",
    "studied-depth": "a technique of the studied depth",
    "aqueous": "an aqueous product",
    "solution": "a solution",
    "injectable": "a sterile injectable product",
    "without-excipient": "a product without that excipient",
}
_WITHOUT = {
    "drop": "leave {target} out",
    "lower": "lower {target}",
    "separate": "put {target} into a syringe of its own",
    "swap": "use something else in place of {target}",
    "ask": "ask: {target}",
    "state": "say: {target}",
    "dilute": "dilute {target}",
    "wait": "wait",
    "vehicle": "use {target} as the vehicle",
}


def fix_words(fix: Fix, catalog: Catalog) -> str:
    """The fix as a sentence, with the catalog's labels."""
    detail = _SWAPS.get(fix.detail, fix.detail) if fix.amount is None else str(fix.amount)
    table = _WITH_DETAIL if detail and fix.kind in _WITH_DETAIL else _WITHOUT
    template = table.get(fix.kind, f"{fix.kind} {{target}}")
    return sentence(template.format(target=_named(fix, catalog), detail=detail))


def _named(fix: Fix, catalog: Catalog) -> str:
    """The target's label; for a question, the catalog's own question about that fact."""
    if fix.kind == "ask" and fix.target in catalog.table("fact"):
        fact = catalog.fact(fix.target)
        return fact.question or f"{fact.label}?"
    return catalog.label(fix.target) if fix.target else "each product"
