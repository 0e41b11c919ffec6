"""The fault codes about what was read of patients."""

from mesoplan.catalog.lint.code import Code

SCREENING = (
    Code(
        "CA090",
        "fact-without-statement",
        "warning",
        "A medicine or condition that no statement and no screening names, itself or through a parent.",
        "The vocabulary takes the fact, and no ingredient has anything to say about it.",
        "Read what is known of it, give it a parent that is spoken of, or remove it.",
    ),
    Code(
        "CA091",
        "named-without-caution",
        "error",
        "A screening that names a fact about which neither the entity nor a class of it has a caution.",
        "What the label says of it is lost; the rules call the fact not assessed.",
        "Enter the caution, with the label's own force.",
    ),
    Code(
        "CA092",
        "named-in-the-wrong-section",
        "error",
        "A screening about medicines that names a condition, or one about conditions that names a medicine.",
        "It would never be looked up there.",
        "Enter a screening for the other section.",
    ),
    Code(
        "CA093",
        "whole-but-not-read",
        "error",
        "A screening with `whole = true` whose access is `vendor` or `recalled`.",
        "What was not read cannot be silent: it answers nothing.",
        "Read the section, or say `whole = false`.",
    ),
)
