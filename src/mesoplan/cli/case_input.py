"""A case from a file, from stdin, from options, or from a file with options over it."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.read import MAX_BYTES, case_from_bytes, read_case
from mesoplan.cli.settings import settings
from mesoplan.cli.streams import mutter
from mesoplan.model.case import Case

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog

_LISTS = ("conditions", "allergies", "medicines")
_PATIENT = ("sex", "age", "weight", "pregnant", "breastfeeding")
_LIMITS = ("max_ingredients", "max_syringes", "max_volume", "unknown_mixing")
_PLACE = ("zone", "jurisdiction", "technique")
_SESSION = ("area", "points")


def is_file_name(text: str) -> bool:
    """Whether an argument means a case file and not a name."""
    if text == "-" or text.lower().endswith((".toml", ".json", ".yaml", ".yml")):
        return True
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long, or no name that a file can have
        return False


def asked_case(goal_or_file: str, given: Mapping[str, Any]) -> tuple[Case, str]:
    """The case that a goal or a file and the options describe, and the file's name ("" if none)."""
    where = goal_or_file if is_file_name(goal_or_file) else ""
    with faults_at(where):
        case = case_from_file(where) if where else Case(goal=goal_or_file)
        return with_options(case, given), where


def in_order(catalog: "Catalog", ingredient: str, goal_or_file: str) -> None:
    """Refuse a goal that stands where the ingredient belongs, and say the right order."""
    if is_file_name(goal_or_file) or not _is_goal(ingredient, catalog) or _is_goal(goal_or_file, catalog):
        return
    command = click.get_current_context().command_path
    goal = f'"{ingredient}"' if " " in ingredient else ingredient
    what = f'"{goal_or_file}"' if " " in goal_or_file else goal_or_file
    raise click.UsageError(f"the ingredient comes first, then the goal: {command} {what} {goal}")


def _is_goal(name: str, catalog: "Catalog") -> bool:
    try:
        catalog.resolve(name, ("goal",), "goal")
    except LookupError:
        return False
    return True


def case_from_file(name: str) -> Case:
    """The case in a file, or on stdin for "-"."""
    if name != "-":
        return read_case(name)
    if sys.stdin is None:
        raise click.UsageError("there is no standard input to read a case from.")
    return case_from_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin")


def with_options(case: Case, given: Mapping[str, Any]) -> Case:
    """The case with the options of a command laid over it.

    Single values take the place of the file's; lists are added to the file's, so that an option
    never makes a warning disappear. What neither says is taken from mesoplan.toml, and said.
    """
    case = case._replace(**{key: given[key] for key in _PLACE if given.get(key)})
    session = {key: given[key] for key in _SESSION if given.get(key) is not None}
    case = case._replace(session={**case.session, **session}) if session else case
    patient = dict(case.patient)
    patient.update({key: given[key] for key in _PATIENT if given.get(key) is not None})
    for key in (*_LISTS, "absent"):
        _lay_list(patient, key, given)
    limits = dict(case.limits)
    limits.update({key: given[key] for key in _LIMITS if given.get(key) is not None})
    for key in ("include", "exclude"):
        if given.get(key):
            limits[key] = [*_listed(f"limits.{key}", limits.get(key, ())), *given[key]]
    case = _with_settings(case._replace(patient=patient, limits=limits), given)
    if not given.get("stock") or given["stock"] == "ledger":  # that is read from the ledger itself
        return case
    return _with_stock(case, given["stock"])


def _with_settings(case: Case, given: Mapping[str, Any]) -> Case:
    found = settings()
    if found.jurisdiction and not case.jurisdiction:
        mutter(f"From {found.file}: jurisdiction {found.jurisdiction}.")
        case = case._replace(jurisdiction=found.jurisdiction)
    if found.stock and "stock" in given and not given["stock"] and not case.stock:
        mutter(f"From {found.file}: stock {found.stock}.")
        case = _with_stock(case, found.stock)
    return case


def _lay_list(patient: dict[str, Any], key: str, given: Mapping[str, Any]) -> None:
    said = list(given.get(key) or ())
    earlier = _listed(f"patient.{key}", patient.get(key, ())) if said or given.get(f"no_{key}") else ()
    if given.get(f"no_{key}"):
        if said or earlier:
            named = ", ".join(str(each)[:80] for each in (*said, *earlier))
            raise click.UsageError(f"--no-{key} contradicts: {named}.")
        patient[key] = []
    elif said:
        patient[key] = [*earlier, *said]


def _listed(place: str, value: object) -> list[object]:
    """A list of the file that an option adds to; what is no list is a fault and never taken apart."""
    if isinstance(value, list | tuple):
        return list(value)
    fault = CaseFault(place, "must be a list.", "The option cannot be added to it.", 'Write ["..."].')
    raise CaseError((fault,))


def _with_stock(case: Case, name: str) -> Case:
    if name.lower().endswith(".csv"):
        return case._replace(stock=_stock_csv(name))
    shelf = read_case(name)
    return case._replace(stock=(*case.stock, *shelf.stock), prices={**case.prices, **shelf.prices})


def _stock_csv(name: str) -> tuple[Mapping[str, Any], ...]:
    from mesoplan.cases.stock_file import MAX_BYTES as MOST
    from mesoplan.cases.stock_file import stock_from_csv

    try:
        with Path(name).open("rb") as file:
            data = file.read(MOST + 1)
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{name} cannot be read ({error}).") from None
    with faults_at(name):
        found = stock_from_csv(data)
    if found.read_as:
        mutter(f"{name}: {found.read_as}.")
    return found.lines


@contextmanager
def faults_at(where: str) -> Iterator[None]:
    """Case errors raised inside say which file they are about."""
    try:
        yield
    except CaseError as error:
        if error.where or not where:
            raise
        raise CaseError(error.faults, "stdin" if where == "-" else where) from None
