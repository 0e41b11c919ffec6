"""MX311: how long an opened product or a mixture may wait."""

from collections.abc import Iterator

from mesoplan.mixing.mixture import Mixture
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A forbid when the case waits too long, unknown when no limit is known, else a note."""
    shortest = _shortest(mixture, scene)
    planned = scene.case.session.use_within
    subjects = tuple(sorted(item.name for item in mixture.items))
    if shortest is None:
        if planned is not None:
            yield Judgement(
                "unknown",
                "time-not-known",
                subjects,
                " ".join(subjects),
                data={"planned": str(planned)},
                needs=(Need("data", "in-use"),),
            )
        return
    limit, stated = shortest
    data = {
        "limit": str(limit),
        "planned": str(planned or ""),
        "condition": getattr(stated.record, "condition", ""),
    }
    late = planned is not None and planned > limit
    yield Judgement(
        "forbid" if late else "note",
        "too-late" if late else "use-within",
        subjects,
        " ".join(subjects),
        (stated,),
        data,
    )


def _shortest(mixture: Mixture, scene: Scene) -> tuple[Quantity, Stated] | None:
    times = [
        (stated.record.within, stated)
        for item in mixture.items
        for stated in scene.knowledge.product_statements(item.product, "in_use")
        if stated.record.within.dimension == "time"
    ]
    if len(mixture.items) > 1:
        times += [
            (stated.record.amount, stated)
            for stated in scene.parameters("mixing", "mixed-use-within")
            if stated.record.amount is not None
        ]
    if not times:
        return None
    return min(times, key=lambda pair: (pair[0], pair[1].id))


RULE = Rule(
    code="MX311",
    name="in-use-time",
    scope="mixture",
    checks="How long an opened product or a mixture may wait before it is given.",
    why="Preservatives are diluted, drugs decay, and outbreaks began in vials kept for later.",
    example="A mixture drawn up in the morning for the afternoon.",
    instead="Mix at the chair, give at once, discard the rest.",
    check=check,
)
