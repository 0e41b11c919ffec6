"""A failure made small: parts are left out as long as the same thing goes wrong."""

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any


def shrunk(value: Any, fails: Callable[[Any], bool], seconds: float = 20) -> Any:
    """A smaller value that fails too; what was reached when the time is over."""
    until = monotonic() + seconds
    again = True
    while again and monotonic() < until:
        again = False
        for less in _smaller(value):
            if monotonic() > until:
                break
            if fails(less):
                value, again = less, True
                break
    return value


def _smaller(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
        for key, each in value.items():
            for less in _smaller(each):
                yield {**value, key: less}
    elif isinstance(value, list | tuple):
        kind = type(value)
        for at in range(len(value)):
            yield kind((*value[:at], *value[at + 1 :]))
        for at, each in enumerate(value):
            for less in _smaller(each):
                yield kind((*value[:at], less, *value[at + 1 :]))
    elif isinstance(value, str) and len(value) > 1:
        yield value[: len(value) // 2]
        yield value[len(value) // 2 :]
        yield value[1:]
        yield value[:-1]
