"""Answers that have to agree: two cases of which one may not be milder, and what is proposed with `check`."""

from collections.abc import Mapping
from typing import Any

from tests.fuzz.base import small_engine
from tests.fuzz.draw import Draw, Raw
from tests.fuzz.relations import RELATIONS

from mesoplan import Case, Deadline, Engine
from mesoplan.cases.resolve import resolve
from mesoplan.errors import MesoplanError
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item
from mesoplan.model.finding import SEVERITY_RANK, VERDICT_RANK
from mesoplan.planner.ground import best, planned_scene, prepare
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import ask, check
from mesoplan.rules.scene import Scene

#: The last verdicts, so that the case which many pairs start from is judged once.
_KEPT = 64
_VERDICTS = sorted(VERDICT_RANK, key=VERDICT_RANK.__getitem__)
_verdicts: dict[tuple[int, str], str] = {}
_knowledge: dict[int, Knowledge] = {}


def judged(engine: Engine, raw: Raw, but: tuple[str, ...] = ()) -> str:
    """The verdict on a case, leaving some rules out, or "" when it cannot be read."""
    key = (id(engine), repr((raw, but)))
    if key not in _verdicts:
        if len(_verdicts) >= _KEPT:
            del _verdicts[next(iter(_verdicts))]
        _verdicts[key] = _judged(engine, raw, but)
    return _verdicts[key]


def knowledge_of(engine: Engine) -> Knowledge:
    """What the rules of an engine ask, without putting words to the answers."""
    if id(engine) not in _knowledge:
        _knowledge[id(engine)] = Knowledge(engine.catalog)
    return _knowledge[id(engine)]


def _judged(engine: Engine, raw: Raw, but: tuple[str, ...]) -> str:
    try:
        case = resolve(Case(**raw), engine.catalog)
    except MesoplanError:
        return ""
    scene = Scene(case, knowledge_of(engine))
    if scene.waived or not scene.items:
        return check(scene).verdict
    worst = SEVERITY_RANK["note"]
    for asked in ask(
        scene, [rule for rule in RULES if rule.code not in but]
    ):  # what `check` does, without gathering what is the same
        for each in asked.judgements:
            if each.topic == "crash":
                return f"crashed: {each.about}"
            worst = min(worst, SEVERITY_RANK[each.severity])
    return _VERDICTS[worst]


def forget(engine: Engine) -> None:
    """An engine that is thrown away: its number may be given to another one."""
    _knowledge.pop(id(engine), None)
    for key in [each for each in _verdicts if each[0] == id(engine)]:
        del _verdicts[key]


# ---------------------------------------------------------------------- pairs


def draw_pairs(draw: Draw) -> list[Any]:
    """Pairs that start from one case: of each, the second may not be the milder one."""
    case, found = draw.case(), []
    for relation in RELATIONS:
        pair = relation(draw, case)
        if pair is not None:
            found.append({"relation": relation.__name__, **pair._asdict()})
    return found


def draw_small_pairs(draw: Draw) -> list[Any]:
    """The same over the catalog of the rules' own tests, in which everything says something of everything."""
    return draw_pairs(Draw(draw.rng, small_engine().catalog))


def try_pair(engine: Engine, asked: Any) -> str:
    """The verdicts stand in their relation; what cannot be read has none."""
    but = tuple(asked.get("but", ()))
    before, after = judged(engine, asked["before"], but), judged(engine, asked["after"], but)
    if not before or not after or before == after:
        return ""
    if "crashed" in before + after:
        return f"a rule {before if 'crashed' in before else after}"
    milder = VERDICT_RANK[after] > VERDICT_RANK[before]
    if asked["unless_open"]:
        milder = milder and after not in ("incomplete", "blocked")
    return f"{asked['relation']}: {before}, then {after}" if milder or asked["same"] else ""


def try_small_pair(engine: Engine, asked: Any) -> str:
    """See `try_pair`."""
    return try_pair(small_engine(), asked)


# ---------------------------------------------------------------------- what is proposed


def draw_plan(draw: Draw) -> list[Any]:
    """A goal, somewhere, for somebody who was asked most things."""
    case = draw.case()
    del case["cocktail"]
    return [{**case, "goal": draw.one("goal")}]


