"""How long a warm command takes, against `python -c "import click, tabulate"`.

    python benchmarks/start_speed.py [--rounds 15] [--json FILE]

Whole processes, one after the other in turn, so that both sides see the same load; CPU time (user and system)
of each, which a busy machine moves less than wall time; the ratio is the median of the ratios of the pairs.
Bytecode and the catalog's snapshot are made before. Measure an ordinary install (`pip install .`): an
editable one has no packed catalog.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from processes import ENVIRONMENT, taken

from mesoplan.catalog.load import load_catalog

COMMAND = (sys.executable, "-m", "mesoplan")
LIBRARIES = (sys.executable, "-c", "import click, tabulate")
BARE = (sys.executable, "-c", "pass")
ANSWERED = (
    "--sex",
    "male",
    "--age",
    "40",
    "--weight",
    "80 kg",
    "--jurisdiction",
    "EU",
    "--no-conditions",
    "--no-allergies",
    "--no-medicines",
)
#: What is asked many times a day and reads a part of the catalog only.
SHORT = (
    ("goals",),
    ("find", "biotin"),
    ("show", "dutasteride"),
    ("check", "COCKTAIL"),
    ("explain", "COCKTAIL"),
)
_COCKTAIL = """zone = "scalp"
jurisdiction = "EU"
[patient]
sex = "male"
age = 40
weight = "80 kg"
[[cocktail]]
ingredient = "dutasteride"
amount = "0.5 mg"
volume = "1 mL"
"""
#: Nothing is said of the patient, so each question is solved for what its answer would change.
SOLVED = ("plan", "fine-lines", "--jurisdiction", "EU", "--format", "json")


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    file = Path(tempfile.mkdtemp(prefix="mesoplan-start-")) / "cocktail.toml"
    file.write_text(_COCKTAIL, "utf-8")
    short = [tuple(str(file) if word == "COCKTAIL" else word for word in each) for each in SHORT]
    rows = [
        against("mesoplan --help", (*COMMAND, "--help"), LIBRARIES, given.rounds),
        against("import mesoplan", (sys.executable, "-c", "import mesoplan"), BARE, given.rounds),
        *(against(f"mesoplan {each[0]}", (*COMMAND, *each), LIBRARIES, given.rounds) for each in short),
        first_start(given.rounds),
        against("solved questions", (*COMMAND, *SOLVED), LIBRARIES, max(3, given.rounds // 3)),
        *each_goal(given.rounds),
    ]
    plans = [row["ratio"] for row in rows if row["command"].startswith("plan ")]
    rows.append({"command": f"plan, median of {len(plans)} goals", "ratio": round(median(plans), 2)})
    print("| command | ms | against | ms | ratio [range] | more, ms |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        reach = f" [{row['least']}..{row['most']}]" if "least" in row else ""
        print(
            f"| {row['command']} | {row.get('ms', '')} | {row.get('against', '')} "
            f"| {row.get('other_ms', '')} | {row['ratio']}{reach} | {row.get('more_ms', '')} |"
        )
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def first_start(rounds: int) -> dict[str, Any]:
    """A check with nothing in the cache folder, as after an install."""
    file = Path(tempfile.mkdtemp(prefix="mesoplan-first-")) / "cocktail.toml"
    file.write_text(_COCKTAIL, "utf-8")

    def ours() -> float:
        with tempfile.TemporaryDirectory(prefix="mesoplan-cache-") as empty:
            return taken((*COMMAND, "check", str(file)), {**ENVIRONMENT, "MESOPLAN_CACHE_DIR": empty})

    return paired("first start", ours, lambda: taken(LIBRARIES), LIBRARIES[-1], rounds)


def each_goal(rounds: int) -> list[dict[str, Any]]:
    """A warm plan for every goal, for a man with nothing to report."""
    rows = []
    for goal in sorted(load_catalog().table("goal")):
        command = (*COMMAND, "plan", goal, *ANSWERED)
        rows.append(against(f"plan {goal}", command, LIBRARIES, max(3, rounds // 3)))
    return rows


def against(name: str, command: tuple[str, ...], other: tuple[str, ...], rounds: int) -> dict[str, Any]:
    """One row: a command, what it is compared with, and the ratio of their CPU times."""
    return paired(name, lambda: taken(command), lambda: taken(other), other[-1], rounds)


def paired(
    name: str, ours_takes: Callable[[], float], other_takes: Callable[[], float], other: str, rounds: int
) -> dict[str, Any]:
    """The row of two things that are done in turn."""
    ours, theirs = [], []
    ours_takes(), other_takes()
    for _ in range(rounds):
        ours.append(ours_takes())
        theirs.append(other_takes())
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return {
        "command": name,
        "ms": round(median(ours) * 1e3, 1),
        "against": other,
        "other_ms": round(median(theirs) * 1e3, 1),
        "ratio": round(median(ratios), 2),
        "least": round(min(ratios), 2),
        "most": round(max(ratios), 2),
        "more_ms": round((median(ours) - median(theirs)) * 1e3, 1),
    }


if __name__ == "__main__":
    main()
