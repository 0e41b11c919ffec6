"""The answer of ``prepare``: what goes into which syringe, or which number is missing.

Volumes are in mL. Worst cases are rounded outward, so what is printed always holds the exact bounds.
Shares and errors are parts of one (0.05 is five per cent).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from mesoplan.model.care import When
from mesoplan.model.finding import Finding, StatementRef, Verdict
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

#: ``prepared``: there is a worksheet. ``draft``: one that the check does not support. ``refused``: the law
#: keeps mixing elsewhere. ``blocked`` and ``incomplete`` are the check's; ``missing``: a number is.
Outcome = Literal["prepared", "draft", "refused", "blocked", "incomplete", "missing"]

#: What keeps a line from being drawn up.
Lack = Literal[
    "volume",
    "strength",
    "product",
    "diluent",
    "reconstitution",
    "volume-after-dissolving",
    "which-reconstitution",
    "measurable",
    "vessel",
]


#: Why a product is not shared: a container is for one patient, nobody says, one patient alone needs it, or
#: a container of their own leaves no more over.
NotShared = Literal["", "single-dose", "not-said", "one-patient", "no-less"]
#: Whether what may be entered again holds a preservative, as far as its contents were read.
Preserved = Literal["preserved", "unpreserved", "not-read"]


class Bounds(NamedTuple):
    """The worst cases of an amount, both ends included."""

    low: Quantity
    high: Quantity


class Device(NamedTuple):
    """A syringe as it is in the catalog: its scale and what stays in its nozzle at most."""

    id: str
    label: str
    nominal: Quantity
    step: Quantity
    dead_space: Quantity


class Portion(NamedTuple):
    """One filling of one measuring syringe to a mark."""

    syringe: str
    mark: Quantity


class Why(NamedTuple):
    """A reason, as a fact: ``topic`` picks the words, ``data`` fills them, ``statements`` are behind it."""

    topic: str
    data: Mapping[str, str] = {}
    statements: tuple[StatementRef, ...] = ()


class Dissolved(NamedTuple):
    """How a powder is made ready before it is drawn."""

    diluents: tuple[str, ...]
    added: Quantity | None
    volume: Quantity
    how: str
    printed: str
    statement: StatementRef


class DrawUp(NamedTuple):
    """One liquid: ``number`` is its place in the order.

    ``error`` is the largest relative deviation from ``exact``, rounding to the mark and the tolerance of
    the syringe together; ``tied`` are marks that lie as far from it. ``to``: it fills the syringe that gives
    up to this mark; then mark, rounding and error are those of the whole, and ``exact``, ``drawn`` and
    ``worst`` what the other liquids leave.
    """

    number: int
    line: str
    product: str
    ingredients: tuple[str, ...]
    exact: Quantity
    drawn: Quantity
    portions: tuple[Portion, ...]
    worst: Bounds
    rounding: Decimal
    error: Decimal
    tied: tuple[Quantity, ...] = ()
    label: str = ""
    dissolved: Dissolved | None = None
    looks: str = ""
    reasons: tuple[Why, ...] = ()
    to: Quantity | None = None


class Held(NamedTuple):
    """An ingredient of a filled syringe: nominal, in the worst case, and by the marks of one syringe.

    ``volume_only``: what the container may really hold of its label was not read, so the worst case is
    of the volumes alone. ``by_marks`` is what it would be if all were drawn into the one syringe.
    """

    ingredient: str
    amount: Quantity
    worst: Bounds
    concentration: Quantity
    worst_concentration: Bounds
    volume_only: bool
    by_marks: Bounds | None = None


class Filling(NamedTuple):
    """One syringe of the cocktail: where its liquids come together, in their order, and what it holds.

    ``orders`` is how many orders were possible; 0: none was, or it was not searched, and the case's own is
    kept. ``kept_back`` stays in nozzle and needle at most: out of the volume where liquids were brought
    together, besides it (``besides``) where the syringe that measures is the one that gives.
    """

    number: int
    into: str
    pieces: int
    draws: tuple[DrawUp, ...]
    volume: Quantity
    worst_volume: Bounds
    kept_back: Quantity
    held: tuple[Held, ...]
    orders: int
    besides: bool = False


class Fits(NamedTuple):
    """The most that may be drawn with the worst case still under a maximum: marks of one syringe."""

    syringe: str
    marks: tuple[Quantity, ...]
    total: Quantity


class MaximumUse(NamedTuple):
    """A maximum: the share of it that is used as drawn, and in the worst case.

    ``over`` is what it holds for: a session, day, course, the zone, a point, or a square centimetre (cm2).

    ``largest`` is the most that would keep the worst case under it, where the worst case passes it.
    """

    subject: str
    over: str
    limit: str
    used: Decimal
    worst: Decimal
    statement: StatementRef
    largest: tuple[Fits, ...] = ()

    @property
    def guaranteed(self) -> bool:
        """Whether even the worst case stays within the maximum."""
        return self.worst <= 1


class InjectionPoints(NamedTuple):
    """Points of injection. ``area_needed`` follows from the spacing of the technique, in cm².

    ``per_point`` is the most that one may hold of each ingredient; ``certain`` how many there are even when
    the syringe holds least; ``lost`` what stays in syringe and needles, and is in none of them.
    """

    number: int
    volume: Quantity
    total: Quantity
    spacing: Quantity | None
    area_needed: Quantity | None
    said: Literal["case", "technique"]
    per_point: tuple[tuple[str, Quantity], ...] = ()
    short_by: Quantity | None = None
    certain: int | None = None
    lost: Quantity | None = None


class Containers(NamedTuple):
    """So many containers of one size."""

    fill: Quantity
    number: int


class Choice(NamedTuple):
    """Containers that could be opened instead, and what they leave over."""

    containers: tuple[Containers, ...]
    waste: Quantity


class Supply(NamedTuple):
    """Containers of one product: by the label, and to have the whole volume even after what is kept back.

    Of several sizes those are opened that leave least over, and of these the fewest (``sizes``; ``fill`` is
    the largest of them). ``sure`` are the containers that hold the whole volume for certain, ``others`` what
    leaves more over and is fewer. ``doses`` is empty where nobody says whether a container is for one
    patient; ``excess`` is what makers are recommended to put in besides, which is not counted.
    """

    product: str
    need: Quantity
    fill: Quantity
    opened: int
    guaranteed: int
    waste: Quantity
    doses: Literal["single", "multi", ""]
    excess: Quantity | None = None
    sizes: tuple[Containers, ...] = ()
    sure: tuple[Containers, ...] = ()
    others: tuple[Choice, ...] = ()


class TimeBound(NamedTuple):
    """A time limit from the first puncture; ``at`` is its moment where a start is said."""

    kind: Literal["start-by", "use-by", "discard-container"]
    within: Quantity
    source: str
    subject: str = ""
    condition: str = ""
    at: str = ""


class Sessions(NamedTuple):
    """Sessions: the dates that are planned, or the day before which the next one may not be."""

    interval: Quantity
    dates: tuple[str, ...]
    most: int | None
    source: str


class CourseSupply(NamedTuple):
    """Containers of one product over a course: how many are opened at each session, in their order.

    ``keeps_days`` is how many days an opened one may be used, by the strictest of what holds; None where
    nobody says, or where a container is for one session: then each session opens its own. ``sizes`` are all
    containers of the course by their size.
    """

    product: str
    opened: tuple[int, ...]
    discarded: Quantity
    keeps_days: int | None = None
    source: str = ""
    sizes: tuple[Containers, ...] = ()

    @property
    def total(self) -> int:
        """Containers in all."""
        return sum(self.opened)


class CourseUse(NamedTuple):
    """A maximum of a whole course: the share that all sessions use, as drawn and in the worst case.

    ``most_sessions`` is how many sessions like this one stay under it even in the worst case.
    """

    subject: str
    limit: str
    used: Decimal
    worst: Decimal
    most_sessions: int
    statement: StatementRef


class Course(NamedTuple):
    """All sessions like this one: what is opened when, and what they come to against maxima of a course.

    ``days`` are the sessions counted from the first (0); empty where no date anchors the months.
    """

    sessions: int
    days: tuple[int, ...]
    supplies: tuple[CourseSupply, ...]
    limits: tuple[CourseUse, ...]


class Advice(NamedTuple):
    """What sources say of one activity before or after: from the shortest to the longest."""

    when: When
    activity: str
    advice: str
    longest: Quantity | None
    shortest: Quantity | None
    notes: tuple[str, ...]
    statements: tuple[StatementRef, ...]
    signs: str = ""


class Step(NamedTuple):
    """Something to do in the session: what the check says has to be done, or what the technique is.

    ``subjects`` are ids of the catalog: the facts to ask again, the ingredients it is about. ``patient`` in
    the data of what to watch is what the patient has of it: ``notice``, ``heed``, ``weigh`` or ``no``.
    """

    when: Literal["before", "during", "after"]
    topic: Literal["ask-again", "test-dose", "consent", "technique", "watch", "tell-laboratory", "defer"]
    subjects: tuple[str, ...] = ()
    data: Mapping[str, str] = {}
    statements: tuple[StatementRef, ...] = ()


class Sheet(NamedTuple):
    """The worksheet."""

    fillings: tuple[Filling, ...]
    limits: tuple[MaximumUse, ...]
    points: InjectionPoints | None
    containers: tuple[Supply, ...]
    start: str
    clock: tuple[TimeBound, ...]
    schedule: Sessions | None
    course: Course | None
    protocol: tuple[Step, ...]
    care: tuple[Advice, ...]

    @property
    def use_by(self) -> TimeBound | None:
        """The earliest time after which it may not be given; None when nothing says."""
        return next((each for each in self.clock if each.kind == "use-by"), None)


class MissingNumber(NamedTuple):
    """A number without which a line cannot be drawn up. ``data`` says what would settle it."""

    lack: Lack
    line: str
    subject: str
    data: Mapping[str, str] = {}
    statements: tuple[StatementRef, ...] = ()


class DataGap(NamedTuple):
    """Something that is not known and does not keep the sheet from being made, and of what."""

    topic: str
    subjects: tuple[str, ...]


class Together(NamedTuple):
    """A patient of those who are prepared together. Without a sheet nothing is opened for them."""

    name: str
    outcome: Outcome


class Taken(NamedTuple):
    """What one patient's draw takes from one container; containers are numbered in their order of opening."""

    patient: str
    container: int
    volume: Quantity


