"""What ingredients, their classes and products state, field by field."""

from typing import Any, Literal, overload

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.ingredient import (
    Admixture,
    AgeLimit,
    Caution,
    Course,
    Deferral,
    Limit,
    LookAlike,
    Monitoring,
    Sensitivity,
    StableBetween,
    TestDose,
    ZoneBan,
)
from mesoplan.model.product import InUse, Market, SameAs
from mesoplan.model.screening import Screening
from mesoplan.model.statement import Stated


class Fields:
    """The statements of one field; answers are remembered."""

    __slots__ = ("_memory", "catalog")

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._memory: dict[tuple[str, ...], tuple[Stated, ...]] = {}

    @overload
    def inherited(self, ingredient: str, field: Literal["ages"]) -> tuple[Stated[AgeLimit], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["cautions"]) -> tuple[Stated[Caution], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["courses"]) -> tuple[Stated[Course], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["deferrals"]) -> tuple[Stated[Deferral], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["limits"]) -> tuple[Stated[Limit], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["monitoring"]) -> tuple[Stated[Monitoring], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["screenings"]) -> tuple[Stated[Screening], ...]: ...
    @overload
    def inherited(
        self, ingredient: str, field: Literal["sensitivities"]
    ) -> tuple[Stated[Sensitivity], ...]: ...
    @overload
    def inherited(
        self, ingredient: str, field: Literal["stability"]
    ) -> tuple[Stated[StableBetween], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["test_doses"]) -> tuple[Stated[TestDose], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["zone_bans"]) -> tuple[Stated[ZoneBan], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["admixtures"]) -> tuple[Stated[Admixture], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: Literal["lookalikes"]) -> tuple[Stated[LookAlike], ...]: ...
    @overload
    def inherited(self, ingredient: str, field: str) -> tuple[Stated, ...]: ...
    def inherited(self, ingredient: str, field: str) -> tuple[Stated[Any], ...]:
        """Every statement of one field (``ages``, ``monitoring`` …) of it and its classes."""
        key = (field, ingredient)
        known = self._memory.get(key)
        if known is None:
            record = self.catalog.ingredient(ingredient)
            found = [Stated(ingredient, each) for each in getattr(record, field)]
            for ancestor, _ in self.catalog.ancestors("ingredient", ingredient):
                above = self.catalog.ingredient_class(ancestor)
                found.extend(Stated(ancestor, each) for each in getattr(above, field, ()))
            known = self._memory[key] = tuple(found)
        return known

    @overload
    def product_statements(
        self, product: str, field: Literal["admixtures"]
    ) -> tuple[Stated[Admixture], ...]: ...
    @overload
    def product_statements(self, product: str, field: Literal["cautions"]) -> tuple[Stated[Caution], ...]: ...
    @overload
    def product_statements(self, product: str, field: Literal["courses"]) -> tuple[Stated[Course], ...]: ...
    @overload
    def product_statements(self, product: str, field: Literal["in_use"]) -> tuple[Stated[InUse], ...]: ...
    @overload
    def product_statements(self, product: str, field: Literal["limits"]) -> tuple[Stated[Limit], ...]: ...
    @overload
    def product_statements(self, product: str, field: Literal["markets"]) -> tuple[Stated[Market], ...]: ...
    @overload
    def product_statements(self, product: str, field: Literal["same_as"]) -> tuple[Stated[SameAs], ...]: ...
    @overload
    def product_statements(
        self, product: str, field: Literal["screenings"]
    ) -> tuple[Stated[Screening], ...]: ...
    @overload
    def product_statements(self, product: str, field: str) -> tuple[Stated, ...]: ...
    def product_statements(self, product: str, field: str) -> tuple[Stated[Any], ...]:
        """Every statement of one field of a product."""
        if not product:
            return ()
        key = ("product", field, product)
        known = self._memory.get(key)
        if known is None:
            record = self.catalog.product(product)
            known = self._memory[key] = tuple(Stated(product, each) for each in getattr(record, field))
        return known
