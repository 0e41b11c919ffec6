"""The planning problem for OR-Tools CP-SAT: an independent second opinion on values and on the order.

The k best plans are found by solving again with the sets found so far forbidden. CP-SAT does not know
judges, so problems with one are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from mesoplan.solver.problem import Option, Problem, bits


class Found(NamedTuple):
    """A set of items and the value CP-SAT proved for it."""

    value: int
    items: tuple[int, ...]


class Result(NamedTuple):
    plans: tuple[Found, ...]
    proved: bool
    """False when the time limit ended the last solve."""


class Model:
    """CP-SAT's view of one problem."""

    def __init__(self, problem: Problem) -> None:
        if problem.judge is not None:
            raise ValueError("CP-SAT cannot call a judge")
        self.problem = problem
        self.model = cp_model.CpModel()
        self.gains: list[tuple[cp_model.IntVar, int]] = []
        self.chosen = [self.model.new_bool_var(f"x{i}") for i in range(len(problem.items))]
        self.levels: list[tuple[int, Option, cp_model.IntVar]] = []
        self._add_levels()
        self._add_limits()
        self._add_coverage()
        self._add_relations()
        self._add_syringes()
        self.model.maximize(_weighted(self.gains))

    def _add_levels(self) -> None:
        problem = self.problem
        for i, item in enumerate(problem.items):
            own = []
            for option in item.options:
                level = self.chosen[i] if len(item.options) == 1 else self.model.new_bool_var("")
                if option.volume > min(problem.max_volume, problem.syringe_volume):
                    self.model.add(level == 0)
                self.gains.append((level, -problem.cost(option)))
                self.levels.append((i, option, level))
                own.append(level)
            if len(own) > 1:
                self.model.add(sum(own) == self.chosen[i])

    def _add_limits(self) -> None:
        problem, model = self.problem, self.model
        model.add(sum(self.chosen) <= problem.max_items)
        model.add(sum(self.chosen) >= 1)
        total = _weighted((level, option.volume) for _, option, level in self.levels)
        model.add(total <= problem.max_volume)
        for number, capacity in enumerate(problem.capacities):
            used = _weighted((level, option.use[number]) for _, option, level in self.levels)
            model.add(used <= capacity)
        for item in problem.mandatory:
            model.add(self.chosen[item] == 1)
        for item in problem.excluded:
            model.add(self.chosen[item] == 0)

    def _add_coverage(self) -> None:
        problem, model = self.problem, self.model
        floors = problem.min_coverage or (0,) * len(problem.weights)
        for facet, (weight, floor) in enumerate(zip(problem.weights, floors, strict=True)):
            takers: list[list[cp_model.IntVar]] = [[] for _ in problem.slots]
            covered = []
            for _, option, level in self.levels:
                if not option.benefit[facet]:
                    continue
                places = [model.new_bool_var("") for _ in problem.slots]
                model.add(sum(places) <= level)
                for number, (slot, place) in enumerate(zip(problem.slots, places, strict=True)):
                    takers[number].append(place)
                    covered.append((place, slot * option.benefit[facet]))
            for places in takers:
                if places:
                    model.add_at_most_one(places)
            self.gains += [(place, weight * amount) for place, amount in covered]
            if floor:
                model.add(_weighted(covered) >= floor)

    def _add_relations(self) -> None:
        problem, model, chosen = self.problem, self.model, self.chosen
        self._at_most_one_of(problem.apart_rows(), chosen)
        for (a, b), value in problem.synergies.items():
            both = model.new_bool_var("")
            model.add_implication(both, chosen[a])
            model.add_implication(both, chosen[b])
            self.gains.append((both, value))
        for (a, b), value in problem.antagonisms.items():
            both = model.new_bool_var("")
            model.add_bool_or(chosen[a].Not(), chosen[b].Not(), both)
            self.gains.append((both, -value))
        for item, alternatives in problem.requires:
            model.add_bool_or([chosen[item].Not(), *(chosen[other] for other in alternatives)])

    def _add_syringes(self) -> None:
        """Every level goes into one syringe; syringes are used in order, each opened by an item."""
        problem, model = self.problem, self.model
        windows = range(len(problem.items[0].options[0].window))
        filled: list[list[cp_model.IntVar]] = []
        opened: list[cp_model.IntVar] = []
        for number in range(problem.max_syringes):
            if problem.max_syringes == 1:
                inside = [level for _, _, level in self.levels]
            else:
                inside = [model.new_bool_var("") for _ in self.levels]
            filled.append(inside)
            parts = [(place, option) for (_, option, _), place in zip(self.levels, inside, strict=True)]
            volume = _weighted((place, option.volume) for place, option in parts)
            model.add(volume <= problem.syringe_volume)
            for row in windows:
                model.add(_weighted((place, option.window[row]) for place, option in parts) <= 0)
            self._at_most_one_of(problem.separate_rows(), self._items_inside(inside))
            if problem.extra_syringe_cost and number:
                used = model.new_bool_var("")
                model.add_bool_or([used.Not(), *inside])
                for place in inside:
                    model.add_implication(place, used)
                if opened:
                    model.add_implication(used, opened[-1])
                opened.append(used)
                self.gains.append((used, -problem.extra_syringe_cost))
        if problem.max_syringes > 1:
            for place, (_, _, level) in enumerate(self.levels):
                model.add(sum(inside[place] for inside in filled) == level)

    def _items_inside(self, inside: list[cp_model.IntVar]) -> list[cp_model.IntVar]:
        """One variable an item: whether any of its levels is in the syringe."""
        grouped: list[list[cp_model.IntVar]] = [[] for _ in self.problem.items]
        for (item, _, _), place in zip(self.levels, inside, strict=True):
            grouped[item].append(place)
        variables = []
        for places in grouped:
            if len(places) == 1:
                variables.append(places[0])
            else:
                variables.append(self.model.new_bool_var(""))
                self.model.add(sum(places) == variables[-1])
        return variables

    def _at_most_one_of(self, rows: tuple[int, ...], variables: list[cp_model.IntVar]) -> None:
        for clique in _edge_cliques(rows):
            self.model.add_at_most_one(variables[item] for item in clique)


