"""Writes the catalog's pages: `python docs/build_site.py [folder]` (default: docs/site), and with every build
of the docs site, below `catalog/`."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mesoplan.catalog.load import load_catalog
from mesoplan.report.site import site_pages
from mesoplan.rules.registry import RULES


def on_post_build(config: Mapping[str, Any]) -> None:
    """MkDocs calls this when its own pages are written."""
    write(Path(config["site_dir"]) / "catalog")


def write(folder: Path) -> int:
    """Write every page under the folder; gives how many there are."""
    number = 0
    for name, page in site_pages(load_catalog(), RULES):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")
        number += 1
    return number


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "site")
    print(f"{write(target)} pages in {target}; open {target / 'index.html'}")
