"""An adverse event as a page, and as text with the fields of an authority. Nothing is sent.

Yellow Card asks for four things at least: medicine, reaction, one fact of the patient, a reporter; brand and
batch for biologicals. The fields of the other text are those of FDA form 3500 (MedWatch), sections A to G.
"""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.ledger import AdverseReport, Suspect
from mesoplan.report.ledger_shelf_page import label
from mesoplan.report.page import Grid, Page, Pairs, Section, Text

_LACKS = {
    "brand": "the brand of what was given",
    "lot": "the lot of each suspected product",
    "reporter": "who reports, and how to reach them",
    "onset": "when it began",
}
_UNSAID = "(not said)"


def lacks_words(lacks: tuple[str, ...]) -> str:
    """What a report needs and this one has not."""
    return f"A report needs as well: {'; '.join(_LACKS[each] for each in lacks)}."


def event_page(found: AdverseReport, catalog: Catalog) -> Page:
    """The event for whoever reads the ledger."""
    rows = [
        ("patient", _patient(found)),
        ("reaction", found.reaction),
        ("began", found.onset),
        ("over", found.ended),
        ("outcome", found.outcome),
        ("serious", ", ".join(found.serious)),
        ("abated when stopped", found.abated),
        ("reappeared", found.reappeared),
        ("for", _indication(found, catalog)),
        ("also taken", found.concomitants),
        ("history", found.history),
        ("reporter", found.reporter),
    ]
    grid = Grid(
        ("suspected", "lot", "dose", "given", "how"),
        tuple(
            (label(each.product, catalog), each.lot or "not recorded", each.dose, each.day, each.route)
            for each in found.suspects
        ),
    )
    return Page(
        "Adverse event",
        Text(f"ADVERSE EVENT, entry {found.entry}{': SERIOUS' if found.serious else ''}.", "bad"),
        (
            Section("", (Pairs(tuple((name, value or _UNSAID) for name, value in rows)),)),
            Section("", (grid,)),
        ),
        (
            *((lacks_words(found.lacks),) if found.lacks else ()),
            "Nothing was sent. `--for uk-yellow-card` or `--for us-medwatch` prints it with their fields.",
        ),
    )


def authority_text(found: AdverseReport, authority: str, catalog: Catalog) -> str:
    """The event as text with the fields of an authority, in the order of its form."""
    lines = _yellow_card(found, catalog) if authority == "uk-yellow-card" else _medwatch(found, catalog)
    if found.lacks:
        lines += ["", lacks_words(found.lacks)]
    return (
        "\n".join((*lines, "", f"Ledger entry {found.entry}, recorded {found.at}. Not sent by mesoplan."))
        + "\n"
    )


def _yellow_card(found: AdverseReport, catalog: Catalog) -> list[str]:
    lines = ["YELLOW CARD (suspected adverse drug reaction, UK)", "", "Suspected medicines"]
    for each in found.suspects:
        lines += [
            f"  Brand: {label(each.product, catalog)}",
            f"  Batch: {each.lot or _UNSAID}",
            f"  Dose, route, date: {_how(each)}",
        ]
    return [
        *lines,
        f"  Given for: {_indication(found, catalog) or _UNSAID}",
        "",
        "Suspected reaction",
        *_field("What happened", found.reaction),
        *_field("Started", found.onset),
        *_field("Ended", found.ended),
        *_field("Outcome", found.outcome),
        *_field("Serious because", ", ".join(found.serious)),
        "",
        "Patient",
        *_field("Local identification", found.patient),
        *_field("Sex", found.sex),
        *_field("Age at the time", found.age),
        *_field("Weight", found.weight),
        "",
        "Other",
        *_field("Other medicines", found.concomitants),
        *_field("Relevant history", found.history),
        "",
        "Reporter",
        *_field("Name and how to reach", found.reporter),
    ]


def _medwatch(found: AdverseReport, catalog: Catalog) -> list[str]:
    lines = [
        "FDA FORM 3500 FIELDS (MedWatch, voluntary)",
        "",
        "A. Patient",
        *_field("Identifier (in confidence)", found.patient),
        *_field("Age", found.age),
        *_field("Sex", found.sex),
        *_field("Weight", found.weight),
        "",
        "B. Adverse event",
        *_field("Outcome attributed to it", ", ".join(found.serious)),
        *_field("How it ended", found.outcome),
        *_field("Date of event", found.onset),
        *_field("Date of this report", found.at[:10]),
        *_field("Description", found.reaction),
        *_field("Tests and other relevant history", found.history),
        "",
        "C. Suspect products",
    ]
    for number, each in enumerate(found.suspects, 1):
        lines += [
            f"  #{number} Name, strength: {label(each.product, catalog)}",
            f"  #{number} Dose, route: {_how(each)}",
            f"  #{number} Lot: {each.lot or _UNSAID}",
        ]
    return [
        *lines,
        *_field("Diagnosis for use", _indication(found, catalog)),
        *_field("Event abated after use stopped", found.abated),
        *_field("Event reappeared after reintroduction", found.reappeared),
        "",
        "Other (concomitant) medical products",
        *_field("Products and dates", found.concomitants),
        "",
        "Reporter",
        *_field("Name and address", found.reporter),
    ]


def _field(name: str, value: str) -> tuple[str, ...]:
    return (f"  {name}: {value or _UNSAID}",)


def _how(each: Suspect) -> str:
    return ", ".join(part for part in (each.dose, each.route, each.day) if part) or _UNSAID


def _indication(found: AdverseReport, catalog: Catalog) -> str:
    """The goal by its label, or what was written."""
    return label(found.indication, catalog) if found.indication else ""


def _patient(found: AdverseReport) -> str:
    said = [
        found.patient,
        found.sex,
        f"{found.age} years" if found.age.isdecimal() else found.age,
        found.weight,
    ]
    return ", ".join(each for each in said if each)
