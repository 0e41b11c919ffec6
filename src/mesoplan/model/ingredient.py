"""Ingredients: identity, amounts, cautions, chemistry."""

from decimal import Decimal
from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.model.codes import Codes
from mesoplan.model.place import Route
from mesoplan.model.screening import Screening
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple


class Form(NamedTuple):
    """A salt, base, ester or hydrate. ``factor`` is grams of the reference form per gram of this."""

    id: str
    label: str
    kind: Literal["base", "acid", "salt", "ester", "hydrate", "unit-standard"]
    factor: Decimal | None = None
    cas: str = ""
    unii: str = ""
    cite: Cite | None = None


class LocalName(NamedTuple):
    """The name of a substance in one language, by its BCP 47 tag: "it", "pt-BR"."""

    language: str
    name: str
    cite: Cite | None = None


class ActsVia(NamedTuple):
    """A mechanism of an ingredient."""

    id: str
    cite: Cite


Over = Literal["point", "cm2", "session", "day", "course"]


class Limit(NamedTuple):
    """A sourced maximum. ``max`` may be per kg of body weight (mg/kg) or absolute.

    ``partners`` restricts it to sessions that also hold one of these (lidocaine with adrenaline);
    ``partner_min`` is the concentration of the partner from which the source gives this maximum in
    place of its general one (adrenaline 1:200,000 is 5 ug/mL); without it both maxima stand.
    ``facts`` restricts it to patients who have one of these. ``basis`` is who tells it: a label, a handbook
    (a guide, a monograph, a page that retells a label), a study, or what is done in practice, which warns
    only.
    """

    max: Quantity
    over: Over
    cite: Cite
    basis: Literal["label", "handbook", "studied", "practice"]
    route: Route | Literal["any"] = "any"
    form: str = ""
    zones: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    note: str = ""
    partner_min: Quantity | None = None


class Course(NamedTuple):
    """How often: shortest interval between sessions, most sessions."""

    cite: Cite
    min_interval: Quantity | None = None
    max_sessions: int | None = None
    route: Route | Literal["any"] = "any"
    goals: tuple[str, ...] = ()
    note: str = ""


class Caution(NamedTuple):
    """A patient fact that forbids the ingredient, calls for care, or is worth a note.

    A ``note`` is what a label names without asking for anything: a smaller effect, a measured change
    without consequence. Nobody is asked about it.
    ``cosmetic`` restricts it to cosmetic (true) or to medical (false) goals; a statement that is
    milder than what a class says must say ``overrides_class``.
    """

    fact: str
    effect: Literal["contraindicated", "caution", "note"]
    why: str
    cite: Cite
    action: str = ""
    sex: Literal["female", "male"] | None = None
    cosmetic: bool | None = None
    overrides_class: bool = False


class AgeLimit(NamedTuple):
    """Ages (years) for which the ingredient is not established or forbidden."""

    effect: Literal["contraindicated", "caution"]
    why: str
    cite: Cite
    min_age: int | None = None
    max_age: int | None = None
    action: str = ""


class Monitoring(NamedTuple):
    """What to watch, and which laboratory tests the ingredient disturbs.

    ``patient`` is what the patient has of it: ``notice``, ``what`` can be felt or seen at home; ``heed``,
    ``action`` is for the patient to do; ``weigh``, a risk that only others can see; ``no``, nothing: it is
    for whoever prepares and gives.
    """

    kind: Literal["monitor", "lab-interference"]
    what: str
    action: str
    cite: Cite
    sex: Literal["female", "male"] | None = None
    patient: Literal["notice", "heed", "weigh", "no"] = "notice"


class TestDose(NamedTuple):
    """A test that has to come before the first dose. ``fact`` records a negative result."""

    what: str
    fact: str
    cite: Cite
    required: bool = True
    facts: tuple[str, ...] = ()


class Deferral(NamedTuple):
    """Blood donation or conception to be put off after the last dose."""

    event: Literal["blood-donation", "conception"]
    cite: Cite
    duration: Quantity | None = None
    permanent: bool = False
    sex: Literal["female", "male"] | None = None
    jurisdictions: tuple[str, ...] = ()


class ZoneBan(NamedTuple):
    """A zone or zone flag in which the ingredient is forbidden or needs care."""

    effect: Literal["contraindicated", "caution"]
    why: str
    cite: Cite
    zones: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    except_zones: tuple[str, ...] = ()
    action: str = ""


class Admixture(NamedTuple):
    """What the label says about other things in the same syringe."""

    rule: Literal["alone", "only-with", "allowed"]
    cite: Cite
    partners: tuple[str, ...] = ()
    note: str = ""


