"""Modules of Python that are put off: a library imports them at every start and asks for one small thing.

click imports `inspect`, which loads Python's own compiler; `pathlib` imports `urllib.parse`. Such a module is
in `sys.modules` under its name and loads itself, whole and in place, when anything else of it is asked for,
whoever asks.
"""

import sys
from _thread import RLock
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_loading = RLock()


class _Later(ModuleType):
    """A module before it is loaded."""

    def __getattr__(self, name: str) -> "Any":
        if name == "__path__":  # which `from … import` asks of every module, and only packages have
            raise AttributeError(f"module {self.__name__!r} is no package")
        with _loading:
            if type(self) is _Later:  # else another thread has loaded it while this one waited
                if "_begun" in self.__dict__:
                    raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} yet")
                self._begun = True
                assert self.__spec__ is not None and self.__spec__.loader is not None
                self.__spec__.loader.exec_module(self)
                del self._begun
                self.__class__ = ModuleType  # type: ignore[assignment]
        return getattr(self, name)


def put_off() -> None:
    """Have these modules loaded when they are needed; what is loaded already is left alone."""
    _put_off("inspect", cleandoc=_one_line)
    _put_off("urllib.parse", quote_from_bytes=_quoted)


def _put_off(name: str, **asked: object) -> None:
    """``asked`` is what can be had of the module without it."""
    spec = None if name in sys.modules else find_spec(name)
    if spec is None or spec.loader is None:
        return
    module = _Later(name)
    module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, spec.origin
    module.__package__ = spec.parent
    vars(module).update(asked)
    sys.modules[name] = module
    if spec.parent:
        setattr(import_module(spec.parent), name.rpartition(".")[2], module)


def _one_line(doc: str) -> str:
    """`inspect.cleandoc` of a text in one line, such as the help of an option; it does the longer ones."""
    if "\n" not in doc:
        return doc.expandtabs().lstrip()
    import inspect

    _ = inspect.getdoc  # loads it, and `cleandoc` with it
    return inspect.cleandoc(doc)


def _quoted(text: bytes) -> str:
    """What `pathlib` asks for, to write a path as a URI."""
    import urllib.parse

    _ = urllib.parse.quote  # loads it, and `quote_from_bytes` with it
    return urllib.parse.quote_from_bytes(text)
