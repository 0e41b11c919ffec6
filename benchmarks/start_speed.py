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
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

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
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


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


def each_goal(rounds: int) -> list[dict[str, Any]]:
    """A warm plan for every goal, for a man with nothing to report."""
    rows = []
    for goal in sorted(load_catalog().table("goal")):
        command = (*COMMAND, "plan", goal, *ANSWERED)
        rows.append(against(f"plan {goal}", command, LIBRARIES, max(3, rounds // 3)))
    return rows


def against(name: str, command: tuple[str, ...], other: tuple[str, ...], rounds: int) -> dict[str, Any]:
    """One row: a command, what it is compared with, and the ratio of their CPU times."""
    ours, theirs = [], []
    taken(command), taken(other)
    for _ in range(rounds):
        ours.append(taken(command))
        theirs.append(taken(other))
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return {
        "command": name,
        "ms": round(median(ours) * 1e3, 1),
        "against": other[-1],
        "other_ms": round(median(theirs) * 1e3, 1),
        "ratio": round(median(ratios), 2),
        "least": round(min(ratios), 2),
        "most": round(max(ratios), 2),
        "more_ms": round((median(ours) - median(theirs)) * 1e3, 1),
    }


def taken(command: tuple[str, ...]) -> float:
    """CPU seconds of a process, whatever its exit code says of the patient."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
