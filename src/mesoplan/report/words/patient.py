"""Wording of identity (ID1xx) and patient (PT2xx)."""

from mesoplan.report.words.template import Words

_OF_SOME = Words(
    "Some products of {ingredients} matter here (patient: {fact}), and which product it is was not "
    "said. [{why}]",
    "Name the product.",
)
_FORBIDDEN = Words(
    "Contraindicated (patient: {fact}): {ingredients}. [{why}]",
    "{action} || Leave {ingredient} out.",
)
_CARE = Words(
    "Take care (patient: {fact}): {ingredients}. [{why}]",
    "{action} || Judge it and record the decision, or choose another ingredient.",
)
_NAMED = Words(
    "Named by a label (patient: {fact}): {ingredients}. [{why}]", "{action} || Nothing to do for it."
)

WORDS: dict[tuple[str, str], Words] = {
    ("ID101", "look-alike"): Words(
        "{ingredient} is easily taken for {other}. [{note}]",
        "Read the label aloud with the full name and the salt before drawing up.",
    ),
    ("ID102", "form"): Words(
        "The form of {ingredient} is not said, and the dose depends on it: {forms}.",
        'Name the product, or write form = "..." beside {ingredient}.',
    ),
    ("PT201", "contraindicated"): _FORBIDDEN,
    ("PT202", "caution"): _CARE,
    ("PT202", "note"): _NAMED,
    ("PT203", "note"): _NAMED,
    ("PT205", "note"): _NAMED,
    ("PT207", "note"): _NAMED,
    ("PT203", "allergy"): Words(
        "The patient's allergy ({allergy}) covers {ingredient}.",
        "Leave {ingredient} out.",
    ),
    ("PT203", "contraindicated"): _FORBIDDEN,
    ("PT203", "caution"): _CARE,
    ("PT204", "excipient"): Words(
        "{product} holds {excipient}, and the patient's allergy ({allergy}) covers it.",
        "Use a product without {excipient}, or leave {item} out.",
    ),
    ("PT204", "excipient-of-some"): Words(
        "Some products of {item} hold what the patient is allergic to ({allergy}), and no product is named.",
        "Name the product of {item} that will be used, one without it.",
    ),
    ("PT204", "excipients-not-known"): Words(
        "The excipients of {item} are not fully known, and the patient has an allergy.",
        "Read the excipients on the label of {item}, or choose a product that lists them.",
    ),
    ("PT204", "product-not-named"): Words(
        "No product of {item} is named, so its excipients cannot be checked against the allergy.",
        "Name the product of {item}.",
    ),
    ("PT205", "contraindicated"): _FORBIDDEN,
    ("PT205", "caution"): _CARE,
    ("PT206", "age"): Words(
        "At {age} years the patient is outside the ages for {ingredients} ({range}). [{why}]",
        "{action} || Leave {ingredients} out.",
    ),
    ("PT206", "age-not-asked"): Words(
        "The age is not known, and age limits apply to {ingredients}. || The age is not known.",
        "Ask the age.",
    ),
    ("PT214", "other-sex"): Words(
        "{goal} is a goal of the {sex} sex.",
        "Choose the goal that is meant.",
    ),
    ("PT214", "sex-not-asked"): Words(
        "{goal} is a goal of the {sex} sex, and the sex is not known.",
        "Ask the sex.",
    ),
    ("PT215", "cosmetic"): Words(
        "At {age} years nothing is injected for {goal}, a cosmetic goal.",
        "Wait until the age of 18.",
    ),
    ("PT215", "age-not-asked"): Words(
        "The age is not known; {goal} is treated otherwise, or not at all, below 18.",
        "Ask the age.",
    ),
    ("PT215", "no-regimen"): Words(
        "No regimen that was read gave {ingredient} for {goal} at {age} years.",
        "Refer, or leave {ingredient} out.",
    ),
    ("PT201", "excipient-of-some"): _OF_SOME,
    ("PT202", "excipient-of-some"): _OF_SOME,
    ("PT205", "excipient-of-some"): _OF_SOME,
    ("PT207", "excipient-of-some"): _OF_SOME,
    ("PT203", "excipient-of-some"): _OF_SOME,
    ("PT209", "test-may-be-needed"): Words(
        "Whether {ingredient} needs a test first depends on what was not asked: {fact} ({what}).",
        "Ask: {fact}.",
    ),
    ("PT207", "contraindicated"): Words(
        "Must not be combined with a medicine of the patient ({fact}): {ingredients}. [{why}]",
        "{action} || Leave {ingredients} out.",
    ),
    ("PT207", "caution"): Words(
        "Take care with a medicine of the patient ({fact}): {ingredients}. [{why}]",
        "{action} || Agree the timing with whoever prescribed it, or leave {ingredients} out.",
    ),
    ("PT208", "lab-interference"): Words(
        "{ingredient} disturbs a laboratory test: {what}.",
        "{action} || Tell the patient and the laboratory.",
    ),
    ("PT208", "monitor"): Words("With {ingredient}, watch: {what}.", "{action} || Watch for it."),
    ("PT209", "test-needed"): Words(
        "A test has to come before the first dose of {ingredient}: {what}.",
        'Do the test and record its result ("{fact}").',
    ),
    ("PT209", "test-not-negative"): Words(
        "The test before {ingredient} was not negative[: {what}] ({fact}: no).",
        "Leave {ingredient} out.",
    ),
    ("PT210", "blood-donation"): Words(
        "After {ingredient} the patient must not give blood[ ({duration})].",
        "Tell the patient, and record it.",
    ),
    ("PT210", "conception"): Words(
        "After {ingredient} conception has to wait[ ({duration})].",
        "Make sure of contraception for that time, and record it.",
    ),
    ("PT216", "blood-donation"): Words(
        "{ingredient} was given on {day}: the patient must not give blood until {until}. || "
        "{ingredient} was given on {day}: the patient must not give blood.",
        "Tell the patient again.",
    ),
    ("PT216", "conception"): Words(
        "{ingredient} was given on {day}: conception has to wait until {until}. || "
        "{ingredient} was given on {day}: conception has to wait; how long was not read.",
        "Make sure of contraception, and record it.",
    ),
    ("PT217", "serious-event"): Words(
        "A SERIOUS adverse event was recorded after {ingredient} on {day}.",
        "Leave {ingredient} out, or assess the reaction and record the decision as an override.",
    ),
    ("PT217", "event"): Words(
        "An adverse event was recorded after {ingredient} on {day}.",
        "Look it up, and ask how the last session was borne.",
    ),
    ("PT211", "contraindicated"): Words(
        "Not asked: {fact}. If yes, {ingredients} would be forbidden.",
        "Ask, and write the answer into the case.",
    ),
    ("PT211", "caution"): Words(
        "Not asked: {fact}. If yes, {ingredients} would call for care.",
        "Ask, and write the answer into the case.",
    ),
    ("PT211", "allergies"): Words(
        "Allergies were not asked; any ingredient or excipient could be one.",
        "Ask for allergies; write an empty list when there are none.",
    ),
    ("PT211", "sex"): Words(
        "The patient's sex is not said, and statements about {ingredients} depend on it. || "
        "The patient's sex is not said, and it decides which statements hold.",
        'Write sex = "female" or "male".',
    ),
    ("PT212", "unmapped"): Words(
        'The catalog has no rules for "{text}", so it was not assessed.',
        "Assess it yourself and record the decision.",
    ),
    ("PT213", "not-read"): Words(
        "Nothing was read about {fact} with {either}.",
        "Look it up in the label or an interaction checker, and record the decision.",
    ),
    ("PT213", "not-named"): Words(
        "{fact} is not named where the label of {either} would have to name it.",
        "Nothing to do for that reason.",
    ),
    ("PT213", "for-others"): Words(
        "The label of {either} names {fact}, but for other patients or another use.",
        "Nothing to do for that reason.",
    ),
    ("PT207", "same-substance"): Words(
        "The patient already gets {ingredients} as a medicine ({fact}): the same substance twice.",
        "Add up both amounts, and agree it with whoever prescribed the medicine, or leave {ingredients} out.",
    ),
}
