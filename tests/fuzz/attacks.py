"""What is tried: each attack draws inputs, and says what is wrong with what came of one ("" if nothing)."""

import json
import re
from collections.abc import Callable
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner
from tests.fuzz.answers import (
    draw_pairs,
    draw_plan,
    draw_repair,
    draw_small_pairs,
    draw_why_not,
    try_pair,
    try_plan,
    try_repair,
    try_small_pair,
    try_why_not,
)
from tests.fuzz.base import FIXTURE, TODAY, below
from tests.fuzz.draw import STRANGE, Draw, Raw
from tests.fuzz.loosening import draw_loosening, draw_shipped, try_loosening, try_shipped
from tests.fuzz.tried import tried

from mesoplan import Case, Engine
from mesoplan.cases.read import case_from_bytes
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import draft
from mesoplan.catalog.fault import CatalogError
from mesoplan.cli.keep import toml_value
from mesoplan.cli.main import cli
from mesoplan.quantity import Quantity

#: Damages of one text, and names of one entity, that are tried in a row.
MANY = 8


def draw_api(draw: Draw) -> list[Any]:
    """A case as a program gives it, with one to three things wrong."""
    case, found = draw.case(), []
    for _ in range(MANY):
        raw = draw.in_odd_units(case) if draw.rng.random() < 0.4 else case
        for _ in range(draw.rng.randint(0, 2) if raw is not case else draw.rng.randint(1, 3)):
            raw = draw.mangled(raw)
        found.append(raw)
    return found


def try_api(engine: Engine, raw: Any) -> str:
    """Checked, or refused in words."""
    fields = {key: value for key, value in raw.items() if key in Case._fields}
    return tried(lambda: engine.check(Case(**fields)))


# ---------------------------------------------------------------------- files

_DAMAGE = (
    b"",
    b'"',
    b"[[",
    b"}",
    b"\n",
    b"1e9999",
    b"\xff",
    b"\x00",
    b"'''",
    b"= 0x",
    b" no",
    b"&a *a ",
    b"!!x ",
)


def _damaged(draw: Draw, text: bytes) -> bytes:
    data = bytearray(text)
    for _ in range(draw.rng.randint(1, 6)):
        at = draw.rng.randrange(len(data) + 1)
        patch_ = draw.rng.choice((*_DAMAGE, bytes([draw.rng.randrange(256)]), bytes(data[at : at + 30])))
        data[at : at + draw.rng.randint(0, 9)] = patch_
    return bytes(data)


def draw_bytes(draw: Draw) -> list[Any]:
    """The bytes of a file in one of the three formats, damaged."""
    case = draw.case()
    format_ = draw.rng.choice(("toml", "toml", "json", "json", "yaml"))
    if format_ == "toml":
        text = _toml(case)
    else:
        text = json.dumps(case, ensure_ascii=False) if format_ == "json" else _yaml(case)
    data = text.encode()
    return [{"format": format_, "data": _damaged(draw, data).hex()} for _ in range(MANY)]


def _toml(case: Raw) -> str:
    lines = [f"{key} = {toml_value(value)}" for key, value in case.items() if isinstance(value, str)]
    for table in ("patient", "session"):
        lines += [f"[{table}]", *(f"{key} = {toml_value(each)}" for key, each in case.get(table, {}).items())]
    for row in case["cocktail"]:
        lines += ["[[cocktail]]", *(f"{key} = {toml_value(each)}" for key, each in row.items())]
    return "\n".join(lines) + "\n"


def _yaml(case: Raw) -> str:
    lines = [f"{key}: {value}" for key, value in case.items() if isinstance(value, str)]
    for table in ("patient", "session"):
        if case.get(table):
            lines += [f"{table}:", *(f"  {key}: {json.dumps(each)}" for key, each in case[table].items())]
    lines.append("cocktail:")
    for row in case["cocktail"]:
        lines += [f"{'- ' if not at else '  '}{key}: {each}" for at, (key, each) in enumerate(row.items())]
    return "\n".join(lines) + "\n"


def try_bytes(engine: Engine, given: Any) -> str:
    """Read and checked, or refused in words."""
    data, format_ = bytes.fromhex(given["data"]), given["format"]
    return tried(lambda: engine.check(case_from_bytes(data, "case", format_)))


# ---------------------------------------------------------------------- names and amounts

_NUMBERS = re.compile(r"\d+(?:[.,/]\d+)*")


def draw_names(draw: Draw) -> list[Any]:
    """A name, nearly."""
    kind = draw.rng.choice(("product", "product", "ingredient", "fact", "goal", "zone", "jurisdiction"))
    name = draw.rng.choice(draw.names_of(kind, draw.one(kind)))
    return [{"kind": kind, "name": draw.misspelt(name)} for _ in range(2 * MANY)]