class Acidity(NamedTuple):
    """Ionisation: pKa, acid or base, and solubility of the un-ionised form."""

    pka: Decimal
    kind: Literal["acid", "base"]
    cite: Cite
    s0: Quantity | None = None
    measured_threshold: Decimal | None = None
    threshold_cite: Cite | None = None


class Solubility(NamedTuple):
    """The most that dissolves, of a form, in a vehicle; ``temperature`` as printed.

    ``ph_min`` and ``ph_max`` are the pH at which it was measured, where the source says so: it is no answer
    outside of them.
    """

    max: Quantity
    cite: Cite
    vehicle: Literal["water", "saline"] = "water"
    form: str = ""
    temperature: str = ""
    ph_min: Decimal | None = None
    ph_max: Decimal | None = None


class SolutionPh(NamedTuple):
    """pH of a plain solution of one form in water, whoever made it; ``at`` is the strength it was read at."""

    form: str
    low: Decimal
    high: Decimal
    cite: Cite
    at: Quantity | None = None


class StableBetween(NamedTuple):
    """The pH range in which the ingredient is stable."""

    cite: Cite
    ph_min: Decimal | None = None
    ph_max: Decimal | None = None
    why: str = ""


class Sensitivity(NamedTuple):
    """What spoils the ingredient: light, oxygen, heat, agitation, freezing."""

    to: Literal["light", "oxygen", "heat", "agitation", "freezing", "copper", "sulfite"]
    what: str
    cite: Cite


class MolarMass(NamedTuple):
    """Molar mass, and osmotically active particles per formula unit, of the form named."""

    mass: Quantity
    cite: Cite
    particles: int | None = None
    form: str = ""


class LookAlike(NamedTuple):
    """A name that is easily taken for this one."""

    name: str
    cite: Cite
    note: str = ""


class Searched(NamedTuple):
    """'Searched, none found' is a statement too."""

    about: Literal[
        "evidence", "dose", "compatibility", "licence", "ph", "osmolality", "excipients", "maximum"
    ]
    result: Literal["none-found"]
    cite: Cite
    goals: tuple[str, ...] = ()
    note: str = ""


class Ingredient(NamedTuple):
    """A substance or biological material that can be in a cocktail."""

    label: str
    role: Literal["active", "anaesthetic", "excipient", "vehicle"]
    material: Literal[
        "chemical", "biological", "autologous", "extract", "homeopathic", "polymer", "metal", "mixture"
    ]
    classes: tuple[str, ...]
    summary: str
    synonyms: tuple[str, ...] = ()
    names: tuple[LocalName, ...] = ()
    codes: Codes | None = None
    forms: tuple[Form, ...] = ()
    form_matters: Cite | None = None
    unit_of: str = ""
    mechanisms: tuple[ActsVia, ...] = ()
    limits: tuple[Limit, ...] = ()
    courses: tuple[Course, ...] = ()
    cautions: tuple[Caution, ...] = ()
    screenings: tuple[Screening, ...] = ()
    ages: tuple[AgeLimit, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    test_doses: tuple[TestDose, ...] = ()
    deferrals: tuple[Deferral, ...] = ()
    zone_bans: tuple[ZoneBan, ...] = ()
    admixtures: tuple[Admixture, ...] = ()
    molar_mass: MolarMass | None = None
    acidity: tuple[Acidity, ...] = ()
    solubility: tuple[Solubility, ...] = ()
    solution_ph: tuple[SolutionPh, ...] = ()
    stability: tuple[StableBetween, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    lookalikes: tuple[LookAlike, ...] = ()
    searched: tuple[Searched, ...] = ()
    note: str = ""
    id: str = ""

    @property
    def called(self) -> tuple[str, ...]:
        """What else it is called: its synonyms, then its names in other languages."""
        return tuple(dict.fromkeys((*self.synonyms, *(each.name for each in self.names))))

    def name_in(self, language: str) -> str:
        """Its name in a language: for "pt-BR" that of Brazil, else of Portuguese; "" where none is known."""
        known = {each.language.casefold(): each.name for each in reversed(self.names)}
        tag = language.casefold()
        while tag:
            if tag in known:
                return known[tag]
            tag = tag.rpartition("-")[0]
        primary = language.casefold().partition("-")[0]
        return next((each.name for each in self.names if _primary(each.language) == primary), "")


def _primary(tag: str) -> str:
    return tag.casefold().partition("-")[0]


def called(entity: object) -> tuple[str, ...]:
    """What an entity of any kind is called besides its label: an ingredient in other languages too."""
    if isinstance(entity, Ingredient):
        return entity.called
    found: tuple[str, ...] = getattr(entity, "synonyms", ())
    return found
