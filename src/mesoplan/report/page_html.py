"""A page as one HTML file: no network, readable in light and dark, made to be printed."""

import re
from collections.abc import Callable, Iterator
from html import escape
from importlib.resources import files

from mesoplan.report.page import Block, Bullets, Entry, Grid, Link, Page, Pairs, Section, Text
from mesoplan.report.page_text import clean

#: Where a name leads to; empty: nowhere.
Links = Callable[[str], str]


def page_html(page: Page, links: Links | None = None, head: str = "") -> str:
    """The page as a whole document; ``head`` is HTML that stands above it."""
    return document(page.title, style("page.css"), f"{head}{page_body(page, links)}")


def page_body(page: Page, links: Links | None = None, heading: int = 1) -> str:
    """The page as a part of a document. ``links`` gives the address of a source or of what a whole cell
    names; without it the page's own sources are linked. ``heading`` is the level of its headline.
    """
    addresses = {each.id: each.url for each in page.sources}
    known = links or (lambda name: addresses.get(name, ""))
    body = [f'<h{heading} class="{page.headline.tone}">{_safe(page.headline.text)}</h{heading}>']
    for section in page.sections:
        body.extend(section_html(section, known, heading + 1))
    body.extend(_sources(page.sources, heading + 1))
    if page.foot:
        body.append('<div class="foot">')
        body.extend(f"<p>{_safe(foot)}</p>" for foot in page.foot)
        body.append("</div>")
    return "\n".join(body)


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


def section_html(section: Section, known: Links, heading: int = 2) -> Iterator[str]:
    """A section, part by part."""
    yield '<section class="side">' if section.side else "<section>"
    if section.title:
        yield f'<h{heading} class="{section.tone}">{_safe(section.title)}</h{heading}>'
    yield "<div>"
    for block in section.blocks:
        yield from _block(block, known)
    yield "</div></section>"


def _sources(sources: tuple[Link, ...], heading: int) -> Iterator[str]:
    if sources:
        yield f'<section class="sources"><h{heading}>Sources</h{heading}><ul>'
        for each in sources:
            text = _linked(each.text, each.url) if each.url else _safe(each.text)
            yield f"<li><cite>{_safe(each.id)}</cite> {text}</li>"
        yield "</ul></section>"


def _linked(text: str, url: str) -> str:
    rel = ' rel="noopener noreferrer"' if url.startswith("http") else ""
    return f'<a href="{_safe(url)}"{rel}>{_safe(text)}</a>'


def _cited(text: str, known: Links) -> str:
    """The sources of a line; each that has an address is a link to it."""
    words = re.split(r"(https?://\S+|[\w.-]+)", text)
    return "".join(_linked(word, url) if (url := _address(word, known)) else _safe(word) for word in words)


def _address(word: str, known: Links) -> str:
    return word if word.startswith(("https://", "http://")) else known(word)


def _named(text: str, known: Links) -> str:
    """A cell: a link when the whole of it is a name, else its text with its sources as links."""
    return _linked(text, url) if (url := known(text)) else _cited(text, known)


def _block(block: Block, known: Links) -> Iterator[str]:
    match block:
        case Text():
            text = _safe(block.text)
            yield f'<p class="{block.tone}">{f"<strong>{text}</strong>" if block.strong else text}</p>'
        case Entry():
            yield from _entry(block, known)
        case Bullets():
            yield "<ul>" + "".join(f"<li>{_named(item, known)}</li>" for item in block.items) + "</ul>"
        case Pairs():
            rows = "".join(
                f"<dt>{_safe(name)}</dt><dd>{_named(value, known)}</dd>" for name, value in block.rows
            )
            yield f"<dl>{rows}</dl>"
        case Grid():
            head = "".join(
                f'<th scope="col">{_safe(cell)}</th>' if cell else "<td></td>" for cell in block.head
            )
            yield f"<table><thead><tr>{head}</tr></thead><tbody>"
            for row in block.rows:
                yield "<tr>" + "".join(f"<td>{_named(cell, known)}</td>" for cell in row) + "</tr>"
            yield "</tbody></table>"


def _entry(entry: Entry, known: Links) -> Iterator[str]:
    label = f"<b>{_named(entry.label, known)}</b> " if entry.label else ""
    source = f" <cite>[{_cited(entry.source, known)}]</cite>" if entry.source else ""
    more = "".join(f'<p class="next">{_safe(each)}</p>' for each in entry.more)
    yield f'<div class="entry {entry.tone or "plain"}"><p>{label}{_safe(entry.text)}{source}</p>{more}</div>'


def _safe(text: str) -> str:
    return escape(clean(text))
