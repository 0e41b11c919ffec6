"""Builds the desk that needs no server: a folder for any static host, and one HTML file for a disk.

Python comes from a downloaded npm package ``pyodide``, whose path is given; nothing is fetched, neither here
nor by what is built. The same inputs give the same bytes.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from mesoplan.catalog.load import load_catalog
from mesoplan.catalog.packing import write_pack
from mesoplan.engine import Engine
from mesoplan.errors import BadRequest
from mesoplan.record import NamedTuple
from mesoplan.web.archive import archive
from mesoplan.web.desk import Desk

#: What of the package is needed: the runtime and the standard library.
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
#: What the page's Python imports beside the standard library, as pure Python.
LIBRARIES = ("jinja2", "markupsafe", "rapidfuzz")
SINGLE = "mesoplan-offline.html"
#: What of mesoplan the page never asks for.
_LEFT_OUT = (
    *(
        "mesoplan/cli/",
        "mesoplan/report/pdf/",
        "mesoplan/report/assets/fonts/",
        "mesoplan/screen/",
        "mesoplan/review/",
        "mesoplan/_catalog/",
        "mesoplan/web/static/",
        "mesoplan/web/api/",
    ),
    *("mesoplan/fhir/", "mesoplan/hooks/", "mesoplan/agent/", "mesoplan/ledger/", "mesoplan/catalog/lint/"),
)
_CSP = (
    "default-src 'none'; connect-src 'self' data: blob:; worker-src 'self' blob: data:; img-src data:; "
    "script-src 'self' 'wasm-unsafe-eval' blob: data:{scripts}; style-src 'self'{styles}; base-uri 'none'"
)


class Built(NamedTuple):
    """What was written."""

    folder: Path
    single: Path
    single_bytes: int


def build(folder: Path, pyodide: Path, overlays: Sequence[str] = ()) -> Built:
    """Write both desks under ``folder``. Raises `BadRequest` when the package is not what it should be."""
    missing = [name for name in PYODIDE if not (pyodide / name).is_file()]
    if missing:
        raise BadRequest(f"{pyodide} is no npm package pyodide: it lacks {', '.join(missing)}.")
    folder.mkdir(parents=True, exist_ok=True)
    write_pack(folder / "catalog.pack", overlays)
    home = Desk(Engine(load_catalog(packed=folder / "catalog.pack"))).home()
    (folder / "app.zip").write_bytes(archive(LIBRARIES, _LEFT_OUT))
    for name in PYODIDE:
        data = (pyodide / name).read_bytes()
        (folder / name).write_bytes(_without_packages(data) if name == "pyodide-lock.json" else data)
    (folder / "worker.mjs").write_text(_static("worker.mjs"), "utf-8")
    (folder / "static").mkdir(exist_ok=True)
    for name in ("desk.css", "htmx.min.js", "bridge.js", "desk.js"):
        (folder / "static" / name).write_text(_static(name), "utf-8")
    (folder / "index.html").write_text(_page(home, _linked, ""), "utf-8")
    names = ("worker.mjs", *PYODIDE, "app.zip", "catalog.pack")
    parts = "".join(_part(name, (folder / name).read_bytes()) for name in names)
    single = folder / SINGLE
    single.write_text(_page(home, _inline, parts), "utf-8")
    return Built(folder, single, single.stat().st_size)


def _without_packages(data: bytes) -> bytes:
    """The lock file without its list of packages: none of them is asked for."""
    return json.dumps({**json.loads(data), "packages": {}}).encode()


def _static(name: str) -> str:
    return (Path(__file__).parent / "static" / name).read_text("utf-8")


# ---------------------------------------------------------------------- the page

#: The tags of the served page, and the files behind them; the bridge comes first, so that the page waits.
_STYLE = '<link rel="stylesheet" href="static/desk.css">'
_SCRIPTS = tuple(f'<script src="static/{name}" defer></script>' for name in ("htmx.min.js", "desk.js"))


class _Assets(NamedTuple):
    """How styles and scripts come into a page, and the hashes that its policy allows them by."""

    style: str
    scripts: str
    style_hash: str = ""
    script_hashes: tuple[str, ...] = ()


def _linked() -> _Assets:
    tags = [
        f'<script src="static/{name}" defer></script>' for name in ("bridge.js", "htmx.min.js", "desk.js")
    ]
    return _Assets(style=_STYLE, scripts="\n".join(tags))


def _inline() -> _Assets:
    style = _static("desk.css")
    # A deferred script has to have an address: an inline one stands at the end of the page instead.
    scripts = [
        _static(name).replace("</script", "<\\/script") for name in ("bridge.js", "htmx.min.js", "desk.js")
    ]
    return _Assets(
        style=f"<style>{style}</style>",
        scripts="".join(f"<script>{each}</script>" for each in scripts),
        style_hash=_hash(style),
        script_hashes=tuple(_hash(each) for each in scripts),
    )


def _page(home: str, assets_of: Callable[[], _Assets], parts: str) -> str:
    assets = assets_of()
    policy = _CSP.format(
        scripts="".join(f" '{each}'" for each in assets.script_hashes),
        styles=f" '{assets.style_hash}'" if assets.style_hash else "",
    )
    for tag in _SCRIPTS:
        home = _replaced(home, tag, "")
    home = _replaced(home, _STYLE, assets.style)
    head = f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    home = _replaced(home, "<head>", head)
    return _replaced(home, "</body>", f"{parts}{assets.scripts}\n</body>")


def _replaced(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise AssertionError(f"the page has {old} {text.count(old)} times")
    return text.replace(old, new)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _part(name: str, data: bytes) -> str:
    packed = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    return f'<script type="text/plain" id="file-{name}">{packed}</script>\n'
