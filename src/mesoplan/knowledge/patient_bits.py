"""All answers about a patient at once, as bits: the same as `Knowledge.patient_answer` of every fact."""

from mesoplan.knowledge.facts import OWN_KEY, askable, is_past
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Patient
from mesoplan.record import NamedTuple


class Bits(NamedTuple):
    """One bit a fact in each, no bit in two of the first four; what is in none of these is answered with no.

    ``said``: yes, and said so itself; ``implied``: yes, because something below it was said;
    ``open``: not asked; ``void``: not applicable. ``denied``: said to be not so, whatever it is answered.
    """

    said: int
    implied: int
    open: int
    void: int
    denied: int


class PatientBits:
    """Makes the bits of patients with one catalog."""

    __slots__ = ("_below", "_by_kind", "_every", "_other_sex", "_own", "_past", "_timed", "bit", "facts")

    def __init__(self, knowledge: Knowledge) -> None:
        self.facts = tuple(knowledge.catalog.table("fact"))
        self.bit = {fact: 1 << number for number, fact in enumerate(self.facts)}
        self._every = (1 << len(self.facts)) - 1
        self._below = dict.fromkeys(self.facts, 0)
        self._by_kind: dict[str, int] = {}
        self._other_sex = {"female": 0, "male": 0}
        self._own = 0
        self._timed = []
        self._past: dict[tuple[str | None, int | None], int] = {}
        for fact, bit in self.bit.items():
            about = knowledge.once(askable, fact)
            self._by_kind[about.kind] = self._by_kind.get(about.kind, 0) | bit
            for above in about.above:
                self._below[above] = self._below.get(above, 0) | bit
            if about.sex is not None:
                self._other_sex["male" if about.sex == "female" else "female"] |= bit
            if about.own_key:
                self._own |= bit
            if about.not_above:
                self._timed.append((about, bit))
        for each in OWN_KEY:
            self._own |= self._below.get(each, 0)

    def of(self, patient: Patient) -> Bits:
        """The bits of a patient."""
        bit, below = self.bit, self._below
        said = yes = denied = no = 0
        listed = 0
        unsure = self._own
        for fact in patient.said:
            said |= bit[fact]
            unsure |= below[fact]
        for fact in patient.yes:
            yes |= bit[fact]
        for fact in patient.no:
            denied |= bit[fact]
            no |= bit[fact] | below[fact]
        void = self._void(patient) & ~yes
        for kind in patient.asked:
            listed |= self._by_kind.get(kind, 0)
        unsure |= self._every & ~listed
        return Bits(
            said=said,
            implied=yes & ~said,
            open=unsure & ~(yes | void | no),
            void=void,
            denied=denied,
        )

    def _void(self, patient: Patient) -> int:
        key = (patient.sex, patient.age)
        found = self._past.get(key)
        if found is None:
            found = 0 if patient.sex is None else self._other_sex[patient.sex]
            for about, bit in self._timed:
                if is_past(patient, about):
                    found |= bit
            self._past[key] = found
        return found
