"""The steps of a session: what to ask again, what has to come first, how it is given, what follows.

They come from the same statements as the check; nothing is added that the catalog does not say.
"""

from collections.abc import Iterator

from mesoplan.model.finding import CheckReport, Finding
from mesoplan.model.place import NeedleUse, Technique
from mesoplan.model.preparation import Step
from mesoplan.model.statement import Stated
from mesoplan.preparation.liquids import stated_by
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.deferrals import deferrals_here

#: Findings that ask for a written consent: the use, or the route, is not the label's.
_OFF_LABEL = frozenset({"RG704", "RT601"})


def protocol(scene: Scene, report: CheckReport) -> tuple[Step, ...]:
    """Every step, in the order of the session."""
    return _merged(
        *_asked_again(scene),
        *_test_doses(scene),
        *_consent(report.findings, scene),
        *_technique(scene),
        *_watched(scene, "monitor", "watch"),
        *_watched(scene, "lab-interference", "tell-laboratory"),
        *_deferrals(scene),
    )


def _merged(*steps: Step) -> tuple[Step, ...]:
    """One step for each thing to do, however many ingredients ask for it."""
    groups: dict[tuple[object, ...], list[Step]] = {}
    for each in steps:
        groups.setdefault((each.when, each.topic, tuple(sorted(each.data.items()))), []).append(each)
    return tuple(
        alike[0]._replace(
            subjects=tuple(dict.fromkeys(one for each in alike for one in each.subjects)),
            statements=tuple(dict.fromkeys(ref for each in alike for ref in each.statements)),
        )
        for alike in groups.values()
    )


def _asked_again(scene: Scene) -> Iterator[Step]:
    """Facts that were denied and would forbid an ingredient: they are asked once more before the needle."""
    facts: dict[str, list[Stated]] = {}
    for ingredient in _ingredients(scene):
        for stated in scene.knowledge.cautions(ingredient):
            fact = stated.record.fact
            if stated.record.effect == "contraindicated" and scene.answer(fact) == "no":
                facts.setdefault(fact, []).append(stated)
    if facts:
        refs = tuple(stated_by(each) for found in facts.values() for each in found)
        yield Step("before", "ask-again", tuple(sorted(facts)), {}, tuple(dict.fromkeys(refs)))


def _test_doses(scene: Scene) -> Iterator[Step]:
    for ingredient in _ingredients(scene):
        for stated in scene.knowledge.inherited(ingredient, "test_doses"):
            applies = stated.record.required or any(
                scene.answer(fact) == "yes" for fact in stated.record.facts
            )
            if applies and scene.answer(stated.record.fact) != "yes":
                data = {"what": stated.record.what}
                yield Step("before", "test-dose", (ingredient,), data, (stated_by(stated),))


def _consent(findings: tuple[Finding, ...], scene: Scene) -> Iterator[Step]:
    """What is not the label's use: a product stands for what it holds, unless it is in another line too."""
    off = [each for each in findings if each.code in _OFF_LABEL]
    if off:
        named = dict.fromkeys(each.subjects[0] for each in off if each.subjects)
        held = {each for item in scene.items if item.product in named for each in item.ingredients}
        held -= {each for item in scene.items if item.product not in named for each in item.ingredients}
        subjects = tuple(each for each in named if each not in held)
        refs = tuple(dict.fromkeys(ref for each in off for ref in each.statements))
        yield Step("before", "consent", subjects, {}, refs)


def _technique(scene: Scene) -> Iterator[Step]:
    identity = scene.case.session.technique
    if not identity:
        return
    technique: Technique = scene.catalog.technique(identity)
    data: dict[str, str] = {}
    stated: list[Stated] = []
    if technique.depth is not None:
        data["depth"] = f"{technique.depth.low} to {technique.depth.high}"
        stated.append(Stated(identity, technique.depth))
    for needle in technique.needles:
        if needle.cite.supports:
            data["needle"] = _needle(needle)
            stated.append(Stated(identity, needle))
            break
    yield Step("during", "technique", (identity,), data, tuple(stated_by(each) for each in stated))


def _needle(needle: NeedleUse) -> str:
    gauges = " or ".join(f"{gauge} G" for gauge in needle.gauges)
    length = str(needle.length) if needle.length is not None else ""
    return ", ".join(word for word in (gauges, length, needle.angle) if word)


def _watched(scene: Scene, kind: str, topic: str) -> Iterator[Step]:
    sex = scene.case.patient.sex
    for ingredient in _ingredients(scene):
        for stated in scene.knowledge.inherited(ingredient, "monitoring"):
            record = stated.record
            if record.kind == kind and (record.sex is None or sex is None or record.sex == sex):
                data = {"what": record.what, "action": record.action}
                if topic == "watch":
                    told = {**data, "patient": record.patient}
                    yield Step("during", "watch", (ingredient,), told, (stated_by(stated),))
                else:
                    yield Step("after", "tell-laboratory", (ingredient,), data, (stated_by(stated),))


def _deferrals(scene: Scene) -> Iterator[Step]:
    for ingredient in _ingredients(scene):
        for stated, record, _ in deferrals_here(ingredient, scene):
            span = "for good" if record.permanent else str(record.duration or "")
            data = {"event": record.event, "span": span}
            yield Step("after", "defer", (ingredient,), data, (stated_by(stated),))


def _ingredients(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for item in scene.items for each in item.ingredients))
