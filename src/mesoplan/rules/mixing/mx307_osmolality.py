"""MX307: the mixture is too concentrated or too dilute for tissue."""

from collections.abc import Iterator

from mesoplan.mixing.mixture import Mixture
from mesoplan.mixing.osmolality import estimate
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import licensed_for


def check(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A judgement on the estimated osmolality; unknown when it cannot be computed."""
    if not mixture.is_mixed and licensed_for(mixture.items[0], scene):
        return
    highest = scene.number("mixing", "osmolality-max")
    lowest = scene.number("mixing", "osmolality-min", "high")
    found = estimate(mixture, scene.knowledge)
    subjects = tuple(sorted(item.name for item in mixture.items))
    about = " ".join(subjects)
    shown = {
        "missing": ", ".join(found.missing),
        "value": "" if found.at_least is None else str(found.at_least),
    }
    fixes = (Fix("dilute", subjects[0]),)
    if highest and found.at_least is not None and found.at_least > highest[0]:
        yield Judgement(
            severity="forbid",
            topic="too-concentrated",
            subjects=subjects,
            about=about,
            statements=(*found.statements, highest[1]),
            data={**shown, "limit": str(highest[0])},
            fixes=fixes,
        )
    elif found.value is None:
        yield Judgement(
            severity="unknown",
            topic="not-known",
            subjects=subjects,
            about=about,
            statements=found.statements,
            data=shown,
            needs=(Need("data", "osmolality"),),
        )
    elif lowest and found.value < lowest[0]:
        yield Judgement(
            severity="caution",
            topic="too-dilute",
            subjects=subjects,
            about=about,
            statements=(*found.statements, lowest[1]),
            data={**shown, "limit": str(lowest[0])},
            fixes=fixes,
        )


RULE = Rule(
    code="MX307",
    name="osmolality",
    scope="mixture",
    checks="The estimated osmolality of each syringe against what tissue bears.",
    why="Concentrated solutions hurt and kill tissue; water in volume bursts cells.",
    example="Levocarnitine 200 mg/mL undiluted has about 1240 mOsm/L.",
    instead="Dilute; mind that saline adds its own 308 mOsm/L.",
    check=check,
    reads=frozenset({"place", "session"}),
)
