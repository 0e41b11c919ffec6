"""Questions over HTTP as plain data: a body and a query in, a status and a document out. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from_bytes
from mesoplan.engine import Deadline, Engine
from mesoplan.errors import BadRequest, MesoplanError
from mesoplan.model.case import Case
from mesoplan.record import NamedTuple
from mesoplan.report.answer import Answer
from mesoplan.report.look_up import label_of, search
from mesoplan.report.show import entity_data

Query = Mapping[str, str]

REFUSED = "mesoplan/refused/1"
#: Kinds of the catalog that can be looked at.
KINDS = (
    *("ingredient", "product", "class", "goal", "mechanism", "fact", "zone", "technique", "regimen"),
    *("evidence", "interaction", "jurisdiction", "policy", "source"),
)
_MOST_PLANS = 20
_MOST_HITS = 100


class Reply(NamedTuple):
    """What is sent back: a status and a JSON document."""

    status: int
    document: Mapping[str, Any]


def refusal(status: int, *faults: Mapping[str, str]) -> Reply:
    """Nothing was judged, and why: ``key`` (where), ``what``, ``so_what``, ``next``."""
    return Reply(status, {"schema": REFUSED, "faults": [dict(each) for each in faults]})


def refused(status: int, what: str, key: str = "") -> Reply:
    """One reason why nothing was judged."""
    return refusal(status, {"key": key, "what": what, "so_what": "Nothing was judged.", "next": ""})


def ask(engine: Engine, question: str, body: bytes, query: Query, seconds: float) -> Reply:
    """The answer document of a question (``check``, ``plan``, ``repair`` …) about a case as JSON.

    A long search ends after ``seconds`` with what it has, and its answer says so. What cannot be read is a
    refusal (422) with every fault; a refusal never carries a verdict.
    """
    unknown = set(query) - set(_OPTIONS[question])
    if unknown:
        allowed = ", ".join(_OPTIONS[question]) or "no options"
        return refused(400, f"{sorted(unknown)[0]} is no option of {question}: {allowed}.")
    try:
        case = case_from_bytes(body, "body", "json")
        answer = _QUESTIONS[question](engine, case, query, Deadline(seconds))
    except CaseError as error:
        return refusal(422, *({str(k): str(v) for k, v in each._asdict().items()} for each in error.faults))
    except MesoplanError as error:
        return refused(422, str(error))
    return Reply(200, answer.document())


def _check(engine: Engine, case: Case, query: Query, deadline: Deadline) -> Answer[Any]:
    return engine.check(case)


def _plan(engine: Engine, case: Case, query: Query, deadline: Deadline) -> Answer[Any]:
    k = _whole(query, "k", 3)
    if k > _MOST_PLANS:
        raise BadRequest(f"k is {k}; at most {_MOST_PLANS} suggestions are given.")
    return engine.plan(case, k=k, prefer=query.get("prefer", "evidence"), observer=deadline)


def _repair(engine: Engine, case: Case, query: Query, deadline: Deadline) -> Answer[Any]:
    return engine.repair(
        case,
        answered=_flag(query, "answered"),
        prefer=query.get("prefer", "evidence"),
        observer=deadline,
    )


def _prepare(engine: Engine, case: Case, query: Query, deadline: Deadline) -> Answer[Any]:
    start, first = query.get("start"), query.get("first")
    syringes = [each.strip() for each in query.get("syringes", "").split(",") if each.strip()]
    try:
        return engine.prepare(
            case,
            syringes=syringes,
            start=datetime.fromisoformat(start) if start else None,
            first=date.fromisoformat(first) if first else None,
            draft=_flag(query, "draft"),
        )
    except ValueError as error:
        if isinstance(error, MesoplanError):
            raise
        raise BadRequest("start is a time such as 2026-11-27T09:10+01:00, first a day.") from None


def _regimens(engine: Engine, case: Case, query: Query, deadline: Deadline) -> Answer[Any]:
    return engine.regimens(case, prefer=query.get("prefer", "evidence"), observer=deadline)


_QUESTIONS: dict[str, Callable[[Engine, Case, Query, Deadline], Answer[Any]]] = {
    "check": _check,
    "plan": _plan,
    "repair": _repair,
    "prepare": _prepare,
    "regimens": _regimens,
}
_OPTIONS: dict[str, tuple[str, ...]] = {
    "check": (),
    "plan": ("k", "prefer"),
    "repair": ("answered", "prefer"),
    "prepare": ("syringes", "start", "first", "draft"),
    "regimens": ("prefer",),
}
QUESTIONS = tuple(_QUESTIONS)


def options_of(question: str) -> tuple[str, ...]:
    """The keys of the query that a question takes."""
    return _OPTIONS[question]


def _whole(query: Query, key: str, otherwise: int) -> int:
    said = query.get(key, str(otherwise))
    if not said.isascii() or not said.isdigit() or not 0 < len(said) <= 6 or not int(said):
        raise BadRequest(f"{key} must be a whole number from 1.")
    return int(said)


def _flag(query: Query, key: str) -> bool:
    said = query.get(key, "false")
    if said not in ("true", "false"):
        raise BadRequest(f"{key} must be true or false.")
    return said == "true"


def catalog(engine: Engine) -> Reply:
    """Which catalog this is, and how much of what it holds."""
    known = engine.catalog
    return Reply(
        200,
        {
            "schema": "mesoplan/catalog/1",
            "version": known.version,
            "hash": known.hash,
            "kinds": {kind: len(known.table(kind)) for kind in KINDS},
        },
    )


def entities(engine: Engine, kind: str) -> Reply:
    """Ids and labels of one kind."""
    if kind not in KINDS:
        return refused(404, f"no kind {kind[:60]}: {', '.join(KINDS)}.")
    table = engine.catalog.table(kind)
    listed = [{"id": each, "label": engine.catalog.label(each)} for each in table]
    return Reply(200, {"schema": "mesoplan/entities/1", "kind": kind, "entities": listed})


def entity(engine: Engine, kind: str, identity: str) -> Reply:
    """All that the catalog holds of one entity, with its sources."""
    if kind not in KINDS:
        return refused(404, f"no kind {kind[:60]}: {', '.join(KINDS)}.")
    if identity not in engine.catalog.table(kind):
        return refused(404, f"no {kind} has this id.")
    return Reply(200, entity_data(kind, identity, engine.catalog))


def found(engine: Engine, words: str) -> Reply:
    """What in the catalog has these words in one of its names."""
    if not words.strip() or len(words) > _MOST_HITS:
        return refused(400, f"q is missing, or longer than {_MOST_HITS} characters.", "q")
    hits = search(words, engine.catalog)[:_MOST_HITS]
    listed = [{"kind": each.kind, "id": each.id, "label": label_of(each, engine.catalog)} for each in hits]
    return Reply(200, {"schema": "mesoplan/found/1", "words": words, "found": listed})