def try_name(engine: Engine, given: Any) -> str:
    """One thing, or refused with an offer; never another strength."""
    name, kind, catalog = given["name"], given["kind"], engine.catalog
    if kind in ("product", "ingredient"):
        rows = ({"item": name, "amount": "1 mg", "volume": "1 mL"},)
        wrong = tried(lambda: resolve(Case(cocktail=rows), catalog))
        return wrong or _other_strength(engine, name)
    if kind == "fact":
        return tried(lambda: resolve(Case(patient={"conditions": [name], "allergies": [name]}), catalog))
    return tried(lambda: resolve(Case(**{kind: name}), catalog))


def _other_strength(engine: Engine, name: str) -> str:
    """What a name with numbers was taken for, when no name of that has those numbers."""
    found = engine.catalog.find(name, ("substance",))
    if found is None or found.kind not in ("product", "ingredient"):
        return ""
    said = _numbers(name)
    names = Draw.known_names(engine.catalog, found.kind, found.id)
    return "" if any(said == _numbers(each) for each in names) else f"{name!r} is taken for {found.id}"


def _numbers(text: str) -> list[str]:
    return [each.replace(",", ".") for each in _NUMBERS.findall(text)]


_UNITS = (
    "mg",
    "mL",
    "ug",
    "mcg",
    "g",
    "IU",
    "U",
    "%",
    "% w/v",
    "mg/mL",
    "[iU]",
    "cc",
    "amp",
    "mmol",
    "mEq",
    "",
)
_TAILS = (
    "",
    "",
    "",
    "0",
    "000",
    " mg",
    "/mL",
    "-2",
    " 2",
    ",5",
    ".5",
    "e3",
    "e+-9",
    "½",
    "²",
    "\u202f5",
    "_000",
)


def draw_amounts(draw: Draw) -> list[Any]:
    """An amount as text, nearly."""
    rng, found = draw.rng, []
    for _ in range(4 * MANY):
        number = rng.choice(
            (str(rng.randrange(10**4)), f"{rng.random() * 100:.{rng.randint(0, 4)}f}", ".5", "1.")
        )
        text = f"{number}{rng.choice(_TAILS)}{rng.choice((' ', '', ' '))}{rng.choice(_UNITS)}"
        found.append(draw.misspelt(text) if rng.random() < 0.4 else text)
    return found


def try_amount(engine: Engine, text: Any) -> str:
    """Refused in words, or exactly the number that stands there; what is printed is read again."""
    try:
        found = Quantity.parse(text, substance="x")
    except Exception as error:
        return tried(_raising(error))
    number = re.match(r"[\s\u00a0\u202f]*([0-9]+(?:\.[0-9]+)?)", text)
    if number is None or not str(found).startswith(number[1]):
        return f"{text!r} is read as {found}"
    again = Quantity.parse(str(found), substance="x")
    return "" if again == found else f"{found} is read again as {again}"


def _raising(error: Exception) -> Callable[[], Any]:
    def work() -> Any:
        raise error

    return work


def draw_lines(draw: Draw) -> list[Any]:
    """A cocktail as one line of text, nearly."""
    rng, parts = draw.rng, []
    for _ in range(rng.randint(1, 3)):
        kind = rng.choice(("product", "ingredient"))
        name = rng.choice(draw.names_of(kind, draw.one(kind)))
        parts.append(f"{name} {rng.choice(('1 mL', '2%', '5 mg', '160 mg/2 mL', '1 amp', '100 U', ''))}")
    text = rng.choice((" + ", " | ", "+", "\n")).join(parts)
    return [draw.misspelt(text) for _ in range(MANY)]


def try_line(engine: Engine, text: Any) -> str:
    """Read, or refused in words."""
    return tried(lambda: resolve(Case(cocktail=text), engine.catalog))


# ---------------------------------------------------------------------- command lines

_COMMANDS = (
    *("check", "check", "check", "plan", "explain", "why", "why-not", "repair", "show", "find", "goals"),
    *(
        "rules",
        "new",
        "prepare",
        "doctor",
        "nonsense",
        "",
        "explain DS501",
        "catalog nonsense",
        "rules --help",
    ),
)
_SLOW = ("graph", "catalog stats", "catalog lint", "catalog sample", "catalog gaps")
_WORDS = (
    *(
        "--format",
        "json",
        "csv",
        "html",
        "markdown",
        "jsonl",
        "--zone",
        "face",
        "--jurisdiction",
        "EU",
        "--sex",
    ),
    *(
        "female",
        "--age",
        "34",
        "-k",
        "0",
        "2",
        "--budget",
        "--deadline",
        "0.5",
        "--catalog",
        "/nowhere",
        "--help",
    ),
    *("--condition", "epilepsy", "--no-conditions", "--verbose", "--fail-on", "caution", "--how-much"),
    *("--weight", "60 kg", "case.toml", "-", "--", "--ask", "melasma", "lidocaine", "."),
    *("lidocaine 2% 1 mL + saline 1 mL", "--answered", "--stock", "case.csv", "--goal", "--technique"),
)
_VERDICT = re.compile(r'^(?:CLEAR|CAUTION|INCOMPLETE|BLOCKED)\b|"verdict":', re.MULTILINE)


