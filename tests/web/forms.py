"""Damaged forms through the door of the desk: ``python -m tests.web.forms --minutes 10 --seed 1``.

No answer is a fault of the server, a verdict comes with status 200 only, and markup stays text.
"""

import argparse
import random
import re
import sys
from collections import Counter
from time import monotonic, process_time
from urllib.parse import urlencode

from starlette.testclient import TestClient

from mesoplan import Engine, load_catalog
from mesoplan.web.desk import QUESTIONS
from mesoplan.web.server import application

FORM = {
    "goal": "knee-osteoarthritis",
    "zone": "knee",
    "jurisdiction": "it",
    "sex": "male",
    "age": "61",
    "weight": "80 kg",
    "no_conditions": "1",
    "no_allergies": "1",
    "no_medicines": "1",
    "item1": "akis-25",
    "volume1": "1 mL",
    "item2": "lidocaine-2-plain",
    "volume2": "1 mL",
}
KEYS = (
    *FORM,
    *("fact", "rest", "more1", "syringe1", "amount1", "points", "area", "technique", "place", "pregnant"),
    *("breastfeeding", "text", "q", "id", "row", "item3", "volume3", "condition", "medicine", "allergy"),
)
PIECES = (
    *("", "0", "-1", "1e9 mg", "٣ mL", "\x00", "1 mL", "%", "{", "a" * 400, "NaN", "yes", "=", ",,,", "2"),
    *("<img src=x onerror=alert(1)>", "\ud800", "‮mL 1", "1,5 mL", "1/2 mL", "999999999999999999999 mL"),
    *(
        "goal = ",
        "[[cocktail]]\nproduct = 'akis-25'",
        "submental-fat",
        "melasma",
        "female",
        "us",
        "br",
        "120",
    ),
    *("kybella", "minoxidil", "hyaluronic acid 1 %", "lidocane", "\U0001f489", "a\r\nb", "../../etc/passwd"),
)
_MARKUP = re.compile(r"<img|onerror=alert\(1\)>")


def wrong_with(client: TestClient, rng: random.Random, names: tuple[str, ...]) -> str:
    """What is wrong with the answer to one more form; empty when nothing is."""
    form = dict(FORM) | {rng.choice(KEYS): rng.choice(PIECES) for _ in range(rng.randrange(1, 6))}
    name = rng.choice(names)
    body = urlencode(form, errors="surrogatepass").encode()
    query = urlencode({rng.choice(KEYS): rng.choice(PIECES)}, errors="surrogatepass")
    if rng.random() < 0.1:
        at = rng.randrange(len(body))
        body = body[:at] + rng.randbytes(3) + body[at + 1 :]
    reply = client.post(
        f"/{name}?{query}", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    if reply.status_code >= 500 or "Traceback" in reply.text:
        return f"{name}: status {reply.status_code} for {form} and {query}"
    if reply.status_code != 200 and 'data-verdict="' in reply.text:
        return f"{name}: a verdict with status {reply.status_code} for {form}"
    if "html" in reply.headers.get("content-type", "") and _MARKUP.search(reply.text):
        return f"{name}: markup in the answer to {form}"
    return ""


def main() -> int:
    """Forms until the time is over; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng, count, slowest, found = random.Random(asked.seed), Counter[str](), 0.0, 0
    until = monotonic() + 60 * asked.minutes
    names = tuple(sorted(QUESTIONS))
    with TestClient(
        application(Engine(load_catalog())), base_url="http://127.0.0.1:8810", raise_server_exceptions=False
    ) as client:
        while monotonic() < until:
            start = process_time()
            wrong = wrong_with(client, rng, names)
            slowest = max(slowest, process_time() - start)
            count["forms"] += 1
            if wrong:
                found += 1
                print(wrong, flush=True)
    print(f"seed {asked.seed}: {count['forms']} forms, {found} wrong, slowest {slowest:.1f} s CPU")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
