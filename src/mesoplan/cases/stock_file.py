"""Stock as a spreadsheet saves it: columns ``product`` and ``volume``, divided as the machine's country does.

European spreadsheets divide columns by semicolons, write cp1252 and put a comma into numbers. The first two
are read, and said; a comma in a number is refused, for nobody can tell whether "1,500" is one and a half.
"""

import csv
from collections.abc import Mapping

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.record import NamedTuple

MAX_BYTES = 1_000_000
COLUMNS = ("product", "volume")
_DIVIDERS = {";": "semicolons", ",": "commas", "\t": "tabs"}
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_EXAMPLE = 'The first line names the columns, such as "product;volume"; another is "lidocaine-2-plain;10 mL".'


class StockFile(NamedTuple):
    """Lines with the keys of ``[[stock]]``, and how the file was read where that is not the plain way."""

    lines: tuple[Mapping[str, str], ...]
    read_as: str


def stock_from_csv(data: bytes) -> StockFile:
    """The stock in the bytes of a CSV file. Raises `CaseError` with every line that cannot be read."""
    if len(data) > MAX_BYTES:
        raise _refused("", f"has more than {MAX_BYTES} bytes.", "Is this the right file?")
    text, encoding = _decoded(data)
    rows = text.splitlines()
    start = 1 if rows and rows[0].lower().startswith("sep=") else 0
    divider = _divider(rows[start : start + 1])
    try:
        table = list(csv.reader(rows[start:], delimiter=divider, strict=True))
    except csv.Error as error:
        raise _refused("", f"is no CSV ({error}).", _EXAMPLE) from None
    lines = _lines(table, start, divider)
    seen = [f"columns divided by {_DIVIDERS[divider]}"] if divider != "," else []
    seen += [f"text as {encoding}"] if encoding not in ("utf-8", "utf-8-sig") else []
    return StockFile(lines, " and ".join(seen))


def _decoded(data: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    raise _refused("", "is no text.", 'Save it as "CSV UTF-8".')


def _divider(head: list[str]) -> str:
    """What divides the columns of the first line."""
    for divider in _DIVIDERS:
        names = {cell.strip().strip('"').lower() for cell in head[0].split(divider)} if head else set()
        if set(COLUMNS) <= names:
            return divider
    raise _refused("", "has no rows with the columns product and volume.", _EXAMPLE)


def _lines(table: list[list[str]], start: int, divider: str) -> tuple[Mapping[str, str], ...]:
    head = [cell.strip().lower() for cell in table[0]]
    twice = [name for name in COLUMNS if head.count(name) > 1]
    if twice:
        raise _refused("line 1", f'has the column "{twice[0]}" twice.', "Keep one.")
    found, faults = [], []
    for number, cells in enumerate(table[1:], start=start + 2):
        if not any(cell.strip() for cell in cells):
            continue
        line = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        wrong = _wrong(line, len(cells) - len(head), divider)
        if wrong:
            faults.append(CaseFault(f"line {number}", *wrong))
        found.append({name: line.get(name, "") for name in COLUMNS})
    if faults:
        raise CaseError(tuple(faults))
    if not found:
        raise _refused("", "has no rows with the columns product and volume.", _EXAMPLE)
    return tuple(found)


def _wrong(line: Mapping[str, str], extra: int, divider: str) -> tuple[str, str, str] | None:
    """What is wrong with a line, what hangs on it, and the way out."""
    volume = line.get("volume", "")
    if extra > 0 and divider == ",":
        what = "has more columns than the first line: a comma inside a number, perhaps."
        return what, "How much there is cannot be guessed.", 'Write 2.5 mL, or "2,5 mL" becomes two columns.'
    if extra > 0:
        return "has more columns than the first line.", "How much there is cannot be guessed.", _EXAMPLE
    if "," in volume:
        way = (
            f'Write "{volume[:40].replace(",", ".")}" if that is meant: mark the column, replace "," by ".".'
        )
        return f'"{volume[:40]}" has a decimal comma.', "It could be read a thousandfold.", way
    return None


def _refused(key: str, what: str, following: str) -> CaseError:
    return CaseError((CaseFault(key, what, "The shelf is not known.", following),))
