"""An ingredient without a product: what rules say of products that nobody named.

They never speak for themselves. A rule whose answer depends on the product asks which one it is, and
shows no brand, no excipient and no statement of a product that is not in the cocktail.
"""

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement


def which_product(item: Item) -> Judgement:
    """Unknown: the answer depends on the product, and only the ingredient is named."""
    return Judgement(
        "unknown",
        "which-product",
        (item.name,),
        "product",
        data={"item": item.name},
        fixes=(Fix("state", item.name, "product"),),
        needs=(Need("product", item.name),),
    )
