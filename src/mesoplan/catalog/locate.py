"""Where the shipped catalog is: inside the wheel, or beside the sources of an editable install."""

from pathlib import Path

from mesoplan.catalog.layout import HEAD_FILE
from mesoplan.errors import NoCatalog


def shipped_catalog() -> Path:
    """The folder of the catalog that came with this installation.

    Raises `NoCatalog` when the installation has none.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_catalog", package.parents[1] / "catalog"):
        if (folder / HEAD_FILE).is_file():
            return folder
    raise NoCatalog(f"no catalog beside {package}: the installation is incomplete. Reinstall mesoplan.")
