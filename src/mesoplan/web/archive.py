"""mesoplan and the libraries it needs as one archive of pure Python, for a browser or for any Python."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from mesoplan.errors import BadRequest

_OURS = (".py", ".css", ".js", ".mjs", ".html", ".toml", ".json", ".ttf")
#: The same date in every archive: the same inputs give the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)


def archive(
    libraries: Sequence[str], left_out: tuple[str, ...], more: Mapping[str, bytes] | None = None
) -> bytes:
    """The archive of mesoplan, of these installed libraries and of ``more`` files, sorted by name.

    Paths that start with one of ``left_out`` stay away, and so does everything of a library that is no
    Python source. Raises `BadRequest` for a library that is not installed.
    """
    files = dict(more or {})
    for library in ("mesoplan", *libraries):
        files.update((name, data) for name, data in _modules(library) if not name.startswith(left_out))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in sorted(files):
            made.writestr(zipfile.ZipInfo(name, _DAY), files[name], zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _modules(library: str) -> Iterator[tuple[str, bytes]]:
    spec = find_spec(library)
    if spec is None or spec.origin is None:
        raise BadRequest(f"{library} is not installed.")
    origin = Path(spec.origin)
    if origin.name != "__init__.py":
        yield origin.name, origin.read_bytes()
        return
    for file in sorted(origin.parent.rglob("*")):
        name = f"{library}/{file.relative_to(origin.parent).as_posix()}"
        kept = file.suffix in (_OURS if library == "mesoplan" else (".py",))
        if kept and file.is_file() and "/tests/" not in name:
            yield name, file.read_bytes()
