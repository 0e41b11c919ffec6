"""Which routes and dose forms are injected, and which are not, in the words and codes of orders."""

import re

from mesoplan.fhir.elements import Concept
from mesoplan.model.place import Route

_SNOMED = "http://snomed.info/sct"

#: Codes of the value set http://hl7.org/fhir/ValueSet/route-codes that are routes of a case.
ROUTES: dict[str, Route] = {
    "372464004": "intradermal",
    "34206005": "subcutaneous",
    "78421000": "intramuscular",
    "47625008": "intravenous",
    "12130007": "intra-articular",
}
#: Codes of the same value set that no needle takes.
NOT_INJECTED = frozenset(
    {
        "6064005",  # topical
        "10547007",  # otic
        "16857009",  # vaginal
        "26643006",  # oral
        "37161004",  # rectal
        "37839007",  # sublingual
        "45890007",  # transdermal
        "46713006",  # nasal
        "54471007",  # buccal
        "54485002",  # ophthalmic
    }
)
#: Words by which orders name a form or a route that is not injected. "Gel" is not one: fillers are gels.
_OTHERWISE = re.compile(
    r"\b(?:tablets?|tabs?|capsules?|caps?|oral(?:ly)?|by mouth|per os|chewable|lozenges?|syrup|elixir|"
    r"suppositor(?:y|ies)|creams?|ointments?|lotions?|shampoos?|foam|topical(?:ly)?|transdermal|patch(?:es)?|"
    r"nasal|inhal\w*|nebuli[sz]\w*|metered dose|ophthalmic|otic|eye drops|ear drops|rectal|vaginal|"
    r"sublingual|buccal|mouthwash|comprim\w*|compresse?|compressa|capsul\w*|kapseln?|tabletten?|salbe|sciroppo|jarabe)\b",
    re.IGNORECASE,
)
_INJECTED = re.compile(
    r"\b(?:inject\w*|inje[ck]\w*|infiltrat\w*|mesotherap\w*|mesoterap\w*|ampoules?|vials?)\b", re.IGNORECASE
)


def route_of(concept: Concept) -> Route | None:
    """The route of a case that a concept names."""
    for system, code in concept.codes:
        if system == _SNOMED and code in ROUTES:
            return ROUTES[code]
    words = " ".join(concept.words).lower()
    return next((route for route in ROUTES.values() if re.search(rf"\b{route}\b", words)), None)


def injected(*said: Concept) -> bool | None:
    """Whether what is said of route, form and medicine means a needle; None when it does not tell."""
    for each in said:
        if any(system == _SNOMED and code in NOT_INJECTED for system, code in each.codes):
            return False
        if route_of(each) is not None:
            return True
    words = " ".join(word for each in said for word in each.words)
    if _INJECTED.search(words):
        return True
    return False if _OTHERWISE.search(words) else None
