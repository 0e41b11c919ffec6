"""An answer as a complete document: what was asked, of which catalog, by which engine, and the result."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar, get_args

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.errors import NotAnAnswer
from mesoplan.model.case import Case, Item, ResolvedCase
from mesoplan.quantity import QuantityError
from mesoplan.report.json_codec import decoded, encoded

if TYPE_CHECKING:
    from mesoplan.model.plan import Syringe

T = TypeVar("T")
Kind = Literal[
    "check", "plan", "why", "why-not", "repair", "threshold", "front", "sensitivity", "prepare", "regimens"
]


#: Module and record of each kind.
_RESULTS = {
    "check": ("finding", "CheckReport"),
    "plan": ("plan", "PlanReport"),
    "why": ("why", "Why"),
    "why-not": ("why", "WhyNot"),
    "repair": ("repair", "RepairReport"),
    "threshold": ("threshold", "Threshold"),
    "front": ("front", "FrontReport"),
    "sensitivity": ("sensitivity", "Sensitivity"),
    "prepare": ("preparation", "Preparation"),
    "regimens": ("published", "RegimensReport"),
}
KINDS: tuple[Kind, ...] = get_args(Kind)


def result_of(kind: str) -> type:
    """The record that a question of this kind is answered with.

    A command that asks one question loads the records of that one alone.
    """
    module, name = _RESULTS[kind]
    found: type = getattr(import_module(f"mesoplan.model.{module}"), name)
    return found


class CatalogStamp(NamedTuple):
    """Which catalog an answer comes from."""

    version: str
    hash: str


class Answer(NamedTuple, Generic[T]):
    """The answer of one question. ``case`` is as it was written, ``resolved`` the same in ids."""

    kind: Kind
    result: T
    case: Case
    resolved: ResolvedCase
    catalog: CatalogStamp
    engine: str

    @property
    def schema(self) -> str:
        """The name and version of its JSON, such as ``mesoplan/check/1``."""
        return f"mesoplan/{self.kind}/1"

    def document(self) -> dict[str, Any]:
        """The answer as plain data, as its JSON has it."""
        return {
            "schema": self.schema,
            **encoded(self.result),
            **({"cocktail": encoded(syringes_of(self.resolved.cocktail))} if self.kind == "check" else {}),
            "case": written_case(self.case),
            "resolved": encoded(self.resolved),
            "catalog": encoded(self.catalog),
            "engine": self.engine,
        }

    def to_json(self) -> str:
        """One JSON document with a line break at its end: keys sorted; same answer, same bytes."""
        import json

        return json.dumps(self.document(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def answer_from(text: str) -> Answer[Any]:
    """The answer that `Answer.to_json` wrote. Raises `NotAnAnswer` with what does not fit."""
    import json

    try:
        data = json.loads(text)
    except ValueError as error:
        raise NotAnAnswer(f"this is no JSON ({str(error)[:100]}).") from None
    if not isinstance(data, dict):
        raise NotAnAnswer("an answer is a JSON object.")
    schema = str(data.get("schema", ""))
    kind = schema.removeprefix("mesoplan/").removesuffix("/1")
    if kind not in KINDS or schema != f"mesoplan/{kind}/1":
        known = ", ".join(f"mesoplan/{each}/1" for each in KINDS)
        raise NotAnAnswer(f'its schema is "{schema[:60]}"; this version reads {known}.')
    try:
        return Answer(
            kind=kind,
            result=decoded(result_of(kind), data),
            case=case_from(data["case"]),
            resolved=decoded(ResolvedCase, data["resolved"]),
            catalog=decoded(CatalogStamp, data["catalog"]),
            engine=str(data["engine"]),
        )
    except KeyError as error:
        raise NotAnAnswer(f"it lacks {error}.") from None
    except (CaseError, QuantityError, ArithmeticError, TypeError, AttributeError) as error:
        raise NotAnAnswer(f"it does not hold what {schema} promises ({error}).") from None


def written_case(case: Case) -> dict[str, Any]:
    """A case as it was written, without the keys that were left out."""
    return {name: encoded(getattr(case, name)) for name in case._fields if getattr(case, name)}


def syringes_of(items: tuple[Item, ...]) -> "tuple[Syringe, ...]":
    """A cocktail by syringes, each with its volume where every item says one."""
    from mesoplan.model.plan import Syringe

    made = []
    for number in sorted({item.syringe for item in items}):
        held = tuple(item for item in items if item.syringe == number)
        volumes = [item.volume for item in held if item.volume is not None]
        total = sum(volumes[1:], volumes[0]) if len(volumes) == len(held) else None
        made.append(Syringe(number, held, total))
    return tuple(made)
