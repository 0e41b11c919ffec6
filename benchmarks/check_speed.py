"""How fast a full check is, against the same rules over plain look-ups in the networkx graph.

`python benchmarks/check_speed.py [--json FILE]` checks a cocktail of six items in process, with
every rule and every finding, once with the project's knowledge (indexes made at compile time, a
memory for each case) and once with `GraphKnowledge`: the same questions answered by walking the
graph each time they are asked. Both must find the same; ratios are medians of paired runs. A second
table shows how the time of a check grows with the number of rules.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import networkx
from repair_speed import COCKTAILS

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.load import load_catalog
from mesoplan.engine import Engine
from mesoplan.knowledge.graph import Graph, graph_of, node
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.model.interaction import BASIS_RANK
from mesoplan.model.statement import Stated
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

ROUNDS = 15
_ASKED, _MIXED = COCKTAILS["pain"]
CASE = Case(
    goal=_ASKED[0],
    zone=_ASKED[1],
    jurisdiction=_ASKED[2],
    patient={
        "sex": "male",
        "age": 45,
        "weight": "80 kg",
        "conditions": [],
        "allergies": [],
        "medicines": ["warfarin"],
    },
    cocktail=tuple(
        {"ingredient": ingredient, "amount": amount, "volume": "1 mL", "syringe": syringe}
        for ingredient, amount, syringe in _MIXED[:6]
    ),
)


class GraphKnowledge(Knowledge):
    """The same questions, answered from the graph each time: no index, no memory."""

    def __init__(self, graph: Graph, knowledge: Knowledge) -> None:
        super().__init__(knowledge.catalog)
        self.graph = graph

    def _up(self, name: str) -> dict[str, int]:
        """What a node is, with the number of ``is-a`` edges, nearest first."""
        up = networkx.subgraph_view(
            self.graph, filter_edge=lambda a, b, k: self.graph[a][b][k]["kind"] == "is-a"
        )
        return dict(networkx.single_source_shortest_path_length(up, name))

    def _inherited(self, ingredient: str, field: str) -> tuple[Stated, ...]:
        found: list[Stated] = []
        levels = self._up(node("ingredient", ingredient))
        for name, _ in sorted(levels.items(), key=lambda pair: (pair[1], pair[0])):
            kind, identity = name.split(":", 1)
            record: Any = self.catalog.table(kind)[identity]
            found.extend(Stated(identity, each) for each in getattr(record, field, ()))
        return tuple(found)

    def is_a(self, ingredient: str, group: str) -> bool:
        if node("ingredient", ingredient) not in self.graph:
            return ingredient == group
        return any(name.split(":", 1)[1] == group for name in self._up(node("ingredient", ingredient)))

    def interactions(self, one: str, other: str) -> tuple[Stated, ...]:
        sides = []
        for each in (one, other):
            name = node("ingredient", each)
            levels = self._up(name) if name in self.graph else {node("product", each): 0}
            sides.append(levels)
        found: dict[str, tuple[int, Stated]] = {}
        for left, up in sides[0].items():
            if left not in self.graph:
                continue
            edges = [*self.graph.out_edges(left, data=True), *self.graph.in_edges(left, data=True)]
            for tail, head, data in edges:
                partner = head if tail == left else tail
                if partner not in sides[1] or not data["basis"]:
                    continue
                file = data["statement"].split("#")[0]
                if len(self.catalog.interaction(file).members) != 2:
                    continue
                for record in self.catalog.interaction(file).statements:
                    stated = Stated(file, record)
                    distance = up + sides[1][partner]
                    if stated.id not in found or distance < found[stated.id][0]:
                        found[stated.id] = (distance, stated)
        return tuple(
            stated
            for _, stated in sorted(
                found.values(),
                key=lambda pair: (pair[0], BASIS_RANK[pair[1].record.basis], pair[1].id),
            )
        )

    def evidence(self, ingredient: str, goal: str) -> tuple[Stated, ...]:
        related = self.related_goals(goal)
        studies = {
            tail.split(":", 1)[1]
            for tail, _, data in self.graph.in_edges(node("ingredient", ingredient), data=True)
            if data["kind"] == "used"
        }
        return tuple(
            Stated(each, self.catalog.evidence(each))
            for each in sorted(studies)
            if self.catalog.evidence(each).goal in related
        )


def main() -> None:
    """Measure and print a table as Markdown; with --json also as a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    given = parser.parse_args()
    catalog = load_catalog()
    graph = graph_of(catalog)
    case = resolve(CASE, catalog)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: check(Scene(case, Knowledge(catalog)))))
        naive = GraphKnowledge(graph, Knowledge(catalog))
        theirs.append(_timed(lambda kept=naive: check(Scene(case, kept))))
    same = _codes(check(Scene(case, Knowledge(catalog)))) == _codes(
        check(Scene(case, GraphKnowledge(graph, Knowledge(catalog))))
    )
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    row = {
        "items": len(case.cocktail),
        "ours_ms": round(statistics.median(ours) * 1e3, 1),
        "graph_ms": round(statistics.median(theirs) * 1e3, 1),
        "ratio": round(statistics.median(ratios), 1),
        "range": [round(min(ratios), 1), round(max(ratios), 1)],
        "same_findings": same,
    }
    print("| items | ours ms | networkx ms | ratio [range] | same findings |")
    print("|---|---|---|---|---|")
    print(
        f"| {row['items']} | {row['ours_ms']} | {row['graph_ms']} | {row['ratio']} {row['range']} "
        f"| {row['same_findings']} |"
    )
    growth = by_number_of_rules(case, catalog)
    print("\n| rules | check ms | against all rules |")
    print("|---|---|---|")
    for each in growth:
        print("| " + " | ".join(str(value) for value in each.values()) + " |")
    random = of_random_cases(catalog)
    print("\n| items | random cases | check ms, median | a second |")
    print("|---|---|---|---|")
    print("| " + " | ".join(str(value) for value in random.values()) + " |")
    if given.json:
        kept = json.dumps(
            {"against_graph": row, "by_number_of_rules": growth, "random_cases": random}, indent=1
        )
        Path(given.json).write_text(kept + "\n", "utf-8")


