"""A page as one HTML file: no network, readable in light and dark, made to be printed."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files

from mesoplan.report.page import Block, Bullets, Entry, Grid, Link, Page, Pairs, Section, Text
from mesoplan.report.page_text import clean


def page_html(page: Page) -> str:
    """The page as a whole document."""
    known = {each.id: each.url for each in page.sources if each.url}
    body = [f'<h1 class="{page.headline.tone}">{_safe(page.headline.text)}</h1>']
    for section in page.sections:
        body.extend(_section(section, known))
    body.extend(_sources(page.sources))
    if page.foot:
        body.append("<footer>")
        body.extend(f"<p>{_safe(foot)}</p>" for foot in page.foot)
        body.append("</footer>")
    return document(page.title, style("page.css"), "\n".join(body))


def document(title: str, css: str, body: str) -> str:
    """An HTML document around a body; it asks for nothing over the network."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        f"<title>{_safe(title)}</title>\n<style>\n{css}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def style(name: str) -> str:
    """A file of this package that goes into a page."""
    return files("mesoplan.report").joinpath("assets", name).read_text("utf-8")


def _section(section: Section, known: Mapping[str, str]) -> Iterator[str]:
    yield '<section class="side">' if section.side else "<section>"
    if section.title:
        yield f'<h2 class="{section.tone}">{_safe(section.title)}</h2>'
    yield "<div>"
    for block in section.blocks:
        yield from _block(block, known)
    yield "</div></section>"


def _sources(sources: tuple[Link, ...]) -> Iterator[str]:
    if sources:
        yield '<section class="sources"><h2>Sources</h2><ul>'
        for each in sources:
            text = _linked(each.text, each.url) if each.url else _safe(each.text)
            yield f"<li><cite>{_safe(each.id)}</cite> {text}</li>"
        yield "</ul></section>"


def _linked(text: str, url: str) -> str:
    return f'<a href="{_safe(url)}" rel="noopener noreferrer">{_safe(text)}</a>'


def _cited(text: str, known: Mapping[str, str]) -> str:
    """The sources of a line; each that has an address is a link to it."""
    words = re.split(r"([\w.-]+)", text)
    return "".join(_linked(word, known[word]) if word in known else _safe(word) for word in words)


def _block(block: Block, known: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Text():
            text = _safe(block.text)
            yield f'<p class="{block.tone}">{f"<strong>{text}</strong>" if block.strong else text}</p>'
        case Entry():
            yield from _entry(block, known)
        case Bullets():
            yield "<ul>" + "".join(f"<li>{_safe(item)}</li>" for item in block.items) + "</ul>"
        case Pairs():
            rows = "".join(f"<dt>{_safe(name)}</dt><dd>{_safe(value)}</dd>" for name, value in block.rows)
            yield f"<dl>{rows}</dl>"
        case Grid():
            head = "".join(f'<th scope="col">{_safe(cell)}</th>' for cell in block.head)
            yield f"<table><thead><tr>{head}</tr></thead><tbody>"
            for row in block.rows:
                yield "<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>"
            yield "</tbody></table>"


def _entry(entry: Entry, known: Mapping[str, str]) -> Iterator[str]:
    label = f"<b>{_safe(entry.label)}</b> " if entry.label else ""
    source = f" <cite>[{_cited(entry.source, known)}]</cite>" if entry.source else ""
    more = "".join(f'<p class="next">{_safe(each)}</p>' for each in entry.more)
    yield f'<div class="entry {entry.tone or "plain"}"><p>{label}{_safe(entry.text)}{source}</p>{more}</div>'


def _safe(text: str) -> str:
    return escape(clean(text))
