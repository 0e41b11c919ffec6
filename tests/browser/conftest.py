"""A real browser, and the desk as it is used: behind its server, as a folder, and as one file from a disk.

Chromium is Debian's; Pyodide and axe-core come from npm, in the folder that ``MESOPLAN_NODE_MODULES`` names.
What is not there is skipped, and said.
"""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
TRANSPORTS = ("server", "folder", "file")


def _node_module(name: str) -> Path:
    folder = os.environ.get("MESOPLAN_NODE_MODULES", "")
    found = Path(folder, name)
    if not folder or not found.is_dir():
        pytest.skip(f"no npm package {name}: MESOPLAN_NODE_MODULES does not name a folder that has it")
    return found


@pytest.fixture(scope="session")
def node_module() -> Callable[[str], Path]:
    """The folder of an npm package; skips the test when it is not there."""
    return _node_module


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, headless=True, args=list(_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """The address of `mesoplan desk`."""
    command = [sys.executable, "-m", "mesoplan", "desk", "--port", "0", "--no-open"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = re.search(r"http://\S+", server.stderr.readline())
        assert found is not None
        yield found[0]
        server.terminate()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the desk without a server."""
    folder = tmp_path_factory.mktemp("offline")
    command = [sys.executable, "-m", "mesoplan", "desk", "--build-offline", str(folder)]
    subprocess.run([*command, "--pyodide", str(_node_module("pyodide"))], check=True)
    return folder


@pytest.fixture(scope="session")
def static(built: Path) -> Iterator[str]:
    """The folder on a static server that knows nothing of mesoplan."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        extensions_map = {  # noqa: RUF012  (the base class declares it so)
            **http.server.SimpleHTTPRequestHandler.extensions_map,
            ".mjs": "text/javascript",
        }

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=TRANSPORTS)
def address(request: pytest.FixtureRequest) -> str:
    """Where the desk is, one transport after the other."""
    if request.param == "server":
        return str(request.getfixturevalue("served"))
    if request.param == "folder":
        return str(request.getfixturevalue("static"))
    return f"file://{request.getfixturevalue('built')}/mesoplan-offline.html"
