"""What things are and what they are for: classes, mechanisms, goals, patient facts."""

from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.model.codes import FactCodes
from mesoplan.model.ingredient import (
    Admixture,
    AgeLimit,
    Caution,
    Deferral,
    Monitoring,
    Sensitivity,
    StableBetween,
    TestDose,
    ZoneBan,
)
from mesoplan.model.screening import Screening
from mesoplan.record import NamedTuple


class IngredientClass(NamedTuple):
    """A group in the taxonomy; facts on it hold for its members unless overridden.

    ``procedure``: what it says is about the act of injecting, whatever is injected. That a needle
    bruises under warfarin says nothing of warfarin with the substance.
    """

    id: str
    label: str
    parents: tuple[str, ...] = ()
    procedure: bool = False
    additive_limit: Cite | None = None
    one_per_session: Cite | None = None
    cautions: tuple[Caution, ...] = ()
    screenings: tuple[Screening, ...] = ()
    ages: tuple[AgeLimit, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    test_doses: tuple[TestDose, ...] = ()
    deferrals: tuple[Deferral, ...] = ()
    zone_bans: tuple[ZoneBan, ...] = ()
    admixtures: tuple[Admixture, ...] = ()
    stability: tuple[StableBetween, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    note: str = ""


class Mechanism(NamedTuple):
    """How an ingredient may serve a goal."""

    id: str
    label: str
    note: str = ""


FactKind = Literal["state", "condition", "allergy", "medicine"]


class Fact(NamedTuple):
    """Something about a patient that a rule may need; parents carry rules to their children.

    ``allergens`` names the ingredients, classes and excipients that an allergy is about;
    ``medicine_of`` the ingredients that a medicine is (a patient on oral dutasteride).
    """

    id: str
    label: str
    kind: FactKind
    question: str = ""
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    sex: Literal["female", "male"] | None = None
    allergens: tuple[str, ...] = ()
    medicine_of: tuple[str, ...] = ()
    codes: FactCodes | None = None
    note: str = ""


class GoalMechanism(NamedTuple):
    """A mechanism that serves a goal; relevance 3 is central, 1 is marginal."""

    id: str
    relevance: Literal[1, 2, 3]
    cite: Cite


class Goal(NamedTuple):
    """What is treated."""

    label: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    codes: FactCodes | None = None
    mechanisms: tuple[GoalMechanism, ...] = ()
    zones: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    sex: Literal["female", "male"] | None = None
    cosmetic: bool = True
    umbrella: bool = False
    note: str = ""
    id: str = ""
