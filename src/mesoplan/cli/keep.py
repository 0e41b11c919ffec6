"""Answers into a case file, without disturbing what else is in it."""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import read_case
from mesoplan.cli.output import say

_HEADER = re.compile(r"^[ \t]*\[[ \t]*patient[ \t]*\][ \t]*(#.*)?$", re.MULTILINE)


def keep(file: str, key: str, value: Any) -> None:
    """Write one answer into the patient table of a case file.

    The rest of the file stays as it is. When the file cannot be changed safely, the line is shown
    instead and the file is left alone.
    """
    path = Path(file)
    line = f"{key} = {toml_value(value)}"
    try:
        old = path.read_text("utf-8-sig")
        before = read_case(path)
        new = _json_with(old, key, value) if path.suffix.lower() == ".json" else _toml_with(old, line)
        _replace(path, new)
        if read_case(path).patient == {**before.patient, key: value}:
            return
        _replace(path, old)
    except CaseError:
        _replace(path, old)
    except OSError as error:
        say(f"  {file} cannot be written ({error.strerror}).")
    say(f"  Not kept in {file}; write it under [patient] yourself: {line}")


def patient_toml(given: Mapping[str, Any]) -> str:
    """Answers as the patient table of a case file."""
    lines = [f"{key} = {toml_value(value)}" for key, value in given.items()]
    return "\n".join(("[patient]", *lines))


def toml_value(value: Any) -> str:
    """A text, number, truth value or list of texts as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(each) for each in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")


def _toml_with(text: str, line: str) -> str:
    header = _HEADER.search(text)
    if header is None:
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}\n[patient]\n{line}\n"
    return f"{text[: header.end()]}\n{line}{text[header.end() :]}"


def _json_with(text: str, key: str, value: Any) -> str:
    raw = json.loads(text)
    raw.setdefault("patient", {})[key] = value
    return json.dumps(raw, ensure_ascii=False, indent=2) + "\n"


def _replace(path: Path, text: str) -> None:
    """The whole file or the old one: a fault half-way leaves no torn file."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    Path(name).chmod(path.stat().st_mode & 0o777)
    Path(name).replace(path)
