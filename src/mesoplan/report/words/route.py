"""Wording of route, depth, zone and interval (RT6xx)."""

from mesoplan.report.words.template import Words

WORDS: dict[tuple[str, str], Words] = {
    ("RT601", "no-product"): Words(
        "The catalog has no product of {item}, so no label speaks of the {route} route.",
        "Name a product, or add it as an overlay.",
    ),
    ("RT601", "forbidden"): Words(
        "The label of {item} forbids the {route} route.",
        "Choose a product licensed for the {route} route.",
    ),
    ("RT601", "forbidden-if"): Words(
        "The label of {item} forbids the {route} route, and no route is said. If it is {route}: do not.",
        "Say the technique or the route, or choose a product licensed for the {route} route.",
    ),
    ("RT601", "some-forbidden"): Words(
        "The label of some products of {item} forbids the {route} route, and no product is named.",
        "Name the product.",
    ),
    ("RT601", "other-goal"): Words(
        "The label of {item} allows the {route} route, but for another goal.",
        "Inform, document the reason, get consent in writing.",
    ),
    ("RT601", "name-the-product"): Words(
        "Some products of {item} are licensed for the {route} route, and none is named.",
        "Name the product.",
    ),
    ("RT601", "not-covered"): Words(
        "No label of {item} covers the {route} route.",
        "Choose a product licensed for it, or document the off-label use.",
    ),
    ("RT601", "no-licence"): Words(
        "{item} has no licence, so none covers the {route} route.",
        "Inform, document the reason, get consent in writing.",
    ),
    ("RT601", "label-not-known"): Words(
        "What labels of {item} say of the {route} route is not known.",
        "Read the label.",
    ),
    ("RT602", "technique-not-said"): Words(
        "Depth and technique are not said, so they could not be compared with what was studied.",
        "Say the technique.",
    ),
    ("RT602", "route-not-studied"): Words(
        "{ingredient} was dosed by other routes ({studied}), not {route} as by {technique}.",
        "Use a technique of the studied depth; millimetres count, not words.",
    ),
    ("RT602", "not-for-goal"): Words(
        "{technique} is not among the usual techniques for {goal} ({usual}).",
        "Use one of those, or record why not.",
    ),
    ("RT603", "zone"): Words(
        "{ingredient}, {zone}: [{why}] || {ingredient} is restricted in: {zone}.",
        "{action} || Leave {ingredient} out in this zone.",
    ),
    ("RT603", "zone-not-said"): Words(
        "No zone is said, and {ingredients} may not be used everywhere.",
        "Say the zone.",
    ),
    ("RT605", "elsewhere"): Words(
        "{goal} is not treated in the zone {zone} (its zones: {zones}).",
        "Correct the goal or the zone.",
    ),
    ("RT604", "too-short"): Words(
        "{ingredient} needs {least} between sessions, and {planned} is planned.",
        "Wait {least}.",
    ),
    ("RT604", "too-soon"): Words(
        "{ingredient} needs {least} after the last session; {other} was given on {day}, {days} days ago.",
        "Wait until {least} have passed since {day}.",
    ),
    ("RT606", "complete"): Words(
        "{ingredient}: a course is {most} sessions at most, and {given} were given (the last on {last}).",
        "Stop, or document why the course is gone on with.",
    ),
    ("RT604", "interval-not-said"): Words(
        "{ingredients} must not be repeated too soon, and the interval is not said.",
        "Say the time since the last session, or until the next.",
    ),
    ("RT604", "keep-interval"): Words(
        "{ingredient}: at least {least} between sessions[, at most {sessions} sessions].",
        "Plan the next session accordingly.",
    ),
}
