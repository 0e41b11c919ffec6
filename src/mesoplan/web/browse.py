"""The catalog to look around in: a search, an entity's page, and the statement behind a finding."""

from itertools import groupby

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.report.look_up import PLURALS, label_of, search
from mesoplan.report.page_html import page_body
from mesoplan.report.show import entity_page
from mesoplan.report.show.source import find_statement, statement_sections
from mesoplan.report.sources import address
from mesoplan.rules.registry import RULES
from mesoplan.web.ask import Ask, Reply
from mesoplan.web.names import entry_address, links_of
from mesoplan.web.render import markup, rendered

_FOUND = 60
_STATEMENTS = 12
#: Fields of a statement that are sentences, and those that only a program needs.
_SENTENCES = ("why", "result", "what", "note")
_TECHNICAL = ("id", "key", "of")
#: Kinds in the order in which they are offered to somebody who only looks around.
_SHELVES = ("goal", "ingredient", "product", "regimen", "interaction", "class", "source")
_TITLES = {kind: title for title, kind in PLURALS.items()}


def found(ask: Ask, engine: Engine) -> Reply:
    """What has all of these words in a name, by kind; without words, the shelves."""
    words, catalog = ask.one("q").strip()[:200], engine.catalog
    kind = ask.one("shelf")
    if kind in catalog.kinds() and kind in _SHELVES:
        rows = [(entry_address(kind, each), _label(kind, each, catalog)) for each in catalog.table(kind)]
        groups = [(_TITLES[kind], sorted(rows, key=lambda row: row[1].casefold()))]
        return Reply(200, rendered("found.html", words="", groups=groups, shelves=(), more=0))
    if not words:
        shelves = [(each, _TITLES[each], len(catalog.table(each))) for each in _SHELVES]
        return Reply(200, rendered("found.html", words="", groups=(), shelves=shelves, more=0))
    hits = search(words, catalog)
    groups = [
        (_TITLES.get(of, of), [(entry_address(of, hit.id), label_of(hit, catalog)) for hit in some])
        for of, some in groupby(hits[:_FOUND], key=lambda hit: hit.kind)
    ]
    more = max(0, len(hits) - _FOUND)
    return Reply(200, rendered("found.html", words=words, groups=groups, shelves=(), more=more))


def _label(kind: str, identity: str, catalog: Catalog) -> str:
    if kind == "source":
        return str(catalog.source(identity).title)
    if kind == "interaction":
        return " with ".join(catalog.label(each) for each in catalog.interaction(identity).members)
    return catalog.label(identity)


def entry(ask: Ask, engine: Engine) -> Reply:
    """The page of one entity; what it names leads on."""
    kind, catalog = ask.one("kind"), engine.catalog
    if kind not in catalog.kinds() or ask.one("id") not in catalog.table(kind) or kind not in _TITLES:
        return Reply(404, rendered("aside.html", title="Not found", body="The catalog has no such page."))
    body = page_body(entity_page(kind, ask.one("id"), catalog), links_of(catalog), 3)
    return Reply(200, rendered("entry.html", body=markup(body)))


def source(ask: Ask, engine: Engine) -> Reply:
    """What a finding rests on: each statement as it was authored, its place, how it was read, its source."""
    catalog = engine.catalog
    shown = []
    for identity in ask.all("id")[:_STATEMENTS]:
        kind, _, stated = find_statement(identity, catalog)
        said, _ = statement_sections(stated, catalog)
        rows = {name: value for block in said.blocks for name, value in getattr(block, "rows", ()) if value}
        first = next((name for name in _SENTENCES if name in rows), "")
        record = catalog.source(stated.cite.source)
        shown.append(
            {
                "id": stated.id,
                "says": rows.get(first, ""),
                "fields": [row for row in rows.items() if row[0] not in (first, *_TECHNICAL)],
                "cite": stated.cite,
                "source": record,
                "address": address(record),
                "entry": entry_address("source", stated.cite.source),
                "of": _label(kind, stated.entity, catalog),
            }
        )
    rule = next((each for each in RULES if each.code == ask.one("code")), None)
    return Reply(200, rendered("source.html", shown=shown, rule=rule))
