"""Statements: every single sourced fact has an id that names its entity, its content and its source.

The id is derived from what is stated, not from where it stands in a file: moving a line changes
nothing, changing a value makes another statement. That is what the ledger and waivers rely on. It holds
no words of a sentence, so that mending a typo voids no waiver; what the sentence says is in the ledger's
hash of the content.
"""

from collections.abc import Callable, Iterator
from types import GenericAlias
from typing import TYPE_CHECKING, Any
from zlib import crc32

from mesoplan.model.cite import Cite
from mesoplan.record import NamedTuple

if TYPE_CHECKING:
    from typing import Generic

    from typing_extensions import TypeVar

    R = TypeVar("R", covariant=True, default=Any)

    class _Stated(NamedTuple, Generic[R]):
        entity: str
        record: R
else:
    R = Any

    class _Stated(NamedTuple):
        entity: str
        record: Any

    # What is generic for a type checker need not carry `typing.Generic` at run time.
    _Stated.__class_getitem__ = classmethod(GenericAlias)


class Stated(_Stated[R]):
    """A statement together with the entity that makes it (an ingredient, a class, a product).

    ``Stated[Caution]`` is one whose record is a caution; ``Stated`` alone, one of any kind.
    """

    # No __slots__: the id is kept once it was asked for.

    @property
    def cite(self) -> Cite:
        """The source, the place and the reading."""
        record: Any = self.record
        found: Cite = record.cite
        return found

    @property
    def id(self) -> str:
        """The statement's id."""
        kept = self.__dict__
        found: str | None = kept.get("id")
        if found is None:
            found = kept["id"] = statement_id(self.entity, self.record)
        return found


class ClassRule(NamedTuple):
    """What a class says of its members as a group: additive limits, one per session."""

    rule: str
    cite: Cite


def statement_id(entity: str, record: Any) -> str:
    """``entity#kind.content@source``, stable while content and source stay the same."""
    slug = _SLUGS[type(record).__name__](record)
    return f"{entity}#{slug}@{record.cite.source}".replace(" ", "")


def statements_of(entity: str, record: Any) -> Iterator[tuple[str, Stated]]:
    """Every statement in an entity's record with the key path of its place."""
    if is_statement(record):
        yield "", Stated(entity, record)
    for name in ("additive_limit", "one_per_session", "form_matters"):
        cite = getattr(record, name, None)
        if cite is not None:
            yield name, Stated(entity, ClassRule(name.replace("_", "-"), cite))
    for name in record._fields:
        value = getattr(record, name)
        if _is_record(value):
            yield from _nested(entity, value, name)
        elif isinstance(value, tuple):
            for position, part in enumerate(value):
                if _is_record(part):
                    yield from _nested(entity, part, f"{name}[{position}]")


def _nested(entity: str, record: Any, path: str) -> Iterator[tuple[str, Stated]]:
    for inner, stated in statements_of(entity, record):
        yield (f"{path}.{inner}" if inner else path), stated


def _is_record(value: object) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def is_statement(record: Any) -> bool:
    """Whether a record is a sourced fact with an id of its own."""
    return type(record).__name__ in _SLUGS and getattr(record, "cite", None) is not None


def _joined(*parts: object) -> str:
    words = []
    for part in parts:
        if isinstance(part, tuple):
            words.append("+".join(str(each) for each in part))
        elif part is not None and part != "":
            words.append(str(part))
    return ".".join(word for word in words if word)


#: Six words fit into this many characters; longer texts are not looked through.
_SLUG_TEXT = 120

