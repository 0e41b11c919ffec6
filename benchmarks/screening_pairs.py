"""How many pairs of a patient's fact and an active the catalog answers, and by what.

    python benchmarks/screening_pairs.py [CATALOG]

For each active (or anaesthetic) and each medicine, then each condition: a statement speaks of the
pair, a section that was read whole is silent on it, or nothing was read.
"""

import datetime
import sys
from collections import Counter
from pathlib import Path

from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Content, Item, Limits, Patient, ResolvedCase, Session
from mesoplan.model.line import Line
from mesoplan.rules.patient.assessment import assess
from mesoplan.rules.scene import Scene


def main(folder: Path) -> None:
    """Print the table."""
    catalog = finish(draft(folder, (), datetime.date.today()))
    knowledge = Knowledge(catalog)
    actives = [
        identity
        for identity, record in catalog.table("ingredient").items()
        if record.role in ("active", "anaesthetic")
    ]
    print(f"{len(actives)} actives")
    for kind in ("medicine", "condition"):
        facts = [identity for identity, record in catalog.table("fact").items() if record.kind == kind]
        counts: Counter[str] = Counter()
        for fact in facts:
            said = frozenset(catalog.lineage("fact", fact))
            patient = Patient(said=(fact,), yes=said, asked=frozenset({"condition", "medicine", "allergy"}))
            scene = Scene(ResolvedCase("", "", "", patient, Session(), Limits(), ()), knowledge)
            for active in actives:
                item = Item(Line("cocktail"), "", (Content(active, None),), None, 1)
                counts[assess(fact, active, item, scene).state] += 1
        total = sum(counts.values())
        shares = ", ".join(
            f"{state} {counts[state]} ({100 * counts[state] / total:.1f} %)"
            for state in ("spoken", "silent", "unread")
        )
        print(f"{len(facts)} {kind}s, {total} pairs: {shares}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else shipped_catalog())
