"""A record and draft orders to one case, as a mapping with the keys of a case file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mesoplan.fhir.codes import Codes
from mesoplan.fhir.order import OrdersRead, orders_of
from mesoplan.fhir.patient import PatientRead, patient_of
from mesoplan.record import NamedTuple


class CaseRead(NamedTuple):
    """The case of a record, and what stands behind it."""

    case: Mapping[str, Any]
    orders: OrdersRead
    patient: PatientRead


def case_of(
    record: Mapping[str, Any], drafts: object, codes: Codes, *, today: date, jurisdiction: str = ""
) -> CaseRead:
    """The case that draft orders and a patient's record describe; it still has to be checked for faults.

    ``today`` counts where the orders name no day. Technique and route may contradict each other, names and
    amounts may be refused: `mesoplan.Engine` says so. Raises `NotFhir` where the data are not FHIR.
    """
    orders = orders_of(drafts, codes)
    patient = patient_of(record, codes, orders.day or today, orders.not_injected)
    case = {**orders.said, "patient": dict(patient.said)}
    if jurisdiction:
        case["jurisdiction"] = jurisdiction
    return CaseRead(case, orders, patient)
