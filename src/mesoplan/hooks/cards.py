"""Answers to cards: one that says what was covered, one a prohibition, one with what would make it pass.

What is in scope always gets a card: an empty list would not tell "checked, nothing found" from "not checked".
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.fhir.case import CaseRead
from mesoplan.fhir.elements import Element
from mesoplan.fhir.emit import Release, Resource, medication
from mesoplan.fhir.order import Ordered
from mesoplan.hooks.refused import Refused
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.model.repair import Repair
from mesoplan.report.answer import Answer
from mesoplan.report.check_page import verdict_words
from mesoplan.report.explain_words import changes_words
from mesoplan.report.questions import questions_of

Card = dict[str, Any]

MOST_LINES = 8
_MOST_REPAIRS = 3
_QUESTIONS = 3
_SUMMARY = 139
_LABEL = 80
_NAMES = uuid.UUID("6f1c1e0a-6d0e-5b0a-9c55-2d6d65736f70")
_REASONS_SYSTEM = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"
#: Why somebody may go on in spite of a prohibition.
REASONS = (
    ("patient-contraindication", "Patient contraindication"),
    ("risk-benefit-ratio", "Benefit outweighs the risk"),
    ("mitigate-risk-negative-outcome", "Risk is mitigated"),
    ("policy-contradicts", "Local policy differs"),
)
_INDICATOR = {"blocked": "critical", "incomplete": "warning", "caution": "info", "clear": "info"}


class Cards:
    """Makes the cards of one call; equal calls give equal cards. ``home`` is the service's own address."""

    def __init__(self, instance: str, catalog: Catalog, home: str = "") -> None:
        self._instance = instance
        self._catalog = catalog
        self._home = home

    def of_check(
        self, answer: Answer[CheckReport], read: CaseRead, repairs: Sequence[Repair] = ()
    ) -> list[Card]:
        """Coverage first, then every prohibition, then the repairs, then what is out of scope."""
        forbidding = [each for each in answer.result.findings if each.severity == "forbid"]
        cards = [self._coverage(answer, read)]
        cards += [self._prohibition(each, read.orders.orders) for each in forbidding]
        if repairs and (card := self._repairs(repairs, read.orders.orders)):
            cards.append(card)
        return cards + self.out_of_scope(read)

    def not_checked(self, summary: str, reasons: Iterable[str]) -> Card:
        """Nothing was judged, and why."""
        lines = [
            "mesoplan judges an order whole or not at all. What kept it from that:",
            *(f"- {each}" for each in reasons),
        ]
        return self._card("not-checked", "warning", f"NOT CHECKED by mesoplan: {summary}", _cut(lines))

    def out_of_scope(self, read: CaseRead) -> list[Card]:
        """One quiet card for the orders that are no injections."""
        names = [each.name for each in read.orders.not_injected]
        if not names:
            return []
        count = "1 order was" if len(names) == 1 else f"{len(names)} orders were"
        lines = [
            "What no needle takes counts as a medicine of the patient.",
            *(f"- {each}" for each in dict.fromkeys(names)),
        ]
        summary = f"mesoplan judges injectables; {count} not looked at."
        return [self._card("out-of-scope", "info", summary, _cut(lines))]

    def no_medicine(self) -> Card:
        """What is ordered is a scan, a diet or nothing: a quiet card, since an empty list says nothing."""
        summary = "mesoplan judges injectables; no medicine is ordered here."
        return self._card("no-medicine", "info", summary, "There is nothing to check.")

    def of_record(self, read: CaseRead) -> Card:
        """What a record tells about injections, before anything is ordered."""
        said, label = read.patient.said, self._catalog.label
        known = [label(key.replace("_", "-")) for key, value in said.items() if value is True]
        for key in ("medicines", "allergies"):
            known += [label(each) for each in said.get(key, ()) if isinstance(each, str)]
        if said.get("allergies") == []:
            known.append("no known allergy")
        lines = [f"- counts: {', '.join(known)}"] if known else []
        lines += _record_lines(read)
        if known:
            entries = "1 entry" if len(known) == 1 else f"{len(known)} entries"
            summary = f"mesoplan knows {entries} of this record that injections depend on."
        elif read.patient.not_understood:
            summary = "mesoplan knows none of the entries of this record: nothing of it was assessed."
        else:
            summary = "mesoplan was sent no conditions, medicines or allergies of this patient."
        lines = lines or ["What was not sent stays unasked, and is asked when something is ordered."]
        return self._card("record", "info", summary, _cut(lines))

    def _coverage(self, answer: Answer[CheckReport], read: CaseRead) -> Card:
        report, catalog = answer.result, self._catalog
        unknown = [each for each in report.findings if each.severity == "unknown"]
        asked = questions_of(unknown, catalog)
        cautions = [each for each in report.findings if each.severity == "caution"]
        others = [each for each in unknown if not any(need.of_patient for need in each.needs)]
        lines = [
            f"{report.coverage.answered} of {report.coverage.required} checks answered; "
            f"catalog {catalog.version} ({catalog.hash[:12]}).",
            *(f"- ask: {each.question}" for each in asked[:_QUESTIONS]),
            *_further(len(asked) - _QUESTIONS),
            *_record_lines(read),
            *(f"- mind: {each.message}" for each in cautions),
            *(f"- open: {each.message}" for each in others),
        ]
        extension: Card = {
            "verdict": report.verdict,
            "required": report.coverage.required,
            "answered": report.coverage.answered,
            "catalog": catalog.hash,
            "engine": answer.engine,
        }
        if report.findings:
            extension["findings"] = [each.id for each in report.findings]
        if asked:
            extension["questions"] = [each.key for each in asked]
        return self._card(
            "coverage",
            _INDICATOR[report.verdict],
            verdict_words(report),
            _cut(lines),
            extension={"mesoplan": extension},
        )

    def _prohibition(self, finding: Finding, orders: Sequence[Ordered]) -> Card:
        lines = [finding.message, finding.action, ""]
        sources = (f"- {each.source}, {each.at} (read as {each.access})" for each in finding.statements)
        lines += dict.fromkeys(sources)
        more: Card = {
            "overrideReasons": [
                {"system": _REASONS_SYSTEM, "code": code, "display": words} for code, words in REASONS
            ],
            "extension": {"mesoplan": {"finding": finding.id}},
        }
        withdrawals = [self._withdrawal(finding, each) for each in orders if each.id]
        if withdrawals:
            more |= {"suggestions": withdrawals, "selectionBehavior": "any"}
        text = "\n".join(lines).strip()
        return self._card(finding.id, "critical", f"{finding.code}: {finding.message}", text, **more)

    def _withdrawal(self, finding: Finding, order: Ordered) -> Card:
        return {
            "label": f"Withdraw order {order.id}",
            "uuid": self._uuid(f"{finding.id} withdraw {order.id}"),
            "actions": [_deletion(order)],
        }

    def _repairs(self, repairs: Sequence[Repair], orders: Sequence[Ordered]) -> Card | None:
        """What would make the order pass, as changes of the orders themselves."""
        made: list[Card] = []
        for number, repair in enumerate(repairs):
            actions = self._actions(repair, orders)
            if actions and len(made) < _MOST_REPAIRS:
                made.append(
                    {
                        "label": _short(changes_words(repair.changes, self._catalog), _LABEL),
                        "uuid": self._uuid(f"repair {number}"),
                        "actions": actions,
                    }
                )
        if not made:
            return None
        lines = [f"- {changes_words(each.changes, self._catalog)}: then {each.verdict}" for each in repairs]
        ways = "1 change" if len(repairs) == 1 else f"{len(repairs)} changes"
        return self._card(
            "repairs",
            "info",
            f"{ways} would lift what forbids this order.",
            _cut(lines),
            suggestions=made,
            selectionBehavior="at-most-one",
        )

    def _actions(self, repair: Repair, orders: Sequence[Ordered]) -> list[Card]:
        """The orders as the repair wants them; none when it takes more than another mixture."""
        if len(repair.sessions) != 1 or any(each.kind in ("ask", "wait", "state") for each in repair.changes):
            return []
        if not orders or not all(each.id for each in orders):
            return []
        (items,) = repair.sessions
        held: dict[int, list[Any]] = {}
        for item in items:
            held.setdefault(item.syringe, []).append(item)
        actions = []
        for number, order in enumerate(orders, 1):
            mixture = held.pop(number, None)
            actions.append(
                _deletion(order) if mixture is None else self._change("update", order.resource, mixture)
            )
        for number in sorted(held):
            copy = {key: value for key, value in orders[0].resource.items() if key != "id"}
            actions.append(self._change("create", copy, held[number]))
        return actions

    def _change(self, kind: str, order: Element, items: Sequence[Any]) -> Card:
        release: Release = "R5" if "medication" in order else "R4"
        resource: Resource = {
            key: value
            for key, value in order.items()
            if key not in ("contained", "medicationReference", "medicationCodeableConcept", "medication")
        }
        resource["contained"] = [medication(items, self._catalog, release)]
        reference = {"reference": "#mixture"}
        if release == "R5":
            resource["medication"] = {"reference": reference}
        else:
            resource["medicationReference"] = reference
        names = ", ".join(self._catalog.label(each.name) for each in items)
        return {"type": kind, "description": f"{kind.capitalize()}: {names}", "resource": resource}

    def _uuid(self, key: str) -> str:
        return str(uuid.uuid5(_NAMES, f"{self._instance} {key}"))

    def _card(self, key: str, indicator: str, summary: str, detail: str, **more: Any) -> Card:
        source = {"label": "mesoplan", **({"url": self._home} if self._home else {})}
        card = {
            "uuid": self._uuid(key),
            "summary": _short(summary),
            "detail": detail,
            "indicator": indicator,
            "source": source,
            **more,
        }
        if not detail:
            raise Refused(500, f"the card {key} says nothing")
        return card


def _deletion(order: Ordered) -> Card:
    return {
        "type": "delete",
        "description": f"Withdraw order {order.id}",
        "resourceId": f"MedicationRequest/{order.id}",
    }


def _record_lines(read: CaseRead) -> list[str]:
    lines = []
    if read.patient.not_understood:
        lines.append(f"- in the record, not assessed: {'; '.join(read.patient.not_understood)}")
    if read.patient.notes:
        lines.append(f"- left unasked: {'; '.join(read.patient.notes)}")
    return [line if len(line) <= 300 else f"{line[:299]}…" for line in lines]


def _cut(lines: Sequence[str]) -> str:
    """At most eight lines; how many are left out is the last one."""
    said = [line for line in lines if line.strip()]
    if len(said) > MOST_LINES:
        said = [*said[: MOST_LINES - 1], f"- and {len(said) - MOST_LINES + 1} more"]
    return "\n".join(said)


def _further(count: int) -> list[str]:
    return [f"- {count} further question{'s' if count > 1 else ''}"] if count > 0 else []


def _short(text: str, most: int = _SUMMARY) -> str:
    """A text that fits, cut between words."""
    return text if len(text) <= most else f"{text[: most - 2].rsplit(' ', 1)[0]} …"
