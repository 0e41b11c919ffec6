"""Fault codes of regimens and of what they rest on, and of names in languages."""

from mesoplan.catalog.lint.code import Code

REGIMENS = (
    Code(
        code="CA100",
        name="unfit-unit",
        level="error",
        finds="An amount of a regimen in a unit that does not fit its key, or two units for one item.",
        why="No rule could compare a cocktail with it.",
        instead="Write each amount as printed in its own key, in one unit an item.",
    ),
    Code(
        code="CA101",
        name="not-reproducible",
        level="warning; an error where an item names nothing or two things",
        finds="A regimen with a partner that its source does not name.",
        why="It supports nobody's plan and is never planned.",
        instead="Look the partner up; name it as product or ingredient.",
    ),
    Code(
        code="CA102",
        name="zone-of-no-goal",
        level="error",
        finds="A regimen with a zone that none of its goals has.",
        why="A plan for the goal could never use it.",
        instead="Correct the zone, or add it to the goal.",
    ),
    Code(
        code="CA103",
        name="unequal-equals",
        level="error",
        finds="A `same_as` between products that differ in active, form, strength or vehicle.",
        why="One would be given for the other at another dose.",
        instead="Only name what is the same in all four.",
    ),
    Code(
        code="CA104",
        name="given-twice",
        level="error",
        finds="A study that names a regimen and ingredients.",
        why="The two could drift apart.",
        instead="Keep `regimen`; `ingredients` is for what has no single regimen.",
    ),
)

NAMES = (
    Code(
        code="CA105",
        name="misnamed-language",
        level="error",
        finds="A name whose tag is of no language, a second name of an ingredient in one language, "
        "or one that stands among the synonyms too.",
        why="A page in that language would print nothing, or the wrong one of two.",
        instead='Write a tag such as "it" or "pt-BR"; one name a language, the others as synonyms.',
    ),
)
