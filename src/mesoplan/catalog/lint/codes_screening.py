"""The fault codes about what was read of patients."""

from mesoplan.catalog.lint.code import Code

SCREENING = (
    Code(
        code="CA090",
        name="fact-without-statement",
        level="warning",
        finds="A medicine or condition that no statement and no screening names, itself or through a parent.",
        why="The vocabulary takes the fact, and no ingredient has anything to say about it.",
        instead="Read what is known of it, give it a parent that is spoken of, or remove it.",
    ),
    Code(
        code="CA091",
        name="named-without-caution",
        level="error",
        finds="A screening that names a fact about which neither the entity nor a class of it has a caution.",
        why="What the label says of it is lost; the rules call the fact not assessed.",
        instead="Enter the caution, with the label's own force.",
    ),
    Code(
        code="CA092",
        name="named-in-the-wrong-section",
        level="error",
        finds="A screening about medicines that names a condition, or one about conditions that names "
        "a medicine.",
        why="It would never be looked up there.",
        instead="Enter a screening for the other section.",
    ),
    Code(
        code="CA093",
        name="whole-but-not-read",
        level="error",
        finds="A screening with `whole = true` whose access is `vendor` or `recalled`.",
        why="What was not read cannot be silent: it answers nothing.",
        instead="Read the section, or say `whole = false`.",
    ),
)
