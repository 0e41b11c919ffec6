"""What forbids a cocktail or leaves it open, put together from what was said of its parts before.

A search over cocktails changes an item or two at a time. What rules say of an item, of two items or of what
shares a syringe stays as it is where those are the same to the letter; only sums over all, and what looks at
the company, are put together anew.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, combinations
from typing import Any

from mesoplan.mixing.mixture import mix
from mesoplan.model.case import Item, Site
from mesoplan.model.finding import Judgement
from mesoplan.model.line import WHOLE_CASE, Line
from mesoplan.quantity.number import summed
from mesoplan.record import NamedTuple
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.rule import Rule, Scope, Usage
from mesoplan.rules.run import Judged, Unit, ask, crash, is_waived, tempered
from mesoplan.rules.scene import Scene
from mesoplan.rules.shown import key_of_item

#: A shared limit: the code of the rule, and its name there.
_Resource = tuple[str, str]
#: A rule with its place among all.
_Placed = tuple[int, Rule]


class _Hit(NamedTuple):
    """A judgement that forbids or is unknown. ``rank`` is the rule's place, ``place`` that of the unit."""

    rank: int
    place: int
    rule: Rule
    unit: Unit
    judgement: Judgement


class _Part(NamedTuple):
    """What an item uses of the limits of one rule, and what the rule says besides."""

    usages: tuple[Usage, ...]
    judgements: tuple[Judgement, ...]


class _Kept:
    """What was said of the parts of cocktails in one case, by the numbers of their items."""

    __slots__ = ("cases", "items", "pairs", "shares", "syringes", "totals")

    def __init__(self) -> None:
        self.items: dict[int, tuple[_Hit, ...]] = {}
        self.pairs: dict[tuple[int, int], tuple[_Hit, ...]] = {}
        self.syringes: dict[tuple[int, ...], tuple[_Hit, ...]] = {}
        self.totals: dict[tuple[int, int], _Part] = {}
        self.shares: dict[int, tuple[tuple[_Resource, Decimal], ...]] = {}
        self.cases: dict[Site, tuple[_Hit, ...]] = {}


