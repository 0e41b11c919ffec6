"""What each fault code of the catalog means; `docs/lint.md` is made from this table."""

from mesoplan.catalog.lint.code import Code
from mesoplan.catalog.lint.codes_regimens import NAMES, REGIMENS
from mesoplan.catalog.lint.codes_screening import SCREENING
from mesoplan.catalog.lint.codes_together import TOGETHER

_READ = (
    Code(
        "CA001",
        "unreadable-file",
        "error",
        "A file that is missing, is no text, or is larger than 1 MB; a folder that is not there.",
        "Nothing in it is used.",
        "Restore or replace the file.",
    ),
    Code(
        "CA002",
        "not-toml",
        "error",
        "A file that is not valid TOML, or nests too deeply.",
        "Nothing in it is used.",
        "Mend the line that is named.",
    ),
    Code(
        "CA003",
        "not-the-format",
        "error",
        "Unknown keys, missing keys and wrong types: a number without `cite`, an amount without a unit.",
        "A clinical number without unit and source may not be used.",
        "See `docs/catalog-format.md`.",
    ),
    Code(
        "CA004",
        "bad-id",
        "error",
        "A file name or `id` that is no id.",
        "It cannot be named in a case or cited.",
        "Use lower-case letters, digits and single hyphens.",
    ),
    Code(
        "CA005",
        "stray-file",
        "error",
        "A file that belongs to no shelf.",
        "What it says is not used.",
        "Move it to its folder or remove it.",
    ),
    Code(
        "CA006",
        "no-head",
        "error",
        "`catalog.toml` is missing, or of another schema version.",
        "This folder is no base catalog.",
        "Restore the file, or use the version it was made for.",
    ),
)
_LINKED = (
    Code(
        "CA010",
        "dangling-id",
        "error",
        "An id that nothing has: a product's excipient unknown to the catalog, a fact that is not listed.",
        "The statement points at nothing.",
        "Add the entity, or correct the id.",
    ),
    Code(
        "CA011",
        "id-used-twice",
        "error",
        "Two entities with one id.",
        "A finding about it could mean either.",
        "Give one of them another id.",
    ),
    Code(
        "CA012",
        "name-used-twice",
        "error",
        "A name or synonym that stands for two entities.",
        "A case that uses it could mean either.",
        "Keep it on one of them.",
    ),
    Code(
        "CA013",
        "loop",
        "error",
        "An entity that is its own ancestor.",
        "Inheritance has no end.",
        "Remove one of the parents.",
    ),
    Code(
        "CA014",
        "stated-twice",
        "error",
        "Two statements of one entity with one content and source.",
        "One fact would count twice.",
        "Keep one of them.",
    ),
    Code(
        code="CA015",
        name="source-told-twice",
        level="warning",
        finds="Two sources with one DOI, PMID, PMCID or address.",
        why="One publication counts as two, and a second reading of one is missing in the other.",
        instead="Cite one of them everywhere; two texts on one page get an address each.",
    ),
)
_SOURCED = (
    Code(
        "CA020",
        "no-source",
        "error",
        "A citation of a source that is not there, or without a place.",
        "The statement has no support.",
        "Add the source; name the section, table or page.",
    ),
    Code(
        "CA021",
        "background-as-read",
        "error",
        "Background knowledge cited as if it was read.",
        "What was not read would support a plan.",
        'Write `access = "recalled"`.',
    ),
    Code(
        "CA022",
        "better-than-source",
        "warning",
        "A statement that claims a better reading than its source had, or a label that is none.",
        "It looks better supported than it is.",
        "Write how it was read.",
    ),
    Code(
        "CA023",
        "unused-source",
        "warning",
        "A source that no statement cites.",
        "What was read in it helps nobody.",
        "Add what it says, or remove it.",
    ),
    Code(
        "CA024",
        "stale-reading",
        "warning",
        "A source last read more than 24 months ago.",
        "Labels and law change.",
        "Read it again and set `reviewed`.",
    ),
    Code(
        "CA025",
        "clears-nothing",
        "warning",
        "A permission (licensed, compatible, allowed) that rests on what was not read.",
        "It clears no check: the question stays as open as without it.",
        "Read a source and cite it.",
    ),
    Code(
        "CA026",
        "no-second-reader",
        "warning",
        "Statements that can forbid and that nobody but their author has read, counted.",
        "A slip of the first reader goes unseen.",
        "Read some, and write `checked`.",
    ),
    Code(
        "CA027",
        "odd-second-reading",
        "error, warning for a day still to come",
        "A second reading on a day that is none, or one that found something else.",
        "What is not in the source would support a plan.",
        "Correct the statement, or its `access`.",
    ),
    Code(
        "CA028",
        "no-locator",
        "warning",
        "A source without a DOI, PMID, PMCID, trial number or address.",
        "Nobody can look up what rests on it.",
        "Add what is seen on its page.",
    ),
    Code(
        "CA029",
        "claimed-reading",
        "error for what was not read, else warning",
        "A reading that cannot have been: of what was not read, or an abstract of a label.",
        "How well it is known cannot be told.",
        "Write how it was read.",
    ),
)
_NUMBERS = (
    Code(
        "CA030",
        "cas-check-digit",
        "error",
        "A CAS number whose check digit is wrong.",
        "It names another substance, or none.",
        "Copy it again from its source.",
    ),
    Code(
        "CA031",
        "unii-check-character",
        "error",
        "A UNII whose check character is wrong.",
        "It names another substance, or none.",
        "Copy it again from its source.",
    ),
    Code(
        "CA032",
        "code-shape",
        "error",
        "A DOI, PMID, PMCID, trial number, ATC, ICD-10, SNOMED CT or RxNorm code that cannot be one.",
        "Nothing can be found by it.",
        "Copy it again from its source.",
    ),
    Code(
        code="CA033",
        name="forbids-by-recall",
        level="warning",
        finds="A statement that can forbid and rests on memory alone.",
        why="A ban that nobody has read: it is shown as one and can only warn.",
        instead="Read a source and cite it, or lower it to a caution.",
    ),
    Code(
        code="CA034",
        name="gtin-check-digit",
        level="error",
        finds="A product's GTIN whose check digit is wrong, or that another product has too.",
        why="A scanned syringe would name another product, or none.",
        instead="Copy it again from the pack.",
    ),
    Code(
        "CA040",
        "decimal-slip",
        "error from 1000-fold without a note that names it, else warning",
        "An amount 100 times or more from all others of its ingredient.",
        "A lost decimal point becomes a dose.",
        "Correct it, or say in a note beside it that it is printed so, or was checked.",
    ),
    Code(
        "CA041",
        "unit-slip",
        "error from 1000-fold without a note that names it, else warning",
        "As CA040, but the bare numbers agree and the units do not (mg, µg); and more than 1000 mg/mL.",
        "Milligrams for micrograms are a thousandfold dose.",
        "Compare the unit with the source.",
    ),
    Code(
        "CA042",
        "beyond-plausibility",
        "error",
        "A session's total beyond 10 times the largest other one (100 U in each of 30 sites), "
        "200 mL, or a point larger than its session.",
        "A misprint becomes a dose.",
        "If it is printed so: say so in `anomaly`, leave the amount out.",
    ),
    Code(
        "CA043",
        "out-of-range",
        "error",
        "A pH outside 0 to 14, an osmolality outside 0 to 10,000, an age outside 0 to 120, a range "
        "from high to low.",
        "A rule that reads it judges wrongly.",
        "Compare with the source.",
    ),
    Code(
        "CA044",
        "contradicting-parts",
        "error from tenfold, else warning",
        "An amount that is not its concentration times its volume.",
        "The dose is not clear.",
        "Correct one of the three.",
    ),
)
_KEPT = (
    Code(
        "CA070",
        "no-ledger",
        "error",
        "`statements.ledger` is missing.",
        "A deleted warning could not be told from one that never was.",
        "Restore it, or run `mesoplan catalog lock` after a review.",
    ),
    Code(
        "CA071",
        "lost-statement",
        "error",
        "A statement of the ledger that is in no file.",
        "A lost statement would look like safety.",
        "Restore it, or retire it in a reviewed change.",
    ),
    Code(
        "CA072",
        "unlisted-statement",
        "error",
        "A statement that the ledger does not list.",
        "Its deletion would go unseen.",
        "Run `mesoplan catalog lock`.",
    ),
    Code(
        "CA073",
        "changed-statement",
        "error",
        "A statement or entity that says something else than when the ledger was written.",
        "A changed value could soften what is judged.",
        "Restore it, or run `mesoplan catalog lock` and have the change reviewed.",
    ),
    Code(
        "CA074",
        "overlay-without-ledger",
        "warning",
        "An overlay that has no `statements.ledger`.",
        "A lost file of it would go unseen.",
        "Run `mesoplan catalog lock` on its folder.",
    ),
    Code(
        "CA075",
        "empty-overlay",
        "error",
        "An overlay that says nothing.",
        "A clinic's warnings may be missing.",
        "Restore its files, or leave out `--catalog`.",
    ),
    Code(
        "CA080",
        "overlay-changes",
        "error",
        "An overlay that changes what the base says.",
        "An overlay may add and tighten only.",
        "Add a statement beside it, or write a waiver.",
    ),
    Code(
        "CA081",
        "waives-nothing",
        "error",
        "A waiver of a statement that is not there.",
        "It waives nothing.",
        "Copy the id from `mesoplan explain`.",
    ),
    Code(
        "CA082",
        "waiver-unowned",
        "error",
        "A waiver without a reason in words or an owner by name.",
        "Nobody could answer for it.",
        "Write both.",
    ),
    Code(
        "CA083",
        "waiver-endless",
        "error",
        "A waiver whose `expires` is no date, or lies more than two years ahead.",
        "It would never end.",
        'Write it as `"2027-06-30"`.',
    ),
    Code(
        "CA084",
        "waiver-ended",
        "error",
        "A waiver past its date.",
        "The statement it put aside holds again.",
        "Renew it with a reason, or remove it.",
    ),
    Code(
        "CA085",
        "loosens",
        "error",
        "An overlay's addition that could put aside what the base says: a maximum for special cases, "
        "`overrides_class`, a milder status, another value of a policy, a parent.",
        "An addition may tighten; what could loosen has to be answered for.",
        "Leave it out, or write a waiver of the key that the fault names.",
    ),
)

CODES: tuple[Code, ...] = (
    *_READ,
    *_LINKED,
    *_SOURCED,
    *_NUMBERS,
    *TOGETHER,
    *_KEPT,
    *SCREENING,
    *REGIMENS,
    *NAMES,
)

_HEAD = """# Catalog lint

`mesoplan catalog lint` reads a catalog with its overlays and reports every fault in one run, each with its
file and key. An **error** keeps the catalog from being used; a **warning** asks a curator to look. Codes are
permanent. Each has a failing and a quiet example in `tests/catalog/lint_cases/`.

This page is made from the table in `src/mesoplan/catalog/lint/codes.py`; a test compares the two.
"""


def markdown() -> str:
    """The text of `docs/lint.md`."""
    lines = [_HEAD]
    for each in CODES:
        lines += [
            f"## {each.code} {each.name}",
            "",
            f"*{each.level}*",
            "",
            each.finds,
            "",
            f"Why: {each.why}  ",
            f"Instead: {each.instead}",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"
