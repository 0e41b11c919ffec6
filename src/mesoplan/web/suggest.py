"""Suggestions as cards, and two or three cocktails compared row by row."""

import json
from collections.abc import Iterable
from typing import Any

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Deadline, Engine
from mesoplan.model.case import Item
from mesoplan.model.finding import Finding
from mesoplan.record import NamedTuple
from mesoplan.report.answers import Planned, checked, item_words, planned
from mesoplan.report.check_page import VERDICT_TONE
from mesoplan.report.page_html import section_html
from mesoplan.report.plan_brief import suggestions
from mesoplan.report.plan_page import plan_page
from mesoplan.web.ask import Ask, Reply
from mesoplan.web.form import Filled, filled
from mesoplan.web.names import item_spelling, links_of
from mesoplan.web.render import markup, rendered
from mesoplan.web.verdict import faults_html

#: How many are suggested, and for how long is searched.
SHOWN = 3
SECONDS = 20
BENCH = "bench"


def plans(ask: Ask, engine: Engine) -> Reply:
    """The best cocktails for the goal, each as a card that can be taken to the bench."""
    form: Filled | None = None
    try:
        form, shown = _planned(ask, engine)
    except CaseError as error:
        return Reply(422, faults_html(error.faults, form, engine.catalog))
    report = shown.report
    page = plan_page(shown)
    said = list(suggestions(shown))
    cards = [
        {
            "rank": plan.rank,
            "title": section.title.removeprefix(f"{plan.rank}").strip().removesuffix(_verdict(plan.verdict)),
            "verdict": plan.verdict,
            "tone": VERDICT_TONE[plan.verdict],
            "entries": section.blocks,
            "asks": [each for regimen in plan.regimens for each in regimen.needs],
            "take": taken(plan.items, engine.catalog, technique=_technique(plan, engine.catalog)),
        }
        for plan, section in zip(report.plans, said, strict=True)
    ]
    titles = {section.title for section in said} | {"For", "Who"}
    links = links_of(engine.catalog)
    rest = [
        markup("".join(section_html(section, links, 4)))
        for section in page.sections
        if section.title not in titles
    ]
    return Reply(200, rendered("plans.html", headline=page.headline, cards=cards, rest=rest, bench=BENCH))


def _verdict(verdict: str) -> str:
    return f": {verdict.upper()}"


def _planned(ask: Ask, engine: Engine) -> tuple[Filled, Planned]:
    form = filled(ask.form)
    case = case_from({key: value for key, value in form.case.items() if key != "cocktail"})
    return form, planned(engine.plan(case, k=SHOWN, observer=Deadline(SECONDS)), engine.catalog)


def _technique(plan: Any, catalog: Catalog) -> str:
    """The technique of the plan's own studies, where it is one of the catalog's."""
    found = catalog.find(plan.protocol.technique, ("technique",)) if plan.protocol.technique else None
    return found.id if found else ""


def taken(items: Iterable[Item], catalog: Catalog, **fields: str) -> str:
    """The rows of these items, and other fields, as JSON for the page to fill in."""
    rows = [row_of(item, catalog) for item in items]
    return json.dumps({"rows": rows, "fields": {key: value for key, value in fields.items() if value}})


def row_of(item: Item, catalog: Catalog) -> dict[str, str]:
    """The fields of one line that mean this item."""
    content = item.contents[0] if item.contents else None
    amount = "" if item.product and item.volume is not None else str((content and content.amount) or "")
    more = {"form": content.form} if content and content.form and not item.product else {}
    return {
        "item": item_spelling(item.name, catalog),
        "amount": amount if not item.product or len(item.contents) == 1 else "",
        "volume": str(item.volume or ""),
        "syringe": str(item.syringe),
        "more": json.dumps(more) if more else "",
    }


# ---------------------------------------------------------------------- comparison


class Column(NamedTuple):
    """One of the cocktails that are compared."""

    title: str
    verdict: str
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    answered: str
    facts: dict[str, str]


#: So many rows stand first though they may be the same: the verdict, and what is given.
_FIRST = 2
#: What is compared beside the items and findings, in this order.
_FACTS = ("kind", "score", "sessions", "interval", "technique", "studies")


def compare(ask: Ask, engine: Engine) -> Reply:
    """The chosen suggestions, and the cocktail on the bench, row by row; what differs is marked."""
    chosen = ask.all("pick")
    form: Filled | None = None
    try:
        form = filled(ask.form)
        columns = [_bench(form, engine)] if BENCH in chosen and form.case.get("cocktail") else []
        if set(chosen) - {BENCH}:
            _, shown = _planned(ask, engine)
            columns += [_column(plan) for plan in shown.report.plans if str(plan.rank) in chosen]
    except CaseError as error:
        return Reply(422, faults_html(error.faults, form, engine.catalog))
    if len(columns) < 2:
        return Reply(200, rendered("compare.html", columns=[], rows=[], same=[]))
    rows = _rows(columns, engine.catalog)
    apart = [*rows[:_FIRST], *(row for row in rows[_FIRST:] if row["differs"])]
    same = [row for row in rows[_FIRST:] if not row["differs"]]
    return Reply(200, rendered("compare.html", columns=columns, rows=apart, same=same))


def _bench(form: Filled, engine: Engine) -> Column:
    answer = engine.check(case_from(form.case))
    shown = checked(answer, engine.catalog)
    coverage = shown.report.coverage
    return Column(
        title="On the bench",
        verdict=shown.report.verdict,
        items=answer.resolved.cocktail,
        findings=shown.report.findings,
        answered=f"{coverage.answered} of {coverage.required}",
        facts={"technique": answer.resolved.session.technique},
    )


def _column(plan: Any) -> Column:
    protocol = plan.protocol
    return Column(
        title=f"Suggestion {plan.rank}",
        verdict=plan.verdict,
        items=plan.items,
        findings=plan.findings,
        answered=f"{plan.coverage.answered} of {plan.coverage.required}",
        facts={
            "kind": plan.kind,
            "score": str(plan.score.total),
            "sessions": protocol.sessions,
            "interval": protocol.interval,
            "technique": protocol.technique,
            "studies": str(len(protocol.studies)) if protocol.studies else "",
        },
    )


def _rows(columns: list[Column], catalog: Catalog) -> list[dict[str, Any]]:
    rows = [_row("verdict", [each.verdict.upper() for each in columns])]
    rows.append(_row("what", ["; ".join(_said(item, catalog) for item in each.items) for each in columns]))
    rows.append(_row("checks answered", [each.answered for each in columns]))
    rows += [
        _row(fact, [each.facts.get(fact, "") for each in columns])
        for fact in _FACTS
        if any(each.facts.get(fact) for each in columns)
    ]
    for severity, word in (("forbid", "forbids"), ("unknown", "open"), ("caution", "mind")):
        found: dict[str, str] = {}
        for column in columns:
            for each in column.findings:
                if each.severity == severity:
                    found.setdefault(each.id, f"{each.code} {each.message}")
        for identity, message in found.items():
            has = [any(one.id == identity for one in column.findings) for column in columns]
            rows.append(_row(word, [message if each else "" for each in has]))
    return rows


def _said(item: Item, catalog: Catalog) -> str:
    words = item_words(item, catalog)
    return f"{words} (syringe {item.syringe})" if item.syringe > 1 else words


def _row(name: str, cells: list[str]) -> dict[str, Any]:
    return {"name": name, "cells": [cell or "–" for cell in cells], "differs": len(set(cells)) > 1}
