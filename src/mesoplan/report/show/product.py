"""The page of a product, and products as a table."""

from collections.abc import Iterable

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.product import Product
from mesoplan.model.statement import Stated
from mesoplan.report.page import Entry, Grid, Page, Pairs, Section
from mesoplan.report.show import parts
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.sources import cited


def product_page(identity: str, catalog: Catalog) -> Page:
    """What is in it, what its label allows, how it behaves."""
    record = catalog.product(identity)
    subjects = (identity, *(part.ingredient for part in record.contains))
    return parts.made(
        f"{record.label} (product)",
        f"{record.label}: {record.kind}, {record.vehicle.kind} {record.container}",
        (
            Section("", parts.paragraphs(record.note)),
            Section("Identity", (_identity(identity, record, catalog),)),
            Section("Contents", (_contents(record, catalog),)),
            Section("Excipients", (_excipients(record, catalog),)),
            Section("Routes on the label", (_routes(record, catalog),)),
            Section("Mixing and keeping", tuple(_handling(record, catalog))),
            Section(
                "Patients",
                (parts.caution_grid((Stated(identity, each) for each in record.cautions), catalog),),
                "care",
            ),
            Section("Status by country", (parts.status_grid(subjects, catalog),)),
        ),
        catalog,
    )


def product_grid(ids: Iterable[str], catalog: Catalog, ingredient: str = "") -> Grid:
    """Products with what decides between them."""
    rows = []
    for identity in ids:
        record = catalog.product(identity)
        mine = [part for part in record.contains if part.ingredient == ingredient]
        strength = ", ".join(str(part.strength) for part in mine or record.contains if part.strength)
        allowed = [each.route for each in record.routes if each.permission == "licensed"]
        refused = [f"NOT {each.route}" for each in record.routes if each.permission == "forbidden"]
        rows.append(
            (
                identity,
                strength or "not known",
                record.vehicle.kind,
                _ph(record),
                ", ".join((*dict.fromkeys(allowed), *dict.fromkeys(refused))) or "not known",
                record.kind,
            )
        )
    return Grid(("product", "strength", "vehicle", "pH", "licensed routes", "kind"), tuple(rows))


def _ph(record: Product) -> str:
    spans = [str(each.low) if each.low == each.high else f"{each.low} to {each.high}" for each in record.ph]
    return "; ".join(dict.fromkeys(spans)) or "not known"


def _identity(identity: str, record: Product, catalog: Catalog) -> Pairs:
    return pairs(
        ("id", identity),
        ("also called", ", ".join(record.synonyms)),
        ("maker", record.maker),
        ("fill", ", ".join(str(each) for each in record.volumes or (record.fill or "",))),
        ("vehicle", f"{record.vehicle.kind} ({cited(record.vehicle.cite)})"),
        (
            "pH",
            "; ".join(f"{each.low} to {each.high} ({cited(each.cite)})" for each in record.ph) or "not known",
        ),
        (
            "osmolality",
            "; ".join(f"{each.value}, {each.kind} ({cited(each.cite)})" for each in record.osmolality)
            or "not known",
        ),
        ("stands for", labels(record.default_for, catalog)),
    )


def _contents(record: Product, catalog: Catalog) -> Grid:
    return Grid(
        ("ingredient", "strength", "form", "source"),
        tuple(
            (catalog.label(each.ingredient), str(each.strength or "not known"), each.form, cited(each.cite))
            for each in record.contains
        ),
    )


def _excipients(record: Product, catalog: Catalog) -> Grid:
    rows = [
        (catalog.label(each.ingredient), str(each.strength or ""), cited(each.cite))
        for each in record.excipients
    ]
    if not record.excipients_complete:
        rows.append(("(the list is not known to be complete)", "", ""))
    return Grid(("excipient", "strength", "source"), tuple(rows))


def _routes(record: Product, catalog: Catalog) -> Grid:
    return Grid(
        ("route", "permission", "for", "note", "source"),
        tuple(
            (
                each.route,
                each.permission,
                labels(each.goals, catalog) or "any use",
                each.note,
                cited(each.cite),
            )
            for each in record.routes
        ),
    )


def _handling(record: Product, catalog: Catalog) -> Iterable[Entry]:
    for each in record.admixtures:
        partners = labels(each.partners, catalog)
        yield Entry("mixing", f"{each.rule} {partners} {each.note}".strip(), (), cited(each.cite))
    for used in record.in_use:
        words = [f"after {used.after}" if used.after else "", used.condition]
        when = ", ".join(word for word in words if word)
        yield Entry("keeps", f"{used.within} ({when})" if when else str(used.within), (), cited(used.cite))
    yield from _drawing_up(record, catalog)
    for limit in record.limits:
        yield Entry("at most", f"{limit.max} per {limit.over}, {limit.route}", (), cited(limit.cite))
    for course in record.courses:
        least = f"at least {course.min_interval} apart" if course.min_interval else ""
        most = f"at most {course.max_sessions} sessions" if course.max_sessions else ""
        yield Entry("course", ", ".join(part for part in (least, most) if part), (), cited(course.cite))


def _drawing_up(record: Product, catalog: Catalog) -> Iterable[Entry]:
    """What `prepare` goes by."""
    if record.doses is not None:
        yield Entry("doses", f"{record.doses.kind}-dose container", (), cited(record.doses.cite))
    if record.withdrawable is not None:
        yield Entry("fill", f"{record.withdrawable.volume} can be drawn", (), cited(record.withdrawable.cite))
    for part in record.strength_ranges:
        ends = (("at least", part.low), ("at most", part.high))
        said = ", ".join(f"{word} {share * 100:.0f} %" for word, share in ends if share is not None)
        yield Entry("holds", f"{catalog.label(part.ingredient)}: {said} of the label", (), cited(part.cite))
    for each in record.reconstitutions:
        liquids = " or ".join(catalog.label(one) for one in each.diluents)
        became = f", {each.final} when dissolved" if each.final else ", volume when dissolved not printed"
        text = f"add {each.added or 'diluent'}{' of ' + liquids if liquids else ''}{became}"
        more = tuple(word for word in (each.printed, each.how) if word)
        yield Entry("dissolve", text, more, cited(each.cite))
    if record.appearance is not None:
        yield Entry("looks", record.appearance.looks, (), cited(record.appearance.cite))
