"""Wording of what is given in one session, in whatever syringe (IX4xx)."""

from mesoplan.report.words.template import Words

WORDS: dict[tuple[str, str], Words] = {
    ("IX401", "opposition"): Words(
        "{one} and {other} work against each other ({basis}). [{why}]",
        "{action} || Give one of them, or on another day.",
    ),
    ("IX402", "additive-toxicity"): Words(
        "{one} and {other} do the same harm ({basis}). [{why}]",
        "{action} || Leave one of them out.",
    ),
    ("IX403", "same"): Words(
        "{ingredient} is in the cocktail more than once; the doses add up.",
        "Keep one line of it.",
    ),
    ("IX403", "same-class"): Words(
        "{one} and {other} are both of the class {class}, of which one a session is enough.",
        "Keep one of them.",
    ),
    ("IX404", "absorption"): Words(
        "{one} with {other} changes how fast the other reaches the blood ({basis}). [{why}]",
        "{action} || Lower the dose of the one that is absorbed faster.",
    ),
    ("IX405", "synergy"): Words(
        "{one} with {other} was studied to do more than either alone ({basis}). [{why}]",
        "{action} || Nothing to do.",
    ),
    ("IX406", "also-a-medicine"): Words(
        "{ingredient} is also a medicine of this patient ({fact}): twice the same substance.",
        "Leave one of them out, or count both.",
    ),
    ("IX406", "medicine-not-asked"): Words(
        "Whether the patient already uses {ingredients} was not asked.",
        "Ask: {fact}.",
    ),
}