def _edge_cliques(rows: tuple[int, ...]) -> Iterator[list[int]]:
    """Cliques that cover every pair, grown greedily: a much smaller model than one row a pair."""
    open_pairs = list(rows)
    for a in range(len(rows)):
        while open_pairs[a] >> (a + 1):
            first = next(bits(open_pairs[a] >> (a + 1))) + a + 1
            clique = [a, first]
            common = rows[a] & rows[first]
            for item in bits(common):
                if common >> item & 1:
                    clique.append(item)
                    common &= rows[item]
            mask = sum(1 << item for item in clique)
            for item in clique:
                open_pairs[item] &= ~mask
            yield clique


def _weighted(terms: Iterable[tuple[cp_model.IntVar, int]]) -> cp_model.LinearExpr:
    kept = [(variable, factor) for variable, factor in terms if factor]
    return cp_model.LinearExpr.weighted_sum(
        [variable for variable, _ in kept], [factor for _, factor in kept]
    )


def solver(seconds: float, linearization_level: int = 2) -> cp_model.CpSolver:
    """One worker, and the linearization that was fastest on the tuning seeds."""
    made = cp_model.CpSolver()
    made.parameters.num_workers = 1
    made.parameters.linearization_level = linearization_level
    made.parameters.max_time_in_seconds = seconds
    return made


def best_sets(
    problem: Problem, k: int, seconds: float = 60.0, *, ties: bool = False, level: int = 2
) -> Result:
    """The k best sets by repeated solving; with `ties`, also every set as good as the k-th."""
    model = Model(problem)
    plans: list[Found] = []
    engine = solver(seconds, level)
    left = seconds
    while len(plans) < k or ties:
        engine.parameters.max_time_in_seconds = left
        status = engine.solve(model.model)
        left -= engine.wall_time
        if status == cp_model.INFEASIBLE:
            break
        if status != cp_model.OPTIMAL or left <= 0:
            return Result(tuple(plans), False)
        value = round(engine.objective_value)
        if len(plans) >= k and value < plans[k - 1].value:
            break
        items = tuple(i for i, x in enumerate(model.chosen) if engine.value(x))
        plans.append(Found(value, items))
        taken = set(items)
        model.model.add_bool_or([x.Not() if i in taken else x for i, x in enumerate(model.chosen)])
    plans.sort(key=lambda found: (-found.value, found.items))
    return Result(tuple(plans[:k]), True)
