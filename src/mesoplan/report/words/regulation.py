"""Wording of what is allowed where (RG7xx)."""

from mesoplan.report.words.template import Words

_OFF_LICENCE = "Inform, get consent in writing, document the reason."
_ASK = "Ask the authority; add the answer with its source as an overlay."
_PLACE = "Say the jurisdiction, such as EU, US or FR."

WORDS: dict[tuple[str, str], Words] = {
    ("RG701", "for-some-goals"): Words(
        "{ingredient} is prohibited in {place} for some uses, and the goal is not said. [{note}]",
        "Say the goal.",
    ),
    ("RG701", "prohibited"): Words(
        "{ingredient} is prohibited for this use in {place}[ (since {since})]. [{note}]",
        "Leave {ingredient} out.",
    ),
    ("RG702", "for-some-goals"): Words(
        "{ingredient} is withdrawn in {place} for some uses, and the goal is not said. [{note}]",
        "Say the goal.",
    ),
    ("RG702", "withdrawn"): Words(
        "{ingredient} was withdrawn in {place}[ ({since})]. [{note}]",
        "Leave {ingredient} out.",
    ),
    ("RG703", "for-some-goals"): Words(
        "{ingredient} is no injectable in {place} for some uses, and the goal is not said. [{note}]",
        "Say the goal.",
    ),
    ("RG703", "cosmetic"): Words(
        "{item} is a cosmetic: neither sterile nor free of endotoxin by any duty.",
        "Use a sterile injectable product, or leave {item} out.",
    ),
    ("RG703", "which-product"): Words(
        "Every product of {ingredients} in the catalog is a cosmetic, and none is named.",
        "Name the product.",
    ),
    ("RG703", "not-injectable"): Words(
        "{ingredient} is no injectable in {place}[ (since {since})]. [{note}]",
        "Use a sterile injectable product, or leave {ingredient} out.",
    ),
    ("RG704", "off-label"): Words("This use of {ingredient} is off-label in {place}. [{note}]", _OFF_LICENCE),
    ("RG704", "unlicensed"): Words("{ingredient} has no licence in {place}. [{note}]", _OFF_LICENCE),
    ("RG704", "restricted"): Words(
        "{ingredient} is restricted in {place}. [{note}]",
        "Make sure that you are within the restriction, and document it.",
    ),
    ("RG704", "compounding-only"): Words(
        "{ingredient} is to be had in {place} only as a pharmacy preparation. [{note}]",
        "Order it from a compounding pharmacy; " + _OFF_LICENCE[0].lower() + _OFF_LICENCE[1:],
    ),
    ("RG705", "jurisdiction-not-said"): Words(
        "No jurisdiction is said, so whether you may mix is not known.", _PLACE
    ),
    ("RG705", "law-not-known"): Words(
        "Who may mix medicines in {place} is not in the catalog.",
        _ASK,
    ),
    ("RG705", "prohibited"): Words(
        "Mixing is prohibited in {place}. [{what}.]", "Give each product in its own syringe."
    ),
    ("RG705", "pharmacy-only"): Words(
        "In {place} only a pharmacy may mix, and this is planned in: {where}. [{what}.]",
        "Give each product in its own syringe, or have a pharmacy prepare it.",
    ),
    ("RG705", "place-not-said"): Words(
        "In {place} only a pharmacy may mix, and where it will be mixed is not said. [{what}.]",
        'Write session.place = "pharmacy" if a pharmacy prepares it; otherwise one product a syringe.',
    ),
    ("RG705", "not-settled"): Words(
        "What was read of the law of {place} does not settle mixing in the practice. [{what}.]",
        "Ask the authority there, give each product in its own syringe, or have a pharmacy prepare it.",
    ),
    ("RG705", "immediate-use-only"): Words(
        "In {place} a mixture is for immediate use only. [{what}.]", "Mix at the chair."
    ),
    ("RG706", "jurisdiction-not-said"): Words(
        "No jurisdiction is said, so the status of {ingredients} is not known.", _PLACE
    ),
    ("RG706", "only-recalled"): Words(
        "The status of {ingredients} in {place} was only recalled; nobody read it.",
        _ASK,
    ),
    ("RG706", "not-known"): Words(
        "The status in {place} is not known for {ingredients}.",
        _ASK,
    ),
    ("RG707", "withdrawn"): Words(
        "{product} is no longer sold in {place}[ (until {until})].",
        "Take a product that is sold there.",
    ),
    ("RG707", "never"): Words(
        "{product} was never sold in {place}.",
        "Take a product that is sold there.",
    ),
    ("RG707", "ended"): Words(
        "{product} is not known to be sold in {place}, and was withdrawn where it was sold: {ended_in}.",
        "Take a product that is sold there.",
    ),
    ("RG707", "sources-differ"): Words(
        "Sources disagree whether {product} is sold in {place}.",
        "Ask the supplier or the authority.",
    ),
    ("RG707", "not-known"): Words(
        "Whether {product} is sold in {place} is not known.",
        "Ask the supplier.",
    ),
    ("RG706", "conflict"): Words(
        "Sources disagree about the status of {ingredient} in {place}.",
        "Ask the authority.",
    ),
}
