"""Strange requests by the thousand: ``python -m tests.web.fuzz --requests 100000 --seed 1``.

Bodies are damaged in their bytes and in their shape; paths, queries and headers are made up. Nothing may
answer with a fault of the server (500), with a verdict beside a refusal, or with the text of a traceback.
"""

import argparse
import asyncio
import copy
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.fhir_maps.made import KNEE, WEIGHT, allergy, as_r5, bundle, condition, named, order, part, request

from mesoplan.ledger.journal import Ledger
from mesoplan.web.api.app import create
from mesoplan.web.api.settings import Settings

CASE: dict[str, Any] = {
    "goal": "knee-osteoarthritis",
    "zone": "knee",
    "jurisdiction": "IT",
    "patient": {"sex": "male", "age": 61, "weight": "80 kg", "conditions": ["epilepsy"], "open": []},
    "limits": {"max_ingredients": 2},
    "session": {"interval": "2 wk"},
    "cocktail": [{"ingredient": "lidocaine", "amount": "20 mg", "volume": "1 mL"}],
}
_LIDOCAINE = part("lidocaine", 20, "mg", "N01BB02")
_ASPIRIN = named("Aspirin 81 MG Oral Tablet")
BLOCKED = request("order-sign", [order(part("akis-25", 1, "mL"), _LIDOCAINE, **KNEE)])
CALL = request(
    "order-sign",
    [order(_LIDOCAINE, **KNEE), as_r5(order(_LIDOCAINE, identity="o2", **KNEE)), _ASPIRIN],
    observations=bundle(WEIGHT),
    conditions=bundle(condition("epilepsy")),
    allergies=bundle(allergy("sulfite")),
)
_REASON = {"reason": {"code": "risk-benefit-ratio"}, "userComment": "agreed with Dr B"}
#: The card is put in once there is one.
FEEDBACK: dict[str, Any] = {
    "feedback": [
        {"card": "", "outcome": "overridden", "overrideReason": _REASON},
        {"card": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "outcome": "accepted"},
    ]
}
SIGN = "/cds-services/mesoplan-order-sign"
#: What is asked, and how often in a hundred: a plan or a repair costs as much as thirty checks.
POSTS: tuple[tuple[str, Any, int], ...] = (
    ("/check", CASE, 35),
    ("/plan", CASE, 1),
    ("/prepare", CASE, 8),
    (SIGN, CALL, 35),
    (SIGN, BLOCKED, 1),
    ("/cds-services/mesoplan-patient-view", CALL | {"hook": "patient-view"}, 10),
    (f"{SIGN}/feedback", FEEDBACK, 10),
)
GETS = ("/catalog", "/catalog/ingredient/", "/catalog/", "/find?q=", "/version", "/docs", "/x")
ENDS = ("", "lidocaine", "%00", "%ff", "a" * 500, "&q=1", "/../..")
QUERIES = ("", "", "", "?k=2", "?k=x", "?answered=1", "?draft=true", "?start=2026", "?%ff=%00")
WAITS = ("0", "0", "x", "-1", "9" * 20)
STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**30, 1e308, 0.1, "", "x", "x" * 3000, [], {}, [[]], [None], {"": ""}),
    *("\U0001f600", "\u202e", "1 mg", "1e9 mg", "-5 mL", "NaN", "lidocaine", "../../etc/passwd"),
    "<script>",
    {"resourceType": "Bundle"},
    {"resourceType": "Patient", "birthDate": "9999-99-99"},
)


class Strange:
    """Requests by a seed."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)

    def requests(self, count: int) -> Iterator[tuple[str, str, bytes, list[tuple[bytes, bytes]]]]:
        """Method, path with its query, body, headers."""
        draw = self._draw
        for _ in range(count):
            headers = [(b"host", b"localhost"), (b"prefer", f"wait={draw.choice(WAITS)}".encode())]
            if draw.random() < 0.15:
                target = draw.choice(GETS) + draw.choice(ENDS)
                yield draw.choice(("GET", "GET", "HEAD", "PUT")), target, b"", headers
                continue
            ((path, value, _),) = draw.choices(POSTS, [often for _, _, often in POSTS])
            yield "POST", path + draw.choice(QUERIES), self._body(value), headers

    def _body(self, value: Any) -> bytes:
        draw = self._draw
        shape = copy.deepcopy(value)
        for _ in range(draw.choice((0, 1, 1, 1, 2, 3))):
            self._bend(shape)
        body = json.dumps(shape).encode()
        if draw.random() < 0.1:
            at = draw.randrange(len(body))
            body = (
                body[:at]
                + bytes(draw.randrange(256) for _ in range(draw.randint(0, 3)))
                + body[at + draw.randint(0, 9) :]
            )
        return body

    def _bend(self, shape: Any) -> None:
        """Changes one place of a JSON value: another value, a key gone, a key more, a list twice as long."""
        draw = self._draw
        places = list(_places(shape))
        if not places:
            return
        held, key = draw.choice(places)
        what = draw.randrange(4)
        if what == 0:
            del held[key]
        elif what == 1 and isinstance(held, dict):
            held[draw.choice(("x", "", "amount", "resourceType", "code", "id"))] = copy.deepcopy(
                draw.choice(STRANGE)
            )
        elif what == 2 and isinstance(held, list):
            held.extend(copy.deepcopy(held))
        else:
            held[key] = copy.deepcopy(draw.choice(STRANGE))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from _places(inner)


async def _answer(
    app: Any, method: str, target: str, body: bytes, headers: list[tuple[bytes, bytes]]
) -> tuple[int, bytes]:
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": query.encode("utf-8", "replace"),
        "root_path": "",
        "scheme": "http",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    status, found, sent = 0, bytearray(), False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        found.extend(message.get("body", b""))

    await app(scope, receive, send)
    return status, bytes(found)


async def run(count: int, seed: int) -> tuple[Counter[int], list[str]]:
    """How many of each status, and what was wrong; with feedback kept, and a ledger."""
    with TemporaryDirectory() as folder:
        return await _run(count, seed, Path(folder))


async def _run(count: int, seed: int, folder: Path) -> tuple[Counter[int], list[str]]:
    ledger = str(folder / "ledger.db")
    Ledger.create(ledger, clinic="Fuzz", now=datetime.now(UTC)).store.close()
    settings = Settings(rate=0, jurisdiction="IT", feedback=str(folder / "feedback.jsonl"), ledger=ledger)
    app = create(settings, lambda line: None)
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    _, found = await _answer(app, "POST", SIGN, json.dumps(BLOCKED).encode(), [(b"host", b"localhost")])
    FEEDBACK["feedback"][0]["card"] = json.loads(found)["cards"][1]["uuid"]
    for method, path, body, headers in Strange(seed).requests(count):
        try:
            status, found = await _answer(app, method, path, body, headers)
        except Exception as error:
            wrong.append(f"{method} {path} {body[:2000]!r}: {error!r}")
            continue
        statuses[status] += 1
        refused = status != 200 and b'"verdict"' in found
        if status >= 500 or refused or b"Traceback" in found:
            wrong.append(f"{method} {path} {status} {body[:2000]!r}: {found[:200]!r}")
    return statuses, wrong


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    statuses, wrong = asyncio.run(run(given.requests, given.seed))
    print(f"{sum(statuses.values())} answered: {dict(sorted(statuses.items()))}; {len(wrong)} wrong")
    for each in wrong[:20]:
        print(each)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
