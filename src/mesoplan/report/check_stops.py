"""What stops a cocktail, on the first page of a check: a line a fact, and what to do about it."""

from collections.abc import Iterable, Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Item
from mesoplan.model.finding import Finding
from mesoplan.report.check_patient import ONE_BY_ONE, by_ingredient, contraindicated, facts_of, of_a_fact
from mesoplan.report.check_shared import codes_of, first_sentence, grouped, kind_of, names_of
from mesoplan.report.names import short_label
from mesoplan.report.page import Entry
from mesoplan.report.sources import first_of
from mesoplan.report.words.template import sentence

#: Rules about one pair in one syringe: several of them about the same two lines are one fact.
_PAIR = frozenset(
    {("MX301", "incompatible"), ("MX310", "alone"), ("MX310", "only-with"), ("MX303", "conflict")}
)

_IN_ONE = " in one syringe: "


def stops(
    findings: Iterable[Finding], items: tuple[Item, ...], catalog: Catalog, *, close: bool = False
) -> Iterator[Entry]:
    """Each fact that forbids, and what to do about it; what several facts ask for is said once.

    ``close``: in fewer lines. What the patient's facts forbid is one line without its reasons, and what to do
    follows in the same line.
    """
    against = forbidding(findings)
    of_facts = [each for each in against if of_a_fact(each)]
    told = for_facts(of_facts, items, catalog) if len(of_facts) > ONE_BY_ONE and not close else []
    told = [_in_one(of_facts, items, catalog)] if close and of_facts else told
    rest = [each for each in against if not told or each not in of_facts]
    groups = grouped(rest, lambda one: fact_of(one, items))
    told += _merged([_stop(tuple(group), key, catalog) for key, group in groups.items()])
    for position, entry in enumerate(told):
        again = position + 1 < len(told) and told[position + 1].more == entry.more
        last = entry._replace(more=()) if again else entry
        yield _closed(last) if close else last


def _closed(entry: Entry) -> Entry:
    """What forbids in its first sentence, and what to do behind it."""
    return entry._replace(text=" ".join((first_sentence(entry.text), *entry.more)), more=())


def _in_one(findings: list[Finding], items: tuple[Item, ...], catalog: Catalog) -> Entry:
    """Everything that facts of the patient forbid, by ingredient."""
    told = []
    for about, group in by_ingredient(findings, catalog):
        facts = facts_of([each.data["fact"] for each in group], catalog)
        told.append(f"{names_of(about, catalog, items)} (patient: {facts})")
    source = first_of(each for one in findings for each in one.statements)
    actions = tuple(dict.fromkeys(each.action for each in findings if each.action))[:2]
    return Entry("", f"Contraindicated: {'; '.join(told)}.", actions, codes_of(findings, source), "bad")


def _merged(entries: list[Entry]) -> list[Entry]:
    """Pairs that may not share a syringe for one and the same reason as one entry."""
    found: list[Entry] = []
    for entry in entries:
        pair, mark, reason = entry.text.partition(_IN_ONE)
        last = found[-1] if found else None
        if mark and last is not None and last.source == entry.source and last.text.endswith(mark + reason):
            before = last.text.removesuffix(mark + reason)
            found[-1] = last._replace(text=f"{before}, {pair[:1].lower()}{pair[1:]}{mark}{reason}")
        else:
            found.append(entry)
    return found


def for_facts(
    findings: list[Finding], items: tuple[Item, ...], catalog: Catalog, lead: str = ""
) -> list[Entry]:
    """What forbids the same ingredients for several facts of the patient, as one line."""
    entries = []
    for about, group in by_ingredient(findings, catalog):
        told = contraindicated(names_of(about, catalog, items), group, catalog)
        source = first_of(each for one in group for each in one.statements)
        action = (told.action,) if told.action and not lead else ()
        entries.append(
            Entry("", f"{lead}{told.text}", action, codes_of(group, source), "bad" if not lead else "open")
        )
    return entries


def forbidding(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that forbid."""
    return [each for each in findings if each.severity == "forbid"]


def fact_of(finding: Finding, items: tuple[Item, ...]) -> tuple[str, ...]:
    """What a finding is about: two lines of one syringe, or its own subjects."""
    if kind_of(finding) in _PAIR:
        lines = [item.name for item in items if set(finding.subjects) & set(item.members)]
        if len(set(lines)) == 2:
            return ("pair", *dict.fromkeys(lines))
    return (finding.code, finding.topic, *sorted(finding.subjects))


def _stop(findings: tuple[Finding, ...], key: tuple[str, ...], catalog: Catalog) -> Entry:
    source = codes_of(findings, first_of(each for one in findings for each in one.statements))
    first = findings[0]
    if key[0] != "pair":
        return Entry("", first.message, (first.action,) if first.action else (), source, "bad")
    names = [short_label(each, catalog) for each in key[1:]]
    reasons = {each.code: _because(each, catalog) for each in reversed(findings)}
    because = [reasons[code] for code in dict.fromkeys(each.code for each in findings)]
    text = f"{sentence(' + '.join(names))[:-1]}{_IN_ONE}{' '.join(because)}"
    return Entry("", text, ("Give them in separate syringes.",), source, "bad")


def _because(finding: Finding, catalog: Catalog) -> str:
    if finding.code == "MX310":
        only = finding.data.get("partners", "")
        allowed = f"only {names_of(only.split(', '), catalog)}" if only else "nothing else"
        return f"The label of {short_label(finding.data['item'], catalog)} allows {allowed} with it."
    if finding.code == "MX303":
        return "Sources disagree; the cautious one counts."
    why = sentence(finding.data.get("why", "").split(". ")[0])
    return f"incompatible ({finding.data.get('basis', '')}). {why}".strip()
