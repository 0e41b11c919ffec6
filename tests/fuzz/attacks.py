"""What is tried: each attack draws an input, and says what is wrong with what came of it ("" if nothing)."""

import json
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from click.testing import CliRunner
from tests.fuzz.base import FIXTURE, TODAY, base
from tests.fuzz.draw import STRANGE, Draw, Raw
from tests.fuzz.loosening import draw_loosening, try_loosening
from tests.fuzz.relations import RELATIONS

from mesoplan import Case, Engine
from mesoplan.cases.read import case_from_bytes
from mesoplan.catalog.build import build
from mesoplan.cli.keep import toml_value
from mesoplan.cli.main import cli
from mesoplan.errors import INTERNAL, MesoplanError
from mesoplan.model.finding import VERDICT_RANK


def _tried(work: Callable[[], Any]) -> str:
    """What is wrong with how a piece of work ended."""
    try:
        found = work()
    except MesoplanError as error:
        if error.exit_code == INTERNAL or not str(error).strip():
            return f"{type(error).__name__} says nothing or exits 70"
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:120]}"
    report = getattr(found, "result", None)
    crashed = [each.subjects for each in getattr(report, "findings", ()) if each.code == "XX001"]
    return f"a rule crashed: {crashed[0]}" if crashed else ""


def judged(engine: Engine, raw: Raw) -> str:
    """The verdict on a case, or "" when it cannot be read."""
    try:
        return engine.check(Case(**raw)).result.verdict
    except MesoplanError:
        return ""


def draw_api(draw: Draw) -> Any:
    """A case as a program gives it, with one to three things wrong."""
    raw = draw.case()
    for _ in range(draw.rng.randint(1, 3)):
        raw = draw.mangled(raw)
    return raw


def try_api(engine: Engine, raw: Any) -> str:
    """Checked, or refused in words."""
    fields = {key: value for key, value in raw.items() if key in Case._fields}
    return _tried(lambda: engine.check(Case(**fields)))


def draw_bytes(draw: Draw) -> Any:
    """The bytes of a file, damaged."""
    raw = json.dumps(draw.case(), ensure_ascii=False)
    if draw.rng.random() < 0.6:
        raw = _toml(draw.case())
    data = bytearray(raw.encode("utf-8"))
    for _ in range(draw.rng.randint(1, 6)):
        at = draw.rng.randrange(len(data))
        data[at : at + draw.rng.randint(0, 9)] = draw.rng.choice(
            (b"", bytes([draw.rng.randrange(256)]), b'"', b"[[", b"}", b"\n", data[at : at + 30], b"1e9999")
        )
    return bytes(data).hex()


def _toml(case: Raw) -> str:
    lines = [f"{key} = {toml_value(value)}" for key, value in case.items() if isinstance(value, str)]
    for table in ("patient", "session"):
        lines += [f"[{table}]", *(f"{key} = {toml_value(each)}" for key, each in case.get(table, {}).items())]
    for row in case["cocktail"]:
        lines += ["[[cocktail]]", *(f"{key} = {toml_value(each)}" for key, each in row.items())]
    return "\n".join(lines) + "\n"


def try_bytes(engine: Engine, data: Any) -> str:
    """Read and checked, or refused in words."""
    return _tried(lambda: engine.check(case_from_bytes(bytes.fromhex(data), "case")))


def draw_name(draw: Draw) -> Any:
    """A name, nearly."""
    name = draw.one(draw.rng.choice(("product", "ingredient", "fact", "goal")))
    return draw.misspelt(name.replace("-", draw.rng.choice(("-", " ", ""))))


def try_name(engine: Engine, name: Any) -> str:
    """One thing, or refused with an offer; never another strength."""
    wrong = _tried(lambda: engine.check(Case(cocktail=({"item": name, "volume": "1 mL"},))))
    return wrong or _tried(lambda: engine.check(Case(goal=name, patient={"conditions": [name]})))


