"""What of the session itself would settle something: how many points, how large an area, how long."""

from collections.abc import Iterable

from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import SESSION_SITE, ResolvedCase
from mesoplan.model.finding import Finding
from mesoplan.model.need import Need
from mesoplan.rules.dose.studied import compared, is_said, sourced_uses
from mesoplan.rules.scene import Scene

#: What the amounts of regimens are counted by, and the key of the case that says it.
_COUNTED_BY = {"point": Need("case", "session.points"), "cm2": Need("case", "session.area")}
#: Numbers of the session that somebody can say at once; who mixes, and where, is a choice of words.
_NUMBERS = ("session.points", "session.area", "session.interval", "session.use_within")


def session_needs(findings: Iterable[Finding], case: ResolvedCase, knowledge: Knowledge) -> tuple[Need, ...]:
    """The numbers of the session that unknown findings wait for, or that the goal's doses go by.

    A dose goes by the points or the area where the case says no other basis on which its amount could be
    compared. Nothing is asked when every syringe has a place of its own: that says its own numbers.
    """
    scene = Scene(case, knowledge)
    here = tuple(item for item in scene.items if item.site == SESSION_SITE)
    if not here:
        return ()
    found = [need for each in findings if each.severity == "unknown" for need in each.needs]
    for item in here:
        for ingredient in dict.fromkeys(item.ingredients):
            if scene.catalog.ingredient(ingredient).role in ("vehicle", "excipient"):
                continue
            if not compared(item, ingredient, scene):
                uses = [each for each in sourced_uses(ingredient, scene) if not is_said(each, scene)]
                found += [_COUNTED_BY[each.per] for each in uses if each.per in _COUNTED_BY]
    wanted = {need.id: need for need in found if need.kind == "case"}
    return tuple(wanted[key] for key in _NUMBERS if key in wanted)
