"""Names as people write them: matching that ignores case, accents and punctuation, never spelling."""

import unicodedata

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "κ": "kappa",
    "μ": "mu",
    "ω": "omega",
}
_MAX_NAME = 200


def normal(text: str) -> str:
    """``text`` without case, accents, spaces and punctuation; Greek letters spelt out."""
    folded = unicodedata.normalize("NFKD", text[:_MAX_NAME].casefold())
    spelt = "".join(_GREEK.get(char, char) for char in folded)
    return "".join(char for char in spelt if char.isalnum())


def close_names(wanted: str, known: list[str], limit: int = 3) -> list[str]:
    """The known names most like ``wanted``, best first; none when nothing is near.

    For error messages only: a near name is never used in place of the one that was written.
    """
    from rapidfuzz import fuzz, process

    target = normal(wanted)
    scored = process.extract(
        target, [normal(name) for name in known], scorer=fuzz.ratio, limit=limit, score_cutoff=62
    )
    return list(dict.fromkeys(known[position] for _, _, position in scored))