_COMMANDS = (
    *("check", "plan", "explain", "why", "why-not", "repair", "show", "find", "goals", "rules", "graph"),
    *("new", "catalog stats", "catalog lint", "nonsense", ""),
)
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
    *(
        "--condition",
        "epilepsy",
        "--no-conditions",
        "--verbose",
        "--fail-on",
        "caution",
        "--how-much",
        "--weight",
    ),
    *(
        "60 kg",
        "case.toml",
        "-",
        "--",
        "--ask",
        "melasma",
        "lidocaine",
        "lidocaine 2% 1 mL + saline 1 mL",
        ".",
    ),
)


def draw_command(draw: Draw) -> Any:
    """A command line, and a case file beside it."""
    rng = draw.rng
    words = [*rng.choice(_COMMANDS).split()]
    for _ in range(rng.randint(0, 6)):
        what = rng.random()
        strange = str(rng.choice(STRANGE))
        words.append(rng.choice(_WORDS) if what < 0.7 else draw_name(draw) if what < 0.9 else strange)
    return {
        "words": words,
        "case": draw_bytes(draw) if rng.random() < 0.3 else _toml(draw.case()).encode().hex(),
    }


def try_command(engine: Engine, asked: Any) -> str:
    """An exit code of the contract, and no traceback."""
    runner = CliRunner()
    with TemporaryDirectory() as place, chdir(place):
        Path("case.toml").write_bytes(bytes.fromhex(asked["case"]))
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
    return ""


_FILES = ("ingredients", "products", "goals", "interactions", "jurisdictions", "sources", "policies")


def draw_overlay(draw: Draw) -> Any:
    """A clinic's file: one of the fixture, damaged."""
    folder = draw.rng.choice(_FILES)
    file = draw.rng.choice(sorted((FIXTURE / folder).glob("*.toml")))
    data = bytearray(file.read_bytes())
    for _ in range(draw.rng.randint(1, 5)):
        at = draw.rng.randrange(len(data))
        data[at : at + draw.rng.randint(0, 9)] = draw.rng.choice(
            (
                b"",
                bytes([draw.rng.randrange(256)]),
                b'"',
                b"nan",
                b"1e999",
                b"0xfff",
                b"\n[x]\n",
                b"-",
                b"[a.b]\n",
            )
        )
    return {"name": f"{folder}/{file.name}", "data": bytes(data).hex()}


def try_overlay(engine: Engine, asked: Any) -> str:
    """Laid over, or refused with every fault."""
    with TemporaryDirectory() as place:
        file = Path(place) / asked["name"]
        file.parent.mkdir(parents=True)
        file.write_bytes(bytes.fromhex(asked["data"]))
        return _tried(lambda: build(base(), (Path(place),), TODAY))


def draw_pair(draw: Draw) -> Any:
    """Two cases of which the second may not be the milder one."""
    relation = draw.rng.choice(RELATIONS)
    pair = relation(draw, draw.case())
    return {"relation": relation.__name__, **pair._asdict()}


def try_pair(engine: Engine, asked: Any) -> str:
    """The verdicts stand in their relation; what cannot be read has none."""
    before, after = judged(engine, asked["before"]), judged(engine, asked["after"])
    if not before or not after or before == after:
        return ""
    milder = VERDICT_RANK[after] > VERDICT_RANK[before]
    if asked["unless_open"]:
        milder = milder and after not in ("incomplete", "blocked")
    return f"{asked['relation']}: {before}, then {after}" if milder or asked["same"] else ""


Attack = tuple[Callable[[Draw], Any], Callable[[Engine, Any], str]]
ATTACKS: dict[str, Attack] = {
    "api": (draw_api, try_api),
    "file": (draw_bytes, try_bytes),
    "name": (draw_name, try_name),
    "command": (draw_command, try_command),
    "overlay": (draw_overlay, try_overlay),
    "pair": (draw_pair, try_pair),
    "loosening": (draw_loosening, try_loosening),
}
#: How often each is drawn: a command and an overlay cost more than the others.
WEIGHTS = {"api": 10, "file": 10, "name": 8, "command": 1, "overlay": 1, "pair": 10, "loosening": 1}
