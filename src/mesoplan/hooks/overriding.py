"""What clinicians put aside in their own system, as overrides of the clinic's ledger.

A check whose prohibitions were shown is recorded for its patient, and the feedback file says in which entry.
Feedback that overrides such a card puts its finding aside in the ledger, for the day on which it was said.
"""

from collections.abc import Callable
from datetime import datetime

from mesoplan.errors import LedgerError
from mesoplan.hooks.cards import REASONS as SHOWN
from mesoplan.hooks.feedback import FeedbackFile, Joined, joined
from mesoplan.hooks.service import Called
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.overrides import REASONS, override
from mesoplan.record import NamedTuple

#: The reasons that a card offers, in the ledger's words; the ledger's own are taken as they are.
_REASONS = {
    "patient-contraindication": "no-alternative",
    "risk-benefit-ratio": "benefit-outweighs",
    "mitigate-risk-negative-outcome": "known-and-monitored",
    "policy-contradicts": "does-not-apply",
    **{each: each for each in REASONS},
}
_NOBODY = "a user of the clinical system"
_SHORTEST, _LONGEST = 10, 300


class Settled(NamedTuple):
    """The overrides that were recorded, and how many could not be."""

    entries: tuple[int, ...]
    failed: int


class Overriding:
    """Joins one feedback file to one ledger. ``pack`` gives the packed catalog, once for each content."""

    def __init__(self, ledger: Ledger, feedback: FeedbackFile, pack: Callable[[], bytes]) -> None:
        self.feedback = feedback
        self._ledger = ledger
        self._pack = pack

    def told(self, called: Called, now: datetime) -> int:
        """The entry of a check with cards that can be overridden; 0 for another. Raises `LedgerError`.

        A call that is made again with the same answer has the entry of the first.
        """
        if called.answer is None or not any("overrideReasons" in each for each in called.cards):
            return 0
        patient = self._ledger.patient(called.patient)
        text = called.answer.to_json()
        for each in list(self._ledger.store.about(patient)):
            same = each.kind == "check" and each.data.get("hook_instance") == called.instance
            if same and self._ledger.answer_text(each) == text:
                return each.seq
        body = {"hook_instance": called.instance, "by": called.by}
        made = self._ledger.add(called.answer, now, patient=patient, catalog=self._pack, body=body)
        return made.entries[0]

    def settle(self, now: datetime, text: str = "") -> Settled:
        """Record what was overridden and is not in the ledger yet: by one posted text, or in the whole file.

        What was said on an earlier day is put aside for that day. What has no reason of the ledger's stays
        in the file alone.
        """
        entries: list[int] = []
        failed = 0
        for each in joined(self.feedback.path, text):
            if each.outcome != "overridden" or not each.entry or each.reason not in _REASONS:
                continue
            try:
                if not self._stands(each):
                    entries += self._put_aside(each, now)
            except LedgerError:
                failed += 1
        return Settled(tuple(entries), failed)

    def _stands(self, told: Joined) -> bool:
        """Whether the ledger has an override of this finding of this answer."""
        patient = str(self._ledger.store.entry(told.entry).data.get("patient", ""))
        return any(
            each.kind == "override"
            and (each.data["answer"], each.data["finding"]) == (told.entry, told.finding)
            for each in list(self._ledger.store.about(patient))
        )

    def _put_aside(self, told: Joined, now: datetime) -> tuple[int, ...]:
        day = (datetime.fromisoformat(told.kept) if told.kept else now).date()
        return override(
            self._ledger,
            now,
            answer=told.entry,
            finding=told.finding,
            reason=_REASONS[told.reason],
            words=_words(told),
            by=told.by or _NOBODY,
            day=day,
            until=day,
        ).entries


def _words(told: Joined) -> str:
    """The reason as the card had it and what was written beside it, as long as the ledger takes it."""
    shown = dict(SHOWN).get(told.reason, told.reason)
    words = f"{shown}: {told.comment.strip()}" if told.comment.strip() else shown
    return words[:_LONGEST] if len(words) >= _SHORTEST else f"said as {words}"
