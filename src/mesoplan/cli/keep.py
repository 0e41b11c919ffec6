"""Answers into a case file, without disturbing what else is in it."""

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from_bytes, format_of
from mesoplan.cli.output import say

#: Where a table may begin, by format. Inside a text it looks the same, so each place is tried.
_BEGINS = {
    "toml": r"^[ \t]*\[[ \t]*{}[ \t]*\][ \t]*(#[^\r\n]*)?(?=\r?$)",
    "json": r'"{}"\s*:\s*\{{',
    "yaml": r"^{}[ \t]*:[ \t]*(#[^\r\n]*)?(?=\r?$)",
}


class Keeper:
    """Writes answers into one case file, and can take them back.

    The rest of the file stays as it is: its line ends, its comments, and the link that leads to it. When
    the file cannot be changed safely, the line is shown instead and the file is left alone. Without a
    file nothing is written.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._path = Path(file).resolve() if file else None
        self._written: bytes | None = None

    def keep(self, key: str, value: Any) -> None:
        """Write one answer into its table: "session.area" into the session's, "age" into the patient's."""
        if self._path is None:
            return
        why = "it would have to be rewritten"
        try:
            old = self._path.read_bytes()
            new = _with(old, self.file, key, value)
            if new is not None:
                self._put(new)
                return
        except OSError as error:
            why = error.strerror or "no access"
        except (CaseError, ValueError):
            pass
        table, name = _place(key)
        line = f"{name} = {toml_value(value)}"
        say(f"  Not kept in {self.file} ({why}); write it under [{table}] yourself: {line}")

    def mark(self) -> bytes | None:
        """What the file holds now, to come back to."""
        try:
            return self._path.read_bytes() if self._path is not None else None
        except OSError:
            return None

    def back_to(self, mark: bytes | None) -> None:
        """Take back what was written since ``mark``; what somebody else wrote meanwhile stays."""
        now = self.mark()
        if self._path is None or mark is None or now == mark:
            return
        if now != self._written:
            say(f"  {self.file} was changed by somebody else; the answer still stands in it.")
            return
        try:
            self._put(mark)
        except OSError as error:
            say(f"  {self.file} cannot be written ({error.strerror}).")

    def _put(self, data: bytes) -> None:
        """The whole file or the old one: a fault half-way leaves no torn file."""
        assert self._path is not None
        handle, name = tempfile.mkstemp(dir=self._path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(self._path.stat().st_mode & 0o777)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._written = data


def answers_toml(given: Mapping[str, Any]) -> str:
    """Answers as the tables of a case file."""
    tables: dict[str, list[str]] = {}
    for key, value in given.items():
        table, name = _place(key)
        tables.setdefault(table, [f"[{table}]"]).append(f"{name} = {toml_value(value)}")
    return "\n\n".join("\n".join(lines) for lines in tables.values())


def _place(key: str) -> tuple[str, str]:
    """The table of an answer, and its key in there."""
    table, _, name = key.rpartition(".")
    return table or "patient", name


def toml_value(value: Any) -> str:
    """A text, number, truth value or list of texts as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(each) for each in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")


def _with(data: bytes, file: str, key: str, value: Any) -> bytes | None:
    """The file with the answer in it and nothing else changed; None when that cannot be done."""
    format_ = format_of(Path(file))
    before = case_from_bytes(data, file, format_)
    table, name = _place(key)
    there = before.session if table == "session" else before.patient
    answered = {**there, name: value}
    wanted = before._replace(session=answered) if table == "session" else before._replace(patient=answered)
    text = data.decode("utf-8")
    for new in _tries(text, format_, table, name, value):
        made = new.encode("utf-8")
        try:
            if name not in there and case_from_bytes(made, file, format_) == wanted:
                return made
        except CaseError:
            continue
    return None


def _tries(text: str, format_: str, table: str, key: str, value: Any) -> Iterator[str]:
    """The text with the answer put at each place where it could belong."""
    end = "\r\n" if "\r\n" in text else "\n"
    json_value = json.dumps(value, ensure_ascii=False)
    for begins in re.finditer(_BEGINS[format_].format(table), text, re.MULTILINE):
        head, tail = text[: begins.end()], text[begins.end() :]
        if format_ == "toml":
            yield f"{head}{end}{key} = {toml_value(value)}{tail}"
        elif format_ == "yaml":
            indent = re.match(r"\s*?\r?\n([ ]+)", tail)
            yield f"{head}{end}{indent[1] if indent else '  '}{key}: {json_value}{tail}"
        else:
            space = tail[: len(tail) - len(tail.lstrip())]
            yield f'{head}{space}"{key}": {json_value},{tail}'
            yield f'{head}"{key}": {json_value}{tail}'
    gap = "" if not text or text.endswith("\n") else end
    if format_ == "toml":
        yield f"{text}{gap}{end}[{table}]{end}{key} = {toml_value(value)}{end}"
    elif format_ == "yaml":
        yield f"{text}{gap}{table}:{end}  {key}: {json_value}{end}"
    else:
        brace = text.find("{") + 1
        yield f'{text[:brace]}"{table}": {{"{key}": {json_value}}},{text[brace:]}'
