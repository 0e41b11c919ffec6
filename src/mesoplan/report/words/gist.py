"""A finding in a few words: what the short page says of it, beside others of its kind.

A gist is ``lead`` + the parts of all findings of that topic + ``tail``, so that one fact stays one line
however many ingredients it touches. Where a gist is told of one ingredient, its name stands in front;
a topic without a gist is told by its whole message.
"""

from mesoplan.record import NamedTuple


class Gist(NamedTuple):
    """The short wording of a topic; ``part`` is a template that is filled for each finding."""

    lead: str = ""
    part: str = ""
    tail: str = ""


#: Told of one ingredient or pair, whose name stands in front: "Biotin: disturbs laboratory tests …".
OF_ONE: dict[tuple[str, str], Gist] = {
    ("ID101", "look-alike"): Gist("easily taken for ", "{other}"),
    ("IX401", "opposition"): Gist("work against each other. ", "[{why}] [{action}]"),
    ("IX402", "additive-toxicity"): Gist("do the same harm. ", "[{why}] [{action}]"),
    ("IX403", "same"): Gist("in the cocktail more than once; the doses add up"),
    ("IX404", "absorption"): Gist("change the other's absorption. ", "[{why}] [{action}]"),
    ("MX301", "incompatible"): Gist("incompatible in one syringe. ", "{action} || {why}"),
    ("MX303", "conflict"): Gist("sources disagree about one syringe; the cautious one counts"),
    ("MX310", "inherited"): Gist("{whose} wants the same substance alone"),
    ("PT208", "lab-interference"): Gist("falsifies laboratory tests (", "{what}", ")"),
    ("PT210", "conception"): Gist("contraception needed for ", "{duration} || some time", " afterwards"),
    ("RT603", "zone"): Gist("", "[{why}] [{action}]"),
    ("EV802", "negative"): Gist("studies found no benefit, or harm (", "{negative}", ")"),
    ("RG704", "restricted"): Gist("restricted in ", "{place}. [{note}]"),
}

#: Facts of the patient that nobody has assessed with an ingredient.
OF_FACT: dict[tuple[str, str], Gist] = {
    ("PT213", "not-read"): Gist(
        "nothing was read about ", "{fact} with {either}", ": look it up in the label"
    ),
    ("PT212", "unmapped"): Gist("the catalog does not know ", "{text}", ": assess it yourself"),
}

#: What the law and the labels say: one line for all.
OF_LAW: dict[tuple[str, str], Gist] = {
    ("RG704", "off-label"): Gist("off-label: ", "{ingredient}"),
    ("RG704", "unlicensed"): Gist("no licence: ", "{ingredient}"),
    ("RG704", "compounding-only"): Gist("pharmacy preparation only: ", "{ingredient}"),
    ("RG706", "only-recalled"): Gist("status in {place} of ", "{short}"),
    ("RG706", "not-known"): Gist("status in {place} of ", "{short}"),
    ("RG706", "conflict"): Gist("sources disagree on the status of ", "{ingredient}"),
    ("RG705", "law-not-known"): Gist("who may mix in {place}"),
    ("RG705", "not-settled"): Gist("who may mix in {place} (what was read leaves it open)"),
    ("RT601", "not-covered"): Gist("no label covers this route: ", "{item}"),
    ("RT601", "no-licence"): Gist("without a licence: ", "{item}"),
    ("RT601", "other-goal"): Gist("label is for another use: ", "{item}"),
    ("RT601", "label-not-known"): Gist("label of ", "{item}", " on this route"),
}

#: Evidence and doses: what is said of an ingredient; those of which the same is said are named together.
OF_EVIDENCE: dict[tuple[str, str], Gist] = {
    ("EV802", "mixed"): Gist("studies ", "{positive} for and {negative} against"),
    ("EV803", "uncontrolled"): Gist("uncontrolled studies only"),
    ("EV804", "vendor"): Gist("only sellers' claims"),
    ("EV805", "other-company"): Gist("in other combinations only"),
    ("EV801", "none-direct"): Gist("only indirect studies"),
    ("EV801", "none-found"): Gist("no study found"),
    ("EV801", "nothing-recorded"): Gist("no study on record"),
    ("DS504", "none"): Gist("no dose from a source"),
    ("DS504", "only-weak"): Gist("no dose from a source"),
    ("DS501", "no-maximum"): Gist("no maximum"),
    ("DS507", "maker-does-not-say"): Gist("amounts not stated by the maker"),
    ("DS507", "strength-not-read"): Gist("strength not read on the label"),
    ("DS505", "no-cap"): Gist("no volume limit"),
    ("DS505", "beyond-given"): Gist("more than the ", "{limit}", " that a source gives there"),
}

#: What a label would say of a mixture: one line for all.
OF_MIXTURE: dict[tuple[str, str], Gist] = {
    ("MX305", "ph-not-known"): Gist("pH"),
    ("MX307", "not-known"): Gist("osmolality"),
    ("MX308", "not-known"): Gist("vehicle"),
    ("MX308", "no-product"): Gist("vehicle"),
    ("MX311", "time-not-known"): Gist("how long it keeps"),
    ("PT204", "excipients-not-known"): Gist("all excipients"),
}

#: What the case should say, as a question; findings with the same question are one line.
OF_CASE: dict[tuple[str, str], Gist] = {
    ("DS507", "not-stated"): Gist("How much ", "{ingredient}", "?"),
    ("ID102", "form"): Gist("Which form: ", "{ingredient} ({forms})", "?"),
    ("DS505", "volume-not-known"): Gist("What volume of ", "{item}", "?"),
    ("RG705", "place-not-said"): Gist("Who mixes? In {place} only a pharmacy may."),
}

#: What the case should say, as a noun: all of it is one sentence, "Also say: zone, technique."
OF_SESSION: dict[tuple[str, str], str] = {
    ("EV801", "goal-not-said"): "goal",
    ("DS505", "zone-not-said"): "zone",
    ("RT603", "zone-not-said"): "zone",
    ("RG705", "jurisdiction-not-said"): "country",
    ("RG706", "jurisdiction-not-said"): "country",
    ("MX308", "suspension-depth-open"): "technique",
    ("RT602", "technique-not-said"): "technique",
    ("DS506", "area-not-said"): "area",
    ("DS505", "points-not-said"): "points (or volume of each)",
    ("DS506", "points-not-said"): "points (or volume of each)",
    ("RT604", "interval-not-said"): "interval",
    ("MX311", "time-not-said"): "time until use",
}
