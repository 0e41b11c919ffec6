"""In which order the liquids of one syringe go in: only through mixtures that the rules allow.

The rules judge each set on the way as they judge the whole, at its own concentrations. What a source
says of an order is a precedence. Between orders: fewer cautions on the way, then the smaller error of the
liquid that is drawn first and fills nozzle and needle too.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import permutations

from mesoplan.model.finding import SEVERITY_RANK
from mesoplan.model.preparation import Why
from mesoplan.model.statement import Stated
from mesoplan.preparation.amounts import in_ml, share
from mesoplan.preparation.liquids import Liquid, stated_by
from mesoplan.preparation.order import MOST_PARTS, Ordering, Set, best_order, dead_space_share
from mesoplan.record import NamedTuple
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import ask, is_waived
from mesoplan.rules.scene import Scene

_ABOUT_ONE_SYRINGE = tuple(rule for rule in RULES if rule.scope in ("pair", "mixture"))


class Sequence(NamedTuple):
    """Lines in their order, how many orders were possible, and the reasons for each line's place.

    ``possible`` 0: no order passes through allowed mixtures only, or too many parts; the case's own is kept.
    """

    lines: tuple[str, ...]
    possible: int
    reasons: Mapping[str, tuple[Why, ...]]
    conflict: tuple[str, ...] = ()


class _Judged(NamedTuple):
    forbids: bool
    cautions: int


def sequence(liquids: tuple[Liquid, ...], dead_space: Fraction, scene: Scene) -> Sequence:
    """The best order of the liquids of one syringe, with its reasons."""
    by_line = {each.line: each for each in liquids}
    own = tuple(by_line)
    if len(own) == 1:
        (only,) = liquids
        alone = only.product is not None and only.product.container == "syringe"
        return Sequence(lines=own, possible=1, reasons={only.line: (Why("own-syringe"),)} if alone else {})
    if len(own) > MOST_PARTS:
        return Sequence(lines=own, possible=0, reasons={})
    judged: dict[Set, _Judged] = {}

    def judge(held: Set) -> _Judged:
        if held not in judged:
            judged[held] = _judge(tuple(by_line[line] for line in own if line in held), scene)
        return judged[held]

    def cost(done: Set, line: str) -> tuple[Fraction, ...]:
        first = Fraction(0) if done else dead_space_share(dead_space, by_line[line].volume)
        return (Fraction(judge(done | {line}).cautions), first)

    stated = tuple(_precedences(liquids, scene))
    before = tuple((first, second) for first, second, _ in stated) + tuple(
        (other, line) for line in own for other in own if by_line[line].to and other != line
    )
    found = best_order(own, lambda held: not judge(held).forbids, before, cost)
    if not isinstance(found, Ordering):
        return Sequence(lines=own, possible=0, reasons={}, conflict=found.conflict)
    reasons = {line: tuple(_reasons(line, found.order, by_line, stated, judge, dead_space)) for line in own}
    return Sequence(lines=found.order, possible=found.possible, reasons=reasons)


def _judge(liquids: tuple[Liquid, ...], scene: Scene) -> _Judged:
    """What the rules say of these liquids in one syringe."""
    if len(liquids) == 1:
        return _Judged(forbids=False, cautions=0)
    part = scene.with_items(each.item for each in liquids)
    forbids, cautions = False, 0
    for asked in ask(part, _ABOUT_ONE_SYRINGE):
        for each in asked.judgements:
            if each.severity == "forbid" and not is_waived(each, scene):
                forbids = True
            cautions += SEVERITY_RANK[each.severity] < SEVERITY_RANK["note"]
    return _Judged(forbids=forbids, cautions=cautions)


def _precedences(liquids: tuple[Liquid, ...], scene: Scene) -> Iterator[tuple[str, str, Stated]]:
    """Which line a source wants in before which other."""
    names = {each.line: _names(each, scene) for each in liquids}
    for one, other in permutations(liquids, 2):
        for stated, members in _orders(names[one.line], names[other.line], scene):
            first = stated.record.member
            rest = [member for member in members if member != first]
            if first in names[one.line] and all(each in names[other.line] for each in rest):
                yield one.line, other.line, stated


def _names(liquid: Liquid, scene: Scene) -> frozenset[str]:
    names = {liquid.item.product} if liquid.item.product else set()
    for ingredient in liquid.item.ingredients:
        names.update(scene.catalog.lineage("ingredient", ingredient))
    return frozenset(names)


def _orders(
    one: frozenset[str], other: frozenset[str], scene: Scene
) -> Iterator[tuple[Stated, tuple[str, ...]]]:
    index = scene.catalog.index.interactions_of
    both = {file for name in one for file in index.get(name, ())}
    for identity in sorted(both & {file for name in other for file in index.get(name, ())}):
        file = scene.catalog.interaction(identity)
        for each in file.orders:
            yield Stated(identity, each), file.members


def _reasons(
    line: str,
    order: tuple[str, ...],
    by_line: Mapping[str, Liquid],
    stated: tuple[tuple[str, str, Stated], ...],
    judge: Callable[[Set], _Judged],
    dead_space: Fraction,
) -> Iterator[Why]:
    place = order.index(line)
    for first, second, each in stated:
        if first == line:
            data = {"before": by_line[second].name, "why": each.record.why}
            yield Why("source-says-first", data, (stated_by(each),))
    if place == 0 and not any(by_line[other].to for other in order):
        extra = dead_space / by_line[line].volume
        others = [dead_space / by_line[other].volume for other in order[1:]]
        topic = "fills-nozzle" if extra <= min(others) else "fills-nozzle-most"
        yield Why(topic, {"extra": str(share(extra))})
    if by_line[line].to:
        yield Why("fills-up", {"to": str(in_ml(by_line[line].to))})
    for other in order[:place]:
        alone = frozenset(order[:place]) - {other} | {line}
        if len(alone) > 1 and judge(alone).forbids:
            yield Why("only-with", {"with": by_line[other].name})
