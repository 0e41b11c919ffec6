"""What CDS Hooks 2.0 asks of a discovery and of a response, written from the specification alone.

The names in brackets are those of HL7's own invariants where there is one of the same meaning. Nothing here
knows how our cards are made.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

SUMMARY = 140
_CONTEXT_TOKEN = re.compile(r"\{\{\s*(?:context\.\w+|userPractitionerId|userPractitionerRoleId|userPatientId|"
                            r"userRelatedPersonId|today\(\).*?)\s*\}\}")  # fmt: skip


def discovery_faults(document: Any) -> Iterator[str]:
    """What is wrong with an answer to GET /cds-services."""
    services = document.get("services") if isinstance(document, Mapping) else None
    if not isinstance(services, list):
        yield "services is no list"
        return
    yield from _empties(document, "discovery")
    ids = [each.get("id") for each in services]
    if len(set(ids)) < len(ids):
        yield "two services have one id"
    for each in services:
        for key in ("hook", "id", "description"):
            if not isinstance(each.get(key), str):
                yield f"a service without {key}"
        for key, template in each.get("prefetch", {}).items():
            if not isinstance(template, str) or "{{" in _CONTEXT_TOKEN.sub("", template):
                yield f"prefetch.{key} has a token that is none of the hook's"


def response_faults(document: Any) -> Iterator[str]:
    """What is wrong with an answer to a call."""
    cards = document.get("cards") if isinstance(document, Mapping) else None
    if not isinstance(cards, list):
        yield "cards is no list"
        return
    yield from _empties(document, "response")
    seen: set[str] = set()
    for number, card in enumerate(cards):
        place = f"cards[{number}]"
        if not isinstance(card, Mapping):
            yield f"{place} is no object"
            continue
        yield from (f"{place}: {fault}" for fault in card_faults(card))
        uuids = [card.get("uuid"), *(each.get("uuid") for each in card.get("suggestions", ()))]
        for identity in filter(None, uuids):
            if identity in seen:
                yield f"{place}: the uuid {identity} stands twice"
            seen.add(identity)
    for action in document.get("systemActions", ()):
        yield from (f"systemActions: {fault}" for fault in _action_faults(action))


def card_faults(card: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one card."""
    summary = card.get("summary")
    if not isinstance(summary, str) or not 0 < len(summary) < SUMMARY:
        yield f"summary has to be a text of fewer than {SUMMARY} characters"
    if card.get("indicator") not in ("info", "warning", "critical"):
        yield "indicator is info, warning or critical"
    if not isinstance(card.get("detail", ""), str):
        yield "detail is no text"
    if "uuid" in card and not _is_uuid(card["uuid"]):
        yield "uuid is none"
    yield from _source_faults(card.get("source"))
    yield from _suggestions_faults(card)
    for link in card.get("links", ()):
        yield from _link_faults(link)
    for reason in card.get("overrideReasons", ()):
        if not all(reason.get(key) for key in ("code", "display", "system")):
            yield "an override reason has code, system and display [cds-resp-4]"


def _source_faults(source: Any) -> Iterator[str]:
    if not isinstance(source, Mapping) or not isinstance(source.get("label"), str):
        yield "source.label is missing"
        return
    for key in ("url", "icon"):
        if key in source and not _is_address(source[key]):
            yield f"source.{key} is no absolute address"


def _suggestions_faults(card: Mapping[str, Any]) -> Iterator[str]:
    suggestions = card.get("suggestions", ())
    behaviour = card.get("selectionBehavior")
    if suggestions and behaviour not in ("any", "at-most-one"):
        yield "suggestions need a selectionBehavior, any or at-most-one [cds-resp-6]"
    recommended = sum(each.get("isRecommended") is True for each in suggestions)
    if behaviour == "at-most-one" and recommended > 1:
        yield "at most one may be chosen, and several are recommended [cds-resp-1]"
    for each in suggestions:
        if not isinstance(each.get("label"), str):
            yield "a suggestion has a label"
        if "uuid" in each and not _is_uuid(each["uuid"]):
            yield "the uuid of a suggestion is none"
        if each.get("actionSelectionBehavior", "all") not in ("all", "any", "at-most-one"):
            yield "actionSelectionBehavior is all, any or at-most-one [cds-resp-7]"
        for action in each.get("actions", ()):
            yield from _action_faults(action)


def _action_faults(action: Mapping[str, Any]) -> Iterator[str]:
    kind = action.get("type")
    if kind not in ("create", "update", "delete"):
        yield "an action creates, updates or deletes"
    if not isinstance(action.get("description"), str):
        yield "an action has a description [cds-resp-5]"
    if kind == "delete" and (not isinstance(action.get("resourceId"), str) or "resource" in action):
        yield "a deletion names a resourceId and holds no resource [cds-resp-2]"
    resource = action.get("resource")
    if kind in ("create", "update") and not (isinstance(resource, Mapping) and "resourceType" in resource):
        yield "what is created or updated is a resource"
    if kind == "update" and isinstance(resource, Mapping) and "id" not in resource:
        yield "what is updated has an id"


def _link_faults(link: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(link.get("label"), str) or not _is_address(link.get("url")):
        yield "a link has a label and an absolute address"
    if link.get("type") not in ("absolute", "smart"):
        yield "a link is absolute or smart"
    if link.get("type") != "smart" and "appContext" in link:
        yield "only a SMART app has an appContext [cds-resp-3]"


def _empties(value: Any, place: str, top: bool = True) -> Iterator[str]:
    """Null and empty elements, which no element of a response may be; a list of cards or services may."""
    if value is None or value == "" or value == {}:
        yield f"{place} is empty"
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not (top and inner == [] and key in ("cards", "services")):
                yield from _empties(inner, f"{place}.{key}", top=False)
    elif isinstance(value, list):
        if not value:
            yield f"{place} is an empty list"
        for number, inner in enumerate(value):
            yield from _empties(inner, f"{place}[{number}]", top=False)


def _is_address(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_uuid(value: Any) -> bool:
    try:
        UUID(value)
    except (ValueError, AttributeError, TypeError):
        return False
    return True
