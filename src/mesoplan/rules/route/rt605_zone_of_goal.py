"""RT605: the goal does not belong to this place."""

from collections.abc import Iterator

from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(scene: Scene) -> Iterator[Judgement]:
    """A forbid when the zone, and whatever it is a part of, is none of the goal's zones."""
    goal, zone = scene.case.goal, scene.case.zone
    if not goal or not zone:
        return
    zones = scene.knowledge.zones_of(goal)
    if zones and not scene.knowledge.is_place_of(zone, goal):
        yield Judgement(
            "forbid",
            "elsewhere",
            (goal, zone),
            zone,
            data={"goal": goal, "zone": zone, "zones": ", ".join(zones)},
        )


RULE = Rule(
    code="RT605",
    name="zone-of-goal",
    scope="case",
    checks="Whether the goal is one that is treated in this zone.",
    why="Nothing that was studied for a goal says anything of it elsewhere.",
    example="Neck pain treated on the eyelid.",
    instead="Correct the goal or the zone.",
    check=check,
    reads=frozenset({"place"}),
)
