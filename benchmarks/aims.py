"""The aims that were set for speed and scale, each beside its figure of one run of `all.py`."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple

Figures = dict[str, Any]
#: Catalogs several times as large, and the time of a plan that is allowed, in times of the first.
GROWTH = {5: 2.0, 20: 4.0}
#: Items, items a plan, plans wanted: times that CP-SAT with one worker has to take.
SEARCH = {(100, 5, 10): 250.0, (100, 5, 1): 60.0, (100, 8, 1): 12.0, (30, 8, 1): 8.0}
#: What the design measured of each weak spot, in times of n=100 K=5; half of it was the aim.
WEAK = {
    "n=100 facets=1": 5.5,
    "n=100 facets=2": 3.2,
    "n=100 family=flat": 7.2,
    "n=300 max_items=8": 24.0,
    "n=10000": 77.0,
}


class Aim(NamedTuple):
    """What was to be reached: ``figure`` takes it from the figures of a run, None where it is not there."""

    what: str
    unit: str
    limit: float
    figure: Callable[[Figures], float | None]
    at_most: bool = True
    tried: str = ""

    def row(self, figures: Figures) -> str:
        """A row of the table, with what was tried where the aim is missed."""
        found = self.figure(figures)
        sign = "≤" if self.at_most else "≥"
        aim = f"{sign} {self.limit:g} {self.unit}".rstrip()
        if found is None:
            return f"| {self.what} | {aim} | not in this run | |"
        met = found <= self.limit if self.at_most else found >= self.limit
        return f"| {self.what} | {aim} | {found:.4g} | {'met' if met else f'missed: {self.tried}'} |"


def table(figures: Figures) -> str:
    """Every aim with its figure."""
    head = ["| what | aim | figure | |", "|---|---|---|---|"]
    return "\n".join([*head, *(each.row(figures) for each in AIMS)])


def _named(part: str, key: str, name: str, value: str) -> Callable[[Figures], float | None]:
    """``value`` of the row of a part that has ``name`` under ``key``."""

    def found(figures: Figures) -> float | None:
        rows = [row for row in figures.get(part, ()) if row.get(key) == name]
        return rows[0][value] if rows else None

    return found


def _single(part: str, *path: str) -> Callable[[Figures], float | None]:
    def found(figures: Figures) -> float | None:
        value: Any = figures.get(part)
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    return found


def _plans(choose: Callable[[list[float]], float]) -> Callable[[Figures], float | None]:
    def found(figures: Figures) -> float | None:
        rows = [row for row in figures.get("start", ()) if row["command"].startswith("plan ")]
        ratios = [row["ratio"] for row in rows if "more_ms" in row]
        return choose(ratios) if ratios else None

    return found


def _growth(question: str, times: int, value: str = "times") -> Callable[[Figures], float | None]:
    def found(figures: Figures) -> float | None:
        rows = figures.get("growth", ())
        return next(
            (row[value] for row in rows if row["question"] == question and row["catalog"] == times), None
        )

    return found


def _largest(value: str) -> Callable[[Figures], float | None]:
    """The largest of a value over the questions to every catalog; a lint is none."""

    def found(figures: Figures) -> float | None:
        return max(
            (row[value] for row in figures.get("growth", ()) if row["question"] != "lint"), default=None
        )

    return found


def _least_run(setting: tuple[int, int, int]) -> Callable[[Figures], float | None]:
    """The least of the medians of the runs: the aim holds for each of them."""

    def found(figures: Figures) -> float | None:
        ratios = [
            row["ratio"]["median"]
            for run in figures.get("peers", ())
            for row in run
            if (row["n"], row["K"], row["k"]) == setting
        ]
        return min(ratios, default=None)

    return found


def _weak(setting: str) -> Callable[[Figures], float | None]:
    def found(figures: Figures) -> float | None:
        rows = figures.get("search", {}).get("growth", ())
        return next((row["times_n100_K5"]["median"] for row in rows if row["setting"] == setting), None)

    return found


AIMS: tuple[Aim, ...] = (
    *(
        Aim(
            f"`{name}`, CPU",
            "× the imports",
            1.2,
            _named("start", "command", f"mesoplan {name}", "ratio"),
            tried="runs of the same version differ by 0.05: start.md",
        )
        for name in ("goals", "find", "show", "check", "explain")
    ),
    Aim(
        "a first start, nothing in the cache folder",
        "× the imports",
        2,
        _named("start", "command", "first start", "ratio"),
    ),
    Aim(
        "a plan, median of the goals",
        "× the imports",
        1.3,
        _plans(median),
        tried="what is left of it: README.md, at its end",
    ),
    Aim(
        "a plan, slowest goal",
        "× the imports",
        1.5,
        _plans(max),
        tried="what is left of it: README.md, at its end",
    ),
    *(
        Aim(
            f"repair of {size} items, {what} of four cocktails",
            unit,
            limit,
            _single("repair", size, key if what == "median" else f"slowest_{key}"),
            tried="why, and what was tried: docs/repair.md",
        )
        for size, key, unit, limit in (("six", "ratio", "× the imports", 6), ("ten", "seconds", "s", 1))
        for what in ("median", "slowest")
    ),
    Aim(
        "a plan as JSON, its questions solved",
        "× the imports",
        4,
        _named("start", "command", "solved questions", "ratio"),
    ),
    Aim(
        "checks of six items in process",
        "a second",
        300,
        _single("check", "random_cases", "per_second"),
        at_most=False,
        tried="what was tried: README.md, at its end",
    ),
    *(
        Aim(f"plan {goal}, the catalog {times} ×", "×", limit, _growth(goal, times), tried="why: growth.md")
        for goal in ("neck-pain", "androgenetic-alopecia", "melasma", "musculoskeletal-pain")
        for times, limit in GROWTH.items()
    ),
    Aim("lint, the catalog 5 ×", "×", 5, _growth("lint", 5)),
    Aim("the slowest question of any of these catalogs, CPU", "ms", 2000, _largest("ms")),
    Aim("the most memory of any of these questions", "MB", 200, _largest("peak_mb")),
    *(
        Aim(
            f"n={n} K={most} k={k}, the least of three runs on fresh seeds",
            "× CP-SAT",
            limit,
            _least_run((n, most, k)),
            at_most=False,
            tried="why, and what was tried: docs/search.md, section 8",
        )
        for (n, most, k), limit in SEARCH.items()
    ),
    *(
        Aim(
            f"weak spot {setting}, half of {before:g}",
            "× n=100 K=5",
            before / 2,
            _weak(setting),
            tried="why, and what was tried: docs/search.md, section 8",
        )
        for setting, before in WEAK.items()
    ),
    Aim(
        "verdicts by masks, plain Python",
        "a second",
        100_000,
        _single("screen", "verdicts a second, masks one by one"),
        at_most=False,
    ),
    Aim(
        "verdicts by masks, numpy",
        "a second",
        500_000,
        _single("screen", "verdicts a second, columns"),
        at_most=False,
    ),
    Aim(
        "plan, brute force and CP-SAT on the real catalog: disagreements",
        "",
        0,
        _single("catalog", "total", "disagreements"),
    ),
)
"""In the order of the issue that set them."""
