"""What is worked out of whole tables of a catalog: one table each, made once and looked up by key.

A look-up hangs on its own key alone, however many records the table was made of: who notes what an answer
hangs on (`mesoplan.screen.readset`) goes by these tables, not by the records behind them.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mesoplan.knowledge.amounts import largest_of_all, largest_volume
from mesoplan.model.policy import Parameter
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity

if TYPE_CHECKING:
    from mesoplan.knowledge.questions import Knowledge

#: The one key of a table that has one.
ONLY = "all"


def medicines_of(knowledge: "Knowledge") -> Mapping[str, tuple[str, ...]]:
    """By ingredient or class: the facts that mean a medicine of it."""
    return knowledge.catalog.index.taken_as


def waived(knowledge: "Knowledge") -> Mapping[str, str]:
    """By statement that a clinic put aside: the waiver."""
    return {waiver.statement: waiver.id for waiver in knowledge.catalog.waivers()}


def parameters(knowledge: "Knowledge") -> Mapping[tuple[str, str], tuple[Stated[Parameter], ...]]:
    """By kind of policy and name of a parameter: all that set it, as statements."""
    found: dict[tuple[str, str], list[Stated[Parameter]]] = {}
    for identity, policy in knowledge.catalog.table("policy").items():
        for each in policy.parameters:
            parameter: Parameter = each
            found.setdefault((policy.kind, parameter.name), []).append(Stated(identity, parameter))
    return {key: tuple(stated) for key, stated in found.items()}


def largest_doses(knowledge: "Knowledge") -> Mapping[str, tuple[Quantity, Stated]]:
    """By dimension: the largest amount of any active that was read to be given into skin or fat at once."""
    return largest_of_all(knowledge.catalog)


def largest_volumes(knowledge: "Knowledge") -> Mapping[str, tuple[Quantity, Stated] | None]:
    """Under `ONLY`: the largest volume that any regimen that was read gives in one session."""
    return {ONLY: largest_volume(knowledge.catalog)}


def goals_below(knowledge: "Knowledge") -> Mapping[str, tuple[str, ...]]:
    """By goal: those below it."""
    found: dict[str, list[str]] = {}
    for identity, lineage in knowledge.catalog.index.ancestors["goal"].items():
        for above, _ in lineage:
            found.setdefault(above, []).append(identity)
    return {goal: tuple(below) for goal, below in found.items()}


def label_of(knowledge: "Knowledge") -> Mapping[str, str]:
    """By source: the first product of which it is the label."""
    return knowledge.catalog.index.labelled


#: All of them, by the name under which a look-up is noted.
TABLES: Mapping[str, "Callable[[Knowledge], Mapping[Any, Any]]"] = {
    f"all.{each.__name__}": each
    for each in (
        medicines_of,
        waived,
        parameters,
        largest_doses,
        largest_volumes,
        goals_below,
        label_of,
    )
}
