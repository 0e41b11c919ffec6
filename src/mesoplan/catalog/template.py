"""Templates for new files of a catalog: the shortest file that can be right, and what may be added.

What has to be filled in says ``TODO``: an unfinished file is a fault and never a fact. Lines that
start with ``#`` are offers; drop the sign to use them.
"""

import json
import unicodedata
from collections.abc import Callable

from mesoplan.errors import BadRequest
from mesoplan.record import NamedTuple

_CITE = 'cite = { source = "TODO", at = "TODO", access = "TODO" }'
_READ = (
    "# Every statement cites where it was read: at = section, table or page; access = full-text | label |\n"
    '# abstract | secondary | vendor | recalled. What was not read cites "background" as "recalled":\n'
    "# it may warn, never support a plan. Leave out what is not known; never invent a number.\n"
)
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "ω": "omega"}


class NewFile(NamedTuple):
    """A file to write: its path in a catalog folder (with ``/``) and its text."""

    path: str
    text: str


class UnusableName(BadRequest):
    """A name from which no id can be made."""


def new_file(kind: str, name: str) -> NewFile:
    """The template of a new entity.

    ``kind`` is one of `KINDS`. The members of an interaction are joined with ``+``; evidence is
    named ``goal/study``. Raises `UnusableName` for a name without letters or digits, and KeyError
    for another kind.
    """
    return _MAKERS[kind](name)


def id_of(name: str) -> str:
    """The id that a name becomes: lower case, single hyphens, no accents."""
    spelt = "".join(_GREEK.get(char, char) for char in name.casefold())
    plain = unicodedata.normalize("NFKD", spelt)
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in kept).split()
    if not words:
        raise UnusableName(f'no id can be made of "{name[:80]}". Use letters or digits.')
    return "-".join(words)


def ingredient_template(name: str) -> str:
    """A new ingredient file."""
    return f"""{_READ}
label = {_quoted(name)}
role = "TODO"      # active | anaesthetic | excipient | vehicle
material = "TODO"  # chemical | biological | autologous | extract | homeopathic | polymer | metal | mixture
classes = ["TODO"] # ids of classes.toml; what is said of a class holds for this ingredient
summary = "TODO"   # one or two sentences: what it is and what matters about it
synonyms = []      # as practitioners say it; unique over the whole catalog

# [[names]]
# language = "it"  # BCP 47; a page in that language prints the name
# name = "TODO"

# [codes]
# cas = [""]
# unii = [""]
# atc = [""]
# rxnorm = [""]
# {_CITE}

# [[mechanisms]]
# id = "TODO"
# {_CITE}

# [[limits]]        # a maximum
# max = "4.5 mg/kg"
# over = "session"  # point | cm2 | session | day | course
# basis = "label"   # label | studied | practice
# {_CITE}

# [[cautions]]
# fact = "TODO"     # an id of facts.toml
# effect = "contraindicated"  # contraindicated | caution | note
# why = "TODO"
# action = "TODO"
# {_CITE}

# [[lookalikes]]    # names easily taken for this one
# name = "TODO"
# {_CITE}

# [[searched]]      # "searched, none found" is a statement too
# about = "dose"    # evidence | dose | compatibility | licence | ph | osmolality | excipients
# result = "none-found"
# {_CITE}
"""


def product_template(name: str) -> str:
    """A new product file."""
    return f"""{_READ}
label = {_quoted(name)}
kind = "TODO"      # medicine | device | cosmetic | compounded | biologic | autologous | homeopathic | diluent
container = "other" # ampoule | vial | multi-dose-vial | syringe | bag | kit | other
excipients_complete = false  # true only when the source lists all of them

[vehicle]
kind = "TODO"      # aqueous | oil | alcoholic | co-solvent | emulsion | suspension | powder | gel | unknown
{_CITE}

[[contains]]
ingredient = "TODO"
strength = "TODO"  # "10 mg/mL"; powders: the amount in a vial
{_CITE}

# [[excipients]]    # allergies are found here
# ingredient = "TODO"
# {_CITE}

# [[ph]]
# low = 5.0
# high = 7.0
# {_CITE}

# [[osmolality]]
# value = "300 mOsm/kg"
# kind = "label"    # measured | label | calculated
# {_CITE}

# [[routes]]
# route = "intradermal"
# permission = "licensed"  # licensed | not-licensed | forbidden
# zones = ["face"]  # where the label names places
# {_CITE}

# [[admixtures]]
# rule = "alone"    # alone | only-with | allowed
# {_CITE}

# [[in_use]]
# within = "24 h"
# condition = "2 to 8 °C"
# after = "puncture" # opening | puncture | reconstitution | mixing | dilution
# {_CITE}

# [doses]
# kind = "single"   # single | multi
# {_CITE}

# [[strength_ranges]] # what the container may hold of its label
# ingredient = "TODO"
# low = 0.95
# high = 1.05
# {_CITE}

# [[reconstitutions]] # powders
# diluents = ["TODO"]
# added = "2.5 mL"
# final = "2.5 mL"  # or displacement = "0.2 mL"; leave both out when the source prints neither
# {_CITE}
"""


