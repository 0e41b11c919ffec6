"""Fillings are the cheapest, then the fewest, then the first; and the proof can be checked."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

from mesoplan.solver import Item, Option, Problem
from mesoplan.solver.syringes import SyringeSolver, colourable


def every_content(problem):
    for size in (1, 2, 3, 4):
        for items in combinations(range(min(6, len(problem.items))), size):
            choices = [range(len(problem.items[item].options)) for item in items]
            for options in list(product(*choices))[:3]:
                yield items, options


def test_a_filling_is_what_brute_force_prefers(instances, naive) -> None:
    for seed in range(120):
        problem = instances.tiny(seed)
        solver = SyringeSolver(problem)
        for items, options in every_content(problem):
            content = tuple(zip(items, options, strict=True))
            ranked = []
            for syringes in naive.all_fillings(problem, items, options):
                plan = naive.Plan(0, items, options, syringes, 0)
                terms = naive.score(problem, items, options, syringes)
                price = terms.penalties + terms.extra_syringes
                ranked.append((price, naive.preference(plan), syringes))
            best = min(ranked, default=None)
            filling = solver.fill(content)
            assert (filling is None) == (best is None)
            if filling is not None and best is not None:
                assert (filling.price, filling.syringes) == (best[0], best[2])
                assert solver.fill(content, filling.price) == filling
                assert solver.fill(content, filling.price - 1) is None


def test_the_proof_of_fewest_syringes_holds(instances) -> None:
    kinds = set()
    for seed in range(120):
        problem = instances.tiny(seed)
        solver = SyringeSolver(problem)
        separate = problem.separate_rows()
        for items, options in every_content(problem):
            content = tuple(zip(items, options, strict=True))
            filling = solver.fill(content)
            if filling is None:
                continue
            proof = solver.proof(content, filling)
            kinds.add(proof.kind)
            assert proof.least == len(filling.syringes)
            if proof.kind == "clique":
                assert len(proof.members) >= proof.least
                assert set(proof.members) <= set(items)
                assert all(separate[a] >> b & 1 for a, b in combinations(proof.members, 2))
            elif proof.kind == "volume":
                total = sum(problem.items[i].options[o].volume for i, o in content)
                assert total > problem.syringe_volume * (proof.least - 1)
    assert kinds == {"clique", "volume", "exhausted"}


def test_fewest_syringes_is_a_colouring() -> None:
    """Without volumes, windows or a judge, the fewest syringes are the fewest colours."""
    random = Random(7)
    option = Option(0, (0,))
    for _ in range(60):
        rows = [0] * 6
        for a, b in combinations(range(6), 2):
            if random.random() < 0.5:
                rows[a] |= 1 << b
                rows[b] |= 1 << a
        items = tuple(Item(f"i{n}", (option,)) for n in range(6))
        problem = Problem(items, (1,), 6, 10, 6, 10, separate=tuple(rows))
        filling = SyringeSolver(problem).fill(tuple((n, 0) for n in range(6)))
        assert filling is not None
        count = len(filling.syringes)
        assert colourable(tuple(range(6)), rows, count)
        assert not colourable(tuple(range(6)), rows, count - 1)


def test_the_judge_is_asked_once_for_each_content() -> None:
    asked: list[object] = []

    def judge(content):
        asked.append(content)
        return 1

    items = tuple(Item(f"i{n}", (Option(1, (n,)),)) for n in range(4))
    problem = Problem(items, (1,), 4, 10, 2, 10, judge=judge)
    solver = SyringeSolver(problem)
    content = tuple((n, 0) for n in range(4))
    assert solver.fill(content) == solver.fill(content)
    assert len(asked) == len(set(asked))
