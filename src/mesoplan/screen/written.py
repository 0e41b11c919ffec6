"""What a run leaves for people: its summary, and whole reports as files."""

from pathlib import Path
from urllib.parse import quote

from pyarrow import parquet

from mesoplan.errors import BadRequest
from mesoplan.screen.folder import parts_in, write_text

_LONGEST_NAME = 150


def write_summary(folder: Path, document: str, page: str) -> None:
    """The summary in the folder of the run, as JSON and as a page of text."""
    write_text(folder / "_summary.json", document)
    write_text(folder / "_summary.txt", page)


def write_reports(folder: Path, target: Path) -> int:
    """The whole reports that a run kept, one file each, named by the row; how many there are.

    Rows of one id are numbered. Raises `BadRequest` when the target cannot be written to.
    """
    named: dict[str, int] = {}
    try:
        target.mkdir(parents=True, exist_ok=True)
        for part in parts_in(folder):
            table = parquet.read_table(part, columns=["id", "report"])
            for row in table.filter(table.column("report").is_valid()).to_pylist():
                name = quote(str(row["id"]), safe=" ")[:_LONGEST_NAME] or "_"
                named[name] = named.get(name, 0) + 1
                again = f" ({named[name]})" if named[name] > 1 else ""
                write_text(target / f"{name}{again}.json", row["report"])
    except OSError as error:
        raise BadRequest(f"{target} cannot be written to ({error.strerror}).") from None
    return sum(named.values())