def draw_commands(draw: Draw) -> list[Any]:
    """A command line, and a case file beside it."""
    rng, found = draw.rng, []
    for _ in range(MANY):
        words = rng.choice(_COMMANDS if rng.random() < 0.99 else _SLOW).split()
        for _ in range(rng.randint(0, 6)):
            what = rng.random()
            word = rng.choice(_WORDS)
            if what > 0.9:
                word = str(rng.choice(STRANGE))
            elif what > 0.7:
                word = draw.misspelt(draw.one("product"))
            words.append(word)
        case = _toml(draw.case()).encode()
        found.append({"words": words, "case": (_damaged(draw, case) if rng.random() < 0.3 else case).hex()})
    return found


def try_command(engine: Engine, asked: Any) -> str:
    """An exit code of the contract, no traceback, and no verdict beside an error."""
    runner = CliRunner()
    with TemporaryDirectory() as place, chdir(place), _kept(engine):
        Path("case.toml").write_bytes(bytes.fromhex(asked["case"]))
        Path("case.csv").write_bytes(bytes.fromhex(asked["case"]))
        try:
            done = runner.invoke(
                cli, asked["words"], prog_name="mesoplan", input=bytes.fromhex(asked["case"])
            )
        except ValueError as error:  # the runner itself refuses half characters
            return "" if "surrogates" in str(error) else f"ValueError: {error}"
    if done.exit_code not in (0, 1, 2, 3, 4, 5, 130):
        return f"exit {done.exit_code}: {done.stderr[-160:]}"
    if "Traceback" in done.output + done.stderr or "\x1b[2J" in done.output + done.stderr:
        return "a traceback, or a control sequence, is shown"
    if done.exit_code in (2, 5) and _VERDICT.search(done.stdout) and done.stderr.startswith("error"):
        return f"a verdict beside an error: {done.stderr[:100]}"
    return ""


def _kept(engine: Engine) -> Any:
    """The catalog of the engine in place of loading the same again, where nothing is laid over it."""
    from mesoplan.catalog import load

    real = load.load_catalog

    def kept(overlays: Any = (), **settings: Any) -> Any:
        return engine.catalog if not overlays and not settings else real(overlays, **settings)

    return patch.object(load, "load_catalog", kept)


# ---------------------------------------------------------------------- overlays

_FOLDERS = (
    *("ingredients", "products", "goals", "interactions", "jurisdictions", "sources", "policies"),
    *("regimens", "evidence/glow", "."),
)
_HARM = (
    b"",
    b'"',
    b"nan",
    b"1e999",
    b"0xfff",
    b"\n[x]\n",
    b"-",
    b"[a.b]\n",
    b"true",
    b"[]",
    b'""',
    b"9999-99-99",
)


@cache
def _files(folder: str) -> tuple[Path, ...]:
    return tuple(sorted((FIXTURE / folder).glob("*.toml")))


def draw_overlays(draw: Draw) -> list[Any]:
    """A clinic's file: one of the fixture, damaged."""
    file, found = draw.rng.choice(_files(draw.rng.choice(_FOLDERS))), []
    text = file.read_bytes()
    for _ in range(MANY):
        data = bytearray(text)
        for _ in range(draw.rng.randint(1, 5)):
            at = draw.rng.randrange(len(data) + 1)
            harm = draw.rng.choice((*_HARM, bytes([draw.rng.randrange(256)])))
            data[at : at + draw.rng.randint(0, 9)] = harm
        found.append({"name": str(file.relative_to(FIXTURE)), "data": bytes(data).hex()})
    return found


def try_overlay(engine: Engine, asked: Any) -> str:
    """Laid over, or refused with every fault."""

    def lay() -> Any:
        found = draft(below().folder.path, (Path(place),), TODAY, below())
        if found.faults:
            raise CatalogError(found.faults)

    with TemporaryDirectory() as place:
        file = Path(place) / asked["name"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes.fromhex(asked["data"]))
        return tried(lay)


Attack = tuple[Callable[[Draw], list[Any]], Callable[[Engine, Any], str]]
ATTACKS: dict[str, Attack] = {
    "api": (draw_api, try_api),
    "file": (draw_bytes, try_bytes),
    "name": (draw_names, try_name),
    "amount": (draw_amounts, try_amount),
    "line": (draw_lines, try_line),
    "command": (draw_commands, try_command),
    "overlay": (draw_overlays, try_overlay),
    "pair": (draw_pairs, try_pair),
    "small-pair": (draw_small_pairs, try_small_pair),
    "plan": (draw_plan, try_plan),
    "repair": (draw_repair, try_repair),
    "why-not": (draw_why_not, try_why_not),
    "loosening": (draw_loosening, try_loosening),
    "shipped-loosening": (draw_shipped, try_shipped),
}
#: How often each is drawn, so that no attack takes most of the time.
WEIGHTS: dict[str, float] = {
    "api": 30,
    "file": 900,
    "name": 200,
    "amount": 300,
    "line": 60,
    "command": 12,
    "overlay": 6,
    "pair": 10,
    "small-pair": 110,
    "plan": 2,
    "repair": 1,
    "why-not": 0.5,
    "loosening": 1,
    "shipped-loosening": 0.1,
}
