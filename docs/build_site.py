"""Writes the docs site: `python docs/build_site.py [folder]` (default: docs/site)."""

import sys
from pathlib import Path

from mesoplan.catalog.load import load_catalog
from mesoplan.report.site import site_pages
from mesoplan.rules.registry import RULES


def main() -> None:
    """Write every page under the folder and say how many there are."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "site")
    number = 0
    for name, page in site_pages(load_catalog(), RULES):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")
        number += 1
    print(f"{number} pages in {folder}; open {folder / 'index.html'}")


if __name__ == "__main__":
    main()
