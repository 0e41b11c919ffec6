"""One call of a clinical system, answered: pure, without clock, network or file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.engine import Engine
from mesoplan.errors import MesoplanError
from mesoplan.fhir.case import CaseRead, case_of
from mesoplan.fhir.codes import Codes
from mesoplan.fhir.elements import NotFhir, text
from mesoplan.fhir.patient import person_of
from mesoplan.hooks.cards import Card, Cards
from mesoplan.hooks.refused import Refused
from mesoplan.model.finding import CheckReport
from mesoplan.record import NamedTuple
from mesoplan.report.answer import Answer

#: What is asked for in advance: this service reads no FHIR server.
PREFETCH = {
    "patient": "Patient/{{context.patientId}}",
    "conditions": "Condition?patient={{context.patientId}}&clinical-status=active",
    "allergies": "AllergyIntolerance?patient={{context.patientId}}",
    "medicines": "MedicationRequest?patient={{context.patientId}}&status=active",
    "observations": "Observation?patient={{context.patientId}}&code=29463-7,82810-3,63895-7",
}
_SAYS = {
    "order-select": "Checks an injectable cocktail while it is chosen.",
    "order-sign": "Checks an injectable cocktail before it is signed.",
    "patient-view": "Says which facts of the record matter to injections.",
}
HOOKS = tuple(_SAYS)
_MOST_CHECKS = 30
_LONGEST_USER = 200


class Called(NamedTuple):
    """What a call was answered with, and what stands behind it: nothing where nothing was checked.

    ``patient`` is the id of the Patient, ``by`` the user whom the cards are shown, ``instance`` the call's.
    """

    cards: list[Card]
    answer: Answer[CheckReport] | None
    patient: str
    by: str
    instance: str


class Service:
    """Answers calls from one engine. ``jurisdiction`` is where the orders are given; ``home`` its address."""

    def __init__(self, engine: Engine, *, jurisdiction: str = "", home: str = "") -> None:
        self._engine = engine
        self._codes = Codes(engine.catalog)
        self._jurisdiction = jurisdiction
        self._home = home

    def discovery(self) -> dict[str, Any]:
        """The services there are, with what they want in advance."""
        return {
            "services": [
                {
                    "hook": hook,
                    "id": f"mesoplan-{hook}",
                    "title": "mesoplan: injectable cocktails",
                    "description": f"{says} It says what could not be checked.",
                    "prefetch": PREFETCH,
                    "usageRequirements": "A call without the prefetched Patient is answered with 412.",
                }
                for hook, says in _SAYS.items()
            ]
        }

    def hook_of(self, service: str) -> str:
        """The hook of a service by its id. Raises `Refused` (404)."""
        hook = service.removeprefix("mesoplan-")
        if hook not in HOOKS or service == hook:
            raise Refused(404, "there is no such service; GET /cds-services lists them")
        return hook

    def call(self, service: str, request: object, *, today: date) -> dict[str, Any]:
        """The response to a request. Raises `Refused` when it cannot be answered."""
        return {"cards": self.answered(service, request, today=today).cards}

    def answered(self, service: str, request: object, *, today: date) -> Called:
        """The cards for a request. Raises `Refused` when it cannot be answered."""
        hook = self.hook_of(service)
        given, context, record = _request(request, hook)
        drafts = context.get("draftOrders") if hook != "patient-view" else None
        try:
            _same_patient(context["patientId"], record)
            read = case_of(record, drafts, self._codes, today=today, jurisdiction=self._jurisdiction)
        except NotFhir as fault:
            raise Refused(422, f"the order or the prefetch is not the FHIR that it says: {fault}") from None
        cards = Cards(str(given["hookInstance"]), self._engine.catalog, self._home)
        made, answer = (
            ([cards.of_record(read)], None) if hook == "patient-view" else self._judged(cards, read)
        )
        return Called(
            cards=made,
            answer=answer,
            patient=str(context["patientId"]).rpartition("/")[2],
            by=str(context.get("userId", ""))[:_LONGEST_USER],
            instance=str(given["hookInstance"]),
        )

    def _judged(self, cards: Cards, read: CaseRead) -> tuple[list[Card], Answer[CheckReport] | None]:
        lost = read.orders.not_understood
        if lost:
            return [cards.not_checked("; ".join(lost), lost), *cards.out_of_scope(read)], None
        if not read.orders.orders:
            return cards.out_of_scope(read) or [cards.no_medicine()], None
        try:
            case = case_from(read.case)
            answer = self._engine.check(case)
            if not answer.resolved.cocktail:
                return [
                    cards.not_checked("the orders hold no medicine", ["There is nothing to check."])
                ], None
            repairs = (
                self._engine.repair(case, max_checks=_MOST_CHECKS).result.repairs
                if answer.result.verdict == "blocked"
                else ()
            )
        except CaseError as error:
            faults = [str(fault) for fault in error.faults]
        except MesoplanError as error:
            faults = [str(error)]
        else:
            return cards.of_check(answer, read, repairs), answer
        return [cards.not_checked("the order cannot be read", faults), *cards.out_of_scope(read)], None


def _same_patient(said: object, record: Mapping[str, Any]) -> None:
    """Raises `Refused` when the Patient that was sent is not the one that the context names."""
    sent = text(person_of(record), "id", "patient")
    if sent and sent.rpartition("/")[2] != str(said).rpartition("/")[2]:
        raise Refused(422, "prefetch.patient is not the patient of context.patientId: nothing was judged")


def _request(request: object, hook: str) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
    if not isinstance(request, Mapping):
        raise Refused(400, "the body is no JSON object")
    for key in ("hook", "hookInstance", "context"):
        if key not in request:
            raise Refused(400, f"{key} is missing")
    if request["hook"] != hook:
        raise Refused(400, f"this service is for {hook}")
    if not isinstance(request["hookInstance"], str) or len(request["hookInstance"]) > 200:
        raise Refused(400, "hookInstance must be a text")
    context, record = request["context"], request.get("prefetch") or {}
    if not isinstance(context, Mapping):
        raise Refused(400, "context must be an object")
    if not isinstance(record, Mapping):
        raise Refused(400, "prefetch must be an object")
    needed = ("patientId",) if hook == "patient-view" else ("patientId", "draftOrders")
    for key in needed:
        if key not in context:
            raise Refused(400, f"context.{key} is missing")
    if not record.get("patient"):
        raise Refused(412, "prefetch.patient is needed: this service reads no FHIR server")
    return request, context, record
