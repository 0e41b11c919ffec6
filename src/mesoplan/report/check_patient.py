"""What the patient's own facts raise, in few lines: by ingredient where there are many facts.

Up to four findings stand one by one with their reasons. More are told by ingredient, what to do behind each
fact; the reasons are on the full page, in `explain` and in JSON.
"""

from collections.abc import Iterable

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import Finding
from mesoplan.record import NamedTuple
from mesoplan.report.words.template import substances_of

#: More findings than this are told by ingredient.
ONE_BY_ONE = 4
#: What the patient has, takes or is: the rules whose contraindications can be told together.
_OF_FACTS = frozenset({"PT201", "PT202", "PT205", "PT207"})


class Told(NamedTuple):
    """One line, and the findings that it tells."""

    text: str
    action: str
    findings: tuple[Finding, ...]


def of_a_fact(finding: Finding) -> bool:
    """Whether a finding is about a fact of the patient and ingredients, so that others can join it."""
    return (
        finding.code in _OF_FACTS
        and bool(finding.data.get("fact"))
        and finding.topic in ("contraindicated", "caution")
    )


#: Ids of ingredients, and the findings about just these.
About = tuple[tuple[str, ...], tuple[Finding, ...]]


def by_ingredient(findings: Iterable[Finding], catalog: Catalog) -> tuple[About, ...]:
    """The findings of facts, those about the same ingredients together."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for each in findings:
        about = tuple(sorted(substances_of(each, catalog)))
        groups.setdefault(about, []).append(each)
    return tuple((about, tuple(group)) for about, group in groups.items())


def telling(cautions: Iterable[Finding], forbidding: Iterable[Finding], catalog: Catalog) -> list[Finding]:
    """Cautions of facts that tell something: not what already forbids, nor the general name of another one.

    A beta-blocker that is not selective is told once, by the closer statement; asthma that forbids an
    ingredient needs no care as well.
    """
    cautions = list(cautions)
    pairs = {(fact, about) for each in forbidding for fact, about in _pairs_of(each, catalog)}
    told = pairs | {(fact, about) for each in cautions for fact, about in _pairs_of(each, catalog)}
    general = {(above, about) for fact, about in told for above, _ in catalog.ancestors("fact", fact)}
    return [
        each for each in cautions if not of_a_fact(each) or set(_pairs_of(each, catalog)) - pairs - general
    ]


def _pairs_of(finding: Finding, catalog: Catalog) -> list[tuple[str, str]]:
    """What a finding of a fact is about: the fact with each ingredient."""
    if not of_a_fact(finding):
        return []
    return [(finding.data["fact"], each) for each in substances_of(finding, catalog)]


def care(findings: tuple[Finding, ...], catalog: Catalog) -> str:
    """The facts that call for care, by what to do: "diabetes and asthma (weigh it); warfarin (avoid)"."""
    actions: dict[str, list[str]] = {}
    for each in findings:
        actions.setdefault(_short_action(each.action), []).append(each.data["fact"])
    return "; ".join(
        f"{facts_of(facts, catalog)}{f' ({action})' if action else ''}" for action, facts in actions.items()
    )


def contraindicated(names: str, findings: tuple[Finding, ...], catalog: Catalog) -> Told:
    """One line on what forbids the same ingredients for several facts of the patient."""
    facts = facts_of([each.data["fact"] for each in findings], catalog)
    reasons = dict.fromkeys(each.data.get("why", "").strip() for each in findings)
    reason = f" {next(iter(reasons))}" if len(reasons) == 1 else ""
    actions = dict.fromkeys(each.action for each in findings if each.action)
    text = f"Contraindicated (patient: {facts}): {names}.{reason}"
    return Told(text=text, action=next(iter(actions), ""), findings=findings)


def facts_of(identities: Iterable[str], catalog: Catalog) -> str:
    """Labels of facts; what is only the general name of another of them is left out."""
    ids = tuple(dict.fromkeys(identities))
    above = {parent for each in ids for parent, _ in catalog.ancestors("fact", each)}
    return _all([catalog.label(each) for each in ids if each not in above], "and")


def not_read(findings: Iterable[Finding], names: dict[tuple[str, ...], str], catalog: Catalog) -> str:
    """Facts that nothing was read about, those of the same ingredients together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for each in findings:
        about = tuple(sorted(substances_of(each, catalog)))
        groups.setdefault(about, []).append(catalog.label(each.data["fact"]))
    return "; ".join(f"{_all(facts, 'or')} with {names[about]}" for about, facts in groups.items())


def _all(names: list[str], last: str) -> str:
    """Every name: what the patient has is never counted instead of named."""
    return " ".join((", ".join(names[:-1]), last, names[-1])) if len(names) > 1 else "".join(names)


def _short_action(action: str) -> str:
    first = action.split(". ")[0].strip().rstrip(".")
    return first[:1].lower() + first[1:] if first[1:2].islower() else first
