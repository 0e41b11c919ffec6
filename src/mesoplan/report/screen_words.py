"""Words to a run over many cases."""

from mesoplan.model.population import Changed, Since, Told
from mesoplan.report.page import Block, Entry, Grid, Page, Pairs, Section, Text, Tone

_STATUS = {
    "checked": "judged whole",
    "refused": "read, but something in it is not understood; nothing was judged",
    "unreadable": "no case; nothing was judged",
    "crashed": "a fault of mesoplan; nothing was judged",
}
_VERDICT = {
    "blocked": "something forbids it",
    "incomplete": "something needed is not known",
    "overridden": "somebody put a finding aside",
    "caution": "allowed, with cautions",
    "clear": "every check answered, nothing found",
}
#: What fits on one screen: changes, ids of each, turns of verdicts, causes.
_CHANGES, _IDS, _TURNS, _CAUSES = 6, 3, 6, 5
_STATEMENTS = 2


def screen_page(told: Told) -> Page:
    """What a run over many cases came to; where it is compared with an earlier one, what changed for whom."""
    lost = told.rows - told.status["checked"]
    tone: Tone = "bad" if told.status["crashed"] else "open" if lost else ""
    before = f", {told.kept} of them by an earlier start" if told.kept else ""
    headline = (
        f"{told.rows} rows answered{before}; {told.status['checked']} were judged, {lost} could not be."
    )
    place = Section("", (Pairs((("answers", told.folder), ("catalog", told.catalog))),))
    foot = ("The column `error` says why a row could not be judged.",) if lost else ()
    if told.since is not None:
        sections = (*_since(told.since, told.rows), place)
    else:
        status = tuple((name, str(told.status[name]), words) for name, words in _STATUS.items())
        verdicts = tuple(
            (name, str(told.verdicts.get(name, 0)), words)
            for name, words in _VERDICT.items()
            if name != "overridden" or name in told.verdicts
        )
        sections = (
            Section("Rows", (Grid(("status", "rows", "meaning"), status),)),
            Section("Verdicts", (Grid(("verdict", "rows", "meaning"), verdicts),)),
            place,
        )
    return Page(title="Screen", headline=Text(headline, tone, strong=True), sections=sections, foot=foot)


def _since(since: Since, rows: int) -> tuple[Section, ...]:
    """The worst first: verdicts that turned, then what is said otherwise, then why it was looked at."""
    turned = sum(each.rows for each in since.turned)
    share = f"{100 * since.again / rows:.1f} %" if rows else "none"
    why = f": they hang on something that is different since catalog {since.catalog[:12]}"
    said = (
        f"{since.again} rows ({share}) were checked again{why if since.causes else ''}. {since.otherwise} of "
        f"them say something else now; {turned} have another verdict."
    )
    found = [Section("Since the earlier run", (Text(said),))]
    if since.turned:
        found.append(Section("Verdicts that changed", tuple(_turns(since)), "care"))
    if since.changed:
        shown = since.changed[:_CHANGES]
        blocks: list[Block] = [_changed(each) for each in shown]
        rest = since.changed[_CHANGES:]
        if rest:
            count = sum(each.rows for each in rest)
            blocks.append(Text(f"{len(rest)} more changes, in {count} places, are in _summary.json.", "dim"))
        found.append(Section("What changed, and for whom", tuple(blocks)))
    if since.causes:
        lines = tuple((f"{each.rows} rows", each.what) for each in since.causes[:_CAUSES])
        more = len(since.causes) - _CAUSES
        text = (Text(f"{more} more are in _summary.json.", "dim"),) if more > 0 else ()
        found.append(Section("Different in the catalog, and read", (Pairs(lines), *text)))
    return tuple(found)


def _turns(since: Since) -> tuple[Block, ...]:
    rows = tuple((each.what, str(each.rows)) for each in since.turned[:_TURNS])
    rest = since.turned[_TURNS:]
    last = (("all other", str(sum(each.rows for each in rest))),) if rest else ()
    return (Grid(("verdict", "rows"), (*rows, *last)),)


def _changed(each: Changed) -> Entry:
    change = each.change
    how = {
        (True, False): f"no longer {change.before}",
        (False, True): f"new: {change.after}",
    }.get((not change.after, not change.before))
    how = how or (f"{change.before} to {change.after}" if change.before != change.after else change.after)
    more = each.rows - _IDS
    whom = ", ".join(each.ids[:_IDS]) + (f" and {more} more" if more > 0 else "")
    turns = ", ".join(f"{turn.what} {turn.rows}" for turn in each.verdicts[:_STATEMENTS])
    by = change.statements[:_STATEMENTS]
    rest = len(change.statements) - len(by)
    source = ", ".join(by) + (f" and {rest} more" if rest > 0 else "")
    return Entry(
        f"{how}, {each.rows} rows",
        change.message,
        (f"for {whom} ({turns})",),
        source,
        "bad" if change.after == "forbid" else "",
    )
