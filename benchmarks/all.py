"""Every benchmark in one command: one table after the other as Markdown, all figures as JSON.

    python benchmarks/all.py [--quick] [--output FOLDER]

Writes `results.md` and `results.json` into the folder (the current one if not said). `--quick` takes
minutes, the whole about half an hour, most of it CP-SAT's.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PARTS: dict[str, tuple[str, list[str], list[str]]] = {
    "start": ("Start of the commands", ["start_speed.py"], ["--rounds", "6"]),
    "check": ("A full check of six items", ["check_speed.py"], []),
    "search": ("The search on generated problems", ["search_speed.py"], ["--quick"]),
    "catalog": ("The real catalog", ["real_catalog.py"], ["--patients", "5"]),
}
"""Name: title, script, what makes it quick."""


def main() -> None:
    """Runs the parts one after the other; stops with the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer seeds, rounds and patients")
    parser.add_argument("--output", type=Path, default=Path())
    given = parser.parse_args()
    figures: dict[str, object] = {"python": platform.python_version(), "quick": given.quick}
    pages = ["# Benchmarks\n"]
    for name, (title, script, quick) in PARTS.items():
        print(f"{title} ...", file=sys.stderr, flush=True)
        text, figures[name] = run([*script, *(quick if given.quick else [])])
        pages.append(f"## {title}\n\n{text.strip()}\n")
        print(pages[-1], flush=True)
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / "results.md").write_text("\n".join(pages), "utf-8")
    kept = json.dumps(figures, indent=1, sort_keys=True)
    (given.output / "results.json").write_text(kept + "\n", "utf-8")


def run(script: list[str]) -> tuple[str, object]:
    """The Markdown that a benchmark prints and the figures that it keeps."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "figures.json"
        command = [sys.executable, str(HERE / script[0]), *script[1:], "--json", str(kept)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout, json.loads(kept.read_text("utf-8"))


if __name__ == "__main__":
    main()
