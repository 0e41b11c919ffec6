"""Where the shipped catalog is: in the wheel, in an archive, or beside the sources of an editable install."""

from pathlib import Path

from mesoplan.catalog.layout import HEAD_FILE
from mesoplan.errors import NoCatalog

_FOLDER = "_catalog"

#: Beside the folder in a wheel; an editable install has none, and reads its sources.
PACK_FILE = "_catalog.pack"


def shipped_catalog() -> Path:
    """The folder of the catalog that came with this installation.

    Raises `NoCatalog` when the installation has none.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / _FOLDER, package.parents[1] / "catalog"):
        if (folder / HEAD_FILE).is_file():
            return folder
    if not package.is_dir():
        raise NoCatalog(
            "this archive holds its catalog packed, not as a folder to lay others over: "
            "install mesoplan for that (pip, pipx or uv)."
        )
    raise NoCatalog(f"no catalog beside {package}: the installation is incomplete. Reinstall mesoplan.")


def archived_pack() -> bytes | None:
    """The packed catalog in the archive that mesoplan runs from; None where it runs from a folder."""
    if Path(__file__).resolve().parents[1].is_dir():
        return None
    from importlib.resources import files

    pack = files("mesoplan").joinpath(PACK_FILE)
    return pack.read_bytes() if pack.is_file() else None


def shipped_pack(folder: Path) -> Path | None:
    """The packed catalog that came in the wheel with this folder; None for any other folder."""
    if folder.name != _FOLDER:
        return None
    file = folder.with_name(PACK_FILE)
    return file if folder == Path(__file__).resolve().parents[1] / _FOLDER and file.is_file() else None
