"""Cases under a catalog: published cocktails as cases, and the verdict on any case."""

from typing import NamedTuple

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.model.recipe import Recipe, RecipeItem
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

#: The verdict on a case that a catalog cannot read: a name in it is not there.
REFUSED = "refused"


class NamedCase(NamedTuple):
    """A case and what to call it."""

    name: str
    case: Case


class Verdicted(NamedTuple):
    """A verdict and the codes behind it, notes left out; `REFUSED` for what cannot be read."""

    verdict: str
    codes: tuple[str, ...]


def recipe_cases(catalog: Catalog) -> tuple[NamedCase, ...]:
    """The published cocktails of a catalog as cases, by id. Nothing is known of the patient."""
    return tuple(
        NamedCase(f"recipe {identity}", recipe_case(recipe))
        for identity, recipe in catalog.table("recipe").items()
        if recipe.cocktail
    )


def recipe_case(recipe: Recipe) -> Case:
    """A published cocktail as a case. An interval in words (twice, then monthly) is left out."""
    return Case(
        goal=recipe.goal,
        zone=recipe.zone,
        jurisdiction=recipe.jurisdiction,
        technique=recipe.technique,
        session={"interval": recipe.interval} if _is_time(recipe.interval) else {},
        cocktail=tuple(_line(item) for item in recipe.cocktail),
    )


def report_on(case: Case, knowledge: Knowledge) -> CheckReport:
    """What the rules say of a case. Raises `CaseError` when the catalog cannot read it."""
    return check(Scene(resolve(case, knowledge.catalog), knowledge))


def verdict_on(case: Case, knowledge: Knowledge) -> Verdicted:
    """The verdict on a case and the codes of its findings, worst first."""
    try:
        report = report_on(case, knowledge)
    except CaseError:
        return Verdicted(REFUSED, ())
    codes = (found.code for found in report.findings if found.severity != "note")
    return Verdicted(report.verdict, tuple(dict.fromkeys(codes)))


def _is_time(text: str) -> bool:
    try:
        return Quantity.parse(text).dimension == "time"
    except QuantityError:
        return False


def _line(item: RecipeItem) -> dict[str, str | int]:
    keys = ("ingredient", "product", "amount", "volume", "concentration", "form")
    line: dict[str, str | int] = {key: getattr(item, key) for key in keys if getattr(item, key)}
    return {**line, "syringe": item.syringe}
