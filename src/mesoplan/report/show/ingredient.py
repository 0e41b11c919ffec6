"""The page of an ingredient, as a pharmacist would want it."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.uses import uses_of
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.ingredient import Ingredient
from mesoplan.model.statement import Stated
from mesoplan.report.page import Bullets, Entry, Grid, Page, Pairs, Section
from mesoplan.report.show import parts
from mesoplan.report.show.monograph import monograph
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.show.product import product_grid
from mesoplan.report.sources import cited

_WATCHED = ("evidence", "dose", "compatibility", "licence", "ph", "osmolality", "excipients")


def ingredient_brief(identity: str, catalog: Catalog) -> Page:
    """The first screen: what most readers look for, without tables."""
    record = catalog.ingredient(identity)
    gaps = list(_unknown(identity, record._replace(searched=()), catalog))
    looked = dict.fromkeys("pH" if each.about == "ph" else each.about for each in record.searched)
    return monograph(
        identity, catalog, [*gaps, *([f"searched, none found: {', '.join(looked)}"] if looked else [])]
    )


def ingredient_page(identity: str, catalog: Catalog) -> Page:
    """Identity, products, amounts, evidence, cautions, mixing, status, and what is not known."""
    record = catalog.ingredient(identity)
    knowledge = Knowledge(catalog)
    studies = [catalog.evidence(each) for each in catalog.index.studies_of.get(identity, ())]
    products = catalog.index.products_of.get(identity, ())
    lineage = catalog.lineage("ingredient", identity)
    return parts.made(
        f"{catalog.label(identity)} (ingredient)",
        f"{catalog.label(identity)}: {record.role}, {record.material}",
        (
            Section("", parts.paragraphs(record.summary, record.note)),
            Section("Identity", (_identity(identity, record, catalog),)),
            Section("Not known", (Bullets(tuple(_unknown(identity, record, catalog))),), "open"),
            Section("Products", (product_grid(products, catalog, identity),)),
            Section("Doses in sources", (_doses(identity, catalog),)),
            Section("Maxima", (_limits(record, catalog), _courses(record, catalog))),
            Section(
                parts.evidence_heading(studies, catalog),
                (parts.evidence_grid(studies, catalog, with_goal=True),),
            ),
            Section(
                "Patients",
                (
                    parts.caution_grid(
                        (each for each in knowledge.cautions(identity) if each.entity == identity),
                        catalog,
                    ),
                    *_inherited_cautions(identity, knowledge),
                    *_patient_notes(identity, knowledge),
                ),
                "care",
            ),
            Section(
                "With others",
                (
                    *_interactions(lineage, catalog),
                    *_admixtures(identity, knowledge),
                ),
            ),
            Section("Labels read", tuple(_screenings(identity, knowledge))),
            Section("Handling", tuple(_handling(identity, knowledge))),
            Section("Status by country", (parts.status_grid(lineage, catalog),)),
            Section(
                "Easily taken for",
                tuple(
                    Entry("", f"{each.name}. {each.note}".strip(), (), cited(each.cite))
                    for each in record.lookalikes
                ),
            ),
        ),
        catalog,
    )


def _identity(identity: str, record: Ingredient, catalog: Catalog) -> Pairs:
    above = [each for each, _ in catalog.ancestors("ingredient", identity)]
    return pairs(
        ("id", identity),
        ("also called", ", ".join(record.synonyms)),
        ("in other languages", ", ".join(f"{each.name} ({each.language})" for each in record.names)),
        ("codes", parts.codes_of(record)),
        (
            "forms",
            "; ".join(
                form.label + (f" (factor {form.factor})" if form.factor is not None else "")
                for form in record.forms
            ),
        ),
        ("form matters", cited(record.form_matters) if record.form_matters else ""),
        ("classes", labels(above, catalog)),
        (
            "acts via",
            "; ".join(f"{catalog.label(each.id)} ({cited(each.cite)})" for each in record.mechanisms),
        ),
        ("units are of", record.unit_of),
        (
            "molar mass",
            f"{record.molar_mass.mass} ({cited(record.molar_mass.cite)})" if record.molar_mass else "",
        ),
        (
            "ionisation",
            "; ".join(
                f"{each.kind}, pKa {each.pka}"
                + (f", S0 {each.s0}" if each.s0 else "")
                + f" ({cited(each.cite)})"
                for each in record.acidity
            ),
        ),
    )


def _unknown(identity: str, record: Ingredient, catalog: Catalog) -> Iterator[str]:
    """What nobody has shown, or what is only recalled: the first thing to know of an ingredient."""
    uses = uses_of(identity, catalog)
    read = [use for use in uses if use.is_sourced]
    if record.role in ("active", "anaesthetic"):
        if not read:
            yield "no dose in a source that was read" + (
                f" ({len(uses)} only recalled or from practice)" if uses else ""
            )
        if not [each for each in record.limits if each.cite.supports]:
            yield "no maximum in a source that was read"
        if not catalog.index.studies_of.get(identity):
            yield "no study of any goal is recorded"
    if not catalog.index.products_of.get(identity):
        yield "no product is in the catalog"
    if not list(parts.statuses_of(catalog.lineage("ingredient", identity), catalog)):
        yield "no regulatory status in any jurisdiction"
    if not any(each in catalog.index.interactions_of for each in catalog.lineage("ingredient", identity)):
        yield "nothing about mixing it with anything"
    for each in record.searched:
        what = "pH" if each.about == "ph" else each.about
        goals = f" for {labels(each.goals, catalog)}" if each.goals else ""
        note = f": {each.note}" if each.note else ""
        yield f"searched for {what}{goals}, none found{note} ({cited(each.cite)})"


def _doses(identity: str, catalog: Catalog) -> Grid:
    return Grid(
        ("amount", "per", "in", "route", "for", "basis", "regimen", "source"),
        tuple(
            (
                f"{each.text}{f' {each.form}' if each.form else ''}",
                each.per,
                " ".join(
                    part
                    for part in (
                        each.volume.text if each.volume else "",
                        f"({each.concentration.text})" if each.concentration else "",
                    )
                    if part
                ),
                each.regimen.route,
                labels((*each.regimen.goals, *each.regimen.zones), catalog) or "any",
                each.regimen.basis,
                each.regimen.id,
                cited(each.cite),
            )
            for each in uses_of(identity, catalog)
        ),
    )


def _limits(record: Ingredient, catalog: Catalog) -> Grid:
    return Grid(
        ("at most", "per", "route", "when", "basis", "source"),
        tuple(
            (
                str(each.max),
                each.over,
                each.route,
                "; ".join(
                    part
                    for part in (
                        labels((*each.goals, *each.zones), catalog),
                        f"with {labels(each.partners, catalog)}" if each.partners else "",
                        f"patient: {labels(each.facts, catalog)}" if each.facts else "",
                        f"as {each.form}" if each.form else "",
                    )
                    if part
                )
                or "always",
                each.basis,
                cited(each.cite),
            )
            for each in record.limits
        ),
    )


def _courses(record: Ingredient, catalog: Catalog) -> Grid:
    return Grid(
        ("between sessions", "sessions", "route", "for", "source"),
        tuple(
            (
                f"at least {each.min_interval}" if each.min_interval else "",
                f"at most {each.max_sessions}" if each.max_sessions else "",
                each.route,
                labels(each.goals, catalog) or "any",
                cited(each.cite),
            )
            for each in record.courses
        ),
    )


def _inherited_cautions(identity: str, knowledge: Knowledge) -> Iterator[Entry]:
    """What its classes say of patients, class by class, in names; the class's page has the rest."""
    groups: dict[str, list[Stated]] = {}
    for each in knowledge.cautions(identity):
        if each.entity != identity:
            groups.setdefault(each.entity, []).append(each)
    for group, stated in groups.items():
        words = []
        for effect, word in (("contraindicated", "forbids"), ("caution", "needs care"), ("note", "named")):
            facts = [each.record.fact for each in stated if each.record.effect == effect]
            if facts:
                words.append(f"{word}: {labels(dict.fromkeys(facts), knowledge.catalog, '; ')}.")
        yield Entry(
            "class",
            f"As {knowledge.catalog.label(group)}, {' '.join(words)}",
            (f"`mesoplan show {group}` has the reasons and sources.",),
        )


