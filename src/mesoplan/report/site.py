"""The catalog as a site: a page for every entity, source, pair and rule, an index, and a search."""

from collections.abc import Callable, Iterable, Iterator
from html import escape

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.lists import rule_page
from mesoplan.report.look_up import Hit, label_of, names_on_pages
from mesoplan.report.page_html import document, page_html, style
from mesoplan.report.show import entity_page
from mesoplan.rules.rule import Rule

#: Kinds with a page for each entity, and their heading in the index.
KINDS = (
    ("goal", "Goals"),
    ("ingredient", "Ingredients"),
    ("product", "Products"),
    ("regimen", "Regimens"),
    ("interaction", "Pairs and more"),
    ("class", "Classes"),
    ("zone", "Zones"),
    ("technique", "Techniques"),
    ("jurisdiction", "Jurisdictions"),
    ("source", "Sources"),
)
_HEAD = '<nav><p><a href="../index.html">Catalog</a></p></nav>\n'


def site_pages(catalog: Catalog, rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Every file of the site as (path, HTML), the index first; same catalog, same bytes."""
    listed = tuple(rules)
    links = _links_in(catalog)
    yield "index.html", _index(catalog, listed)
    for kind, _ in KINDS:
        for identity in sorted(catalog.table(kind)):
            page = entity_page(kind, identity, catalog)
            yield f"{kind}/{identity}.html", page_html(page, links, _HEAD)
    for rule in listed:
        yield f"rule/{rule.code}.html", page_html(rule_page(rule), links, _HEAD)


def _links_in(catalog: Catalog) -> Callable[[str], str]:
    """Where a name on a page leads to, from any page but the index."""
    known, kinds = names_on_pages(catalog), {kind for kind, _ in KINDS}

    def link(name: str) -> str:
        kind, identity = known.get(name, ("", ""))
        return f"../{kind}/{identity}.html" if kind in kinds else ""

    return link


def _index(catalog: Catalog, rules: tuple[Rule, ...]) -> str:
    body = [
        f"<h1>mesoplan catalog {escape(catalog.version)}</h1>",
        f"<p>Content hash {escape(catalog.hash)}. Every line of a page names its source.</p>",
        '<p><label>Search <input type="search" id="words" autocomplete="off"></label> '
        '<span id="found" role="status"></span></p>',
    ]
    for kind, heading in KINDS:
        rows = [
            (f"{kind}/{identity}.html", label_of(Hit(kind, identity, identity), catalog), identity)
            for identity in sorted(catalog.table(kind))
        ]
        body += _listed(heading, rows)
    body += _listed(
        "Rules", [(f"rule/{rule.code}.html", f"{rule.code} {rule.name}", rule.code) for rule in rules]
    )
    body.append(f"<script>\n{style('search.js')}</script>")
    return document("mesoplan catalog", style("page.css"), "\n".join(body))


def _listed(heading: str, rows: list[tuple[str, str, str]]) -> list[str]:
    """A section of links; an id stands beside a label that does not hold it, so that it can be searched."""
    items = "".join(
        f'<li data-id="{escape(identity)}"><a href="{escape(path)}">{escape(label)}</a></li>'
        for path, label, identity in rows
    )
    return [f"<section><h2>{escape(heading)} ({len(rows)})</h2><ul>{items}</ul></section>"]
