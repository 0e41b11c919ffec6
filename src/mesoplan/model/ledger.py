"""What the ledger answers with. Lots, products and pseudonyms are texts and stay as they were written.

``day`` is a day as 2026-11-27, ``at`` a moment in UTC, ``entry`` the number of an entry of the log.
"""

from typing import Literal

from mesoplan.record import NamedTuple

#: What an entry is about. ``clock-back``: the clock went back since the entry before.
EntryKind = Literal[
    "plan",
    "check",
    "preparation",
    "draw",
    "session",
    "lot-received",
    "container-opened",
    "adverse-event",
    "override",
    "override-expired",
    "erasure",
    "catalog-adopted",
    "correction",
    "anchor",
    "clock-back",
]

#: ``whole``: nothing speaks against it. ``unanchored``: the chain holds, and nothing outside vouches for it.
State = Literal["whole", "unanchored", "broken", "truncated", "forked"]


class Head(NamedTuple):
    """The last entry of a ledger: whoever has its number and hash can tell a later change before it."""

    ledger: str
    clinic: str
    entry: int
    hash: str
    at: str


class Recorded(NamedTuple):
    """Entries that were written, and the head after them; ``anchored``: the head stands outside, too."""

    entries: tuple[int, ...]
    kind: EntryKind
    head: Head
    anchored: bool


class Damage(NamedTuple):
    """One thing that does not hold: at which entry, and what of it."""

    entry: int
    what: Literal[
        "gap",
        "follows-another",
        "changed",
        "document-missing",
        "document-changed",
        "derived",
        "unreadable",
        "anchored-otherwise",
        "ends-early",
        "kept-key",
    ]
    expected: str = ""
    found: str = ""


class Verified(NamedTuple):
    """What was looked at and what came of it. ``anchored`` is the last entry that an anchor vouches for."""

    state: State
    head: Head
    entries: int
    documents: int
    anchors: int
    anchored: int
    damages: tuple[Damage, ...]
    warnings: tuple[Damage, ...]


class LotLine(NamedTuple):
    """A lot of a product: what came, was opened and was used. ``expires`` is a day, or "" (not recorded)."""

    product: str
    lot: str
    expires: str
    received: int
    opened: int
    given: int
    volume: str
    left: str
    open_until: str
    state: Literal["usable", "expired", "not-received"]


class Stock(NamedTuple):
    """What is on the shelf on a day, derived from the log."""

    day: str
    lots: tuple[LotLine, ...]


class Affected(NamedTuple):
    """One entry that names what is recalled. ``role`` is what happened to it there."""

    entry: int
    kind: EntryKind
    role: str
    day: str
    patient: str
    product: str
    lot: str
    volume: str
    corrected_by: tuple[int, ...] = ()


class Recalled(NamedTuple):
    """What a recall concerns. ``unrecorded``: the product was used and no lot was recorded: it may be.

    ``similar`` are recorded lots that a person would read as the same one, and that it does not count.
    """

    product: str
    lot: str
    since: str
    until: str
    preparations: tuple[Affected, ...]
    sessions: tuple[Affected, ...]
    events: tuple[Affected, ...]
    patients: tuple[str, ...]
    containers: tuple[Affected, ...]
    stock: tuple[LotLine, ...]
    unrecorded: tuple[Affected, ...]
    unrecorded_patients: tuple[str, ...]
    similar: tuple[str, ...]
    head: Head


class Difference(NamedTuple):
    """One place where two answers differ: the key's path, and both values as JSON."""

    path: str
    before: str
    after: str


class Replayed(NamedTuple):
    """An old answer again. ``same`` means: byte by byte. ``erased``: its patient was erased."""

    entry: int
    kind: EntryKind
    patient: str
    outcome: Literal["same", "differs", "erased", "engine-differs"]
    engine_then: str
    engine_now: str
    catalog_then: str
    catalog_now: str
    verdict_then: str
    verdict_now: str
    differences: tuple[Difference, ...]
    appeared: tuple[str, ...]
    gone: tuple[str, ...]


class PatientEntry(NamedTuple):
    """One entry about a patient, with what is sealed in it opened again."""

    entry: int
    kind: EntryKind
    at: str
    body: str


class PatientExport(NamedTuple):
    """Everything about one patient. ``erased`` is the entry of the erasure, or 0."""

    patient: str
    erased: int
    entries: tuple[PatientEntry, ...]
    head: Head


class Kept(NamedTuple):
    """A backup or a restored ledger: where, up to which entry."""

    file: str
    head: Head


class Suspect(NamedTuple):
    """A medicine that is suspected: its product and lot, how much of it, how and when it was given."""

    product: str
    lot: str
    dose: str
    route: str
    day: str


class AdverseReport(NamedTuple):
    """An adverse event, with the fields that the authorities ask for. Empty: not said.

    ``serious`` are reasons; ``lacks`` what a report needs at least and this one has not.
    """

    entry: int
    at: str
    patient: str
    sex: str
    age: str
    weight: str
    suspects: tuple[Suspect, ...]
    reaction: str
    onset: str
    ended: str
    outcome: str
    serious: tuple[str, ...]
    abated: str
    reappeared: str
    indication: str
    concomitants: str
    history: str
    reporter: str
    lacks: tuple[str, ...]