def _patient_notes(identity: str, knowledge: Knowledge) -> Iterator[Entry]:
    for each in knowledge.inherited(identity, "ages"):
        low, high = each.record.min_age, each.record.max_age
        ages = (
            f"from {low} years"
            if high is None
            else f"up to {high}"
            if low is None
            else (f"{low} to {high} years")
        )
        yield Entry("age", f"{ages}. {each.record.why}", (), cited(each.cite))
    for test in knowledge.inherited(identity, "test_doses"):
        yield Entry("test", test.record.what, (), cited(test.cite))
    for watch in knowledge.inherited(identity, "monitoring"):
        kind = "lab" if watch.record.kind == "lab-interference" else "watch"
        yield Entry(kind, f"{watch.record.what}: {watch.record.action}", (), cited(watch.cite))
    for wait in knowledge.inherited(identity, "deferrals"):
        length = "for ever" if wait.record.permanent else str(wait.record.duration or "how long: not known")
        yield Entry("wait", f"{wait.record.event}: {length}", (), cited(wait.cite))
    for ban in knowledge.inherited(identity, "zone_bans"):
        where = labels((*ban.record.zones, *ban.record.flags), knowledge.catalog)
        outside = labels(ban.record.except_zones, knowledge.catalog)
        zones = where or f"everywhere but {outside}"
        effect = "FORBIDDEN" if ban.record.effect == "contraindicated" else "care"
        yield Entry("zone", f"{zones}: {effect}. {ban.record.why}", (), cited(ban.cite))


