"""The compiled modules of an ordinary installation in one file, so that a command opens one and not hundreds.

The build of a wheel compiles each module as Python would at its first import, asserts and all, and writes the
code into `BUNDLE_FILE`. A command takes a module's code from there if the source that Python would read is
the one that was compiled: of the same size, and not changed since the installer wrote its list of files,
which it does last. Everything else is as ever: the sources are the truth, and where there is no bundle (an
editable installation), or it is another Python's, or a source was changed, Python imports as it always does.

The file lies among the sources and is trusted as they are: whoever can write the one can write the others.
"""

import os
import sys
from _imp import _fix_co_filename  # type: ignore[attr-defined]  # what Python calls for its own compiled files
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER
from marshal import dumps, loads
from types import CodeType

from mesoplan.version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

#: In the package's folder of a wheel.
BUNDLE_FILE = "_modules.bundle"

#: For each module: whether it is a package, the size of its source, and where its code starts and ends.
Table = dict[str, tuple[bool, int, int, int]]

#: Parts of the package that no short command needs.
_LEFT_OUT = ("agent", "fhir", "hooks", "ledger", "screen", "web")

_MAGIC = f"mesoplan-modules-1 {sys.implementation.cache_tag}\n".encode() + MAGIC_NUMBER
_LENGTH = 8


def use() -> None:
    """Import the package's modules from its bundle from now on, where there is one that fits."""
    if sys.flags.optimize:  # who asks for no asserts gets none
        return
    folder = os.path.dirname(__file__)
    above = os.path.dirname(folder)
    try:
        installed = os.stat(f"{above}/mesoplan-{VERSION}.dist-info/RECORD").st_mtime_ns
        opened = Bundle(f"{folder}/{BUNDLE_FILE}")
    except OSError:
        return
    if opened.table:
        sys.meta_path.insert(0, Finder(above, opened, installed))


class Bundle:
    """A file of compiled modules; ``table`` is empty when they are another Python's."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.table: Table = {}
        self._handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
        start = len(_MAGIC) + _LENGTH
        head = os.read(self._handle, start)
        length = int.from_bytes(head[-_LENGTH:], "little")
        if head.startswith(_MAGIC):
            self.table = loads(os.read(self._handle, length))
        self._start = start + length

    def code(self, start: int, end: int) -> bytes:
        """The bytes of the code from ``start`` to ``end``; as good from many threads and after a fork."""
        if hasattr(os, "pread"):
            return os.pread(self._handle, end - start, self._start + start)
        with open(self.file, "rb") as file:
            file.seek(self._start + start)
            return file.read(end - start)


class Finder:
    """Finds the modules of a bundle whose sources are unchanged since ``installed`` (nanoseconds)."""

    def __init__(self, above: str, bundled: Bundle, installed: int) -> None:
        self._above = above
        self._bundle = bundled
        self._installed = installed

    def find_spec(
        self, name: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> ModuleSpec | None:
        """The module with the code of the bundle; None where Python is to look for it."""
        entry = self._bundle.table.get(name)
        if entry is None:
            return None
        is_package, size, start, end = entry
        home = os.sep.join((self._above, *name.split(".")))
        file = f"{home}{os.sep}__init__.py" if is_package else f"{home}.py"
        try:
            source = os.stat(file)
        except OSError:
            return None
        if source.st_size != size or source.st_mtime_ns > self._installed:
            return None
        spec = ModuleSpec(name, Loader(name, file, self._bundle.code(start, end)), origin=file)
        spec.has_location, spec.cached = True, self._bundle.file
        spec.submodule_search_locations = [home] if is_package else None
        return spec


class Loader(SourceFileLoader):
    """Python's own, but for where the code comes from."""

    def __init__(self, name: str, path: str, code: bytes) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """The code of the bundle, as if it had been compiled where its source is."""
        code: CodeType = loads(self._code)
        _fix_co_filename(code, self.path)
        return code


def modules_in(folder: "Path") -> "Iterator[tuple[str, bool, bytes]]":
    """The modules in the package's folder that go into its bundle: name, whether a package, source."""
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder.parent).with_suffix("").parts
        if len(parts) > 2 and parts[1] not in _LEFT_OUT:
            is_package = parts[-1] == "__init__"
            yield ".".join(parts[:-1] if is_package else parts), is_package, file.read_bytes()


def bundle(modules: "Iterable[tuple[str, bool, bytes]]") -> bytes:
    """The bytes of a bundle of these modules."""
    table: Table = {}
    parts: list[bytes] = []
    place = 0
    for name, is_package, source in modules:
        code = dumps(compile(source, name, "exec", dont_inherit=True, optimize=0))
        table[name] = (is_package, len(source), place, place + len(code))
        parts.append(code)
        place += len(code)
    head = dumps(table)
    return b"".join((_MAGIC, len(head).to_bytes(_LENGTH, "little"), head, *parts))
