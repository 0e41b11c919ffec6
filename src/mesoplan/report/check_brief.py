"""The first page of a check: what stops it, what to ask or name, what to mind, what is not known.

One fact is one line, however many ingredients it touches. What decides stands in front; a code stands
at the end of its line. Everything that is left out here is on the full page, and in JSON.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from mesoplan.asking.unknowns import REACTED, Unknowns, lacking, unknowns_of, unnamed
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Item
from mesoplan.model.finding import Finding
from mesoplan.report.answers import Checked, item_words
from mesoplan.report.check_patient import (
    ONE_BY_ONE,
    by_ingredient,
    care,
    not_read,
    of_a_fact,
    telling,
)
from mesoplan.report.check_shared import (
    NAMED,
    codes_of,
    first_sentence,
    gist_of,
    grouped,
    is_substance,
    kind_of,
    names_of,
    short_fields,
    some_of,
)
from mesoplan.report.check_stops import fact_of, for_facts, forbidding, stops
from mesoplan.report.names import asked_words, patient_words, read_words, short_label
from mesoplan.report.page import Block, Entry, Section, Tone
from mesoplan.report.questions import questions_of
from mesoplan.report.words.gist import (
    OF_CASE,
    OF_EVIDENCE,
    OF_FACT,
    OF_LAW,
    OF_MIXTURE,
    OF_ONE,
    OF_SESSION,
)
from mesoplan.report.words.template import fill_part, listed, sentence

#: The lines that a screen has for the findings, and the columns that each line has for their words.
_SCREEN, _COLUMNS = 31, 86
#: Raised by what this patient is, has or takes, not by the ingredient alone.
_OF_PATIENT = frozenset({"PT201", "PT202", "PT203", "PT204", "PT205", "PT206", "PT207", "PT209", "IX406"})


def understood(checked: Checked) -> list[Section]:
    """What was read: the syringes, what for and where, the patient, and what was read otherwise."""
    resolved, catalog = checked.resolved, checked.catalog
    if not resolved.cocktail:
        return []
    numbers = sorted({item.syringe for item in resolved.cocktail})
    syringes = []
    for number in numbers:
        held = [item_words(item, catalog) for item in resolved.cocktail if item.syringe == number]
        site = next(item.site for item in resolved.cocktail if item.syringe == number)
        where = [catalog.label(each) for each in (site.zone, site.technique) if each]
        place = f" ({', '.join(where)})" if where else ""
        syringes.append(
            (f"syringe {number}{place}: " if len(numbers) > 1 or place else "") + " + ".join(held)
        )
    asked = asked_words(checked.case, resolved, catalog)
    read = read_words(resolved, catalog)
    return [
        _side("What", (Entry("", each) for each in syringes), ""),
        _side("For", (Entry("", asked),) if asked else (), ""),
        _side("Who", (Entry("", patient_words(checked.case, resolved, catalog)),), ""),
        _side("Read", (Entry("", read),) if read else (), ""),
    ]


def brief_sections(checked: Checked) -> list[Section]:
    """The findings in as few lines as they have facts; in fewer where a screen would not hold them."""
    sections = _sections(checked, close=False)
    return sections if _lines_of(sections) <= _SCREEN else _sections(checked, close=True)


def _lines_of(sections: list[Section]) -> int:
    """About how many lines of 96 columns sections take."""
    texts = [
        text
        for section in sections
        for block in section.blocks
        if isinstance(block, Entry)
        for text in (f"{block.text} [{block.source}]", *block.more)
    ]
    return sum(-(-len(text) // _COLUMNS) for text in texts)


def _sections(checked: Checked, *, close: bool) -> list[Section]:
    report, catalog, items = checked.report, checked.catalog, checked.resolved.cocktail
    unknowns = unknowns_of(report.findings, items, catalog)
    cautions = [each for each in report.findings if each.severity == "caution"]
    evidence = [each for each in cautions if kind_of(each) in OF_EVIDENCE]
    return [
        _side("Stop", stops(report.findings, items, catalog, close=close), "bad"),
        _side("Ask", _asked(unknowns, items, catalog, close=close), "open"),
        _side("Name", _names(unknowns.name, checked), "open"),
        _side("Mind", _mind(cautions, checked, close=close), "care"),
        _side("Open", (*_open(unknowns, evidence, checked, close=close),), "open"),
    ]


def headline(checked: Checked) -> str:
    """The verdict in one sentence: how many facts forbid, and of what kind the open points are."""
    report, items = checked.report, checked.resolved.cocktail
    facts = len(grouped(forbidding(report.findings), lambda one: fact_of(one, items)))
    cautions = sum(each.severity == "caution" for each in report.findings)
    still_open = _open_points(checked)
    match report.verdict:
        case "blocked":
            said = "1 fact forbids" if facts == 1 else f"{facts} facts forbid"
            return f"BLOCKED: {said} this cocktail{f'; {still_open}' if still_open else ''}."
        case "incomplete":
            if not report.findings:
                return "INCOMPLETE: there is no cocktail to check."
            return f"INCOMPLETE: nothing forbids this cocktail, but {still_open}."
        case "caution":
            care = "1 caution" if cautions == 1 else f"{cautions} cautions"
            return f"CAUTION: nothing forbids this cocktail; {care} to mind. Every check was answered."
        case _:
            return "CLEAR: every required check was answered, and none objects."


def _open_points(checked: Checked) -> str:
    """The open points by what would settle them: "2 to ask, 9 to name, 4 not in the catalog"."""
    unknowns = unknowns_of(checked.report.findings, checked.resolved.cocktail, checked.catalog)
    nobody = len(unknowns.unmeasured) + len(unknowns.unread)
    asked = len(questions_of(unknowns.ask, checked.catalog))
    asked += sum(each.topic == REACTED for each in unknowns.ask)
    parts = [f"{asked} to ask"] if asked else []
    parts += [f"{len(unknowns.name)} to name"] if unknowns.name else []
    parts += [f"{nobody} not in the catalog"] if nobody else []
    return f"open: {', '.join(parts)}" if parts else ""


def _side(title: str, blocks: Iterable[Block], tone: Tone) -> Section:
    return Section(title, tuple(blocks), tone, side=True)


# ---------------------------------------------------------------------- what to ask and to name


def _not_read(facts: list[Finding], items: tuple[Item, ...], catalog: Catalog) -> str:
    """What nothing was read about, and what the catalog does not know."""
    read = [each for each in facts if each.topic == "not-read"]
    rest = [each for each in facts if each not in read]
    names = {about: _either(about, catalog, items) for about, _ in by_ingredient(read, catalog)}
    parts = (
        [f"nothing was read about {not_read(read, names, catalog)}: look it up in the label"] if read else []
    )
    parts += [gist_of(rest, OF_FACT, catalog, joint="; ")] if rest else []
    return "; ".join(parts)


def _either(about: tuple[str, ...], catalog: Catalog, items: tuple[Item, ...]) -> str:
    """Ingredients of which none: "biotin or dexpanthenol", "3 parts of NCTF"."""
    together = names_of(about, catalog, items)
    short = listed([short_label(each, catalog) for each in about], last="or")
    return short if len(about) < NAMED or len(short) <= len(together) else together


def _asked(unknowns: Unknowns, items: tuple[Item, ...], catalog: Catalog, *, close: bool) -> Iterator[Entry]:
    """What is to be found out about the patient: facts that nobody has assessed, tests, and questions.

    Plain questions are one line; a list that could forbid or call for care says what it looks for.
    """
    findings = unknowns.ask
    facts = [each for each in unknowns.unread if kind_of(each) in OF_FACT]
    if facts:
        yield Entry("", sentence(_not_read(facts, items, catalog)), (), codes_of(facts), "open")
    tests = [each for each in findings if each.topic in ("test-needed", REACTED)]
    for each in tests:
        yield Entry("", each.message, (), each.code, "open")
    questions = questions_of((each for each in findings if each not in tests), catalog)
    plain = [each for each in questions if not (each.forbids or each.cautions) or each.fact]
    if plain:
        codes = dict.fromkeys(code for each in plain for code in each.codes)
        yield Entry("", " ".join(each.question for each in plain), (), " ".join(codes), "open")
    for question in (each for each in questions if each not in plain):
        forbid = some_of([catalog.label(each) for each in question.forbids], 4)
        care = some_of([catalog.label(each) for each in question.cautions], 4)
        text = question.question
        text += f" Would forbid: {forbid}." if forbid else ""
        text += f" Need care: {care}." if care and not (close and forbid) else ""
        yield Entry("", text, (), " ".join(question.codes), "open")


def _names(findings: tuple[Finding, ...], checked: Checked) -> Iterator[Entry]:
    """What the case leaves out: products first, then amounts, then the session in one line."""
    catalog, items = checked.catalog, checked.resolved.cocktail
    bare = unnamed(items)
    product = [each for each in findings if _by_product(each) and set(each.subjects) & bare]
    amount = [each for each in findings if kind_of(each) == ("DS507", "not-stated")]
    unnamed_ = _lines(product, items, catalog)
    both = bool(product) and bool(amount) and unnamed_ == _lines(amount, items, catalog)
    told = {id(each) for each in (*product, *(amount if both else ()))}
    short = [each for each in findings if id(each) not in told and kind_of(each) in OF_CASE]
    session = [each for each in findings if kind_of(each) in OF_SESSION]
    texts, asked = [], [*product, *(amount if both else ())]
    if product:
        all_ = len(unnamed_) == len(items) > 1
        question = "Which product" if all_ or len(unnamed_) == 1 else "Which products"
        question += " of each" if all_ else ""
        question += ", and how much of each?" if both and all_ else ", and how much?" if both else "?"
        whom = "" if all_ else f" {listed(unnamed_)}"
        settles = "settles 1 check" if len(asked) == 1 else f"settles {len(asked)} checks"
        texts.append(f"{question}{whom} ({settles}).")
    texts += [gist_of(short, OF_CASE, catalog, joint=" ")] if short else []
    if session:
        said = [OF_SESSION[kind_of(each)] for each in session]
        texts.append(
            f"Also say: {', '.join(each for each in dict.fromkeys(OF_SESSION.values()) if each in said)}."
        )
    if texts:
        yield Entry("", " ".join(texts), (), codes_of([*asked, *short, *session]), "open")
    told.update(id(each) for each in (*short, *session))
    for each in findings:
        if id(each) not in told:
            yield Entry("", f"{each.message} {each.action}".strip(), (), each.code, "open")


def _by_product(finding: Finding) -> bool:
    """Whether naming the product of an ingredient answers it: its form too."""
    return finding.needs[0].kind in ("product", "form", "data") or finding.topic == "not-comparable"


def _lines(findings: Iterable[Finding], items: tuple[Item, ...], catalog: Catalog) -> list[str]:
    """The lines of the cocktail that findings are about, in its order."""
    about = {subject for each in findings for subject in each.subjects}
    return [catalog.label(item.name) for item in items if item.name in about and not item.product]


# ---------------------------------------------------------------------- what to mind


def _mind(cautions: Iterable[Finding], checked: Checked, *, close: bool) -> Iterator[Entry]:
    """First what this patient raises, then a line a subject, then the law."""
    catalog = checked.catalog
    rest = [each for each in cautions if kind_of(each) not in OF_EVIDENCE]
    raised = [each for each in rest if each.code in _OF_PATIENT]
    of_patient = telling(raised, forbidding(checked.report.findings), catalog)
    by_one = sum(of_a_fact(each) for each in raised) <= ONE_BY_ONE
    many = [] if by_one else [each for each in of_patient if of_a_fact(each)]
    for each in (one for one in of_patient if one not in many):
        yield Entry("", _raised(each, catalog), (), each.code, "care")
    for about, told in by_ingredient(many, catalog):
        names = names_of(about, catalog, checked.resolved.cocktail)
        yield Entry("", sentence(f"{names}: {care(told, catalog)}")[:-1], (), codes_of(told), "care")
    others = [each for each in rest if each.code not in _OF_PATIENT and kind_of(each) not in OF_LAW]
    for group in grouped((each for each in others if kind_of(each) in OF_ONE), _subject).values():
        yield _of_one(tuple(group), catalog, close=close)
    for each in (one for one in others if kind_of(one) not in OF_ONE):
        text = first_sentence(each.message) if close else each.message
        yield Entry("", text, (), each.code, "care")
    law = [each for each in rest if kind_of(each) in OF_LAW]
    if law:
        where = catalog.label(checked.resolved.jurisdiction) if checked.resolved.jurisdiction else "Law"
        yield Entry("", f"{where}: {gist_of(law, OF_LAW, catalog)}", (), codes_of(law), "care")


def _raised(finding: Finding, catalog: Catalog) -> str:
    """What the patient's own fact has to do with an ingredient, and what to do."""
    fact = catalog.label(finding.data["fact"]) if finding.data.get("fact") else ""
    if not fact or finding.topic != "caution":
        return f"{finding.message} {finding.action}".strip()
    about = names_of((each for each in finding.subjects if is_substance(each, catalog)), catalog)
    why = sentence(finding.data.get("why", ""))
    return " ".join(f"{sentence(fact)[:-1]}, {about}: {why} {finding.action}".split())


