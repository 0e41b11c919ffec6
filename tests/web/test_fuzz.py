"""A few of the strange requests in every run; many by ``python -m tests.web.fuzz``."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.web.fuzz import run


def test_strange_requests_are_refused_and_never_a_fault() -> None:
    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        statuses, wrong = pool.submit(lambda: asyncio.run(run(250, seed=20261127))).result()
    assert not wrong, "\n".join(wrong[:5])
    assert statuses[200] > 20 and sum(statuses.values()) == 250
