"""The folder of a run: which run it is of, the catalog, and the parts of the answer.

Names that begin with an underscore are not answers: readers of Parquet folders pass them over.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest

_RUN = "_run.json"
PACK = "_catalog.pack"
PACK_BEFORE = "_catalog_before.pack"


def open_folder(folder: Path, run: Mapping[str, Any]) -> None:
    """Make the folder, or go on in it if it is of this very run. Raises `BadRequest` when it is another's."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(f"{folder} cannot be made ({error.strerror}).") from None
    known = run_of(folder)
    if known is None:
        strangers = [each.name for each in folder.iterdir() if not each.name.startswith((".", "_"))]
        if strangers:
            raise BadRequest(
                f"{folder} holds other things, such as {strangers[0]}. Give a folder of its own."
            )
        write_text(folder / _RUN, json.dumps(dict(run), indent=1, sort_keys=True) + "\n")
        return
    other = [key for key in run if known.get(key) != run[key]]
    if other:
        told = "; ".join(f"{key} was {known.get(key)}, now {run[key]}" for key in other)
        raise BadRequest(f"{folder} holds the answers of another run: {told}. Give another folder.")


def run_of(folder: Path) -> dict[str, Any] | None:
    """What the run of this folder was about; None when there was none."""
    try:
        known = json.loads((folder / _RUN).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BadRequest(f"{folder / _RUN} cannot be read ({error}). Give another folder.") from None
    return known if isinstance(known, dict) else None


def keep_catalog(catalog: Catalog, folder: Path) -> Path:
    """The catalog as one file in the folder, for the processes of the run and for the next run."""
    from mesoplan.catalog.pack import file_bytes, packed

    target = folder / PACK
    tables = {kind: catalog.table(kind) for kind in catalog.kinds()}
    pack = packed(catalog.version, catalog.title, catalog.index, tables)
    write_bytes(target, file_bytes(pack))
    return target


def parts_in(folder: Path) -> tuple[Path, ...]:
    """The parts of the answer, in the order of their rows."""
    return tuple(sorted(folder.glob("part-*.parquet")))


def write_text(target: Path, text: str) -> None:
    """A text file that is there whole or not at all."""
    write_bytes(target, text.encode("utf-8", "surrogatepass"))


def write_bytes(target: Path, data: bytes) -> None:
    """A file that is there whole or not at all, also when the machine stops."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
