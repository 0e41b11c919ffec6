"""A CDS service that answers badly on purpose: ``python -m tests.hooks.fake_service --port 8899``.

Each of its cards has one fault. A judge of CDS Hooks that does not find every one of them judges nothing.
"""

import argparse
import copy
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

Card = dict[str, Any]
_DELETION = {"type": "delete", "description": "Withdraw it", "resourceId": "MedicationRequest/1"}
_SUGGESTION = {"label": "Withdraw", "uuid": "0f0ba1ab-7d2d-4a5b-9a0e-4c3e8c0a6f01", "actions": [_DELETION]}
GOOD: Card = {
    "uuid": "5d8c2a35-5a6e-4c0e-9a5b-0e8f6cf2a001",
    "summary": "Something is to be minded.",
    "detail": "What it is.",
    "indicator": "warning",
    "source": {"label": "a service", "url": "https://cds.example.org"},
    "suggestions": [_SUGGESTION],
    "selectionBehavior": "at-most-one",
    "links": [{"label": "The source", "url": "https://cds.example.org/1", "type": "absolute"}],
    "overrideReasons": [{"code": "a", "system": "https://cds.example.org/reasons", "display": "A reason"}],
}


def _changed(place: str, value: Any = None) -> Card:
    """The good card with one place changed, or taken away where no value is given."""
    card: Any = copy.deepcopy(GOOD)
    *path, last = (int(each) if each.isdigit() else each for each in place.split("."))
    holder = card
    for each in path:
        holder = holder[each]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return dict(card)


def _two_recommended() -> Card:
    other = {**_SUGGESTION, "uuid": "0f0ba1ab-7d2d-4a5b-9a0e-4c3e8c0a6f02"}
    return {**GOOD, "suggestions": [{**each, "isRecommended": True} for each in (_SUGGESTION, other)]}


#: What is wrong, and the card that has it.
PLANTED: dict[str, Card] = {
    "a summary of 140 characters": _changed("summary", "x" * 140),
    "an indicator that is none": _changed("indicator", "hard-stop"),
    "a source without a label": _changed("source.label"),
    "suggestions without a behaviour": _changed("selectionBehavior"),
    "several recommended where one may be chosen": _two_recommended(),
    "a deletion with a resource in it": _changed(
        "suggestions.0.actions.0", {**_DELETION, "resource": {"resourceType": "MedicationRequest"}}
    ),
    "an appContext for no app": _changed("links.0.appContext", "x"),
    "a reason without words": _changed("overrideReasons.0.display"),
    "an action without a description": _changed("suggestions.0.actions.0.description"),
    "a behaviour of actions that is none": _changed("suggestions.0.actionSelectionBehavior", "some"),
    "an address that is relative": _changed("links.0.url", "/more"),
    "an empty element": _changed("detail", ""),
}
DISCOVERY = {
    "services": [
        {
            "hook": "order-sign",
            "id": "fake",
            "description": "Answers badly.",
            "prefetch": {"patient": "Patient/{{context.patientId}}"},
        }
    ]
}


class _Handler(BaseHTTPRequestHandler):
    cards: tuple[Card, ...] = ()

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/cds-services" else 404, DISCOVERY)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        try:
            asked = json.loads(body)
        except (ValueError, RecursionError):
            asked = None
        wanted = ("feedback",) if self.path.endswith("/feedback") else ("hook", "hookInstance", "context")
        if not self.path.startswith("/cds-services/fake"):
            self._answer(404, {})
        elif not isinstance(asked, dict) or not all(asked.get(key) for key in wanted):
            self._answer(400, {})
        else:
            self._answer(200, {"cards": self.cards})

    def _answer(self, status: int, document: Any) -> None:
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def main() -> None:
    """Serves the planted cards, or one of them, on this machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8899)
    parser.add_argument("--only", choices=("good", *PLANTED))
    given = parser.parse_args()
    every = {"good": GOOD, **PLANTED}
    _Handler.cards = (every[given.only],) if given.only else tuple(PLANTED.values())
    HTTPServer(("127.0.0.1", given.port), _Handler).serve_forever()


if __name__ == "__main__":
    main()
