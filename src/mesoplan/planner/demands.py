"""The user's own demands on a plan, and the smallest set of them that clash."""

from collections.abc import Iterator

from mesoplan.model.plan import Demand
from mesoplan.planner.limits import DEFAULT
from mesoplan.planner.problem import Model, microlitres
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene
from mesoplan.solver import demand as clauses


class Demanded(NamedTuple):
    """A demand as the user wrote it, and what it does to a problem (None: nothing can meet it)."""

    demand: Demand
    clause: clauses.Demand | None


def demands(scene: Scene, model: Model) -> tuple[Demanded, ...]:
    """Every demand of the case, in the order of the case file."""
    return tuple(_demands(scene, model))


def constrained(model: Model, wanted: tuple[Demanded, ...]) -> Model:
    """The model with every demand that it can express applied."""
    problem = model.problem
    for each in wanted:
        if each.clause is not None:
            problem = each.clause.apply(problem)
    return model._replace(problem=problem)


def smallest_clash(model: Model, wanted: tuple[Demanded, ...]) -> tuple[Demand, ...]:
    """The fewest demands that no plan can meet together; empty when there is a plan for all.

    A demand that nothing can meet (an included ingredient that a rule forbids) clashes by itself.
    """
    from mesoplan.solver.unsatisfiable import smallest_unsatisfiable  # only when no plan was found

    hopeless = tuple(each.demand for each in wanted if each.clause is None)
    if hopeless:
        return hopeless[:1]
    named = {_name(each.demand): each.demand for each in wanted}
    clauses_asked = [each.clause for each in wanted if each.clause is not None]
    found = smallest_unsatisfiable(model.with_pairs().problem, clauses_asked, DEFAULT)
    return () if found is None else tuple(named[name] for name in found.demands)


def _name(demand: Demand) -> str:
    return f"{demand.key}: {demand.value}"


def _demands(scene: Scene, model: Model) -> Iterator[Demanded]:
    limits = scene.case.limits
    for wanted in limits.include:
        demand = Demand("limits.include", wanted)
        found = _holding(model, wanted, scene)
        yield Demanded(
            demand,
            clauses.include(_name(demand), found[0])
            if len(found) == 1
            else _one_of(_name(demand), tuple(found), model)
            if found
            else None,
        )
    for unwanted in limits.exclude:
        demand = Demand("limits.exclude", unwanted)
        yield Demanded(demand, clauses.exclude(_name(demand), _holding(model, unwanted, scene)))
    if limits.max_ingredients is not None:
        demand = Demand("limits.max_ingredients", str(limits.max_ingredients))
        row = len(model.problem.capacities) - 1
        yield Demanded(demand, clauses.within(_name(demand), row, limits.max_ingredients))
    if limits.max_syringes is not None:
        demand = Demand("limits.max_syringes", str(limits.max_syringes))
        yield Demanded(demand, clauses.at_most(_name(demand), syringes=limits.max_syringes))
    if limits.max_volume is not None:
        demand = Demand("limits.max_volume", str(limits.max_volume))
        most = microlitres(limits.max_volume, 0)
        yield Demanded(demand, clauses.at_most(_name(demand), volume=most))
    if limits.max_cost is not None:
        demand = Demand("limits.max_cost", str(limits.max_cost))
        row = len(model.problem.capacities) - 2
        yield Demanded(demand, clauses.within(_name(demand), row, int(limits.max_cost.value * 100)))


def _holding(model: Model, name: str, scene: Scene) -> list[int]:
    """The regimens that hold an ingredient, one of a class, or a product, in every way to give them."""
    return [
        number
        for number, each in enumerate(model.candidates)
        if any(scene.knowledge.is_a(held, name) for held in each.ingredients)
        or all(name in (item.product for item in choice.items) for choice in each.choices)
    ]


def _one_of(name: str, items: tuple[int, ...], model: Model) -> clauses.Demand:
    """A class was asked for: one of its members has to be in. Any item needs one of them."""
    rows = tuple((other, items) for other in range(len(model.candidates)) if other not in items)
    return clauses.Demand(name, lambda p: p._replace(requires=(*p.requires, *rows)))
