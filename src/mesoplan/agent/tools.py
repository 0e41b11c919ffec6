"""The tools that an agent is given, and their answers. Pure.

An agent gets the documents of the contract, no prose verdict, and nothing that writes, overrides or orders.
Not offered on purpose: a path, a URL, a catalog or an overlay; a cocktail as a line of text (an agent
names each item); waivers; answers in the patient's place.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.read import MAX_BYTES, case_from_bytes
from mesoplan.engine import Deadline, Engine
from mesoplan.errors import BadRequest, MesoplanError
from mesoplan.model.case import Case
from mesoplan.record import NamedTuple
from mesoplan.report.json_out import plain_data
from mesoplan.report.json_schema import schemas
from mesoplan.report.show import entity_data

Schema = dict[str, Any]

_REFUSED: Schema = {
    "type": "object",
    "properties": {"schema": {"const": "mesoplan/refused/1"}, "faults": {"type": "array"}},
    "required": ["schema", "faults"],
}
_BUDGET = 200_000
_SECONDS = 10
_LONGEST_NAME = 120
_HONEST = (
    "`incomplete` is not safe: say so. A patient key that the user did not say is left out, never filled in. "
    "Open questions go to the patient."
)


class Tool(NamedTuple):
    """One tool: what it is for, and the shapes of what it takes and gives."""

    name: str
    title: str
    says: str
    takes: Schema
    gives: Schema


class Told(NamedTuple):
    """What a tool answered; ``refused``: nothing was judged, and the document says why."""

    document: Mapping[str, Any]
    refused: bool


class Tools:
    """The tools over one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._answers: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "check": lambda given: engine.check(_case(given)).document(),
            "plan": lambda given: engine.plan(_case(given), budget=_BUDGET).document(),
            "regimens": lambda given: engine.regimens(_case(given), observer=Deadline(_SECONDS)).document(),
            "prepare": lambda given: engine.prepare(_case(given)).document(),
            "show": self._show,
        }

    def listed(self) -> tuple[Tool, ...]:
        """Every tool."""
        every = schemas()
        case = {key: value for key, value in every["case.json"].items() if key != "$schema"}
        case["properties"]["cocktail"] = _only_rows(case["properties"]["cocktail"])
        name = {"type": "string", "minLength": 1, "maxLength": _LONGEST_NAME}
        return (
            Tool(
                name="check",
                title="Check a cocktail",
                says=f"What is known for and against a cocktail in a case, and what is not. {_HONEST}",
                takes=case,
                gives=_or_refused(every["check-1.json"]),
            ),
            Tool(
                name="plan",
                title="Suggest cocktails",
                says=f"Published regimens for the case's goal that fit, or why none does. {_HONEST}",
                takes=case,
                gives=_or_refused(every["plan-1.json"]),
            ),
            Tool(
                name="regimens",
                title="What was published",
                says="Every regimen published for the goal with today's verdict, and what did not help. "
                f"None of them is a suggestion. {_HONEST}",
                takes=case,
                gives=_or_refused(every["regimens-1.json"]),
            ),
            Tool(
                name="prepare",
                title="Prepare the syringes",
                says="What goes into which syringe at which mark, only for a cocktail whose check allows it; "
                f"otherwise what is missing. {_HONEST}",
                takes=case,
                gives=_or_refused(every["prepare-1.json"]),
            ),
            Tool(
                name="show",
                title="Show an ingredient or a product",
                says="All that the catalog holds of one ingredient or product, with its sources.",
                takes={
                    "type": "object",
                    "properties": {"name": name},
                    "required": ["name"],
                    "additionalProperties": False,
                },
                gives={"type": "object"},
            ),
        )

    def call(self, name: str, given: Mapping[str, Any]) -> Told:
        """The answer of a tool. Whatever cannot be read is refused whole, without a verdict."""
        try:
            if name not in self._answers:
                raise BadRequest(f"there is no tool {name[:60]}.")
            return Told(plain_data(self._answers[name](given)), refused=False)
        except CaseError as error:
            return Told(_refusal(error.faults), refused=True)
        except MesoplanError as error:
            return Told(_refusal((CaseFault("", str(error)),)), refused=True)

    def _show(self, given: Mapping[str, Any]) -> Any:
        name = given.get("name")
        if set(given) != {"name"} or not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
            raise BadRequest(
                f"name is missing or longer than {_LONGEST_NAME} characters, or something is beside it."
            )
        found = self._engine.catalog.resolve(name, ("substance",), "ingredient or product called")
        return entity_data(found.kind, found.id, self._engine.catalog)


def _case(given: Mapping[str, Any]) -> Case:
    """The case of a call, read as strictly as one from a file."""
    try:
        text = json.dumps(given)
    except (TypeError, ValueError, RecursionError):
        raise BadRequest("the arguments are no JSON.") from None
    if len(text) > MAX_BYTES:
        raise BadRequest(f"the arguments have {len(text)} characters; a case has at most {MAX_BYTES}.")
    if isinstance(given.get("cocktail"), str):
        raise BadRequest("cocktail is a list of items here, each with its name, amount and syringe.")
    return case_from_bytes(text.encode(), "arguments", "json")


def _refusal(faults: tuple[CaseFault, ...]) -> Mapping[str, Any]:
    return {"schema": "mesoplan/refused/1", "faults": [each._asdict() for each in faults[:20]]}


def _only_rows(cocktail: Schema) -> Schema:
    rows: Schema = next(each for each in cocktail.get("anyOf", [cocktail]) if each.get("type") == "array")
    return rows


def _or_refused(schema: Schema) -> Schema:
    """An answer or a refusal; the client wants an object at the top."""
    inner = {key: value for key, value in schema.items() if key not in ("$defs", "$schema")}
    return {"type": "object", "$defs": schema.get("$defs", {}), "anyOf": [inner, _REFUSED]}
