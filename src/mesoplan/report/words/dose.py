"""Wording of doses (DS5xx)."""

from mesoplan.report.words.template import Words

WORDS: dict[tuple[str, str], Words] = {
    ("DS501", "above"): Words(
        "{ingredient}: {used} is {percent} % of the maximum of {limit} per {over}.",
        "Lower {ingredient} to {limit} or less.",
    ),
    ("DS501", "weight-not-asked"): Words(
        "The maximum of {ingredients} goes by body weight ({limit}), and the weight is not known.",
        "Ask the weight.",
    ),
    ("DS501", "fact-not-asked"): Words(
        "{ingredient} has a lower maximum ({limit}) for some patients, and it was not asked: {fact}.",
        "Ask: {fact}.",
    ),
    ("DS501", "no-maximum"): Words(
        "No source that was read gives a maximum of {ingredients}.",
        "Keep to the amounts that were studied.",
    ),
    ("DS501", "form-factor"): Words(
        "{ingredient} is given as {form}; its maximum ({limit}) is of another form, and the factor between "
        "them is not in the catalog.",
        "Say the amount as the label does.",
    ),
    ("DS509", "above"): Words(
        "{ingredient}: with earlier sessions ({earlier} % of it) {used} now is {percent} % of the maximum of "
        "{limit} per {over}.",
        "Lower {ingredient} to what is left, or leave it out.",
    ),
    ("DS509", "earlier-amount"): Words(
        "{ingredient} has a maximum over sessions ({limit}); how much was given on {day} is not recorded.",
        "Look it up on the worksheet of that day, and correct the record.",
    ),
    ("DS502", "no-maximum"): Words(
        "{ingredient} shares the maximum of {class} with another member, and its own share cannot be "
        "computed.",
        "State its amount, or leave it out.",
    ),
    ("DS502", "summed"): Words(
        "{class} add up to {percent} % of what they share as a maximum: {parts}.",
        "Use one of them, or lower them until the sum is 100 % or less.",
    ),
    ("DS503", "below"): Words(
        "{ingredient} {amount} is below the lowest that was studied or labelled ({least}): the "
        "needle's risk without a shown effect.",
        "Use a studied dose, or leave {ingredient} out.",
    ),
    ("DS508", "above"): Words(
        "{ingredient} {amount} is {times} times the largest amount in any label or study in the catalog, "
        "for whatever use ({most}).",
        "Look for a slip of the decimal point; lower it, or say where so much comes from.",
    ),
    ("DS508", "slip"): Words(
        "{ingredient} {amount} is {times} times the largest amount in any label or study in the catalog, "
        "for whatever use ({most}).",
        "Check the decimal point and the unit.",
    ),
    ("DS508", "above-container"): Words(
        "{ingredient} {amount} is {times} times what the largest container in the catalog holds ({most}); "
        "nothing that was read says how much is given.",
        "Look for a slip of the decimal point; lower it, or say where so much comes from.",
    ),
    ("DS508", "slip-container"): Words(
        "{ingredient} {amount} is {times} times what the largest container in the catalog holds ({most}).",
        "Check the decimal point and the unit.",
    ),
    ("DS508", "above-anything"): Words(
        "{ingredient} {amount} is {times} times the largest amount of anything into skin or fat "
        "in the catalog ({most}).",
        "Look for a slip of the decimal point; lower it, or say where so much comes from.",
    ),
    ("DS508", "slip-anything"): Words(
        "{ingredient} {amount} is {times} times the largest amount of anything into skin or fat "
        "in the catalog ({most}).",
        "Check the decimal point and the unit.",
    ),
    ("DS508", "above-volume"): Words(
        "{amount} in one session is {times} times the largest volume of any session in the catalog ({most}).",
        "Look for a slip of the decimal point; give less, or split it over sessions.",
    ),
    ("DS508", "slip-volume"): Words(
        "{amount} in one session is {times} times the largest volume of any session in the catalog ({most}).",
        "Check the decimal point and the unit.",
    ),
    ("DS504", "none"): Words(
        "No source that was read gives a dose of {ingredient} for this goal.",
        "Leave {ingredient} out, or document where its dose comes from.",
    ),
    ("DS504", "only-weak"): Words(
        "Doses of {ingredient} for this goal are only recalled or claimed by sellers; none was read.",
        "Leave {ingredient} out, or document where its dose comes from.",
    ),
    ("DS505", "zone-not-said"): Words(
        "No zone is said, so the volume cannot be checked against the zone's limit.",
        "Say the zone.",
    ),
    ("DS505", "no-cap"): Words(
        "No source that was read gives a volume limit for one session ({zone}).",
        "Judge the volume yourself.",
    ),
    ("DS505", "beyond-given"): Words(
        "{used} in one session ({zone}) is more than the {limit} that a label or study gives there.",
        "Give no more than {limit}, or judge the volume yourself.",
    ),
    ("DS505", "volume-not-known"): Words(
        "The volume of {item} is not said, so the session's volume is not known.",
        "Say the volume of {item}.",
    ),
    ("DS505", "points-not-said"): Words(
        "A point of a muscle takes at most {limit}, and the number of points is not said.",
        "Say how many points, or how much at each.",
    ),
    ("DS505", "above-cap"): Words(
        "{used} is more than the limit for one session ({zone}: {limit}).",
        "Give less, or split it over sessions.",
    ),
    ("DS506", "keep-to"): Words(
        "{ingredient}: at most {limit}[ per {per}].",
        "Keep each depot to it; say points and point volume to have it checked.",
    ),
    ("DS506", "area-not-said"): Words(
        "{ingredients} must not pass a maximum per square centimetre, and the area is not said.",
        "Say the area.",
    ),
    ("DS506", "points-not-said"): Words(
        "{ingredients} must not pass a maximum per point, and the points are not said.",
        "Say how many points, or the volume of each.",
    ),
    ("DS506", "form-factor"): Words(
        "{ingredient} is given as {form}; its maximum ({limit}) is of another form, and the factor between "
        "them is not in the catalog.",
        "Say the amount as the label does.",
    ),
    ("DS506", "above"): Words(
        "{ingredient}: {given}[ per {per}] is above the maximum of {limit}.",
        "Make the depots smaller, or dilute.",
    ),
    ("DS506", "above-technique"): Words(
        "{given} at one point is more than {technique} takes ({limit}).",
        "Make the depots smaller.",
    ),
    ("DS507", "not-stated"): Words(
        "The amount of {ingredient} is not said[ (in {item})], so no maximum could be checked.",
        "Say the amount, or the product and its volume.",
    ),
    ("DS507", "maker-does-not-say"): Words(
        "How much {ingredients} is in {item} the maker does not say; no maximum could be checked.",
        "Nothing to look up: choose a product that states its strength.",
    ),
    ("DS507", "strength-not-read"): Words(
        "How much {ingredients} is in {item} was not read on a label.",
        "Read the label and say the amount.",
    ),
    ("DS507", "not-comparable"): Words(
        "{ingredient} {amount} cannot be compared with what is known of it (known by: {known}).",
        "Say the amount in such a unit, or name the product and its volume.",
    ),
}
