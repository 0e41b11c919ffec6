"""The docs site: one page for every ingredient, goal, product, class and rule, and an index."""

from collections.abc import Iterable, Iterator
from html import escape

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.lists import rule_page
from mesoplan.report.page_html import document, page_html, style
from mesoplan.report.show import entity_page
from mesoplan.rules.rule import Rule

#: Kinds with a page for each entity, and their heading in the index.
KINDS = (
    ("goal", "Goals"),
    ("ingredient", "Ingredients"),
    ("product", "Products"),
    ("class", "Classes"),
    ("jurisdiction", "Jurisdictions"),
    ("regimen", "Regimens"),
)


def site_pages(catalog: Catalog, rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Every file of the site as (path, HTML), the index first; same catalog, same bytes."""
    listed = tuple(rules)
    yield "index.html", _index(catalog, listed)
    for kind, _ in KINDS:
        for identity in sorted(catalog.table(kind)):
            yield f"{kind}/{identity}.html", page_html(entity_page(kind, identity, catalog))
    for rule in listed:
        yield f"rule/{rule.code}.html", page_html(rule_page(rule))


def _index(catalog: Catalog, rules: tuple[Rule, ...]) -> str:
    body = [
        f"<h1>mesoplan catalog {escape(catalog.version)}</h1>",
        f"<p>Content hash {escape(catalog.hash)}. Every line of a page names its source.</p>",
    ]
    for kind, heading in KINDS:
        rows = [
            (f"{kind}/{identity}.html", catalog.table(kind)[identity].label)
            for identity in sorted(catalog.table(kind))
        ]
        body += _links(heading, rows)
    body += _links("Rules", [(f"rule/{rule.code}.html", f"{rule.code} {rule.name}") for rule in rules])
    return document("mesoplan catalog", style("page.css"), "\n".join(body))


def _links(heading: str, rows: list[tuple[str, str]]) -> list[str]:
    items = "".join(f'<li><a href="{escape(path)}">{escape(label)}</a></li>' for path, label in rows)
    return [f"<section><h2>{escape(heading)}</h2><ul>{items}</ul></section>"]
