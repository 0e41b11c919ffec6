"""What a draw is measured and given with: syringes, needles, and the error that is tolerated."""

from decimal import Decimal

from mesoplan.model.cite import Cite
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple


class Capacity(NamedTuple):
    """The nominal volume of a syringe: the last mark of its scale."""

    value: Quantity
    cite: Cite


class ScaleMark(NamedTuple):
    """The volume from one mark of the scale to the next."""

    value: Quantity
    cite: Cite


class DeadSpace(NamedTuple):
    """What stays behind, at most, when it is emptied; ``printed`` where the source gives another unit."""

    value: Quantity
    cite: Cite
    printed: str = ""


class BelowHalf(NamedTuple):
    """Tolerated error of an expelled volume below half of the nominal one, as two shares that add up."""

    of_nominal: Decimal
    of_volume: Decimal
    cite: Cite


class FromHalf(NamedTuple):
    """Tolerated error from half of the nominal volume on, as a share of what is expelled."""

    of_volume: Decimal
    cite: Cite


class ToleranceClass(NamedTuple):
    """The error that a standard tolerates in syringes of a size."""

    label: str
    below_half: BelowHalf
    from_half: FromHalf
    note: str = ""
    id: str = ""


class SyringeModel(NamedTuple):
    """One model of syringe. Marks differ from maker to maker, so a volume alone does not name one."""

    label: str
    nominal: Capacity
    step: ScaleMark
    dead_space: DeadSpace
    tolerance: str
    synonyms: tuple[str, ...] = ()
    maker: str = ""
    note: str = ""
    id: str = ""


class NeedleModel(NamedTuple):
    """A needle by its gauge. ``with_syringe``: the dead space was measured together with a syringe's."""

    label: str
    gauge: int
    length: Quantity | None = None
    dead_space: DeadSpace | None = None
    with_syringe: bool = False
    filters: bool = False
    synonyms: tuple[str, ...] = ()
    note: str = ""
    id: str = ""