def interaction_template(*members: str) -> str:
    """A new interaction file of two or more ingredients, classes or products."""
    ids = ", ".join(f'"{each}"' for each in sorted(id_of(member) for member in members))
    return f"""{_READ}
members = [{ids}]  # ids, sorted; the file is named after them

[[statements]]
kind = "TODO"      # one syringe: incompatible | compatible | label-forbids
                   # one session, two members only: opposition | additive-toxicity | absorption | synergy
effect = "TODO"    # forbid | caution | note
basis = "TODO"     # measured | label | handbook | inferred | predicted
why = "TODO"
action = "TODO"
{_CITE}
# vehicles = []     # only when made up in one of these
# ranges = [{{ member = "TODO", low = "1 mg/mL", high = "2 mg/mL" }}]
"""


def evidence_template(name: str, goal: str = "TODO") -> str:
    """A new evidence file: one study's result for one regimen on one goal."""
    return f"""# {" ".join(name.split())}
{_READ}
goal = "{goal}"
design = "TODO"    # meta-analysis | systematic-review | rct | controlled | cohort | case-series |
                   # case-report | registration | survey | animal | in-vitro | vendor-claim | search
direction = "TODO" # benefit | no-difference | harm | unclear | none-found
comparator = "TODO" # placebo | active | add-on | no-treatment | baseline | dose | none | unclear
# n = 50
regimen = "TODO"   # what was given: an id of regimens/; `ingredients = ["…"]` where there is no single one
# against = "…"    # the comparator, where that was a regimen too
result = "TODO"    # figures as printed, in your own words
# harms = "TODO"
# anomaly = "TODO"  # whatever is odd about it
{_CITE}

"""


def regimen_template(name: str) -> str:
    """A new regimen file: what one source used, labels or prescribes."""
    return f"""{_READ}# What is not printed is left out, with a [[searched]] note of where you looked.
label = {_quoted(name)}
basis = "TODO"     # label | studied | society | practice | vendor
goals = ["TODO"]
zones = []         # where it was given; [] when not printed
route = "TODO"     # intradermal | subcutaneous | … | unclear
given_as = "TODO"  # one-syringe | separate | in-sequence | unclear
{_CITE}
# sessions = 10    # or {{ low = 3, high = 6 }}
# interval = "1 wk"
# besides = ["the same cream"]  # what else was done: part of what was studied

[[items]]          # each thing that was given
ingredient = "TODO" # or product = "…"; unnamed = "…" for what the source does not name
printed = "TODO"
# per_session = "2 mL"  # per_point, per_cm2, per_kg too; a range is {{ low = "4 mL", high = "6 mL" }}
# concentration = "5 mg/mL"

# [points]
# count = 10
# volume = "0.2 mL"

# [[searched]]
# about = "amount"
# where = "TODO"
# on = "TODO"
"""


def source_template(name: str) -> str:
    """A new source file."""
    return f"""title = {_quoted(name)}
kind = "TODO"      # trial | systematic-review | review | case-report | cohort | bench | label | monograph |
                   # guideline | consensus | notice | law | registry | vendor | secondary-page | thesis
access = "TODO"    # how you read it: full-text | label | abstract | secondary | vendor
reviewed = "TODO"  # the day you read it: 2026-11-23
# year = 2026
# doi = "10.…"
# pmid = ""
# urls = [""]
"""


def _quoted(name: str) -> str:
    """``name`` as a TOML string: a basic string escapes what JSON escapes."""
    return json.dumps(" ".join(name.split()), ensure_ascii=False).replace("\x7f", "\\u007F")


def _plain(folder: str, template: Callable[[str], str]) -> Callable[[str], NewFile]:
    return lambda name: NewFile(f"{folder}/{id_of(name)}.toml", template(name))


def _interaction(name: str) -> NewFile:
    members = sorted({id_of(member) for member in name.replace("--", "+").split("+")})
    if len(members) < 2:
        raise UnusableName(f'"{name[:80]}" is one thing. Join two or more with +, as in "a + b".')
    return NewFile(f"interactions/{'--'.join(members)}.toml", interaction_template(*members))


def _evidence(name: str) -> NewFile:
    goal, slash, study = name.partition("/")
    if not slash:
        raise UnusableName(f'"{name[:80]}" names no goal. Write goal/study, as in "melasma/smith-2024".')
    return NewFile(f"evidence/{id_of(goal)}/{id_of(study)}.toml", evidence_template(study, id_of(goal)))


_MAKERS: dict[str, Callable[[str], NewFile]] = {
    "ingredient": _plain("ingredients", ingredient_template),
    "product": _plain("products", product_template),
    "interaction": _interaction,
    "evidence": _evidence,
    "regimen": _plain("regimens", regimen_template),
    "source": _plain("sources", source_template),
}

#: The kinds that there is a template for.
KINDS: tuple[str, ...] = tuple(_MAKERS)