def try_plan(engine: Engine, raw: Any) -> str:
    """A suggestion has the same findings when it is checked, and is not blocked when it is written down."""
    try:
        case = resolve(Case(**raw), engine.catalog)
        ground = prepare(case, knowledge_of(engine))
    except MesoplanError:
        return ""
    for each in best(ground, 3).plans:
        assert ground.model is not None
        items = [item for syringe in each.syringes for item in syringe]
        again = check(planned_scene(ground.scene, ground.model, each.found, items))
        if again != each.report:
            return f"plan {each.ingredients}: {each.report.verdict}, checked {again.verdict}"
        if (found := judged(engine, {**raw, "cocktail": _rows(items)})) in ("", "blocked"):
            return f"plan {each.ingredients}, written down: {found or 'cannot be read'}"
    return ""


def _rows(items: Any) -> tuple[Mapping[str, Any], ...]:
    return tuple(map(_row, items))


def _row(item: Item) -> Raw:
    row: Raw = {"syringe": item.syringe}
    if item.volume is not None:
        row["volume"] = str(item.volume)
    if item.product:
        return {"product": item.product, **row}
    (only,) = item.contents
    amount = {} if only.amount is None else {"amount": str(only.amount)}
    return {"ingredient": only.ingredient, **({"form": only.form} if only.form else {}), **amount, **row}


def draw_repair(draw: Draw) -> list[Any]:
    """A cocktail that is likely to be blocked."""
    return [draw.case()]


def try_repair(engine: Engine, raw: Any) -> str:
    """Every repair that changes only the cocktail can be written down, and is not blocked then."""
    try:
        found = engine.repair(Case(**raw), max_checks=40, observer=Deadline(3)).result
    except MesoplanError:
        return ""
    for each in found.repairs:
        if any(change.kind in ("ask", "state", "wait") for change in each.changes):
            continue
        for items in each.sessions:
            again = judged(engine, {**raw, "cocktail": _rows(items)}) if items else "clear"
            if again in ("", "blocked"):
                return f"repair by {[change.kind for change in each.changes]}: {again or 'cannot be read'}"
    return ""


def draw_why_not(draw: Draw) -> list[Any]:
    """An ingredient that somebody misses in a plan."""
    (case,) = draw_plan(draw)
    regimens = sorted(draw.catalog.table("regimen").values(), key=lambda each: str(each.id))
    goals = {case["goal"], *draw.catalog.lineage("goal", case["goal"])}
    held = [
        item.ingredient
        for each in regimens
        if goals & set(getattr(each, "goals", ()))
        for item in each.items
        if item.ingredient
    ]
    return [{"case": case, "ingredient": draw.rng.choice(held or draw.ids["ingredient"])}]


def try_why_not(engine: Engine, asked: Any) -> str:
    """The cheapest change, made, lets the ingredient into a plan."""
    raw, name = asked["case"], asked["ingredient"]
    try:
        found = engine.why_not(Case(**raw), name, max_plans=20, observer=Deadline(4)).result
    except MesoplanError:
        return ""
    for opening in found.openings[:1]:
        changed = raw
        for change in opening.changes:
            changed = _changed(changed, change)
        limits = dict(changed.get("limits", {}))
        limits["include"] = list(dict.fromkeys([*limits.get("include", ()), found.ingredient]))
        answer = engine.plan(Case(**{**changed, "limits": limits}), k=1).result
        held = [item for plan in answer.plans for item in plan.items]
        if not any(found.ingredient in item.ingredients for item in held):
            return f"{[(each.kind, each.target, each.to) for each in opening.changes]} does not let {name} in"
    return ""


def _changed(raw: Raw, change: Any) -> Raw:
    table, _, key = change.target.rpartition(".")
    if change.kind in ("zone", "include", "exclude", "raise", "withdraw", "state", "wait", "technique"):
        value: Any = str(change.amounts[0]) if change.amounts else change.to
        if change.kind in ("include", "exclude"):
            value = [*raw.get(table, {}).get(key, ()), change.to]
        elif change.kind == "raise" and value.isdigit():
            value = int(value)
        return {**raw, table: {**raw.get(table, {}), key: value}} if table else {**raw, key: value}
    if change.kind == "ask":
        patient = dict(raw["patient"])
        lists = {"conditions", "allergies", "medicines"}
        for each in ("pregnant", "breastfeeding", *lists):
            if each not in patient and not (patient.get("sex") == "male" and each not in lists):
                patient[each] = [] if each in lists else False
        return {**raw, "patient": patient}
    return {key: value for key, value in raw.items() if key != change.target}
