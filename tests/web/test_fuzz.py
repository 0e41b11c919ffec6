"""A few of the strange requests in every run; many by ``python -m tests.web.fuzz``."""

import asyncio

from tests.web.fuzz import run


def test_strange_requests_are_refused_and_never_a_fault() -> None:
    statuses, wrong = asyncio.run(run(250, seed=20261127))
    assert not wrong, "\n".join(wrong[:5])
    assert statuses[200] > 20 and sum(statuses.values()) == 250