def _interactions(lineage: tuple[str, ...], catalog: Catalog) -> tuple[Entry, ...]:
    files = sorted({each for one in lineage for each in catalog.index.interactions_of.get(one, ())})
    stated = [Stated(file, each) for file in files for each in catalog.interaction(file).statements]
    return parts.interaction_entries(stated, lineage, catalog)


def _admixtures(identity: str, knowledge: Knowledge) -> Iterator[Entry]:
    for each in knowledge.inherited(identity, "admixtures"):
        partners = labels(each.record.partners, knowledge.catalog)
        words = {
            "alone": "Give alone.",
            "only-with": f"Mix only with {partners}.",
            "allowed": f"May be mixed with {partners}.",
        }[each.record.rule]
        yield Entry("label", f"{words} {each.record.note}".strip(), (), cited(each.cite))


def _screenings(identity: str, knowledge: Knowledge) -> Iterator[Entry]:
    """Which sections about patients were read, and what they name: what makes their silence an answer."""
    for each in knowledge.inherited(identity, "screenings"):
        record = each.record
        read = "read in full" if record.whole else "read in part"
        names = f" Names: {labels(record.names, knowledge.catalog)}." if record.names else ""
        yield Entry(record.about, f"{record.section}, {read}.{names}", (), cited(record.cite))


def _handling(identity: str, knowledge: Knowledge) -> Iterator[Entry]:
    for each in knowledge.inherited(identity, "stability"):
        low, high = each.record.ph_min, each.record.ph_max
        window = (
            f"pH {low} to {high}"
            if low is not None and high is not None
            else (f"pH from {low}" if low is not None else f"pH up to {high}")
        )
        yield Entry("stable", f"{window}. {each.record.why}".strip(), (), cited(each.cite))
    for harm in knowledge.inherited(identity, "sensitivities"):
        yield Entry(harm.record.to, harm.record.what, (), cited(harm.cite))
