"""Plans, checks and explains injectable mesotherapy cocktails from a sourced catalog.

>>> import mesoplan
>>> catalog = mesoplan.load_catalog()
>>> case = mesoplan.Case(goal="melasma", zone="face", jurisdiction="EU", patient={"sex": "female"})
>>> result = mesoplan.plan(case, catalog, k=3)

The public names are listed in ``__all__`` and loaded when they are first used, so that importing
mesoplan costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself would double what importing mesoplan costs
if TYPE_CHECKING:
    from typing import Any

    from mesoplan.api import check as check
    from mesoplan.api import plan as plan
    from mesoplan.cases.fault import CaseError as CaseError
    from mesoplan.cases.read import case_from as case_from
    from mesoplan.cases.read import read_case as read_case
    from mesoplan.catalog.catalog import Catalog as Catalog
    from mesoplan.catalog.catalog import UnknownName as UnknownName
    from mesoplan.catalog.fault import CatalogError as CatalogError
    from mesoplan.catalog.load import load_catalog as load_catalog
    from mesoplan.engine import Deadline as Deadline
    from mesoplan.engine import Engine as Engine
    from mesoplan.errors import BadRequest as BadRequest
    from mesoplan.errors import MesoplanError as MesoplanError
    from mesoplan.errors import NoCatalog as NoCatalog
    from mesoplan.errors import NotAnAnswer as NotAnAnswer
    from mesoplan.errors import UnknownPreference as UnknownPreference
    from mesoplan.errors import UnusablePolicy as UnusablePolicy
    from mesoplan.model.case import Case as Case
    from mesoplan.model.finding import CheckReport as CheckReport
    from mesoplan.model.finding import Finding as Finding
    from mesoplan.model.observer import Observer as Observer
    from mesoplan.model.plan import Plan as Plan
    from mesoplan.model.plan import PlanReport as PlanReport
    from mesoplan.quantity import Quantity as Quantity
    from mesoplan.quantity import QuantityError as QuantityError
    from mesoplan.report.answer import Answer as Answer
    from mesoplan.report.answer import answer_from as answer_from

    __version__: str

_HOMES = {
    "AmbiguousName": "mesoplan.catalog.named",
    "Answer": "mesoplan.report.answer",
    "BadRequest": "mesoplan.errors",
    "Case": "mesoplan.model.case",
    "CaseError": "mesoplan.cases.fault",
    "Catalog": "mesoplan.catalog.catalog",
    "CatalogError": "mesoplan.catalog.fault",
    "CheckReport": "mesoplan.model.finding",
    "Deadline": "mesoplan.engine",
    "Engine": "mesoplan.engine",
    "Finding": "mesoplan.model.finding",
    "MesoplanError": "mesoplan.errors",
    "NoCatalog": "mesoplan.errors",
    "NotAnAnswer": "mesoplan.errors",
    "Observer": "mesoplan.model.observer",
    "Plan": "mesoplan.model.plan",
    "PlanReport": "mesoplan.model.plan",
    "Quantity": "mesoplan.quantity",
    "QuantityError": "mesoplan.quantity",
    "UnknownPreference": "mesoplan.errors",
    "UnusablePolicy": "mesoplan.errors",
    "UnknownName": "mesoplan.catalog.catalog",
    "answer_from": "mesoplan.report.answer",
    "case_from": "mesoplan.cases.read",
    "check": "mesoplan.api",
    "load_catalog": "mesoplan.catalog.load",
    "plan": "mesoplan.api",
    "read_case": "mesoplan.cases.read",
}

__all__ = [*_HOMES]
_NAMES = {"__version__": ("mesoplan.version", "VERSION")}


def __getattr__(name: str) -> Any:
    home, inner = _NAMES.get(name) or (_HOMES.get(name, ""), name)
    if not home:
        raise AttributeError(f"module 'mesoplan' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(home), inner)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*_HOMES, "__version__"])
