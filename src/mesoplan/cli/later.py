"""`inspect` is put off: click imports it, loading Python's own compiler, and asks it for one small thing.

The module is in `sys.modules` under its name and loads itself, whole and in place, when anything else of it
is asked for, whoever asks.
"""

import sys
from _thread import RLock
from importlib.util import find_spec
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_loading = RLock()


class _Later(ModuleType):
    """A module before it is loaded."""

    def __getattr__(self, name: str) -> "Any":
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


def put_off_inspect() -> None:
    """Have `inspect` loaded when it is needed; where it is loaded already it is left alone."""
    spec = None if "inspect" in sys.modules else find_spec("inspect")
    if spec is None or spec.loader is None:
        return
    module = _Later("inspect")
    module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, spec.origin
    vars(module)["cleandoc"] = _one_line
    sys.modules["inspect"] = module


def _one_line(doc: str) -> str:
    """`inspect.cleandoc` of a text in one line, such as the help of an option; it does the longer ones."""
    if "\n" not in doc:
        return doc.expandtabs().lstrip()
    import inspect

    _ = inspect.getdoc  # loads it, and `cleandoc` with it
    return inspect.cleandoc(doc)
