"""`inspect` and `urllib.parse` are loaded when a command needs them, and are Python's own, whole, then."""

import inspect
import subprocess
import sys

import pytest

from mesoplan.cli.later import _one_line

_START = "import sys\nfrom mesoplan.cli.later import put_off\nput_off()\nimport click\n"


def _said(program: str) -> str:
    run = subprocess.run([sys.executable, "-c", _START + program], check=True, capture_output=True, text=True)
    return run.stdout


def test_a_command_with_options_does_not_load_it() -> None:
    program = """
from mesoplan.cli.main import cli
try:
    cli(["rules"])
except SystemExit:
    pass
print("ast" in sys.modules, "dis" in sys.modules, "ipaddress" in sys.modules)"""
    assert _said(program).splitlines()[-1] == "False False False"


def test_it_is_whole_once_anything_of_it_is_asked_for() -> None:
    program = """
import inspect, types
print(inspect.signature(lambda one, *, two: 0), type(inspect) is types.ModuleType)
print(inspect.__doc__.split()[0], inspect.cleandoc.__module__, inspect.__spec__.name)
print(hasattr(inspect, "no_such_thing"))"""
    real = inspect.__doc__
    assert real is not None
    assert _said(program).splitlines() == [
        "(one, *, two) True",
        f"{real.split()[0]} inspect inspect",
        "False",
    ]


def test_threads_that_come_at_once_all_get_it() -> None:
    program = """
import inspect, threading
ready, found = threading.Barrier(8), []
def ask(name):
    ready.wait()
    found.append(callable(getattr(inspect, name)))
names = ("signature", "getsource", "isawaitable", "stack", "getfile", "unwrap", "ismethod", "getdoc")
threads = [threading.Thread(target=ask, args=(name,)) for name in names]
for each in threads: each.start()
for each in threads: each.join()
print(found == [True] * 8)"""
    assert _said(program).strip() == "True"


@pytest.mark.parametrize(
    "text", ["", "One line.", "  indented ", "\ttab\tinside", "Two\n  lines\n\n  here", "\n\n", " \n x\n"]
)
def test_a_help_text_is_cleaned_as_python_cleans_it(text: str) -> None:
    assert _one_line(text) == inspect.cleandoc(text)


def test_a_path_is_written_as_a_uri() -> None:
    program = """
import pathlib, urllib.parse, types
print("ipaddress" in sys.modules, pathlib.PurePosixPath("/a b/\u00e9").as_uri())
print(urllib.parse.urlsplit("http://[::1]/a").hostname, type(urllib.parse) is types.ModuleType)
print(urllib.parse.quote_from_bytes.__module__, urllib.parse.__package__, urllib.parse.__spec__.name)"""
    assert _said(program).splitlines() == [
        "False file:///a%20b/%C3%A9",
        "::1 True",
        "urllib.parse urllib urllib.parse",
    ]
