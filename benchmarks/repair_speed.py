"""How long `mesoplan repair` takes for six and for ten items, against `python -c "import click, tabulate"`.

    python benchmarks/repair_speed.py [--rounds 7] [--json FILE]

Whole processes, one after the other in turn, CPU time (user and system) of each; ratios are medians of pairs.
Four cocktails are repaired, as they are mixed against pain, for hair, for a face and for fat: their first six
items, and all ten. Of each size the median of the four and the slowest stand last.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from start_speed import COMMAND, LIBRARIES, against

SIZES = {"six": 6, "ten": 10}
_PATIENT = """[patient]
sex = "male"
age = 45
weight = "80 kg"
conditions = []
allergies = []
medicines = [{medicine}]
"""
#: Goal, zone, jurisdiction and a medicine that is taken; then what is mixed, how much, in which syringe.
COCKTAILS: dict[str, tuple[tuple[str, str, str, str], tuple[tuple[str, str, int], ...]]] = {
    "pain": (
        ("acute-low-back-pain", "back", "IT", '"warfarin"'),
        (
            ("lidocaine", "20 mg", 1),
            ("ketoprofen", "100 mg", 1),
            ("thiocolchicoside", "4 mg", 1),
            ("diazepam", "5 mg", 2),
            ("cyanocobalamin", "1 mg", 2),
            ("piroxicam", "20 mg", 2),
            ("diclofenac", "75 mg", 3),
            ("mepivacaine", "20 mg", 3),
            ("procaine", "20 mg", 3),
            ("pentoxifylline", "40 mg", 3),
        ),
    ),
    "hair": (
        ("androgenetic-alopecia", "scalp", "EU", ""),
        (
            ("minoxidil", "10 mg", 1),
            ("dutasteride", "0.5 mg", 1),
            ("biotin", "10 mg", 1),
            ("dexpanthenol", "500 mg", 2),
            ("lidocaine", "400 mg", 2),
            ("procaine", "40 mg", 1),
            ("finasteride", "0.5 mg", 2),
            ("pentoxifylline", "40 mg", 2),
            ("zinc-gluconate", "1 mg", 1),
            ("pyridoxine", "50 mg", 1),
        ),
    ),
    "face": (
        ("melasma", "face", "ES", ""),
        (
            ("tranexamic-acid", "8 mg", 1),
            ("ascorbic-acid", "500 mg", 1),
            ("glutathione", "600 mg", 1),
            ("glycolic-acid", "10 mg", 1),
            ("lidocaine", "40 mg", 2),
            ("nicotinamide", "20 mg", 2),
            ("retinol", "1 mg", 2),
            ("thiamine", "50 mg", 3),
            ("mepivacaine", "300 mg", 3),
            ("hyaluronidase", "150 U", 3),
        ),
    ),
    "fat": (
        ("localised-fat", "abdomen", "ES", ""),
        (
            ("deoxycholic-acid", "50 mg", 1),
            ("phosphatidylcholine", "250 mg", 1),
            ("lidocaine", "100 mg", 1),
            ("caffeine", "50 mg", 2),
            ("levocarnitine", "500 mg", 2),
            ("artichoke-extract", "100 mg", 2),
            ("aminophylline", "50 mg", 3),
            ("yohimbine", "5 mg", 3),
            ("buflomedil", "50 mg", 3),
            ("procaine", "40 mg", 3),
        ),
    ),
}


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mesoplan-repair-"))
    print("| cocktail | items | CPU s | against the imports [range] |")
    print("|---|---|---|---|")
    figures = {}
    for size, items in SIZES.items():
        rows = [_measured(name, items, folder, given.rounds) for name in COCKTAILS]
        ratios, seconds = ([row[key] for row in rows] for key in ("ratio", "seconds"))
        figures[size] = {
            "ratio": round(median(ratios), 1),
            "seconds": round(median(seconds), 2),
            "slowest_ratio": max(ratios),
            "slowest_seconds": max(seconds),
            "cocktails": rows,
        }
        print(f"| median | {items} | {figures[size]['seconds']} | {figures[size]['ratio']} |")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def _measured(name: str, items: int, folder: Path, rounds: int) -> dict[str, Any]:
    file = folder / f"{name}-{items}.toml"
    file.write_text(_case_file(name, items), "utf-8")
    row = against(f"repair {name}", (*COMMAND, "repair", str(file)), LIBRARIES, rounds)
    seconds = round(row["ms"] / 1e3, 2)
    print(f"| {name} | {items} | {seconds} | {row['ratio']} [{row['least']}..{row['most']}] |")
    return {"cocktail": name, "seconds": seconds, **{key: row[key] for key in ("ratio", "least", "most")}}


def _case_file(name: str, items: int) -> str:
    (goal, zone, place, medicine), rows = COCKTAILS[name]
    head = f'goal = "{goal}"\nzone = "{zone}"\njurisdiction = "{place}"\n{_PATIENT.format(medicine=medicine)}'
    lines = [
        f'[[cocktail]]\ningredient = "{ingredient}"\namount = "{amount}"\n'
        f'volume = "1 mL"\nsyringe = {syringe}\n'
        for ingredient, amount, syringe in rows[:items]
    ]
    return head + "".join(lines)


if __name__ == "__main__":
    main()
