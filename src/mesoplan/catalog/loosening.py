"""An overlay may add and tighten. What it adds that could put aside what the base says needs a waiver.

Rules take the nearest statement, the special one, or the last value in many places, so an addition can
take away. Each kind of addition is judged here by what it could put aside; a kind that nobody has judged
is refused on an entity of the base (and said so), until it is added to one of these lists.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from mesoplan.catalog.additions import Ground, Piece
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.read import Tables
from mesoplan.catalog.waivers import is_in_force
from mesoplan.quantity import QuantityError

#: Fields of an entity of the base that an overlay may fill in or extend: no rule decides by them.
NEUTRAL = frozenset(
    {
        *("label", "synonyms", "names", "note", "summary", "maker", "question", "outcomes"),
        *("needle", "printed", "title", "authors", "journal", "year", "doi", "pmid", "pmcid", "nct", "urls"),
        *("title_is_description", "dossier", "funding", "harms", "comparator_detail", "population"),
        *("fill", "fill_cite", "fills"),
    }
)

#: Fields whose extension can only warn of more.
WARNING_FIELDS = frozenset({"allergens", "additive_limit", "one_per_session", "form_matters"})

#: Statements that rules take all of, or that only widen what is known: one more never takes away.
_CAUTIOUS = frozenset(
    {
        *(
            "AgeLimit",
            "Monitoring",
            "TestDose",
            "Deferral",
            "ZoneBan",
            "Sensitivity",
            "LookAlike",
            "ZoneFlag",
        ),
        *("ZoneFlag", "Excipient", "Acidness", "ActsVia", "GoalMechanism", "MolarMass", "Codes", "FactCodes"),
        "Form",
    }
)

#: Fields by which a new entity reaches into the base.
_REACHING = frozenset({"default_for", "same_as"})

_BANS = {"prohibited": 3, "withdrawn": 3, "not-injectable": 3}
_STATUS_GRAVITY = {
    **_BANS,
    "unlicensed": 2,
    "off-label": 2,
    "restricted": 2,
    "compounding-only": 1,
    "device": 1,
}
_MIXING_GRAVITY = {
    "prohibited": 3,
    "pharmacy-only": 2,
    "immediate-use-only": 1,
    "not-settled": 1,
    "allowed": 0,
}
_PERMISSION_GRAVITY = {"forbidden": 2, "not-licensed": 1, "licensed": 0}
_EFFECT_GRAVITY = {"forbid": 3, "caution": 2, "note": 1}
_KIND_MARKET = {"withdrawn", "never"}

Judge = Callable[[Piece, Ground], str]


def loosening_faults(below: Tables, whole: Tables, today: datetime.date) -> Iterator[Fault]:
    """A fault for each addition that could put aside what the base says and that no waiver lets stand."""
    waived = {
        entry.record.statement
        for entry in whole["waiver"].values()
        if is_in_force(entry.record.expires, today)
    }
    for piece, reason in _loosening(below, whole):
        if piece.key not in waived:
            yield _fault(piece, reason)


def loosening_keys(below: Tables, whole: Tables) -> frozenset[str]:
    """What waivers may name to let an addition stand."""
    return frozenset(piece.key for piece, _ in _loosening(below, whole))


def _loosening(below: Tables, whole: Tables) -> Iterator[tuple[Piece, str]]:
    ground = Ground(below, whole)
    for piece in ground.pieces():
        reason = _judged(piece, ground)
        if reason:
            yield piece, reason


def _judged(piece: Piece, ground: Ground) -> str:
    """What the piece could put aside; empty when it can only add and tighten."""
    name = type(piece.value).__name__
    if piece.field in _REACHING:
        return "makes a product stand for others"
    if name in _JUDGES:
        return _JUDGES[name](piece, ground)
    if piece.is_new or name in _CAUTIOUS or piece.field in NEUTRAL or piece.field in WARNING_FIELDS:
        return ""
    return f"changes {piece.field}, by which the {piece.kind} is judged"


def _limit(piece: Piece, ground: Ground) -> str:
    limit = piece.value
    special = (limit.partners, limit.facts, limit.goals, limit.zones, limit.form)
    if not any(special) and limit.route == "any":
        return ""  # it stands beside the others, and the smallest decides
    for other in ground.said("limits", piece.identity):
        alike = other.over == limit.over and other.max.dimension == limit.max.dimension
        if alike and _exceeds(limit.max, other.max):
            return f"a maximum of {limit.max} in special cases could take the place of {other.max}"
    return ""


def _course(piece: Piece, ground: Ground) -> str:
    course = piece.value
    for other in ground.said("courses", piece.identity):
        if other == course:
            continue
        both = course.min_interval is not None and other.min_interval is not None
        sooner = both and _exceeds(other.min_interval, course.min_interval)
        more = course.max_sessions and other.max_sessions and course.max_sessions > other.max_sessions
        if sooner or more:
            return "sessions could come sooner, or be more, than the base says"
    return ""


def _dose(piece: Piece, ground: Ground) -> str:
    if piece.is_new:
        return ""
    dose = piece.value
    known = [
        other.amount
        for other in ground.said("doses", piece.identity)
        if other != dose and other.over == dose.over and other.amount.dimension == dose.amount.dimension
    ]
    above = known and all(_exceeds(dose.amount, each) for each in known)
    return f"{dose.amount} is above every dose of the base" if above else ""


def _caution(piece: Piece, ground: Ground) -> str:
    return "puts aside what a class says (overrides_class)" if piece.value.overrides_class else ""


def _admixture(piece: Piece, ground: Ground) -> str:
    if piece.value.rule == "alone":
        return ""
    held = [each for each in ground.said("admixtures", piece.identity) if each.rule != "allowed"]
    return f'the base says "{held[0].rule}" of mixing it' if held else ""


def _interaction(piece: Piece, ground: Ground) -> str:
    members = piece.entry.record.members
    weight = _interaction_gravity(piece.value)
    for entry in ground.below["interaction"].values():
        others = entry.record.members
        if len(others) != len(members) or not _same_members(members, others, ground):
            continue
        for other in entry.record.statements:
            if other != piece.value and _interaction_gravity(other) > weight:
                return f'the base says "{other.kind}" ({other.effect}) of {", ".join(others)}'
    return ""


def _interaction_gravity(interaction: Any) -> int:
    return 0 if interaction.kind in ("compatible", "synergy") else _EFFECT_GRAVITY[interaction.effect]


def _same_members(members: tuple[str, ...], others: tuple[str, ...], ground: Ground) -> bool:
    def meets(these: tuple[str, ...], those: tuple[str, ...]) -> bool:
        return all(any(ground.are_related(one, other) for other in those) for one in these)

    return meets(members, others) and meets(others, members)


def _status(piece: Piece, ground: Ground) -> str:
    status = piece.value
    for place, entry in ground.below["jurisdiction"].items():
        if piece.identity not in ground.lineage("jurisdiction", place) and place not in ground.lineage(
            "jurisdiction", piece.identity
        ):
            continue
        for other in entry.record.statuses:
            graver = _gravity(_STATUS_GRAVITY, other.status) > _gravity(_STATUS_GRAVITY, status.status)
            if graver and not other.until and ground.are_related(other.subject, status.subject):
                return f'the base says "{other.status}" of {other.subject} in {place}'
    return ""


def _gravity(table: dict[str, int], word: str) -> int:
    return table.get(word, 0)


def _mixing_law(piece: Piece, ground: Ground) -> str:
    for place in sorted(ground.lineage("jurisdiction", piece.identity)):
        entry = ground.below["jurisdiction"].get(place)
        for other in entry.record.mixing if entry else ():
            if _MIXING_GRAVITY[other.rule] > _MIXING_GRAVITY[piece.value.rule]:
                return f'the base says "{other.rule}" in {place}'
    return ""


def _permission(piece: Piece, ground: Ground) -> str:
    base = ground.below["product"].get(piece.identity)
    for other in base.record.routes if base else ():
        graver = _PERMISSION_GRAVITY[other.permission] > _PERMISSION_GRAVITY[piece.value.permission]
        if other.route == piece.value.route and graver:
            return f'the base says "{other.permission}" of this route'
    return ""


def _capped(piece: Piece, ground: Ground) -> str:
    if piece.kind != "zone":
        return ""
    for zone in sorted(ground.lineage("zone", piece.identity)):
        entry = ground.below["zone"].get(zone)
        cap = entry.record.volume if entry else None
        if cap is not None and cap != piece.value and _exceeds(piece.value.max, cap.max):
            return f"the base allows {cap.max} in {zone}"
    return ""


def _free_of(piece: Piece, ground: Ground) -> str:
    for zone in sorted(ground.lineage("zone", piece.identity)):
        entry = ground.below["zone"].get(zone)
        if entry is not None and any(each.flag == piece.value.flag for each in entry.record.flags):
            return f"the base says {piece.value.flag} of {zone}"
    return ""


def _exceeds(one: Any, other: Any) -> bool:
    """Whether one is more than the other, or the two cannot be compared: a month has no fixed days."""
    try:
        return bool(one > other)
    except QuantityError:
        return True


def _parameter(piece: Piece, ground: Ground) -> str:
    policy = piece.entry.record
    if policy.kind == "objective" and piece.is_new:
        return ""  # another preference, which has to be asked for
    for other in ground.parameters.get((policy.kind, piece.value.name), ()):
        if other != piece.value:
            return f"the base gives {piece.value.name} another value, and which one is cautious is not said"
    return ""


def _screening(piece: Piece, ground: Ground) -> str:
    if piece.is_new or not piece.value.whole:
        return ""
    return "its silence would answer what is open in the base"


def _market(piece: Piece, ground: Ground) -> str:
    base = ground.below["product"].get(piece.identity)
    for other in getattr(base.record, "markets", ()) if base else ():
        if other.state in _KIND_MARKET and piece.value.state not in _KIND_MARKET:
            return f'the base says "{other.state}" in {other.jurisdiction}'
    return ""


def _in_use(piece: Piece, ground: Ground) -> str:
    base = ground.below["product"].get(piece.identity)
    shorter = [
        each.within
        for each in (base.record.in_use if base else ())
        if _exceeds(piece.value.within, each.within)
    ]
    return f"the base says {shorter[0]}" if shorter else ""


def _osmolality(piece: Piece, ground: Ground) -> str:
    base = ground.below["product"].get(piece.identity)
    held = base.record.osmolality if base else ()
    return f"the base says {held[0].value}" if held else ""


def _searched(piece: Piece, ground: Ground) -> str:
    if piece.is_new or piece.value.about != "maximum":
        return ""
    return "it would answer that no maximum is known"


def _second(field: str) -> Judge:
    """Kinds of which rules take one: a second beside that of the base could be the one that is taken."""

    def judge(piece: Piece, ground: Ground) -> str:
        held = [each for each in ground.said(field, piece.identity) if each != piece.value]
        return f"the base has {field} of its own" if held else ""

    return judge


def _strength(piece: Piece, ground: Ground) -> str:
    return "" if piece.is_new else "changes what the product holds"


_JUDGES: dict[str, Judge] = {
    "Limit": _limit,
    "Course": _course,
    "Dose": _dose,
    "Caution": _caution,
    "Admixture": _admixture,
    "Interaction": _interaction,
    "Status": _status,
    "MixingLaw": _mixing_law,
    "Permission": _permission,
    "Capped": _capped,
    "FreeOf": _free_of,
    "Parameter": _parameter,
    "Screening": _screening,
    "Market": _market,
    "InUse": _in_use,
    "Osmolality": _osmolality,
    "Searched": _searched,
    "StableBetween": _second("stability"),
    "Acidity": _second("acidity"),
    "Solubility": _second("solubility"),
    "SolutionPh": _second("solution_ph"),
    "Strength": _strength,
}


def _fault(piece: Piece, reason: str) -> Fault:
    place = f"{piece.entry.key}.{piece.field}" if piece.entry.key else piece.field
    return Fault(
        code="CA085",
        file=piece.entry.file,
        key=place,
        what=f"an overlay adds to {piece.kind} {piece.identity}, and {reason}.",
        so_what="An addition may tighten; what could loosen has to be answered for.",
        next=f'Leave it out, or write a waiver of "{piece.key}".',
    )
