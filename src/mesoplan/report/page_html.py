"""A page as one HTML file: no network, readable in light and dark, made to be printed."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Pairs, Section, Text
from mesoplan.report.page_text import clean


def page_html(page: Page) -> str:
    """The page as a whole document."""
    body = [f'<h1 class="{page.headline.tone}">{_safe(page.headline.text)}</h1>']
    for section in page.sections:
        body.extend(_section(section))
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


def _section(section: Section) -> Iterator[str]:
    yield "<section>"
    if section.title:
        yield f'<h2 class="{section.tone}">{_safe(section.title)}</h2>'
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text():
            text = _safe(block.text)
            yield f'<p class="{block.tone}">{f"<strong>{text}</strong>" if block.strong else text}</p>'
        case Entry():
            yield from _entry(block)
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


def _entry(entry: Entry) -> Iterator[str]:
    label = f"<b>{_safe(entry.label)}</b> " if entry.label else ""
    source = f" <cite>[{_safe(entry.source)}]</cite>" if entry.source else ""
    more = "".join(f'<p class="next">{_safe(each)}</p>' for each in entry.more)
    yield f'<div class="entry {entry.tone}"><p>{label}{_safe(entry.text)}{source}</p>{more}</div>'


def _safe(text: str) -> str:
    return escape(clean(text))
