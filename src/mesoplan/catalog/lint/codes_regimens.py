"""Fault codes of regimens and of what they rest on."""

from mesoplan.catalog.lint.code import Code

REGIMENS = (
    Code(
        "CA100",
        "unfit-unit",
        "error",
        "An amount of a regimen in a unit that does not fit its key, or two units for one item.",
        "No rule could compare a cocktail with it.",
        "Write each amount as printed in its own key, in one unit an item.",
    ),
    Code(
        "CA101",
        "not-reproducible",
        "warning; an error where an item names nothing or two things",
        "A regimen with a partner that its source does not name.",
        "It supports nobody's plan and is never planned.",
        "Look the partner up; name it as product or ingredient.",
    ),
    Code(
        "CA102",
        "zone-of-no-goal",
        "error",
        "A regimen with a zone that none of its goals has.",
        "A plan for the goal could never use it.",
        "Correct the zone, or add it to the goal.",
    ),
    Code(
        "CA103",
        "unequal-equals",
        "error",
        "A `same_as` between products that differ in active, form, strength or vehicle.",
        "One would be given for the other at another dose.",
        "Only name what is the same in all four.",
    ),
    Code(
        "CA104",
        "given-twice",
        "error",
        "A study that names a regimen and ingredients.",
        "The two could drift apart.",
        "Keep `regimen`; `ingredients` is for what has no single regimen.",
    ),
)
