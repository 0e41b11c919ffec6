"""The ingredients in the name of a drug, as prescribing systems make such names (RxNorm is one of them).

"Warfarin Sodium 5 MG Oral Tablet [Coumadin]": an ingredient, its strength, a form, perhaps a brand; several
ingredients with " / " between them. Anything else is no such name, and nothing is guessed of it.
"""

import re

_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = r"(?:mg|mcg|ug|g|unt|units?|iu|meq|mmol|ml|%)(?:/(?:ml|mg|g|l|hr|h|actuat|dose))?"
#: How long one lasts, or how much is in it: "12 HR", "0.4 ML".
_BEFORE = rf"(?:{_NUMBER} (?:hr|ml|actuat) )?"
_FORM = (
    r"(?:oral|tab(?:let)?s?|cap(?:sule)?s?|film|coated|delayed|extended|modified|release|chewable|"
    r"disintegrating|effervescent|sublingual|buccal|lozenge|pill|powder|granules|for|solution|suspension|"
    r"syrup|elixir|liquid|drops|topical|transdermal|system|patch|gel|cream|ointment|lotion|foam|shampoo|"
    r"ophthalmic|otic|nasal|spray|inhalation|inhalant|inhaler|metered|dose|dry|rectal|vaginal|suppository|"
    r"insert|injectable|injection|prefilled|syringe|pen|auto-injector|cartridge|vial|compress[ae]|"
    r"comprim[éei]s?|(?:film)?tabletten?|kapseln?)"
)
_PIECE = re.compile(rf"{_BEFORE}(\S.*?) {_NUMBER} ?{_UNIT}((?: {_FORM})*)", re.IGNORECASE)
_BRAND = re.compile(r" ?\[[^\[\]]*\]$")
#: What an ingredient's own name is followed by when it stands as a salt, or as another make of it.
_SALT = re.compile(
    r",? (?:(?:di)?sodium|potassium|calcium|magnesium|lysine|tromethamine|(?:di)?hydrochloride|hydrobromide|"
    r"(?:bi)?sulfate|phosphate|acetate|citrate|(?:bi)?tartrate|maleate|mesylate|besylate|fumarate|succinate|"
    r"nitrate|bromide|carbonate|etexilate|medoxomil|modified)$",
    re.IGNORECASE,
)
_MOST = 12


def ingredients_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Each ingredient as it stands in ``name``, then without its salt; empty for what is no such name."""
    pieces = _BRAND.sub("", name.strip()).split(" / ")
    if len(pieces) > _MOST:
        return ()
    found = []
    for number, piece in enumerate(pieces, 1):
        read = _PIECE.fullmatch(piece)
        if read is None or (read[2] and number < len(pieces)):
            return ()
        bare = _SALT.sub("", read[1])
        found.append((read[1], bare) if bare != read[1] else (read[1],))
    return tuple(found)
