"""A page: what every answer is turned into before it is printed as text, Markdown or HTML.

Builders decide what is said and in which order; the three renderers decide only how it looks.
"""

from typing import Literal

from mesoplan.record import NamedTuple

#: What a block is, never said by colour alone: the words say it too.
Tone = Literal["", "bad", "open", "care", "good", "dim"]


class Text(NamedTuple):
    """A paragraph."""

    text: str
    tone: Tone = ""
    strong: bool = False


class Entry(NamedTuple):
    """A finding or the like: a short label, what is said, what next, and where it comes from."""

    label: str
    text: str
    more: tuple[str, ...] = ()
    source: str = ""
    tone: Tone = ""


class Bullets(NamedTuple):
    """A list of short lines."""

    items: tuple[str, ...]


class Pairs(NamedTuple):
    """Names and values."""

    rows: tuple[tuple[str, str], ...]


class Grid(NamedTuple):
    """A table."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Text | Entry | Bullets | Pairs | Grid


class Section(NamedTuple):
    """Blocks under a heading; ``side``: the heading is one word, and stands beside them where it can."""

    title: str
    blocks: tuple[Block, ...]
    tone: Tone = ""
    side: bool = False


class Link(NamedTuple):
    """A source that the page names by ``id``: what it is, and where it can be read (empty: nowhere)."""

    id: str
    text: str
    url: str


class Page(NamedTuple):
    """An answer: the headline first, then sections, then what is held back and where it is from.

    ``sources`` are listed, with their addresses, where a page can carry links.
    """

    title: str
    headline: Text
    sections: tuple[Section, ...]
    foot: tuple[str, ...] = ()
    sources: tuple[Link, ...] = ()
