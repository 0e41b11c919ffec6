"""MX311: how long an opened product or a mixture may wait."""

from collections.abc import Iterator
from itertools import combinations

from mesoplan.mixing.compatibility import compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity
from mesoplan.rules.rule import Fix, Judgement, Rule, firm
from mesoplan.rules.scene import Scene


def check(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A forbid when the case waits longer than it may, unknown when that or the wait is not known.

    What was read of each product counts, the time that a mixing policy gives what is not stated, and for how
    long a mixture was watched where it was found compatible. What is given at once does not wait.
    """
    planned = scene.case.session.use_within
    subjects = tuple(sorted(item.name for item in mixture.items))
    about = " ".join(subjects)
    times = tuple(_times(mixture, scene))
    least = min(times, key=lambda pair: (pair[0], pair[1].id), default=None)
    if planned is None:
        if least is not None:
            yield Judgement(
                severity="note",
                topic="use-within",
                subjects=subjects,
                about=about,
                statements=(least[1],),
                data=_data(least, planned),
            )
        yield Judgement(
            "unknown",
            "time-not-said",
            subjects,
            "session.use_within",
            needs=(Need("case", "session.use_within"),),
            fixes=(Fix("state", "session.use_within"),),
        )
        return
    yield from _beyond_measured(mixture, planned, scene)
    if least is not None and planned > least[0]:
        yield Judgement(
            severity=firm("forbid", least[1]),
            topic="too-late",
            subjects=subjects,
            about=about,
            statements=(least[1],),
            data=_data(least, planned),
        )
    elif not planned.is_zero and not _answered(mixture, planned, scene):
        yield Judgement(
            "unknown",
            "time-not-known",
            subjects,
            about,
            data={"planned": str(planned)},
            needs=(Need("data", "in-use"),),
        )
    elif least is not None:
        yield Judgement(
            severity="note",
            topic="use-within",
            subjects=subjects,
            about=about,
            statements=(least[1],),
            data=_data(least, planned),
        )


def _beyond_measured(mixture: Mixture, planned: Quantity, scene: Scene) -> Iterator[Judgement]:
    """Unknown for each pair that was found compatible for less time than the syringe is to wait."""
    for one, other in combinations(mixture.parts, 2):
        found = compatibility(one.ingredient, other.ingredient, mixture, scene.knowledge)
        timed = [
            (each.stated.record.within, each.stated)
            for each in found.applied
            if each.fit == "in-range"
            and each.stated.record.kind == "compatible"
            and each.stated.record.within is not None
        ]
        longest = max(timed, key=lambda pair: (pair[0], pair[1].id), default=None)
        if found.outcome != "compatible" or longest is None or planned <= longest[0]:
            continue
        pair = tuple(sorted((one.ingredient, other.ingredient)))
        yield Judgement(
            severity="unknown",
            topic="beyond-measured",
            subjects=pair,
            about=" ".join(pair),
            statements=(longest[1],),
            data={"one": pair[0], "other": pair[1], "limit": str(longest[0]), "planned": str(planned)},
            needs=(Need("data", "compatibility"),),
        )


def _data(least: tuple[Quantity, Stated], planned: Quantity | None) -> dict[str, str]:
    return {
        "limit": str(least[0]),
        "planned": str(planned or ""),
        "condition": getattr(least[1].record, "condition", ""),
    }


def _times(mixture: Mixture, scene: Scene) -> Iterator[tuple[Quantity, Stated]]:
    """Every time that a product or, for a mixture, a policy gives: the shortest holds."""
    for item in mixture.items:
        for stated in scene.knowledge.product_statements(item.product, "in_use"):
            if stated.record.within.dimension == "time":
                yield stated.record.within, stated
    if mixture.is_mixed:
        yield from _policy(scene)


def _policy(scene: Scene) -> Iterator[tuple[Quantity, Stated]]:
    for stated in scene.parameters("mixing", "mixed-use-within"):
        if stated.record.amount is not None:
            yield stated.record.amount, stated


def _answered(mixture: Mixture, planned: Quantity, scene: Scene) -> bool:
    """Whether each item's own time was read, or the wait is within what a policy that was read gives."""
    given = [each for each, stated in _policy(scene) if stated.cite and stated.cite.supports]
    if given and planned <= min(given):
        return True
    return all(
        any(
            stated.cite.supports and stated.record.within.dimension == "time"
            for stated in scene.knowledge.product_statements(item.product, "in_use")
        )
        for item in mixture.items
    )


RULE = Rule(
    code="MX311",
    name="in-use-time",
    scope="mixture",
    checks="How long an opened product or a mixture may wait before it is given.",
    why="Preservatives are diluted, drugs decay, and outbreaks began in vials kept for later.",
    example="A mixture drawn up in the morning for the afternoon.",
    instead="Mix at the chair, give at once, discard the rest.",
    check=check,
    reads=frozenset({"place", "session"}),
)
