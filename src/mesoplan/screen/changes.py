"""What is said otherwise of one row by another catalog: which findings came, went or weigh otherwise."""

import json
from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import SEVERITY_RANK, CheckReport, Finding
from mesoplan.model.population import Change
from mesoplan.report.words.findings import with_words
from mesoplan.screen.judge import digest_of


def changes(before: CheckReport, after: CheckReport, old: Catalog | None, new: Catalog) -> tuple[Change, ...]:
    """Every finding that is not the same in both, the gravest first; without ``old`` the first has words."""
    was = {each.id: each for each in before.findings}
    now = {each.id: each for each in after.findings}
    differ = [name for name in dict.fromkeys((*now, *was)) if not _same(was.get(name), now.get(name))]
    said = {each.id: each.message for each in _worded(before, set(differ), old)}
    said |= {each.id: each.message for each in _worded(after, set(differ), new)}
    found = [_change(was.get(name), now.get(name), said[name]) for name in differ]
    return tuple(sorted(found, key=lambda each: (_rank(each.after), _rank(each.before), each.finding)))


def to_text(found: tuple[Change, ...]) -> str:
    """Changes as they stand in a row."""
    return json.dumps([each._asdict() for each in found], ensure_ascii=False)


def from_text(text: str) -> Iterator[Change]:
    """The changes of a row again."""
    for each in json.loads(text):
        yield Change(**{**each, "statements": tuple(each["statements"])})


def _same(one: Finding | None, other: Finding | None) -> bool:
    return one is not None and other is not None and digest_of((one,)) == digest_of((other,))


def _worded(report: CheckReport, wanted: set[str], catalog: Catalog | None) -> tuple[Finding, ...]:
    few = tuple(each for each in report.findings if each.id in wanted)
    return few if catalog is None else with_words(report._replace(findings=few), catalog).findings


def _change(was: Finding | None, now: Finding | None, message: str) -> Change:
    here = now or was
    assert here is not None
    then = {each.id for each in was.statements} if was else set()
    today = {each.id for each in now.statements} if now else set()
    return Change(
        finding=here.id,
        code=here.code,
        before=was.severity if was else "",
        after=now.severity if now else "",
        # What is stated on one side only; where that is nothing, all that is stated.
        statements=tuple(sorted(then ^ today or then | today)),
        message=message,
    )


def _rank(severity: str) -> int:
    return SEVERITY_RANK.get(severity, len(SEVERITY_RANK))
