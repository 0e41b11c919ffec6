"""A finding's id: what it is about, without prose, the same from case to case."""

from mesoplan import Case, check, load_catalog

LINES = (
    {"ingredient": "lidocaine", "amount": "40 mg", "volume": "2 mL"},
    {"ingredient": "procaine", "amount": "40 mg", "volume": "2 mL"},
)


def _ids(*lines: dict[str, str], **case: object) -> list[str]:
    raw = Case(goal="neck-pain", zone="neck", **case)  # type: ignore[arg-type]
    report = check(raw, lines, load_catalog())
    return [each.id for each in report.findings]


def test_ids_are_unique_and_hold_no_prose() -> None:
    ids = _ids(*LINES, patient={"conditions": [{"name": "some odd thing", "unmapped": True}]})
    assert ids and len(set(ids)) == len(ids)
    assert not [each for each in ids if " " in each]


def test_ids_stay_when_an_amount_changes_or_something_else_is_added() -> None:
    alone = _ids(LINES[0])
    assert _ids(dict(LINES[0], amount="41 mg")) == alone
    both = _ids(*LINES)
    about_lidocaine = {each for each in alone if each.startswith("PT208")}
    assert about_lidocaine and about_lidocaine <= set(both)
