"""An id says what is stated, in no words of a sentence: mending a typo voids no waiver."""

from collections import defaultdict
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.ledger import missing_lines, unlisted_lines
from mesoplan.model.statement import Stated, statements_of

#: Fields that hold a sentence, or a part of one.
PROSE = (
    "why",
    "what",
    "section",
    "condition",
    "looks",
    "angle",
    "activity",
    "action",
    "note",
    "result",
    "text",
)
#: Never judged by a rule, and told apart by their words alone: they have a short hash of them.
HASHED = ("Monitoring", "Care")


def _statements(catalog: Catalog) -> list[tuple[str, Stated]]:
    return [
        pair
        for kind in catalog.kinds()
        for identity, record in catalog.table(kind).items()
        for pair in statements_of(identity, record)
    ]


def test_a_sentence_that_is_mended_keeps_its_id(catalog: Catalog) -> None:
    changed = 0
    for _, stated in _statements(catalog):
        record: Any = stated.record
        if type(record).__name__ in HASHED:
            continue
        prose = [name for name in PROSE if isinstance(getattr(record, name, None), str)]
        mended = record._replace(**dict.fromkeys(prose, "Quite another sentence, mended."))
        changed += bool(prose)
        assert Stated(stated.entity, mended).id == stated.id
    assert changed > 1000


def test_an_id_has_no_blank_and_ends_in_its_source(catalog: Catalog) -> None:
    for _, stated in _statements(catalog):
        assert " " not in stated.id
        assert stated.id.endswith(f"@{stated.cite.source}")


def test_what_is_said_twice_differs_in_its_id_or_in_its_place(catalog: Catalog) -> None:
    said: dict[str, set[Any]] = defaultdict(set)
    for path, stated in _statements(catalog):
        said[stated.id if "[" in path else f"{stated.id} {path}"].add(repr(stated.record._replace(cite=None)))
    assert not {name: records for name, records in said.items() if len(records) > 1}


def test_two_statements_of_one_name_are_both_missed() -> None:
    ledger = ("a#monitoring@x =1", "a#monitoring@x =2")
    assert [each.code for each in unlisted_lines(ledger[:1], ledger, "f")] == ["CA073"]
    assert not list(unlisted_lines(ledger, ledger, "f"))
    assert [each.code for each in missing_lines((), ledger, "f")] == ["CA071"]
