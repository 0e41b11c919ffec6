"""The smallest unsatisfiable set and the smallest correction sets are those of brute force."""

from __future__ import annotations

from itertools import combinations
from random import Random

from mesoplan.solver import Budget
from mesoplan.solver.demand import Demand, at_most, cover, exclude, include, within
from mesoplan.solver.unsatisfiable import correction_sets, has_plan, smallest_unsatisfiable


def some_demands(problem, seed: int) -> list[Demand]:
    random = Random(seed)
    size = len(problem.items)
    demands = [include(f"with {i}", i) for i in random.sample(range(size), 2)]
    demands += [
        exclude("without some", random.sample(range(size), 2)),
        at_most("few items", items=random.randint(1, 3)),
        at_most("one syringe", syringes=1),
        at_most("little volume", volume=random.randint(2, 6)),
        cover("first facet", 0, random.randint(1, 8)),
        cover("last facet", len(problem.weights) - 1, random.randint(1, 8)),
    ]
    if problem.capacities:
        demands.append(within("little of the first resource", 0, 1))
    return demands


class Brute:
    """Answers by brute force whether demands have a plan, and remembers."""

    def __init__(self, naive, problem, demands) -> None:
        self.naive, self.problem, self.demands = naive, problem, demands
        self.known: dict[tuple[int, ...], bool] = {}

    def has_plan(self, numbers: tuple[int, ...]) -> bool:
        if numbers not in self.known:
            problem = self.problem
            for number in numbers:
                problem = self.demands[number].apply(problem)
            self.known[numbers] = next(self.naive.all_plans(problem), None) is not None
        return self.known[numbers]

    def names(self, numbers: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self.demands[number].name for number in numbers)

    def smallest_size(self) -> int | None:
        everything = range(len(self.demands))
        for size in range(len(self.demands) + 1):
            if any(not self.has_plan(chosen) for chosen in combinations(everything, size)):
                return size
        return None

    def corrections(self) -> list[tuple[str, ...]]:
        everything = range(len(self.demands))
        found: list[tuple[int, ...]] = []
        for size in range(len(self.demands) + 1):
            for dropped in combinations(everything, size):
                if any(set(other) <= set(dropped) for other in found):
                    continue
                if self.has_plan(tuple(i for i in everything if i not in dropped)):
                    found.append(dropped)
        return [self.names(dropped) for dropped in found]


def test_conflicts_and_corrections_are_those_of_brute_force(instances, naive) -> None:
    sizes = set()
    for seed in range(30):
        problem = instances.tiny(seed)._replace(mandatory=())
        demands = some_demands(problem, seed)
        brute = Brute(naive, problem, demands)
        conflict = smallest_unsatisfiable(problem, demands)
        size = brute.smallest_size()
        assert conflict.status == ("satisfiable" if size is None else "unsatisfiable")
        if size is not None:
            assert conflict.smallest
            assert len(conflict.demands) == size
            numbers = [i for i, d in enumerate(demands) if d.name in conflict.demands]
            assert not brute.has_plan(tuple(numbers))
            assert set(conflict.corrections) <= set(brute.corrections())
        sizes.add(size)
        answer = correction_sets(problem, demands)
        assert answer.complete
        assert list(answer.sets) == brute.corrections()
    assert {0, 1, 2, 3} <= sizes


def test_whether_a_plan_exists_is_what_brute_force_says(instances, naive) -> None:
    for seed in range(200):
        problem = instances.tiny(seed)
        assert has_plan(problem) == (next(naive.all_plans(problem), None) is not None)


def test_an_unanswered_question_is_not_called_proved(instances) -> None:
    problem = instances.catalog_like(30, seed=1)
    demands = [cover(f"facet {facet}", facet, 300) for facet in range(5)]
    assert has_plan(problem, Budget(nodes=0))  # a stopped search looks for some plan before it gives up
    everything = problem
    for demand in demands:
        everything = demand.apply(everything)
    assert has_plan(everything, Budget(nodes=0)) is None
    assert smallest_unsatisfiable(problem, demands, Budget(nodes=0)).status == "unknown"
    answer = correction_sets(problem, demands, budget=Budget(nodes=0))
    assert not answer.complete


def test_few_questions_are_enough_when_one_demand_is_impossible(instances) -> None:
    problem = instances.catalog_like(20, seed=2)
    demands = [at_most(f"at most {n}", items=n) for n in (3, 4, 5)]
    assert smallest_unsatisfiable(problem, demands).status == "satisfiable"
    demands.append(cover("impossible", 0, 10_000))
    conflict = smallest_unsatisfiable(problem, demands)
    assert conflict.demands == ("impossible",)
    assert conflict.smallest
    assert conflict.questions <= 8
