"""The door of the page without a server: a question as texts in, its answer as JSON out."""

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from mesoplan.catalog.load import load_catalog
from mesoplan.engine import Engine
from mesoplan.web.ask import Ask
from mesoplan.web.desk import MOST_BYTES, Desk


def opened(pack: str) -> Callable[[str, str], str]:
    """What answers the page from this packed catalog: address and body to JSON of status, text and kind."""
    desk = Desk(Engine(load_catalog(packed=pack)))

    def ask(address: str, body: str) -> str:
        parts = urlsplit(address)
        if len(body) > MOST_BYTES:
            return json.dumps((413, "", "html"))
        name = parts.path.rsplit("/", 1)[-1]
        query, form = (tuple(parse_qsl(text, keep_blank_values=True)) for text in (parts.query, body))
        return json.dumps(desk.answer(Ask(name, query, form)))

    return ask
