"""How a service was started; workers read it from the environment."""

import json
import os
from typing import Any

from mesoplan.record import NamedTuple

_VARIABLE = "MESOPLAN_SERVE"


class Settings(NamedTuple):
    """What `mesoplan serve` was told.

    ``origins`` may call CDS Hooks from a browser; ``trust`` is the file of the clients whose signed tokens
    are accepted (without it everybody who reaches the port may call); ``rate`` requests a second and client;
    ``seconds`` the longest search of one request; ``home`` the service's address, as its clients write it;
    ``ledger`` with its two other files is where overrides of the feedback are recorded.
    """

    catalogs: tuple[str, ...] = ()
    jurisdiction: str = ""
    feedback: str = ""
    origins: tuple[str, ...] = ()
    trust: str = ""
    home: str = ""
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    rate: int = 100
    seconds: float = 5.0
    most_bytes: int = 2_000_000
    hooks: bool = True
    proxied: bool = False
    ledger: str = ""
    ledger_keys: str = ""
    ledger_anchor: str = ""


def to_environment(settings: Settings) -> None:
    """Hands the settings to the processes that are started from here."""
    os.environ[_VARIABLE] = json.dumps(settings._asdict())


def from_environment() -> Settings:
    """The settings that the starting process left; the defaults where it left none."""
    given: dict[str, Any] = json.loads(os.environ.get(_VARIABLE, "{}"))
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    return Settings._make(fields.get(name, value) for name, value in Settings()._asdict().items())