def by_number_of_rules(case: ResolvedCase, catalog: Catalog) -> list[dict[str, float]]:
    """The time of a check with every fourth, every second and every rule, and with all of them twice."""
    kept = {"quarter": RULES[::4], "half": RULES[::2], "all": RULES, "twice": RULES + RULES}
    times: dict[str, list[float]] = {name: [] for name in kept}
    for _ in range(ROUNDS):
        for name, rules in kept.items():
            times[name].append(_timed(lambda r=rules: check(Scene(case, Knowledge(catalog)), r)))
    whole = statistics.median(times["all"])
    return [
        {
            "rules": len(kept[name]),
            "check_ms": round(statistics.median(taken) * 1e3, 1),
            "against_all": round(statistics.median(taken) / whole, 2),
        }
        for name, taken in times.items()
    ]


def of_random_cases(catalog: Catalog, number: int = 120, items: int = 6) -> dict[str, float]:
    """Whole checks, as a program asks for them, of cocktails drawn from a seed; CPU time."""
    engine, random = Engine(catalog), Random(7)
    cases = [
        CASE._replace(
            goal=random.choice(list(catalog.table("goal"))),
            zone=random.choice(list(catalog.table("zone"))),
            jurisdiction=random.choice(("EU", "US", "IT", "BR", "KR")),
            cocktail=_drawn(catalog, random, items),
            patient={**(CASE.patient or {}), "age": random.randint(18, 80)},
        )
        for _ in range(number)
    ]
    engine.check(cases[0])
    times = []
    for case in cases:
        start = time.process_time()
        engine.check(case)
        times.append(time.process_time() - start)
    return {
        "items": items,
        "cases": number,
        "ms": round(statistics.median(times) * 1e3, 2),
        "per_second": round(number / sum(times), 1),
    }


def _drawn(catalog: Catalog, random: Random, items: int) -> tuple[dict[str, object], ...]:
    """Different products, two of five, and ingredients, in one or two syringes."""
    products = [name for name, record in catalog.table("product").items() if record.contains]
    some = sum(random.random() < 0.4 for _ in range(items))
    chosen = [("product", each) for each in random.sample(products, some)]
    chosen += [
        ("ingredient", each) for each in random.sample(list(catalog.table("ingredient")), items - some)
    ]
    return tuple(
        {
            kind: name,
            "volume": random.choice(("0.5 mL", "1 mL", "2 mL")),
            "syringe": random.choice((1, 1, 1, 2)),
        }
        for kind, name in chosen
    )


def _timed(run: Any) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _codes(report: Any) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    return [(each.code, each.severity, each.subjects) for each in report.findings]


if __name__ == "__main__":
    main()
