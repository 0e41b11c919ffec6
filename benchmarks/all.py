"""Every benchmark in one command: the aims first, one table after the other, all figures as JSON.

    python benchmarks/all.py [--quick] [--output FOLDER] [--first-seed 701]

Writes `results.md` and `results.json` into the folder (the current one if not said). `--quick` takes
minutes, the whole about an hour, most of it CP-SAT's. Measure an ordinary install with the extra `oracle`
(an editable one has no packed catalog), on a machine that does nothing else. The peers of the search are
asked on the seeds from `--first-seed` on: say one that was never used.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import aims
from processes import ENVIRONMENT

HERE = Path(__file__).parent
RUNS = 3
"""How often the peers are asked, each time on other seeds."""
SEEDS = 5


class Part(NamedTuple):
    """A benchmark: its script with what makes it whole and what makes it quick; several runs keep a list."""

    title: str
    runs: Callable[[int], tuple[tuple[str, ...], ...]]
    quick: tuple[str, ...] = ()
    several: bool = False


def _once(*script: str) -> Callable[[int], tuple[tuple[str, ...], ...]]:
    return lambda _first_seed: (script,)


def _peers(first_seed: int) -> tuple[tuple[str, ...], ...]:
    """Runs on seeds of their own."""
    return tuple(
        ("search_peers.py", "--seeds", str(SEEDS), "--first-seed", str(first_seed + 10 * run))
        for run in range(RUNS)
    )


PARTS: dict[str, Part] = {
    "start": Part("Start of the commands", _once("start_speed.py"), ("--rounds", "6")),
    "check": Part("A full check of six items", _once("check_speed.py")),
    "repair": Part("Repair", _once("repair_speed.py"), ("--rounds", "3")),
    "growth": Part("Growth with the catalog", _once("growth.py", "--lint"), ("--times", "1", "5")),
    "screen": Part("Many cases at once", _once("screen_speed.py"), ("--cocktails", "12", "--rows", "100000")),
    "catalog": Part("The real catalog", _once("real_catalog.py", "--patients", "20"), ("--patients", "5")),
    "peers": Part("The search against its peers", _peers, ("--seeds", "2"), several=True),
    "search": Part("The search on generated problems", _once("search_speed.py"), ("--quick",)),
}
"""Name and what it is, in the order in which they are run."""


def main() -> None:
    """Runs the parts one after the other; stops with the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer seeds, rounds and patients")
    parser.add_argument("--output", type=Path, default=Path())
    parser.add_argument("--first-seed", type=int, default=701)
    given = parser.parse_args()
    figures: dict[str, Any] = {
        "python": platform.python_version(),
        "quick": given.quick,
        "first_seed": given.first_seed,
        "load_before": os.getloadavg()[0],
    }
    pages = []
    for name, part in PARTS.items():
        begun = time.monotonic()
        texts, kept = [], []
        for script in part.runs(given.first_seed):
            print(f"{part.title}: {' '.join(script)}", file=sys.stderr, flush=True)
            text, found = run([*script, *(part.quick if given.quick else ())])
            texts.append(text.strip())
            kept.append(found)
        figures[name] = kept if part.several else kept[0]
        minutes = (time.monotonic() - begun) / 60
        pages.append(f"## {part.title}\n\n{minutes:.1f} minutes\n\n" + "\n\n".join(texts) + "\n")
        print(pages[-1], flush=True)
    figures["load_after"] = os.getloadavg()[0]
    write(given.output, figures, pages)


def write(folder: Path, figures: dict[str, Any], pages: list[str]) -> None:
    """The page, aims first, and the figures."""
    folder.mkdir(parents=True, exist_ok=True)
    told = (
        f"One run of `benchmarks/all.py{' --quick' if figures['quick'] else ''}`: "
        f"CPython {figures['python']}, "
        f"load average {figures['load_before']:.1f} at its start and {figures['load_after']:.1f} at its end, "
        f"seeds of the peers from {figures['first_seed']} on."
    )
    page = "\n".join(["# Benchmarks\n", told + "\n", "## The aims\n", aims.table(figures) + "\n", *pages])
    (folder / "results.md").write_text(page, "utf-8")
    kept = json.dumps(figures, indent=1, sort_keys=True)
    (folder / "results.json").write_text(kept + "\n", "utf-8")


def run(script: list[str]) -> tuple[str, object]:
    """The Markdown that a benchmark prints and the figures that it keeps."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "figures.json"
        command = [sys.executable, str(HERE / script[0]), *script[1:], "--json", str(kept)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=ENVIRONMENT)
        return done.stdout, json.loads(kept.read_text("utf-8"))


if __name__ == "__main__":
    main()