class SharedProduct(NamedTuple):
    """Containers of one product for all of them.

    ``alone`` is how many would be opened if each patient had their own, ``alone_discarded`` what would be
    left over then. ``split``: a draw may come from two containers; else each is one puncture of one.
    ``keeps`` are the limits from the first puncture for what is left; ``why`` it is not shared, with what
    says so.
    """

    product: str
    shared: bool
    opened: tuple[Containers, ...]
    discarded: Quantity
    alone: int
    alone_discarded: Quantity
    taken: tuple[Taken, ...] = ()
    split: bool = False
    keeps: tuple[TimeBound, ...] = ()
    preserved: Preserved = "not-read"
    preservatives: tuple[str, ...] = ()
    why: NotShared = ""
    statements: tuple[StatementRef, ...] = ()


class Sharing(NamedTuple):
    """All patients who are prepared together. ``unknown`` are products of which no size was read."""

    patients: tuple[Together, ...]
    products: tuple[SharedProduct, ...]
    unknown: tuple[str, ...] = ()


class Preparation(NamedTuple):
    """The answer of ``prepare``. There is a ``sheet`` or there is something ``missing``, never both.

    Without a sheet for another reason (``refused``, ``blocked``, ``incomplete``) both may be empty. ``codes``
    are those of the check that decide its verdict: what forbids, else what could not be answered. ``shared``
    is what it opens together with other patients, where it was prepared together with them.
    """

    outcome: Outcome
    verdict: Verdict
    sheet: Sheet | None
    missing: tuple[MissingNumber, ...]
    gaps: tuple[DataGap, ...]
    law: tuple[Finding, ...]
    codes: tuple[str, ...]
    devices: tuple[Device, ...]
    shared: Sharing | None = None