_SLUGS: dict[str, Callable[[Any], str]] = {
    "ClassRule": lambda r: r.rule,
    "GoalMechanism": lambda r: _joined("mechanism", r.id),
    "FactCodes": lambda r: "codes",
    "Capped": lambda r: _joined("cap", r.max),
    "Span": lambda r: _joined("span", r.low, r.high),
    "ZoneFlag": lambda r: _joined("flag", r.flag),
    "FreeOf": lambda r: _joined("free-of", r.flag),
    "Codes": lambda r: _joined("codes", r.cas, r.unii, r.atc),
    "Form": lambda r: _joined("form", r.id),
    "LocalName": lambda r: _joined("name", r.language, _words(r.name)),
    "ActsVia": lambda r: _joined("mechanism", r.id),
    "Limit": lambda r: _joined(
        "limit", r.over, r.max, r.route, r.form, r.zones, r.goals, r.partners, r.partner_min, r.facts
    ),
    "Course": lambda r: _joined("course", r.min_interval, r.max_sessions, r.route, r.goals),
    "Caution": lambda r: _joined(
        "caution", r.fact, r.effect, r.sex, "" if r.cosmetic is None else f"cosmetic-{r.cosmetic}"
    ),
    "Screening": lambda r: _joined("screening", r.about),
    "AgeLimit": lambda r: _joined("age", r.effect, r.min_age, r.max_age),
    "Monitoring": lambda r: _joined("monitoring", r.kind, r.sex, _hash(r.what)),
    "TestDose": lambda r: _joined("test-dose", r.fact),
    "Deferral": lambda r: _joined("deferral", r.event, r.sex, r.jurisdictions),
    "ZoneBan": lambda r: _joined("zone", r.effect, r.zones, r.flags, r.except_zones),
    "Admixture": lambda r: _joined("admixture", r.rule, r.partners),
    "Acidity": lambda r: _joined("acidity", r.kind, r.pka),
    "Solubility": lambda r: _joined(
        "solubility", r.max, r.vehicle, r.form, r.temperature, r.ph_min, r.ph_max
    ),
    "SolutionPh": lambda r: _joined("solution-ph", r.form, r.low, r.high),
    "StableBetween": lambda r: _joined("stable", r.ph_min, r.ph_max),
    "Sensitivity": lambda r: _joined("sensitivity", r.to),
    "MolarMass": lambda r: _joined("molar-mass", r.mass, r.form),
    "LookAlike": lambda r: _joined("look-alike", _words(r.name)),
    "Searched": lambda r: _joined("searched", r.about, r.goals),
    "Strength": lambda r: _joined("contains", r.ingredient, r.strength, r.form),
    "Excipient": lambda r: _joined("excipient", r.ingredient, r.strength),
    "Acidness": lambda r: _joined("ph", r.low, r.high),
    "Osmolality": lambda r: _joined("osmolality", r.value, r.kind),
    "Permission": lambda r: _joined("route", r.route, r.permission, r.goals),
    "InUse": lambda r: _joined("in-use", r.within),
    "Doses": lambda r: _joined("doses", r.kind),
    "Fill": lambda r: _joined("fill", r.volume),
    "Withdrawable": lambda r: _joined("withdrawable", r.volume),
    "StrengthRange": lambda r: _joined("strength-range", r.ingredient, r.low, r.high),
    "Reconstitution": lambda r: _joined("reconstitution", r.diluents, r.added, r.final, r.displacement),
    "PrintedDraw": lambda r: _joined("printed-draw", r.amount, r.volume),
    "Appearance": lambda r: "appearance",
    "DrawFirst": lambda r: _joined("draw-first", r.member),
    "NeedleUse": lambda r: _joined("needle", r.gauges, r.length),
    "Capacity": lambda r: _joined("nominal", r.value),
    "ScaleMark": lambda r: _joined("mark", r.value),
    "DeadSpace": lambda r: _joined("dead-space", r.value),
    "BelowHalf": lambda r: _joined("below-half", r.of_nominal, r.of_volume),
    "FromHalf": lambda r: _joined("from-half", r.of_volume),
    "Care": lambda r: _joined("care", r.when, r.span, _hash(r.activity)),
    "Vehicle": lambda r: _joined("vehicle", r.kind),
    "Interaction": lambda r: _joined(
        r.kind,
        r.effect,
        r.basis,
        r.vehicles,
        r.ph_min,
        r.ph_max,
        tuple(f"{each.member}:{each.low}-{each.high}" for each in r.ranges),
    ),
    "Evidence": lambda r: _joined("evidence", r.goal, r.design, r.direction),
    "Status": lambda r: _joined("status", r.subject, r.status, r.since, r.goals, r.route),
    "MixingLaw": lambda r: _joined("mixing", r.rule),
    "Parameter": lambda r: _joined("parameter", r.name, r.value, r.amount, r.words),
    "Regimen": lambda r: _joined(
        "regimen",
        r.goals,
        r.route,
        tuple(f"{item.name}:{_amounts(item)}" if item.amounts else _words(item.name) for item in r.items),
    ),
    "Market": lambda r: _joined("market", r.jurisdiction, r.state, r.since, r.until),
    "SameAs": lambda r: _joined("same-as", r.product),
}


def _amounts(item: Any) -> str:
    """The amounts of an item of a regimen: what makes another dose another statement."""
    return "/".join(f"{key.removeprefix('per_')}={amount.low}-{amount.high}" for key, amount in item.amounts)


def _words(text: str) -> str:
    """The first words of a name as a slug, enough to tell statements of one kind apart."""
    kept = "".join(ch if ch.isalnum() else " " for ch in text[:_SLUG_TEXT].lower()).split()
    return "-".join(kept[:6])


def _hash(text: str) -> str:
    """A short hash of a text, for kinds of which one source says several things that only it tells apart.

    None of these kinds is judged by a rule, so no waiver can hang on them.
    """
    return f"{crc32(' '.join(text.lower().split()).encode()):08x}"
