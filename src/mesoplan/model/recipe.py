"""Published cocktails, as checkable cases."""

from typing import Literal, NamedTuple

from mesoplan.model.cite import Cite


class RecipeItem(NamedTuple):
    """One line of a published cocktail; amounts are texts as in a case file."""

    ingredient: str = ""
    product: str = ""
    amount: str = ""
    volume: str = ""
    concentration: str = ""
    form: str = ""
    syringe: int = 1
    printed: str = ""


class Expected(NamedTuple):
    """What a sound check says of the recipe today, and why."""

    verdict: Literal["blocked", "incomplete", "caution", "clear"]
    codes: tuple[str, ...]
    why: str


class Recipe(NamedTuple):
    """A published cocktail."""

    label: str
    goal: str
    cocktail: tuple[RecipeItem, ...]
    reported: str
    direction: Literal["benefit", "no-difference", "harm", "unclear"]
    expected: Expected
    cite: Cite
    zone: str = ""
    jurisdiction: str = ""
    technique: str = ""
    sessions: int | None = None
    interval: str = ""
    not_in_catalog: tuple[str, ...] = ()
    note: str = ""
    id: str = ""


class Waiver(NamedTuple):
    """A written exception of a clinic to one statement."""

    statement: str
    reason: str
    owner: str
    expires: str
    id: str = ""