def _subject(finding: Finding) -> tuple[str, ...]:
    data = finding.data
    if "one" in data and "other" in data:
        return (data["one"], data["other"])
    return (data.get("ingredient") or data.get("item") or finding.subjects[0],)


def _of_one(findings: tuple[Finding, ...], catalog: Catalog, *, close: bool) -> Entry:
    """Everything about one ingredient or pair in one line; ``close``: of each the first sentence."""
    name = " + ".join(short_label(each, catalog) for each in _subject(findings[0]))
    first = tuple(_first_reasons(findings))
    whole = gist_of(first, OF_ONE, catalog, joint="; ")
    each = (gist_of((one,), OF_ONE, catalog).split(". ")[0] for one in first)
    told = "; ".join(dict.fromkeys(each)) if close else whole
    return Entry("", sentence(f"{name}: {told}")[:-1], (), codes_of(findings), "care")


def _first_reasons(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Without what only repeats a fact for another reason."""
    said = set()
    for each in findings:
        fact = (*kind_of(each), *each.subjects)
        if "why" not in each.data or fact not in said:
            yield each
        said.add(fact)


# ---------------------------------------------------------------------- what is not in the catalog


def _open(unknowns: Unknowns, evidence: list[Finding], checked: Checked, *, close: bool) -> Iterator[Entry]:
    """What nobody has answered, one line a kind: not measured, not read, and the evidence."""
    catalog, items = checked.catalog, checked.resolved.cocktail
    both = [each for each in (*unknowns.unmeasured, *unknowns.unread) if kind_of(each) not in OF_FACT]
    pairs = [each for each in unknowns.unmeasured if each.code in ("MX302", "MX304")]
    if pairs:
        yield Entry("", f"nobody measured {_pairs(pairs, items, catalog)}", (), codes_of(pairs), "open")
    mixture = [each for each in unknowns.unread if kind_of(each) in OF_MIXTURE]
    law = [each for each in unknowns.unread if kind_of(each) in OF_LAW]
    if mixture or law:
        parts = [_unread_labels(mixture, items, catalog)] if mixture else []
        parts += [gist_of(law, OF_LAW, catalog, joint="; ", items=items)] if law else []
        yield Entry("", f"not read yet: {'; '.join(parts)}", (), codes_of((*mixture, *law)), "open")
    bookkeeping = [*evidence, *(each for each in both if kind_of(each) in OF_EVIDENCE)]
    if bookkeeping:
        text = "studies and doses: on the full page (-v)"
        text = text if close else f"evidence: {_by_ingredient(bookkeeping, items, catalog)}"
        yield Entry("", text, (), codes_of(bookkeeping), "open")
    told = {id(each) for each in (*pairs, *mixture, *law, *bookkeeping)}
    hearsay = [each for each in both if of_a_fact(each) and id(each) not in told]
    if len(hearsay) > 1:
        told |= {id(each) for each in hearsay}
        yield from for_facts(hearsay, items, catalog, "whether it is in there: ")
    for each in (one for one in both if id(one) not in told):
        kind = "nobody measured" if each in unknowns.unmeasured else "not read yet"
        yield Entry("", f"{kind}: {each.message}", (), each.code, "open")


def _unread_labels(findings: list[Finding], items: tuple[Item, ...], catalog: Catalog) -> str:
    """What labels would say: "pH and osmolality of minoxidil and biotin"."""
    about: dict[frozenset[str], list[str]] = {}
    for each in findings:
        names = frozenset(one for one in lacking(each) if is_substance(one, catalog))
        about.setdefault(names, []).append(OF_MIXTURE[kind_of(each)].lead)
    return "; ".join(
        f"{listed(what)} of {names_of(sorted(names), catalog, items)}" for names, what in about.items()
    )


def _by_ingredient(findings: Iterable[Finding], items: tuple[Item, ...], catalog: Catalog) -> str:
    """Evidence and dose; what holds for the same ingredients is said of them together."""
    about: dict[str, dict[str, None]] = {}
    for each in findings:
        gist = OF_EVIDENCE[kind_of(each)]
        text = f"{gist.lead}{fill_part(gist.part, short_fields(each, catalog))}{gist.tail}"
        subjects = [
            one for one in each.subjects if one in catalog.table("zone") or is_substance(one, catalog)
        ]
        about.setdefault(text, {}).update(dict.fromkeys(subjects))
    alike: dict[str, list[str]] = {}
    for text, names in about.items():
        alike.setdefault(names_of(sorted(names), catalog, items), []).append(text)
    return "; ".join(f"{names}: {', '.join(told)}" for names, told in alike.items())


def _pairs(findings: list[Finding], items: tuple[Item, ...], catalog: Catalog) -> str:
    """Pairs without data in as few words as they allow, and the way out."""
    pairs = [tuple(sorted(each.subjects)) for each in findings if each.code == "MX302"]
    members = sorted({each for pair in pairs for each in pair})
    if not pairs:
        return "the mixture as a whole, only its pairs: use separate syringes"
    if set(pairs) >= set(combinations(members, 2)):
        which = names_of(members, catalog, items)
    else:
        which = some_of([" + ".join(short_label(each, catalog) for each in pair) for pair in pairs], NAMED)
    return f"whether {which} may share a syringe: use separate syringes"


__all__ = ["brief_sections", "headline", "understood"]