class Deciding:
    """Says of cocktails what `ask` says of them as far as it forbids, in the same order.

    ``unknown``: also what is unknown. Without it, a rule that can forbid nothing is not asked.
    """

    def __init__(self, rules: Iterable[Rule], *, unknown: bool = False) -> None:
        self._severities = ("forbid", "unknown") if unknown else ("forbid",)
        rules = tuple(rules)
        placed = tuple(each for each in enumerate(rules) if unknown or each[1].forbids)
        alone = tuple(each for each in placed if "company" not in each[1].reads)
        self._items = _of(alone, "item")
        self._pairs = _of(alone, "session-pair")
        # A whole syringe is asked about before each two of its items: a hit may end the look.
        self._syringes = (*_of(alone, "mixture"), *_of(alone, "pair"))
        self._cases = _of(alone, "case")
        self._totals = _of(placed, "total")
        self._sums = _of(enumerate(rules), "total")
        self._sums_in_company = tuple(rule for _, rule in self._sums if "company" in rule.reads)
        self._picked: dict[int, tuple[object, tuple[tuple[_Resource, Decimal], ...]]] = {}
        self._parts: dict[int, tuple[object, _Part]] = {}
        self._others = tuple(each for each in placed if each not in alone and each not in self._totals)
        self._kept: dict[CaseFacts, _Kept] = {}

    def forbids(self, scene: Scene) -> bool:
        """Whether anything forbids the cocktail, as `check` would say it; ends with the first that does."""
        kept = self._kept_of(scene)
        hits = chain(
            self._of_totals(scene, kept), self._of_items(scene, kept, keep=False), self._of_company(scene)
        )
        for hit in hits:
            fair = tempered(hit.judgement, hit.rule, scene)
            if fair.severity == "forbid" and not is_waived(fair, scene):
                return True
        return False

    def judged(self, scene: Scene) -> list[Judged]:
        """Every judgement that decides."""
        kept = self._kept_of(scene)
        hits = [*self._of_items(scene, kept), *self._of_totals(scene, kept), *self._of_company(scene)]
        hits.sort(key=lambda each: each[:2])
        found = [Judged(each.rule, each.unit, tempered(each.judgement, each.rule, scene)) for each in hits]
        return [each for each in found if self._decides(each.judgement)]

    def shares(self, scene: Scene) -> Iterator[tuple[int, _Resource, Decimal]]:
        """What each item, by its place, uses of each shared limit, as a fraction of it."""
        kept = self._kept_of(scene)
        for place, item in enumerate(scene.items):
            there, token = scene.at(item.site), _token(item, scene)
            rows = kept.shares.get(token)
            if rows is None:
                alone = [rule for _, rule in self._sums if "company" not in rule.reads]
                rows = tuple(row for rule in alone for row in self._rows(rule, item, there))
                kept.shares[token] = rows
            for resource, fraction in rows:
                yield place, resource, fraction
            for rule in self._sums_in_company:
                for resource, fraction in self._rows(rule, item, there):
                    yield place, resource, fraction

    def _rows(self, rule: Rule, item: Item, there: Scene) -> tuple[tuple[_Resource, Decimal], ...]:
        """Of what one rule says of an item the uses of limits, picked out once."""
        yielded = there.judged(rule, (item,), (item,))
        known = self._picked.get(id(yielded))
        if known is None:
            rows = tuple(
                ((rule.code, each.resource), each.fraction) for each in yielded if isinstance(each, Usage)
            )
            known = self._picked[id(yielded)] = (yielded, rows)  # kept, so that its id is its own
        return known[1]

    def _kept_of(self, scene: Scene) -> _Kept:
        kept = self._kept.get(scene.facts)
        if kept is None:
            kept = self._kept[scene.facts] = _Kept()
        return kept

    # ------------------------------------------------------------------ kept by what they are about

    def _of_items(self, scene: Scene, kept: _Kept, *, keep: bool = True) -> Iterator[_Hit]:
        """Of single items, pairs, the case itself and syringes; those one by one where they are not kept."""
        tokens = [_token(item, scene) for item in scene.items]
        syringes: dict[int, list[int]] = {}
        for place, token in enumerate(tokens):
            item = scene.items[place]
            syringes.setdefault(item.syringe, []).append(place)
            known = kept.items.get(token)
            if known is None:
                known = kept.items[token] = tuple(self._about_item(item, scene))
            for hit in known:
                yield hit._replace(place=place)
        for order, (one, other) in enumerate(combinations(range(len(tokens)), 2)):
            pair = (tokens[one], tokens[other])
            known = kept.pairs.get(pair)
            if known is None:
                known = kept.pairs[pair] = tuple(
                    self._about_pair(scene.items[one], scene.items[other], scene)
                )
            for hit in known:
                yield hit._replace(place=order)
        for order, site in enumerate(scene.sites):
            known = kept.cases.get(site)
            if known is None:
                known = kept.cases[site] = tuple(self._about_case(site, scene))
            for hit in known:
                yield hit._replace(place=order)
        for order, (_, places) in enumerate(sorted(syringes.items())):
            inside = tuple([tokens[place] for place in places])
            found: Iterable[_Hit] | None = kept.syringes.get(inside)
            if found is None:
                found = self._about_syringe(tuple(scene.items[place] for place in places), scene)
                if keep:
                    found = kept.syringes[inside] = tuple(found)
            for hit in found:
                yield hit._replace(place=order)

    def _about_item(self, item: Item, scene: Scene) -> Iterator[_Hit]:
        there = scene.at(item.site)
        for placed in _asked(self._items, scene):
            yield from self._hits(placed, (item.line,), there, (item,), (item,))

    def _about_pair(self, one: Item, other: Item, scene: Scene) -> Iterator[_Hit]:
        for placed in _asked(self._pairs, scene):
            yield from self._hits(placed, (one.line, other.line), scene, (one, other), (one, other))

    def _about_syringe(self, items: tuple[Item, ...], scene: Scene) -> Iterator[_Hit]:
        mixture = mix(items, scene.knowledge)
        unit = (Line("syringe", mixture.syringe),)
        for placed in _asked(self._syringes, scene):
            if placed[1].scope == "mixture":
                yield from self._hits(placed, unit, scene.at(items[0].site), items, (mixture,))
                continue
            for one, other in combinations(items, 2):
                about, there = (one, other, *items), scene.at(one.site)
                lines = (one.line, other.line)
                yield from self._hits(placed, lines, there, about, (one, other, mixture))

    def _about_case(self, site: Site, scene: Scene) -> Iterator[_Hit]:
        for placed in _asked(self._cases, scene):
            yield from self._hits(placed, (WHOLE_CASE,), scene.at(site), (), ())

    # ------------------------------------------------------------------ put together of every cocktail

    def _of_totals(self, scene: Scene, kept: _Kept) -> Iterator[_Hit]:
        """What is more than a shared limit, and what else those rules say; as `run.sum_up` sums."""
        for rank, rule in _asked(self._totals, scene):
            try:
                found = list(self._total(rank, rule, scene, kept))
            except Exception as error:  # the promise is kept for any fault of a rule
                found = [crash(rule, (WHOLE_CASE,), error)]
            yield from (_hit(rank, rule, (WHOLE_CASE,), each) for each in found)

    def _total(self, rank: int, rule: Rule, scene: Scene, kept: _Kept) -> Iterator[Judgement]:
        assert rule.exceeded is not None
        resources: dict[str, list[Usage]] = {}
        for item in scene.items:
            part = self._part(rank, rule, item, scene, kept)
            yield from part.judgements
            for usage in part.usages:
                resources.setdefault(usage.resource, []).append(usage)
        for usages in resources.values():
            if len(usages) == 1 and usages[0].fraction <= 1:
                continue
            total = summed(usage.fraction for usage in usages)
            if total > 1:
                found = rule.exceeded(tuple(usages), total, scene.shown_to(rule))
                if self._decides(found):
                    yield found

    def _part(self, rank: int, rule: Rule, item: Item, scene: Scene, kept: _Kept) -> _Part:
        key = (rank, _token(item, scene))
        part = kept.totals.get(key)
        if part is None:
            part = self._part_of(scene.at(item.site).judged(rule, (item,), (item,)))
            if "company" not in rule.reads:
                kept.totals[key] = part
        return part

    def _part_of(self, yielded: tuple[Any, ...]) -> _Part:
        known = self._parts.get(id(yielded))
        if known is None:
            part = _Part(
                tuple(each for each in yielded if isinstance(each, Usage)),
                tuple(each for each in yielded if not isinstance(each, Usage) and self._decides(each)),
            )
            known = self._parts[id(yielded)] = (yielded, part)  # kept, so that its id is its own
        return known[1]

    def _of_company(self, scene: Scene) -> Iterator[_Hit]:
        """What looks at the company is asked; it is kept there by what it looks at."""
        for rank, rule in _asked(self._others, scene):
            yield from (
                _hit(rank, rule, asked.unit, each, place)
                for place, asked in enumerate(ask(scene, (rule,)))
                for each in asked.judgements
                if self._decides(each)
            )

    def _hits(
        self,
        placed: _Placed,
        unit: Unit,
        there: Scene,
        about: tuple[Item, ...],
        given: tuple[Any, ...],
    ) -> Iterator[_Hit]:
        rank, rule = placed
        try:
            found: tuple[Judgement, ...] = there.judged(rule, about, given)
        except Exception as error:  # the promise is kept for any fault of a rule
            found = (crash(rule, unit, error),)
        return (_hit(rank, rule, unit, each) for each in found if self._decides(each))

    def _decides(self, found: Judgement) -> bool:
        return found.severity in self._severities


def _token(item: Item, scene: Scene) -> int:
    """The item's number, as the scene would give it."""
    return scene.knowledge.judgements.number_of(item, key_of_item)


def _of(placed: Iterable[_Placed], *scopes: Scope) -> tuple[_Placed, ...]:
    return tuple(each for each in placed if each[1].scope in scopes)


def _hit(rank: int, rule: Rule, unit: Unit, judgement: Judgement, place: int = 0) -> _Hit:
    return _Hit(rank=rank, place=place, rule=rule, unit=unit, judgement=judgement)


def _asked(placed: Iterable[_Placed], scene: Scene) -> Iterator[_Placed]:
    """Those that are asked of this case: rules about earlier sessions only where there is a record."""
    return (each for each in placed if scene.case.record is not None or not each[1].of_record)
