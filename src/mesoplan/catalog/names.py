"""Names as people write them: what a name may leave out, and what it may not.

Ignored: case, accents, blanks, hyphens, apostrophes, brackets, and points and commas that are not part of a
number. Kept: digits, decimal points, signs, slashes and fractions. What was ignored between two digits is
remembered as a gap, so that "1 4" and "1.4" and "14" stay three names.
"""

import re
import unicodedata
from functools import lru_cache

#: Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "κ": "kappa",
        "μ": "mu",
        "ω": "omega",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "\N{FRACTION SLASH}": "/",
    }
)
_IGNORED = frozenset("'\u2018\u2019\u02bc\u00b4`()[]{}\"\u201c\u201d\u2122\u00ae\u00a9\u00ad\u200b\ufeff")
_POINTS = ".,"
_ANY_DIGIT = re.compile("[0-9]")
#: ASCII that a name without digits may leave out: nothing is a part of a number there.
_DROPPED = {code: None for code in range(128) if chr(code).isspace() or chr(code) in "'`()[]{}\"-.,"}
_NUMBER = re.compile(r"[0-9.,/^-]*[0-9]")
_GAP = "-"
#: Longer than this is no name; nothing is cut, it is simply not found.
MAX_NAME = 300


def normal(text: str) -> str:
    """``text`` without what a name may leave out; Greek letters spelt out. Two names that differ in a digit,
    a decimal point, a sign or a fraction stay different."""
    if text.isascii() and not _ANY_DIGIT.search(text):
        return text.lower().translate(_DROPPED)
    raised = "".join(f"^{char}" if _is_superscript(char) else char for char in text)
    folded = unicodedata.normalize("NFKD", raised.casefold()).casefold()
    spelt = "".join(char for char in folded if unicodedata.category(char) != "Mn").translate(_LETTERS)
    kept: list[str] = []
    gap = False
    for place, char in enumerate(spelt):
        if _may_go(char) or (char in _POINTS and not _begins_digits(spelt, place)):
            gap = True
            continue
        if gap and kept and _numeric(kept[-1]) and _numeric(char):
            kept.append(_GAP)
        kept.append(char)
        gap = False
    return "".join(kept)


def words(text: str) -> tuple[str, ...]:
    """The words of a name, each as `normal` has it."""
    apart = "".join(char if char.isalnum() or char in ".,%'\u2019" else " " for char in text)
    return tuple(found for part in apart.split() if (found := normal(part)))


def close_names(wanted: str, known: list[str], limit: int = 3) -> list[str]:
    """The known names that ``wanted`` may be a misspelling of, best first; none when nothing is near.

    For error messages only: a near name is never used in place of the one that was written. Near means:
    the same first letter, and one letter in five wrong, three at most.
    """
    return closest(normal(wanted), [(name, _form(name)) for name in known], limit, same_numbers=False)


#: The names of a catalog are few and compared again with every name that is not there.
_form = lru_cache(maxsize=8192)(normal)


def closest(
    target: str, known: list[tuple[str, str]], limit: int = 3, *, same_numbers: bool = True
) -> list[str]:
    """As `close_names`, for a normalised name among pairs of a name and its normal form.

    ``same_numbers``: only names with the very numbers of ``target``.
    """
    from rapidfuzz.distance import OSA

    if not target or len(target) > MAX_NAME:
        return []
    most = min(3, max(1, len(target) // 5))
    scored = []
    for position, (name, form) in enumerate(known):
        if form[:1] != target[:1] or abs(len(form) - len(target)) > most:
            continue
        if same_numbers and _digits(form) != _digits(target):
            continue
        distance = OSA.distance(target, form, score_cutoff=most)
        if distance <= most:
            scored.append((distance, position, name))
    return list(dict.fromkeys(name for _, _, name in sorted(scored)))[:limit]


def _digits(text: str) -> list[str]:
    """The numbers in a normalised name, each with its points, fractions and gaps."""
    return _NUMBER.findall(text)


def _numeric(char: str) -> bool:
    return char.isdigit() or char in _POINTS


def _may_go(char: str) -> bool:
    return char.isspace() or char in _IGNORED or unicodedata.category(char) == "Pd"


def _begins_digits(text: str, place: int) -> bool:
    """Whether a digit follows a point directly: "1.4" and ".5", not "U.S." or "No. 5"."""
    return text[place + 1 : place + 2].isdigit()


def _is_superscript(char: str) -> bool:
    return unicodedata.decomposition(char).startswith("<super>") and char.isdigit()


def edits(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap to get from one text to the other; ``most`` + 1 when more."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(one, other, score_cutoff=most))
