"""The ledger's answers as pages: what was recorded, whether it holds, whom a recall concerns."""

from collections.abc import Sequence

from mesoplan.model.ledger import Damage, Head, Kept, PatientExport, Recorded, Replayed, Verified
from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Pairs, Section, Text, Tone

_KINDS = {
    "plan": "plan",
    "check": "check",
    "preparation": "preparation",
    "draw": "draw",
    "session": "session",
    "lot-received": "lot received",
    "container-opened": "container opened",
    "adverse-event": "adverse event",
    "override": "override",
    "override-expired": "end of an override",
    "erasure": "erasure",
    "catalog-adopted": "catalog kept",
    "correction": "correction",
    "anchor": "anchor",
    "clock-back": "clock went back",
}


def kind_words(kind: str) -> str:
    """A kind of entry, for people."""
    return _KINDS.get(kind, kind)


def head_words(head: Head) -> str:
    """A head as it is written down: number and the first signs of the hash."""
    return f"{head.entry}:{head.hash[:16]}"


def recorded_words(recorded: Recorded) -> str:
    """What was written, in a line."""
    numbers = recorded.entries
    span = f"entry {numbers[0]}" if len(numbers) == 1 else f"entries {numbers[0]} to {numbers[-1]}"
    said = f"Recorded: {kind_words(recorded.kind)}, {span}; head {head_words(recorded.head)}."
    if recorded.anchored:
        return said
    return f"{said} NOT ANCHORED: the anchor could not be written; the next entry anchors this one, too."


def recorded_page(recorded: Recorded) -> Page:
    """That something was recorded."""
    return Page("Recorded", Text(recorded_words(recorded), "good" if recorded.anchored else "open"), ())


def began_page(head: Head, keys: str, anchor: str) -> Page:
    """A new ledger, with what has to be done about its three files."""
    rows = (
        ("ledger", f"{head.ledger} (the log: back it up with `mesoplan ledger backup`)"),
        ("keys", f"{keys} (back it up apart from the ledger, and prune it after an erasure)"),
        ("anchor", f"{anchor} (better on another disk, or copied to somebody else every day)"),
        ("head", head_words(head)),
    )
    return Page(
        "A new ledger",
        Text(f"BEGUN: the ledger of {head.clinic}.", "good"),
        (Section("", (Pairs(rows),)),),
        ("docs/ledger.md says what it promises and what a clinic has to decide.",),
    )


def head_page(head: Head) -> Page:
    """The last entry, to be written down."""
    rows = (
        ("entry", str(head.entry)),
        ("hash", head.hash),
        ("recorded", head.at),
        ("clinic", head.clinic),
        ("ledger", head.ledger),
    )
    return Page(
        "Head",
        Text(f"Head {head_words(head)}"),
        (Section("", (Pairs(rows),)),),
        (f"`mesoplan ledger verify --head {head_words(head)}` compares it later.",),
    )


_STATES: dict[str, tuple[str, Tone]] = {
    "whole": ("WHOLE: every entry is what it was", "good"),
    "unanchored": ("UNANCHORED: the chain holds, but no anchor was compared", "open"),
    "broken": ("BROKEN: an entry or a document was changed or is missing", "bad"),
    "truncated": ("TRUNCATED: the chain holds, but it ends before an entry that was anchored", "bad"),
    "forked": ("FORKED: the chain holds, but it is not the one that was anchored", "bad"),
}
_NEXT = {
    "unanchored": (
        "A cut end or a rewritten log would look the same.",
        "Name the anchor with --anchor, or a head on paper with --head.",
    ),
    "broken": (
        "What stands at and after that entry cannot be relied on.",
        "Stop writing. Keep a copy of all three files as they are, restore the last backup beside it with "
        "`mesoplan ledger restore`, verify that, and compare.",
    ),
    "truncated": (
        "Acknowledged entries are missing. A restored backup that is older than the anchor looks so, too.",
        "Stop writing. Keep a copy of all three files as they are. Look for a newer backup; what is "
        "missing is on the worksheets, whose foot names their entries.",
    ),
    "forked": (
        "The log was rewritten, or it is another clinic's or another copy's.",
        "Stop writing. Keep a copy of all three files as they are, and find out who could write the file.",
    ),
}


def verified_page(found: Verified) -> Page:
    """What was looked at, and what came of it."""
    said, tone = _STATES[found.state]
    so_what, following = _NEXT.get(found.state, ("", ""))
    end = f" up to entry {found.anchored}" if found.anchored and found.state == "whole" else ""
    sections = [
        Section("What", tuple(_damages(found)), tone),
        Section("So", tuple(Text(each) for each in (so_what, following) if each)),
        Section("Mind", tuple(_warnings(found)), "care"),
    ]
    after = found.head.entry - found.anchored
    more = (
        (f"{after} entries after the last anchored one: nothing outside vouches for them yet.",)
        if found.state == "whole" and after
        else ()
    )
    return Page(
        "Verify",
        Text(f"{said}{end}.", tone),
        tuple(each for each in sections if each.blocks),
        (
            *more,
            f"{found.entries} entries, {found.documents} documents, {found.anchors} anchored heads compared; "
            f"head {head_words(found.head)}; {found.head.ledger}.",
        ),
    )


