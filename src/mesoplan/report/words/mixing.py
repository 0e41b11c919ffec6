"""Wording of what shares a syringe (MX3xx)."""

from mesoplan.report.words.template import Words

_OWN_SYRINGE = "Put them into two syringes."

WORDS: dict[tuple[str, str], Words] = {
    ("MX301", "incompatible"): Words(
        "{one} and {other} are incompatible in one syringe ({basis}). [{why}]",
        "{action} || " + _OWN_SYRINGE,
    ),
    ("MX301", "depends-on-vehicle"): Words(
        "{one} and {other} are incompatible in some vehicles ({basis}), and no vehicle is said. [{why}]",
        "Use {rescue} as the vehicle, in which they were compatible, or two syringes.",
    ),
    ("MX301", "which-product"): Words(
        "Some products of {ingredients} hold what must not meet the rest of the syringe.",
        "Name the product.",
    ),
    ("MX302", "no-data"): Words(
        "Nobody has shown that {one} and {other} may share a syringe.",
        _OWN_SYRINGE,
    ),
    ("MX302", "outside"): Words(
        "{one} and {other} were studied together, but not at these concentrations or in this vehicle.",
        "Put them into two syringes, or mix as it was studied.",
    ),
    ("MX303", "conflict"): Words(
        "Sources disagree about {one} with {other} in one syringe; the cautious one counts. [{why}]",
        _OWN_SYRINGE,
    ),
    ("MX304", "n-way-incompatible"): Words(
        "Together in one syringe, {subjects} are incompatible.",
        "Separate them.",
    ),
    ("MX304", "n-way-not-studied"): Words(
        "{subjects} were never tested together in one syringe; clean pairs do not make a clean mixture.",
        "Use at most two in a syringe, or a mixture that was measured as such.",
    ),
    ("MX305", "acid-with-alkali"): Words(
        "{one} (pH {one_ph}) is acid and {other} (pH {other_ph}) alkaline: one of them will "
        "precipitate or decay.",
        _OWN_SYRINGE,
    ),
    ("MX305", "ph-apart"): Words(
        "The pH of {one} ({one_ph}) and of {other} ({other_ph}) lie {gap} apart.",
        "Put them into two syringes, or watch for haze and give at once.",
    ),
    ("MX305", "unstable"): Words(
        "At the pH of this mixture ({low} to {high}) {ingredient} is outside the pH range in which "
        "it is stable ({window}). [{why}]",
        "Put {ingredient} into a syringe of its own.",
    ),
    ("MX305", "which-product"): Words(
        "The pH of {ingredients} goes by the product, and none is named.",
        "Name the product.",
    ),
    ("MX305", "too-acid"): Words(
        "What the tissue gets of {subjects} has pH {ph}; what is made to be injected "
        "under the skin has {limit} or more.",
        "Choose a product of milder pH, or leave it out.",
    ),
    ("MX305", "too-alkaline"): Words(
        "What the tissue gets of {subjects} has pH {ph}; what is made to be injected "
        "under the skin has {limit} or less.",
        "Choose a product of milder pH, or leave it out.",
    ),
    ("MX305", "ph-not-known"): Words(
        "The pH of {ingredients} is not known, so the pH of the mixture is not either.",
        "Read it on the label and name the product, or use two syringes.",
    ),
    ("MX306", "beyond-solubility"): Words(
        "{ingredient} {given} is more than dissolves in {vehicle} ({limit}).",
        "Dilute it to {limit} or less.",
    ),
    ("MX306", "solubility-form"): Words(
        "{ingredient} {given} is more than dissolves in {vehicle} of the {form} ({limit}), and which form "
        "it is was not said.",
        "Say the form, or dilute it to {limit} or less.",
    ),
    ("MX306", "solubility-ph"): Words(
        "{ingredient} {given} is more than dissolves in {vehicle} ({limit}) at a pH that this mixture may "
        "have.",
        "Read the pH on the label and name the product, or dilute it to {limit} or less.",
    ),
    ("MX306", "solubility-product"): Words(
        "{ingredient} {given} is more than dissolves in {vehicle} alone ({limit}); there are products that "
        "hold as much.",
        "Name the product, or dilute it to {limit} or less.",
    ),
    ("MX306", "measured"): Words(
        "{ingredient} precipitates {side} pH {ph} (measured), which this mixture reaches.",
        "Put {ingredient} into a syringe of its own, or dilute it.",
    ),
    ("MX306", "predicted"): Words(
        "{ingredient} is predicted to precipitate {side} pH {ph} (give or take {error}), "
        "which this mixture may reach.",
        "Put {ingredient} into a syringe of its own, or dilute it; look for haze.",
    ),
    ("MX307", "too-concentrated"): Words(
        "The mixture of {subjects} has at least {value} mOsm/kg; tissue tolerates {limit}.",
        "Dilute it; mind that saline adds its own 308 mOsm/L.",
    ),
    ("MX307", "too-dilute"): Words(
        "The mixture of {subjects} has about {value} mOsm/kg, below {limit}; water in volume "
        "bursts cells and hurts.",
        "Use saline in place of water.",
    ),
    ("MX307", "not-known"): Words(
        "The osmolality of the mixture cannot be computed: not known for {missing}. || "
        "The osmolality of the mixture ({subjects}) cannot be computed.",
        "Name products whose label states it, with their volumes.",
    ),
    ("MX308", "no-product"): Words(
        "The catalog has no product of {item}, so its vehicle is not known.",
        "Add the product as an overlay, or leave {item} out.",
    ),
    ("MX308", "which-product"): Words(
        "The vehicle of {ingredients} goes by the product, and none is named.",
        "Name the product.",
    ),
    ("MX308", "unsuitable"): Words(
        "The vehicle of {product} is not fit for the skin: {vehicle}.",
        "Use an aqueous product.",
    ),
    ("MX308", "not-known"): Words(
        "The vehicle of {product} is not known from anything that was read. || "
        "The vehicle of {item} is not known from anything that was read.",
        "Read it on the label, or choose a product whose vehicle is known.",
    ),
    ("MX308", "suspension-depth-open"): Words(
        "{product} is a suspension: in a superficial technique its crystals thin the skin, and no "
        "technique is said.",
        "Say the technique.",
    ),
    ("MX308", "suspension-superficial"): Words(
        "{product} is a suspension, and {technique} is superficial: crystals in the dermis thin the skin.",
        "Use a solution, or a deeper technique.",
    ),
    ("MX309", "too-many"): Words(
        "{count} actives share a syringe; the mixing rule allows {limit}.",
        "Leave something out, or use another syringe.",
    ),
    ("MX310", "alone"): Words(
        "The label of {item} allows nothing else in its syringe, and {partner} is in it. [{note}]",
        "Give {item} alone, in its own syringe.",
    ),
    ("MX310", "only-with"): Words(
        "The label of {item} allows only {partners} in its syringe, and {partner} is in it. [{note}]",
        "Give {item} in its own syringe, or with {partners} only.",
    ),
    ("MX310", "inherited"): Words(
        "{whose} allows only {partners} with the same substance; {partner} is in the syringe of {item}. "
        "[{note}] || {whose} wants the same substance alone; {partner} is in the syringe of {item}. [{note}]",
        "Give {item} in its own syringe.",
    ),
    ("MX310", "which-product"): Words(
        "Labels of some products of {ingredients} allow nothing else in the syringe.",
        "Name the product.",
    ),
    ("MX311", "time-not-said"): Words(
        "How long the syringe may wait was not checked: when it will be given is not said.",
        "Say within what time it is given.",
    ),
    ("MX311", "time-not-known"): Words(
        "{planned} is planned for {subjects}, and how long it keeps is not known.",
        "Give it at once, or find the time on the label.",
    ),
    ("MX311", "too-late"): Words(
        "{subjects} must be given within {limit}, and {planned} is planned[ ({condition})].",
        "Mix at the chair, give within {limit}, discard the rest.",
    ),
    ("MX311", "beyond-measured"): Words(
        "{one} and {other} were watched together for {limit}, and {planned} is planned.",
        "Give it within {limit}.",
    ),
    ("MX311", "use-within"): Words("Give within {limit}[ ({condition})].", "Discard what is left."),
    ("MX312", "sensitive"): Words(
        "{ingredient} is degraded by {to}: {what}.",
        "Draw it up last and protect it.",
    ),
}
