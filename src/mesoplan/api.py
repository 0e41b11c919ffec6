"""The two questions of the library: check a cocktail, plan a cocktail."""

from collections.abc import Mapping, Sequence
from typing import Any

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.report.words import with_words
from mesoplan.rules.run import check as run_rules
from mesoplan.rules.scene import Scene


def check(
    case: Case, cocktail: Sequence[Mapping[str, Any]] | None, catalog: Catalog
) -> CheckReport:
    """What is known for and against a cocktail in a case, and what is not known.

    ``cocktail`` is a list of items with the keys of a case file; None means the case's own.
    Raises :class:`CaseError` with every fault when a name or amount cannot be read: a case is
    judged whole or not at all.
    """
    asked = case if cocktail is None else case._replace(cocktail=tuple(cocktail))
    knowledge = Knowledge(catalog)
    scene = Scene(resolve(asked, catalog), knowledge)
    return with_words(run_rules(scene), catalog)
