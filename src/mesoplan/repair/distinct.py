"""Which repairs are the same: sets of changes that do the same, and changes that make the same cocktails."""

from collections.abc import Iterable

from mesoplan.model.repair import Repair
from mesoplan.repair.changes import Step


def kinds(steps: frozenset[Step]) -> frozenset[tuple[str, int, str, int]]:
    """What a set of changes does, whichever number a syringe gets."""
    return frozenset(
        (
            each.kind,
            each.position,
            each.product if each.adds else "",
            each.exchange if each.kind == "swap" else 0,
        )
        for each in steps
    )


def distinct(repairs: Iterable[Repair]) -> list[Repair]:
    """Of repairs that make the same cocktails (which new syringe has which number) the cheapest."""
    seen: dict[tuple[object, ...], Repair] = {}
    for each in repairs:
        shape = tuple(
            frozenset(
                frozenset(
                    (item.name, item.contents, item.volume, item.line)
                    for item in items
                    if item.syringe == syringe
                )
                for syringe in {item.syringe for item in items}
            )
            for items in each.sessions
        )
        case_changes = tuple(c for c in each.changes if c.kind in ("wait", "state", "ask"))
        known = seen.get((shape, case_changes))
        if known is None or (each.price, each.changes) < (known.price, known.changes):
            seen[shape, case_changes] = each
    return list(seen.values())
