"""What could be changed on the bench: repairs that a press carries out, and how much of a line passes."""

from decimal import Decimal
from typing import Any

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Deadline, Engine
from mesoplan.model.case import Case, Item
from mesoplan.model.change import Change
from mesoplan.model.repair import Repair
from mesoplan.model.threshold import Threshold
from mesoplan.report.check_page import VERDICT_TONE
from mesoplan.report.explain_words import changes_words, repair_lines, threshold_lines
from mesoplan.web.ask import Ask, Reply
from mesoplan.web.form import Filled, filled
from mesoplan.web.render import rendered
from mesoplan.web.suggest import taken
from mesoplan.web.verdict import faults_html, field_of

SECONDS = 15
_SHOWN = 12
#: Changes of lines of the cocktail: the page carries them out. The others are for the reader to say.
_OF_LINES = frozenset({"drop", "lower", "separate", "swap", "vehicle", "dilute", "split"})
#: The whole of the slider, in steps, and how far it reaches beyond the border or what is written.
STEPS = 1000
_BEYOND = Decimal("1.5")


def repairs(ask: Ask, engine: Engine) -> Reply:
    """Every minimal change that makes the cocktail pass, each with what it makes of the bench."""
    form: Filled | None = None
    try:
        form, case = _case(ask)
        answer = engine.repair(case, answered=bool(ask.one("answered")), observer=Deadline(SECONDS))
    except CaseError as error:
        return Reply(422, faults_html(error.faults, form, engine.catalog))
    found, catalog = answer.result, engine.catalog
    rows = [_repair(each, catalog) for each in found.repairs[:_SHOWN]]
    lines = repair_lines(found, catalog)
    notes = [each for each in lines if not each[:1].isdigit() and "`" not in each]
    if found.passes and not rows:
        notes = ["Nothing forbids it: no repair is needed."]
    return Reply(200, rendered("repairs.html", rows=rows, notes=notes))


def _repair(repair: Repair, catalog: Catalog) -> dict[str, Any]:
    by_page = any(each.kind in _OF_LINES for each in repair.changes)
    told = [each for each in repair.changes if each.kind not in _OF_LINES]
    return {
        "words": changes_words(repair.changes, catalog),
        "verdict": repair.verdict,
        "tone": VERDICT_TONE[repair.verdict],
        "take": taken(repair.sessions[0], catalog) if by_page and repair.sessions else "",
        "go": _field(told[0]) if told else "",
        "other": len(repair.sessions) > 1,
    }


def _field(change: Change) -> str:
    """The field of the page in which a change is said; empty where it has none."""
    key = change.target if change.kind == "state" else change.kind
    return field_of(key.replace("-", "_"), None)


def limits(ask: Ask, engine: Engine) -> Reply:
    """How much of one line passes: the solved border, and a slider that moves the line's amount."""
    form: Filled | None = None
    try:
        form, case = _case(ask)
        row = int(ask.one("row")) if ask.one("row").isdecimal() and len(ask.one("row")) < 4 else 0
        if row not in form.rows:
            return Reply(200, rendered("limits.html", row=0, lines=["Write the line first."], scale=None))
        position = form.rows.index(row)
        answer = engine.threshold(case, position)
    except CaseError as error:
        return Reply(422, faults_html(error.faults, form, engine.catalog))
    item = answer.resolved.cocktail[position]
    return Reply(
        200,
        rendered(
            "limits.html",
            row=row,
            lines=threshold_lines(answer.result, engine.catalog),
            scale=_scale(answer.result, item),
        ),
    )


def _scale(found: Threshold, item: Item) -> dict[str, Any] | None:
    """The slider: what it moves, its reach, the pieces of verdict along it, and the solved border."""
    moved = _moved(item)
    if moved is None or not found.pieces:
        return None
    field, base = moved
    border = None if found.most is None else found.most.level.share
    reach = max(border or Decimal(1), Decimal(1)) * _BEYOND
    pieces = [
        {
            "x": _step(each.low, reach),
            "width": _step(each.high if each.high is not None else reach, reach) - _step(each.low, reach),
            "tone": VERDICT_TONE[each.verdict],
            "verdict": each.verdict,
        }
        for each in found.pieces
        if each.low < reach
    ]
    return {
        "field": field,
        "unit": str(base.unit),
        "base": str(base.value),
        "reach": str(reach),
        "steps": STEPS,
        "now": _step(Decimal(1), reach),
        "pieces": pieces,
        "border": None if border is None else _step(border, reach),
        "border_words": "" if border is None else f"{_plain(border * base.value)} {base.unit}",
        "included": found.most is not None and found.most.included,
    }


def _moved(item: Item) -> tuple[str, Any] | None:
    """The field that says how much of a line there is, and what stands in it."""
    if item.volume is not None and (item.product or not item.contents or item.contents[0].amount is None):
        return "volume", item.volume
    if len(item.contents) == 1 and item.contents[0].amount is not None:
        return "amount", item.contents[0].amount
    return None


def _step(share: Decimal, reach: Decimal) -> int:
    return int(min(share / reach, Decimal(1)) * STEPS)


def _plain(value: Decimal) -> str:
    return f"{value:.4g}" if value < 10**6 else f"{value:f}"


def _case(ask: Ask) -> tuple[Filled, Case]:
    form = filled(ask.form)
    return form, case_from(form.case)
