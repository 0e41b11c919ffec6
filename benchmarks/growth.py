"""How time and memory grow with the catalog: its entries multiplied by 5 and by 20.

    python benchmarks/growth.py [--times 1 5 20] [--lint] [--json FILE]

Every ingredient, product, interaction, regimen and study is repeated under other ids; classes, goals,
sources and facts stay. The copies are more alike than real entries are, which is the harder case for a
search and for the linter. Each question is asked in a process of its own, which has loaded the packed
catalog: CPU time of the question with what it imports, of loading, and the peak of the memory.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from processes import peak

from mesoplan.catalog.build import Draft, compiled, draft
from mesoplan.catalog.lint.run import lint
from mesoplan.catalog.load import load_catalog
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.catalog.pack import file_bytes
from mesoplan.catalog.read import Entry
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.cite import Cite
from mesoplan.quantity import Quantity

COPIED = ("ingredient", "product", "interaction", "regimen", "evidence")
OF_A_PATIENT = frozenset({"fact", "facts"})
"""Fields that name facts, which are not copied, although some are called like an ingredient."""
DAY = datetime.date(2026, 11, 1)
MAN = {
    "sex": "male",
    "age": 40,
    "weight": "80 kg",
    "conditions": (),
    "allergies": (),
    "medicines": (),
}
GOALS = ("androgenetic-alopecia", "neck-pain", "melasma", "musculoskeletal-pain")


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 5, 20])
    parser.add_argument("--lint", action="store_true", help="Lint each catalog, too.")
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--ask", nargs=2, metavar=("PACK", "GOAL"), help="Measure one question in this process."
    )
    given = parser.parse_args()
    if given.ask:
        print(json.dumps(asked(*given.ask)))
        return
    rows = measured(given.times, linted=given.lint)
    print("| catalog | question | ms | times the first | loading, ms | peak MB | status |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row['catalog']}x | {row['question']} | {row['ms']} | {row['times']} "
            f"| {row.get('load_ms', '')} | {row.get('peak_mb', '')} | {row.get('status', '')} |"
        )
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def measured(times: list[int], *, linted: bool) -> list[dict[str, Any]]:
    """A row for each catalog and question."""
    base = draft(shipped_catalog(), (), DAY)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for factor in times:
            larger = base._replace(tables=multiplied(base.tables, factor))
            pack = Path(folder) / f"{factor}.pack"
            pack.write_bytes(file_bytes(compiled(larger, DAY)[1]))
            found = [(goal, asked_apart(pack, goal)) for goal in (*GOALS, "check")]
            if linted:
                found.append(("lint", linted_in(larger)))
            for question, row in found:
                first = next((each["ms"] for each in rows if each["question"] == question), row["ms"])
                rows.append(
                    {"catalog": factor, "question": question, **row, "times": round(row["ms"] / first, 2)}
                )
    return rows


def linted_in(larger: Draft) -> dict[str, Any]:
    """How long a lint takes."""
    before = time.process_time()
    lint(larger, DAY)
    return {"ms": round((time.process_time() - before) * 1e3, 1)}


def asked_apart(pack: Path, goal: str) -> dict[str, Any]:
    """The median of three processes by time."""
    command = (sys.executable, __file__, "--ask", str(pack), goal)
    runs: list[dict[str, Any]] = [
        json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(3)
    ]
    return sorted(runs, key=lambda run: run["ms"])[1]


def asked(pack: str, goal: str) -> dict[str, Any]:
    """Load and ask, with the time of each."""
    gc.disable()  # as a command does
    started = time.process_time()
    engine = Engine(load_catalog(packed=pack, today=DAY))
    loaded = time.process_time()
    if goal == "check":
        rows = ({"ingredient": "dutasteride", "amount": "0.5 mg", "volume": "1 mL"},)
        status = engine.check(
            Case(jurisdiction="EU", zone="scalp", patient=MAN, cocktail=rows)
        ).result.verdict
    else:
        status = engine.plan(Case(goal=goal, jurisdiction="EU", patient=MAN)).result.status
    ended = time.process_time()
    return {
        "ms": round((ended - loaded) * 1e3, 1),
        "load_ms": round((loaded - started) * 1e3, 1),
        "peak_mb": peak(),
        "status": status,
    }


# ---------------------------------------------------------------------- copies


def multiplied(tables: Mapping[str, Mapping[str, Entry]], factor: int) -> dict[str, dict[str, Entry]]:
    """The tables with each copied kind ``factor`` times."""
    found = {kind: dict(table) for kind, table in tables.items()}
    for copy in range(2, factor + 1):
        names = {each: f"{each}-x{copy}" for kind in ("ingredient", "product") for each in tables[kind]}
        regimens = {each: f"{each}-x{copy}" for each in tables["regimen"]}
        for kind in COPIED:
            for entry in tables[kind].values():
                record = _copied(kind, entry.record, copy, names, regimens)
                if record is not None:
                    found[kind][record.id] = Entry(record, f"{entry.file}-x{copy}", entry.key)
    return {kind: dict(sorted(table.items())) for kind, table in found.items()}


def _copied(kind: str, record: Any, copy: int, names: dict[str, str], regimens: dict[str, str]) -> Any:
    made = _renamed(record, names)
    if kind == "interaction":
        if made.members == record.members:
            return None  # between classes: the copies belong to them already
        return made._replace(id="--".join(sorted(made.members)))
    changed: dict[str, Any] = {"id": f"{record.id}-x{copy}"}
    if kind in ("ingredient", "product"):
        changed["label"] = f"{record.label} x{copy}"
    if kind == "evidence":
        changed["regimen"] = regimens.get(record.regimen, record.regimen)
        changed["against"] = regimens.get(record.against, record.against)
    return made._replace(**changed)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """The value with every id of an ingredient or product exchanged."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Cite | Quantity) or not isinstance(value, tuple):
        return value
    if not hasattr(value, "_fields"):
        return tuple(_renamed(each, names) for each in value)
    return value._replace(
        **{key: _renamed(getattr(value, key), names) for key in value._fields if key not in OF_A_PATIENT}
    )


if __name__ == "__main__":
    main()
