"""What is printed: the worksheet, a label for each syringe, and the leaflet for the patient."""

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.engine import Engine
from mesoplan.model.preparation import Preparation
from mesoplan.report.answers import Prepared, catalog_words, item_words, prepared
from mesoplan.report.label_words import labels_of
from mesoplan.report.page import Page, Section, Text
from mesoplan.report.page_html import page_body
from mesoplan.report.prepare_page import advice_sections, prepare_page
from mesoplan.report.show.parts import pairs
from mesoplan.web.ask import Ask, Reply
from mesoplan.web.form import Filled, filled
from mesoplan.web.names import links_of
from mesoplan.web.render import markup, rendered
from mesoplan.web.verdict import faults_html

SHEETS = ("worksheet", "labels", "leaflet")


def paper(ask: Ask, engine: Engine) -> Reply:
    """One of the sheets of the cocktail on the bench; why there is none where there is none.

    ``draft`` gives a sheet that is marked as unchecked, though the check does not allow one.
    """
    form: Filled | None = None
    try:
        form = filled(ask.form)
        answer = engine.prepare(case_from(form.case), draft=bool(ask.one("draft")))
    except CaseError as error:
        return Reply(422, faults_html(error.faults, form, engine.catalog))
    shown = prepared(answer, engine.catalog)
    kind = ask.one("sheet") if ask.one("sheet") in SHEETS else SHEETS[0]
    return Reply(
        200,
        rendered(
            "paper.html",
            kind=kind,
            sheets=SHEETS,
            found=answer.result,
            body=markup(_body(kind, shown)),
            labels=_labels(kind, shown),
            may_draft=answer.result.sheet is None and answer.result.outcome in ("blocked", "incomplete"),
            foot=catalog_words(engine.catalog),
        ),
    )


def _labels(kind: str, shown: Prepared) -> list[object]:
    sheet = shown.preparation.sheet
    return list(labels_of(shown, sheet)) if kind == "labels" and sheet is not None else []


def _body(kind: str, shown: Prepared) -> str:
    found = shown.preparation
    if kind == "labels" and found.sheet is not None:
        return ""
    if kind == "leaflet" and found.sheet is not None:
        return page_body(_leaflet(shown, found), links_of(shown.catalog), 3)
    return page_body(prepare_page(shown, "sheet"), links_of(shown.catalog), 3)


def _leaflet(shown: Prepared, found: Preparation) -> Page:
    """What the patient takes home: what was given, and what to do before, after and when it goes wrong."""
    assert found.sheet is not None
    catalog, resolved = shown.catalog, shown.resolved
    draft = "DRAFT, NOT CHECKED. " if found.outcome == "draft" else ""
    about = pairs(
        ("for", catalog.label(resolved.goal) if resolved.goal else ""),
        ("where", catalog.label(resolved.zone) if resolved.zone else ""),
        ("given", "; ".join(item_words(item, catalog) for item in resolved.cocktail)),
        ("date and practitioner", "______________________________"),
        ("if something feels wrong, call", "______________________________"),
    )
    sections = advice_sections(found.sheet)
    lead = "What you were given, and what to do" if sections else "What you were given"
    return Page(
        title="Leaflet",
        headline=Text(f"{draft}{lead}", "bad" if draft else ""),
        sections=(Section("", (about,)), *sections),
        foot=(f"{catalog_words(catalog)}. What the sources say; your practitioner's word comes first.",),
    )
