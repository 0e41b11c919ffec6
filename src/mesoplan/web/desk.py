"""The desk: a question of the page to its answer. Knows no server, no clock and no file.

The server and the page that runs without one are two thin doors to `Desk.answer`.
"""

import json
from collections.abc import Callable
from importlib.resources import files

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from, case_from_bytes
from mesoplan.cases.resolve import spelt_out
from mesoplan.catalog.catalog import Catalog, UnknownName
from mesoplan.engine import Engine
from mesoplan.errors import MesoplanError
from mesoplan.report.answers import catalog_words
from mesoplan.web import bench, browse, paper, suggest, together
from mesoplan.web.ask import Ask, Reply
from mesoplan.web.form import LISTS, MOST_LINES, SESSION, fields_of, filled, toml_of
from mesoplan.web.names import offered_facts, offered_items
from mesoplan.web.render import rendered
from mesoplan.web.verdict import faults_html, verdict

ROWS = 4
#: A form larger than this is no case.
MOST_BYTES = 50_000
_KINDS = {"conditions": ("condition", "state"), "allergies": ("allergy",), "medicines": ("medicine",)}

Question = Callable[[Ask, Engine], Reply]


class Desk:
    """Answers the questions of the page from one catalog."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._home = ""

    def home(self) -> str:
        """The page itself; the same for everybody."""
        if not self._home:
            self._home = _home(self._engine.catalog)
        return self._home

    def answer(self, ask: Ask) -> Reply:
        """The answer to a question. Whatever goes wrong inside says that nothing was checked."""
        question = QUESTIONS.get(ask.name)
        if question is None:
            return Reply(404, _not_checked("there is no such page."))
        try:
            return question(ask, self._engine)
        except CaseError as error:
            return Reply(422, faults_html(error.faults, None, self._engine.catalog))
        except UnknownName as error:
            return Reply(404, _not_checked(f"{error}"))
        except MesoplanError as error:
            return Reply(422, _not_checked(f"{error}"))


def _not_checked(why: str) -> str:
    return rendered("failed.html", why=why)


def _home(catalog: Catalog) -> str:
    def named(kind: str) -> list[tuple[str, str]]:
        rows = [(record.label, identity) for identity, record in catalog.table(kind).items()]
        return sorted(rows, key=lambda row: row[0].casefold())

    places = named("jurisdiction")
    return rendered(
        "home.html",
        goals=named("goal"),
        zones=named("zone"),
        countries=[row for row in places if "-" not in row[1]],
        regions=[row for row in places if "-" in row[1]],
        techniques=named("technique"),
        lists=[(key, offered_facts(_KINDS[key], catalog)) for key in LISTS],
        items=offered_items(catalog),
        session=SESSION,
        rows=range(1, ROWS + 1),
        most=MOST_LINES,
        sheets=paper.SHEETS,
        foot=catalog_words(catalog),
        version=catalog.version,
    )


def save(ask: Ask, engine: Engine) -> Reply:
    """The case on the page as a case file."""
    case = filled(ask.form).case
    case_from(case)
    return Reply(200, toml_of(case), "toml")


def opened(ask: Ask, engine: Engine) -> Reply:
    """The fields that a case file fills; without a text, those of the example."""
    text = ask.one("text") or files("mesoplan.web").joinpath("templates", "example.toml").read_text("utf-8")
    case = spelt_out(case_from_bytes(text.encode("utf-8", "replace"), ""), engine.catalog)
    fields = fields_of(case)
    for key, kind in (
        ("goal", "goal"),
        ("zone", "zone"),
        ("jurisdiction", "jurisdiction"),
        ("technique", "technique"),
    ):
        meant = engine.catalog.find(fields[key], (kind,)) if isinstance(fields.get(key), str) else None
        fields |= {key: meant.id} if meant else {}
    return Reply(200, json.dumps(fields, ensure_ascii=False), "json")


QUESTIONS: dict[str, Question] = {
    "check": verdict,
    "plan": suggest.plans,
    "compare": suggest.compare,
    "repair": bench.repairs,
    "limits": bench.limits,
    "together": together.together,
    "pair": together.pair,
    "source": browse.source,
    "find": browse.found,
    "entry": browse.entry,
    "paper": paper.paper,
    "save": save,
    "open": opened,
}
