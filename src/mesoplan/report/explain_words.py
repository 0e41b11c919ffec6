"""The explanations in words: one function an answer, each a list of lines; nothing is computed here."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.change import Change
from mesoplan.model.front import FrontReport
from mesoplan.model.plan import Outcome
from mesoplan.model.repair import Left, Repair, RepairReport
from mesoplan.model.sensitivity import Sensitivity
from mesoplan.model.threshold import Bound, Threshold
from mesoplan.model.why import AskedItem, GivenSo, TermChange, Why, WhyNot
from mesoplan.quantity import Quantity
from mesoplan.report.words.amounts import shown
from mesoplan.report.words.codes import reason_words
from mesoplan.report.words.plain import plain
from mesoplan.report.words.plans import evidence_score, studies_words, term_words
from mesoplan.report.words.template import listed

_DIGITS = 4
_MOST = 4

_CHANGES = {
    "drop": "leave {target} out",
    "lower": "lower {target} to {dose}",
    "separate": "put {target} into syringe {syringe}",
    "swap": "use {to} {dose} in place of {target}",
    "vehicle": "use {to} in place of {target}",
    "dilute": "add {dose} of {target} in syringe {syringe}",
    "split": "give {target} in another session",
    "wait": "wait {dose} between sessions",
    "stock": "get a product with {to}",
    "withdraw": "withdraw {target}: {to}{dose}",
    "raise": "set {target} to {to}",
    "zone": "treat another zone: {to}",
    "technique": "use another technique: {to}",
    "include": "ask for {to} by name",
    "exclude": "leave {to} out",
}


def change_words(change: Change, catalog: Catalog) -> str:
    """One change as a clause: "lower lidocaine to 200 mg = 10 mL"."""
    if change.kind in ("ask", "state"):
        return _asking(change, catalog)
    words = _CHANGES[change.kind].format(
        target=_label(change.target, catalog),
        to=change.to if change.kind == "raise" else _label(change.to, catalog),
        dose=_dose(change),
        syringe=change.syringe,
    )
    return " ".join(words.split())


def _dose(change: Change) -> str:
    """The amounts and the volume of a change, each once; lowered ones cut off, added ones filled up."""
    if change.kind == "lower":
        parts = [_rounded(each) for each in change.amounts]
        volume = None if change.volume is None else _rounded(change.volume)
    else:
        parts = [shown(each) for each in change.amounts]
        up = change.kind == "dilute"
        volume = (
            None
            if change.volume is None
            else _rounded(change.volume, up=True)
            if up
            else shown(change.volume)
        )
    return " = ".join(dict.fromkeys((*parts, *([volume] if volume else []))))


def changes_words(changes: Iterable[Change], catalog: Catalog) -> str:
    """Several changes as one clause; what has to be asked comes last, together."""
    changes = tuple(changes)
    plain = [change_words(each, catalog) for each in changes if each.kind not in ("ask", "split")]
    later = [_label(each.target, catalog) for each in changes if each.kind == "split"]
    plain += [f"give {listed(later)} in another session"] if later else []
    asked = [each for each in changes if each.kind == "ask"]
    facts = [_label(fact, catalog) for each in asked for fact in each.facts or (each.target,)]
    if facts:
        plain.append(f"ask about {listed(facts)}")
    return "; ".join(plain) or "nothing"


def _asking(change: Change, catalog: Catalog) -> str:
    facts = [_label(fact, catalog) for fact in change.facts or (change.target,)]
    if change.kind == "state":
        value = change.to or _dose(change)
        return f"say: {listed(facts)}" + (f" (such as {value})" if value else "")
    answer = f" (lets it in if the answer is {change.to})" if change.to else ""
    return f"ask: {listed(facts)}{answer}"


# ---------------------------------------------------------------------- why, why not


def why_lines(found: Why, catalog: Catalog) -> list[str]:
    """Why an ingredient is in the plan."""
    name = _label(found.ingredient, catalog)
    if found.rank == 0:
        return [f"{name} is in none of these plans. Ask `why-not` for what keeps it out."]
    lines = [
        f"{name} is in plan {found.rank}, which scores {found.plan.score}: {_outcome(found.plan, catalog)}.",
        f"It is worth {found.worth} points: the best plan without it is {_outcome(found.without, catalog)}.",
    ]
    if not found.proved:
        lines.append("The search ended early; the comparison is with the best plan found.")
    lines += _terms(found.terms, "with", "without", catalog)
    for each in found.means:
        sources = listed([one.source for one in each.statements])
        lines.append(
            f"mechanism: {_label(each.mechanism, catalog)}, relevance {each.relevance} of 3 ({sources})"
        )
    for belief in found.beliefs:
        subject = " + ".join(_label(each, catalog) for each in belief.subject)
        lines.append(
            f"belief: {subject} helps with Beta({belief.works}, {belief.does_not}); "
            f"{evidence_score(int(belief.bound * 1000))}"
        )
        lines += [
            f"  {study.direction}, {study.design} against {study.comparator}, "
            f"{study.n or 'number not said'} people, weight {study.weight}: "
            f"{study.statement.source} ({study.statement.access})"
            for study in belief.studies
        ]
    if found.dose is not None:
        dose = found.dose
        lines.append(
            f"dose: {dose.amount} ({dose.basis}), from {dose.statement.source}, "
            f"{dose.statement.at} ({dose.statement.access})"
        )
    return lines


_STATES = {
    "in-first-plan": "{name} is in the first plan.",
    "outscored": "{name} may be in a plan, but the best one with it misses the first by {points} points.",
    "left-out": "{name} is left out: {reasons}.",
    "clashes": "{name} could be used, but no plan can hold it under these demands and rules.",
    "serves-nothing": "No study and no mechanism of the catalog ties {name} to this goal.",
}


def why_not_lines(found: WhyNot, catalog: Catalog) -> list[str]:
    """Why an ingredient is not in the first plan, and what would let it in."""
    name = _label(found.ingredient, catalog)
    lines = list(_asked_lines(found.asked, catalog)) if found.asked is not None else []
    reasons = "; ".join(reason_words(each) for each in found.codes)
    lines += [_STATES[found.state].format(name=name, points=found.misses_by, reasons=reasons)]
    lines += dict.fromkeys(f"  {each.code} {each.message}" for each in found.findings)
    if found.state == "in-first-plan":
        return lines
    lines += _terms(found.terms, "with it", "first plan", catalog)
    for opening in found.openings:
        after = _outcome(opening.plan, catalog)
        miss = f", still {opening.misses_by} points below the first" if opening.misses_by else ""
        lines.append(f"lets it in: {changes_words(opening.changes, catalog)} (then {after}{miss})")
    if not found.openings:
        lines.append(
            "No single change to the case, and no two together, make it eligible."
            if found.complete and found.state != "outscored"
            else "No single change brings it into the first plan."
            if found.complete
            else "No change was found; not all were tried."
        )
    return lines


def _asked_lines(asked: AskedItem, catalog: Catalog) -> Iterator[str]:
    """A brand or an amount: whose regimen gives it so, and what a check of it alone objects to."""
    name = _label(asked.product or asked.ingredients[0], catalog)
    amounts = listed([plain(str(each)) for each in (asked.volume, *asked.amounts) if each is not None])
    said = f"{name}{f', {amounts}' if amounts else ''}"
    fits = [each for each in asked.given if each.fits]
    if fits:
        yield f"{said}: given so by {listed([_by(each, catalog) for each in fits[:_MOST]])}."
    elif asked.given:
        yield f"{said}: no regimen for this goal gives this amount. What they give:"
        for each in asked.given[:_MOST]:
            yield f"  {plain(each.as_given) or 'an amount that is not printed'}: {_by(each, catalog)}"
    else:
        yield f"{said}: no regimen for this goal gives it."
    yield from dict.fromkeys(f"  {each.code} {each.message}" for each in asked.findings)


def _by(given: GivenSo, catalog: Catalog) -> str:
    return f"{catalog.regimen(given.regimen).label} ({given.basis}) [{given.source}]"


# ---------------------------------------------------------------------- repair, threshold


def repair_lines(found: RepairReport, catalog: Catalog, goal: str = "") -> list[str]:
    """Every minimal repair, cheapest first, with what it leaves for the goal."""
    if found.passes:
        report = found.report
        open_ = report.coverage.required - report.coverage.answered
        if report.verdict != "incomplete":
            return ["It passes as it is."]
        return [
            f"Nothing forbids it, but {open_} checks are open: `mesoplan check` says which. "
            "--answered also settles those."
        ]
    lines = []
    for number, each in enumerate(found.repairs, start=1):
        lines.append(f"{number}. {changes_words(each.changes, catalog)} (then: {each.verdict})")
        lines += [f"   {line}" for line in _afterwards(each, goal, catalog)]
    if not lines:
        lines = ["No change was found that makes it pass."]
        if found.alone:
            named = "; ".join(
                f"{_label(each.item, catalog)} ({', '.join(each.codes)})" for each in found.alone
            )
            lines += [
                f"Forbidden even without the others: {named}.",
                "`mesoplan check` says why; `mesoplan plan` whether something else could be given.",
            ]
    if not found.complete:
        lines.append(
            f"There may be others: the search ended after {found.checks} checks, at its deadline or at "
            "the number of exchanges tried."
        )
    elif found.repairs:
        lines.append("The list is complete, and every repair in it is minimal.")
    if goal and any(not _helping(each) for each in found.repairs):
        lines.append(
            f'Without "left": nothing that a study found to help with {_label(goal, catalog)} is left.'
        )
    return lines


def _helping(found: Repair) -> list[Left]:
    """What is left that a study found to help."""
    return [each for each in found.left if each.in_favour]


def _afterwards(found: Repair, goal: str, catalog: Catalog) -> Iterator[str]:
    """The sessions where there are two, and what is left for the goal."""
    if len(found.sessions) > 1:
        held = [listed([_label(item.name, catalog) for item in items]) for items in found.sessions]
        yield f"two sessions: {'; then '.join(held)}"
    helped = [
        f"{_label(each.ingredient, catalog)} ({studies_words(each.in_favour, each.against)})"
        for each in _helping(found)
    ]
    if goal and helped:
        yield f"left for {_label(goal, catalog)}: {listed(helped)}"


def threshold_lines(found: Threshold, catalog: Catalog) -> list[str]:
    """How much of an item passes, and where else more of it would."""
    name = _label(found.item, catalog)
    if not found.limited:
        return [f"{name}: no amount is too much for any limit that is known. That is no proof of safety."]
    lines = []
    if found.most is None:
        lines.append(f"{name}: no amount passes in this cocktail.")
    else:
        codes = listed([each.code for each in found.most.stopped_by])
        lines.append(f"{name}: passes {_bound(found.most)}; above it {codes or 'it does not pass'}.")
    if found.elsewhere is not None:
        lines.append(f"or in a syringe of its own {_bound(found.elsewhere)}")
    lines += [
        f"or from {_rounded(each.volume, up=True)} of {_label(each.product, catalog)} in the syringe"
        for each in found.diluted
    ]
    return lines


def _bound(bound: Bound) -> str:
    level = bound.level
    parts = [_rounded(each) for _, each in level.per_kg]
    parts += [_rounded(each) for _, each in level.amounts]
    if level.volume is not None:
        parts.append(_rounded(level.volume))
    upto = "up to" if bound.included else "up to just under"
    return f"{upto} {' = '.join(parts)}"


def _rounded(amount: Quantity, *, up: bool = False) -> str:
    """At most four digits, towards the safe side."""
    if len(amount.value.as_tuple().digits) <= _DIGITS:
        return str(amount)
    place = Decimal(1).scaleb(amount.value.adjusted() - _DIGITS + 1)
    value = amount.value.quantize(place, rounding=ROUND_UP if up else ROUND_DOWN)
    return str(Quantity(value, amount.unit))


# ---------------------------------------------------------------------- front, sensitivity


def front_lines(found: FrontReport, catalog: Catalog) -> list[str]:
    """The front as lines: what each point trades."""
    lines = [
        f"benefit {point.benefit}, risk {point.risk}, cost {point.cost}: "
        f"{listed([_label(each, catalog) for each in point.ingredients])} ({point.verdict})"
        for point in found.points
    ]
    if not found.complete:
        lines.append("The search ended before the whole front was found.")
    return lines or ["No plan exists."]


def sensitivity_lines(found: Sensitivity, catalog: Catalog) -> list[str]:
    """Over which range of each weight the first plan stays first."""
    lines = [f"First plan: {_outcome(found.plan, catalog)}."]
    for each in found.ranges:
        low = "0" if each.low is None else _short(each.low)
        high = "any" if each.high is None else _short(each.high)
        ends = [
            f"{where}: {listed([_label(one, catalog) for one in rival]) or 'no plan'}"
            for where, bound, rival in (("below", each.low, each.below), ("above", each.high, each.above))
            if bound is not None
        ]
        tail = f" ({'; '.join(ends)})" if ends else ""
        lines.append(f"{each.name} = {each.value}: stays first from {low} to {high}{tail}")
    for tried in found.tried:
        if not tried.same:
            lines.append(
                f"{tried.name} = {tried.set_to} in place of {tried.value}: first is then "
                f"{_outcome(tried.plan, catalog)}"
            )
    return lines


def _short(value: Decimal) -> str:
    return f"{value:.4g}"


# ---------------------------------------------------------------------- shared


def _terms(terms: Iterable[TermChange], here: str, there: str, catalog: Catalog) -> Iterator[str]:
    for term in terms:
        name = term_words(term.kind, term.of, catalog)
        yield f"  {name}: {term.here} {here}, {term.there} {there} ({term.difference:+})"


def _outcome(found: Outcome, catalog: Catalog) -> str:
    if not found.ingredients:
        return "no plan"
    names = listed([_label(each, catalog) for each in found.ingredients])
    return f"{names}, {found.score} points, {found.verdict}"


def _label(identity: str, catalog: Catalog) -> str:
    return catalog.label(identity)
