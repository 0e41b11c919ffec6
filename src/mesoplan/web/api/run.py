"""Starting and ending the service."""

import socket

import uvicorn

from mesoplan.web.api.settings import Settings, to_environment

_GRACE = 10


def run(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serves until it is told to end (SIGTERM, SIGINT): requests under way are finished first.

    With several ``workers`` each is a process with an engine of its own over the same packed catalog.
    """
    to_environment(settings)
    uvicorn.run(
        "mesoplan.web.api.app:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        limit_concurrency=1000,
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        packed = socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
    except OSError:
        return False
    return packed[0] == 127 if len(packed) == 4 else packed == socket.inet_pton(socket.AF_INET6, "::1")
