"""How much of it one client may ask for: a bucket that fills again, one a client."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

_MOST_CLIENTS = 10_000


class Buckets:
    """Allows ``rate`` requests a second and client, and twice as many at once. ``rate`` 0: no limit."""

    def __init__(self, rate: int, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, client: str) -> bool:
        """Whether one more request of this client may be answered; it is counted if so."""
        if not self._rate:
            return True
        now, most = self._clock(), 2.0 * self._rate
        left, since = self._left.pop(client, (most, now))
        left = min(most, left + (now - since) * self._rate)
        allowed = left >= 1
        self._left[client] = (left - 1 if allowed else left, now)
        if len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)
        return allowed
