"""Writes `mesoplan.pyz`: one file of pure Python for every machine that has Python 3.11 or newer.

    python tools/build_pyz.py dist/mesoplan.pyz
    python mesoplan.pyz check cocktail.toml

It holds the packed catalog and the desk; laying folders over the catalog, the graph's export and PDF need an
installation. The same sources and libraries give the same bytes.
"""

import sys
import tempfile
from pathlib import Path

from mesoplan.catalog.locate import PACK_FILE
from mesoplan.catalog.packing import write_pack
from mesoplan.web.archive import archive

#: Each has a pure Python form, which is what is taken.
LIBRARIES = (
    *("click", "platformdirs", "rapidfuzz", "jinja2", "markupsafe"),
    *("starlette", "uvicorn", "anyio", "idna", "h11", "typing_extensions"),
)
_MAIN = b"""\
import os

os.environ.setdefault("RAPIDFUZZ_IMPLEMENTATION", "python")
from mesoplan.__main__ import main

main()
"""


def main() -> None:
    """Write the file and say how large it is."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "mesoplan.pyz")
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / PACK_FILE
        write_pack(pack)
        more = {"__main__.py": _MAIN, f"mesoplan/{PACK_FILE}": pack.read_bytes()}
    data = archive(LIBRARIES, ("mesoplan/_catalog/", "mesoplan/report/pdf/"), more)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"#!/usr/bin/env python3\n" + data)
    target.chmod(0o755)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
