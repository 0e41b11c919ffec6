"""Who interacts with whom on the bench, and how sure that is: a matrix first, the network beside it."""

from collections.abc import Iterable
from itertools import combinations
from math import cos, pi, sin
from urllib.parse import quote

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.catalog.catalog import Catalog, Named
from mesoplan.engine import Engine
from mesoplan.model.case import Item
from mesoplan.model.cite import ACCESS_RANK
from mesoplan.model.finding import Finding
from mesoplan.model.statement import Stated
from mesoplan.record import NamedTuple
from mesoplan.report.names import short_label
from mesoplan.report.page_html import page_body
from mesoplan.report.show.pair import pair_page, pair_statements
from mesoplan.web.ask import Ask, Reply
from mesoplan.web.form import Filled, filled
from mesoplan.web.names import links_of
from mesoplan.web.render import markup, rendered
from mesoplan.web.verdict import faults_html

#: Families of rules that judge what stands together.
_OF_PAIRS = ("MX", "IX")
_TONES = {"forbid": "bad", "unknown": "open", "caution": "care", "note": "dim"}
_WORDS = {"bad": "keep apart", "open": "not known", "care": "mind", "good": "compatible", "dim": "see note"}
_BASES = ("measured", "label", "handbook", "inferred", "predicted")
_SIZE, _RADIUS = 360, 120
_LONGEST = 18


class Cell(NamedTuple):
    """Two lines of the bench: what is judged, how sure it is, and where more of it stands."""

    one: str
    other: str
    tone: str
    word: str
    sure: str
    href: str
    same_syringe: bool


def together(ask: Ask, engine: Engine) -> Reply:
    """The matrix and the network of the cocktail on the bench."""
    form: Filled | None = None
    try:
        form = filled(ask.form)
        answer = engine.check(case_from(form.case))
    except CaseError as error:
        return Reply(422, faults_html(error.faults, form, engine.catalog))
    catalog = engine.catalog
    items = tuple({item.name: item for item in answer.resolved.cocktail}.values())
    names = [short_label(item.name, catalog) for item in items]
    cells = {
        (one, other): _cell(items[one], items[other], answer.result.findings, catalog)
        for one, other in combinations(range(len(items)), 2)
    }
    return Reply(200, rendered("together.html", names=names, cells=cells, network=_network(names, cells)))


def _cell(one: Item, other: Item, findings: Iterable[Finding], catalog: Catalog) -> Cell:
    judged = [
        each
        for each in findings
        if each.code.startswith(_OF_PAIRS)
        and set(each.subjects) & set(one.members)
        and set(each.subjects) & set(other.members)
    ]
    statements = pair_statements(_named(one), _named(other), catalog)
    grave = min((each.severity for each in judged), key=list(_TONES).index, default="")
    tone = _TONES.get(grave, "")
    if not tone or tone == "dim":
        fits = any(each.record.kind == "compatible" and each.cite.supports for each in statements)
        tone = "good" if fits else "dim" if statements else "open"
    same = one.syringe == other.syringe
    told = "not settled" if tone == "open" and statements else _WORDS[tone]
    word = told if same or tone not in ("open", "good") else f"{told}; apart here"
    return Cell(
        one=one.name,
        other=other.name,
        tone=tone,
        word=word,
        sure=_sure(statements),
        href=f"pair?a={quote(one.name)}&b={quote(other.name)}",
        same_syringe=same,
    )


def _sure(statements: Iterable[Stated]) -> str:
    """The best basis and the best reading: "measured, full-text"."""
    listed = tuple(statements)
    bases = [each.record.basis for each in listed if each.record.basis in _BASES]
    if not listed:
        return "nobody measured it"
    read = min((each.cite.access for each in listed), key=lambda access: ACCESS_RANK.get(access, 9))
    return ", ".join(dict.fromkeys([*([min(bases, key=_BASES.index)] if bases else []), read]))


def _named(item: Item) -> Named:
    return Named("product" if item.product else "ingredient", item.name)


def _network(names: list[str], cells: dict[tuple[int, int], Cell]) -> dict[str, object]:
    """Nodes on a circle, and a line for each pair of which something is known or asked."""
    middle = _SIZE / 2
    angles = [2 * pi * position / max(len(names), 1) - pi / 2 for position in range(len(names))]
    at = [(round(middle + _RADIUS * cos(each), 1), round(middle + _RADIUS * sin(each), 1)) for each in angles]
    nodes = [
        {
            "name": name,
            "short": name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…",
            "x": x,
            "y": y,
            "anchor": "middle" if abs(x - middle) < 20 else "start" if x > middle else "end",
            "up": y < middle,
        }
        for name, (x, y) in zip(names, at, strict=True)
    ]
    edges = [
        {"x1": at[one][0], "y1": at[one][1], "x2": at[other][0], "y2": at[other][1], "cell": cell}
        for (one, other), cell in cells.items()
    ]
    return {"size": _SIZE, "nodes": nodes, "edges": edges}


def pair(ask: Ask, engine: Engine) -> Reply:
    """What the catalog says of two substances together."""
    catalog = engine.catalog
    one = catalog.resolve(ask.one("a"), ("substance",), "item")
    other = catalog.resolve(ask.one("b"), ("substance",), "item")
    body = page_body(pair_page(one, other, catalog), links_of(catalog), 3)
    return Reply(200, rendered("aside.html", title="Together", body=markup(body)))
