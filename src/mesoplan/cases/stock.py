"""What is in stock for a case."""

from mesoplan.model.case import ResolvedCase
from mesoplan.quantity import Quantity


def stock_of(case: ResolvedCase) -> dict[str, Quantity]:
    """How much there is of each product in stock; two lines of one product add up."""
    held: dict[str, Quantity] = {}
    for line in case.stock or ():
        held[line.product] = held[line.product] + line.volume if line.product in held else line.volume
    return dict(sorted(held.items()))