def _damages(found: Verified) -> Sequence[Block]:
    return [Entry(f"entry {each.entry}", _damage(each), (), "", "bad") for each in found.damages[:10]] + (
        [Text(f"and {len(found.damages) - 10} more")] if len(found.damages) > 10 else []
    )


def _damage(each: Damage) -> str:
    match each.what:
        case "gap":
            return f"follows entry {int(each.expected) - 1}: what was between them is missing."
        case "follows-another":
            return f"says that it follows {each.found[:16]}, and the entry before it is {each.expected[:16]}."
        case "changed":
            return f"its hash was {each.expected[:16]}; what it says now has {each.found[:16]}."
        case "document-missing":
            return f"names document {each.expected[:16]}, which is missing."
        case "document-changed":
            return f"names document {each.expected[:16]}, which was changed."
        case "derived":
            return (
                f"the table that recalls read says something else than the log, in {each.found} rows. "
                "If nothing else is wrong, `mesoplan ledger verify --rebuild` makes it anew."
            )
        case "anchored-otherwise":
            return f"was anchored as {each.expected[:16]} and is {each.found[:16] or 'not there'}."
        case "ends-early":
            return f"was anchored as {each.expected[:16]}; the log ends at entry {each.found}."
        case _:
            return each.what


def _warnings(found: Verified) -> list[Block]:
    made: list[str] = []
    kept = [each.found for each in found.warnings if each.what == "kept-key"]
    if kept:
        made.append(
            f"The key file still has keys of erased patients ({', '.join(kept)}): it is an old copy. "
            "Erase them again with `mesoplan ledger erase`."
        )
    made += [
        f"{each.found} lines of the anchor are cut off and were not compared."
        for each in found.warnings
        if each.what == "unreadable"
    ]
    return [Bullets(tuple(made))] if made else []


def kept_page(kept: Kept) -> Page:
    """A backup or a restored ledger."""
    return Page(
        "Kept",
        Text(f"KEPT: {kept.file}, up to head {head_words(kept.head)}.", "good"),
        (),
        ("The keys are in another file: back that up apart, and prune its backups after an erasure.",),
    )


_OUTCOMES: dict[str, tuple[str, Tone]] = {
    "same": ("SAME: the answer is the same, byte by byte", "good"),
    "differs": ("DIFFERS: the answer is another", "bad"),
    "engine-differs": ("DIFFERS: another engine answers otherwise on the same catalog", "bad"),
    "erased": ("ERASED: the patient was erased, so the answer cannot be read again", "open"),
}


def replayed_page(found: Replayed, *, today: bool) -> Page:
    """An old answer beside the new one."""
    said, tone = _OUTCOMES[found.outcome]
    if today and found.outcome == "same":
        said = "SAME: today's catalog comes to the same answer"
    rows = (
        ("entry", f"{found.entry} ({kind_words(found.kind)}{f', {found.patient}' if found.patient else ''})"),
        (
            "verdict",
            f"{found.verdict_then} then, {found.verdict_now} now"
            if found.verdict_now
            else found.verdict_then,
        ),
        ("catalog", f"{found.catalog_then} then, {found.catalog_now} now" if today else found.catalog_then),
        ("engine", f"{found.engine_then} then, {found.engine_now} now"),
    )
    sections = [
        Section("", (Pairs(rows),)),
        Section("New since", (Bullets(found.appeared),) if found.appeared else (), "care"),
        Section("Gone since", (Bullets(found.gone),) if found.gone else (), "care"),
    ]
    if not today:
        sections.append(Section("Where they differ", tuple(_differing(found)), "bad"))
    return Page("Replay", Text(f"{said}.", tone), tuple(each for each in sections if each.blocks))


def _differing(found: Replayed) -> Sequence[Block]:
    return [Entry(each.path, f"{each.before} became {each.after}") for each in found.differences]


def export_page(found: PatientExport) -> Page:
    """What the ledger knows of a patient, entry by entry."""
    grid = Grid(
        ("entry", "recorded", "what"),
        tuple((str(each.entry), each.at[:19], kind_words(each.kind)) for each in found.entries),
    )
    said = f"{len(found.entries)} entries about {found.patient}"
    if found.erased:
        said += f"; ERASED in entry {found.erased}: what was sealed cannot be read again"
    return Page(
        "Export",
        Text(f"{said}."),
        (Section("", (grid,)),),
        (f"`--format json` prints them whole. Up to head {head_words(found.head)}.",),
    )
