"""Wording of what studies showed (EV8xx)."""

from mesoplan.report.words.template import Words

WORDS: dict[tuple[str, str], Words] = {
    ("EV801", "goal-not-said"): Words("No goal is said, so there is no evidence to weigh.", "Say the goal."),
    ("EV801", "none-found"): Words(
        "Somebody searched and found no study in humans of {ingredient} for {goal}.",
        "Prefer an ingredient that was studied; tell the patient.",
    ),
    ("EV801", "none-direct"): Words(
        "No study in humans of {ingredient} for {goal} that was read; only indirect ones.",
        "Prefer an ingredient that was studied; tell the patient.",
    ),
    ("EV801", "nothing-recorded"): Words(
        "Nothing is recorded about {ingredient} for {goal}, not even a search.",
        "Look for studies, or leave {ingredient} out.",
    ),
    ("EV802", "mixed"): Words(
        "{ingredient} for {goal}: {negative} negative and {positive} positive results.",
        "Consider both: `mesoplan show` lists the studies.",
    ),
    ("EV802", "harm"): Words(
        "{ingredient}: harm was published for just this use ({number}). [{why}]",
        "Tell the patient, or leave {ingredient} out.",
    ),
    ("EV802", "negative"): Words(
        "{ingredient} for {goal}: studies found no benefit, or harm ({negative}), and none found benefit.",
        "Leave {ingredient} out, or say why it is still worth it.",
    ),
    ("EV803", "uncontrolled"): Words(
        "{ingredient} for {goal}: only studies without a comparison ({number}).",
        "Prefer an ingredient with a controlled study.",
    ),
    ("EV804", "vendor"): Words(
        "Only sellers say that {ingredient} helps {goal}.", "Do not count it as evidence."
    ),
    ("EV805", "alone"): Words(
        "{ingredient} was studied alone, not in this cocktail.",
        "Do not expect the study's result of the mixture.",
    ),
    ("EV805", "other-company"): Words(
        "{ingredient} was studied only in other combinations ({company}).",
        "Use the combination that was studied, or expect nothing of its result.",
    ),
}
