"""First law for facts of the patient: no medicine and no condition is answered by nothing."""

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Content, Item, Limits, Patient, ResolvedCase, Session
from mesoplan.model.finding import Judgement
from mesoplan.model.line import Line
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import Asked, ask
from mesoplan.rules.scene import Scene

from .conftest import Altered

#: The rules that speak of the patient, without those that only ask.
PATIENT_RULES = tuple(
    rule for rule in RULES if rule.code in ("PT201", "PT202", "PT203", "PT205", "PT207", "PT213")
)

#: Cocktails as they are written: plain substances, products, and both; the goal is medical or cosmetic.
COCKTAILS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("skin-hydration", ("hyaluronic-acid",)),
    ("skin-rejuvenation", ("hyaluronic-acid", "ascorbic-acid", "glutathione")),
    ("skin-rejuvenation", ("nctf-135ha",)),
    ("fine-lines", ("onabotulinumtoxina",)),
    ("fine-lines", ("botox-100-u", "lidocaine-1-plain")),
    ("fine-lines", ("dysport-300-u",)),
    ("submental-fat", ("kybella",)),
    ("submental-fat", ("aqualyx", "lidocaine-2-plain")),
    ("localised-fat", ("phosphatidylcholine", "deoxycholic-acid")),
    ("localised-fat", ("caffeine", "levocarnitine", "artichoke-extract")),
    ("cellulite", ("aminophylline", "pentoxifylline")),
    ("cellulite", ("isoprenaline", "yohimbine")),
    ("melasma", ("tranexamic-acid",)),
    ("melasma", ("tranexamic-acid-100-ampoule", "glutathione")),
    ("androgenetic-alopecia", ("minoxidil", "biotin", "dexpanthenol")),
    ("androgenetic-alopecia", ("dutasteride", "lidocaine")),
    ("androgenetic-alopecia", ("finasteride",)),
    ("female-pattern-hair-loss", ("platelet-rich-plasma", "biotin")),
    ("alopecia-areata", ("kenalog-10",)),
    ("acne-scars", ("polynucleotide", "lidocaine-1-epinephrine")),
    ("skin-laxity", ("profhilo",)),
    ("musculoskeletal-pain", ("lidocaine-2-plain", "thiocolchicoside", "piroxicam")),
    ("musculoskeletal-pain", ("ketorolac", "dexamethasone")),
    ("knee-osteoarthritis", ("akis-25",)),
    ("knee-osteoarthritis", ("diclofenac", "calcitonin-salmon")),
    ("neck-pain", ("muscoril-4", "ketoprofen-100", "procaine")),
    ("chronic-spinal-pain", ("mepivacaine", "tramadol", "traumeel")),
    ("migraine", ("magnesium-sulfate", "cyanocobalamin", "diazepam")),
    ("striae", ("poly-l-lactic-acid", "hyaluronidase")),
    ("skin-rejuvenation", ("exosomes", "vegf", "retinol")),
)


@pytest.fixture(scope="module")
def catalog(real: Altered) -> Catalog:
    return real.catalog


@pytest.fixture(scope="module")
def knowledge(catalog: Catalog) -> Knowledge:
    return Knowledge(catalog)


def _items(names: tuple[str, ...], catalog: Catalog) -> tuple[Item, ...]:
    rows = []
    for position, name in enumerate(names):
        product = name if name in catalog.table("product") else ""
        held = [part.ingredient for part in catalog.product(name).contains] if product else [name]
        contents = tuple(Content(each, None) for each in held)
        rows.append(Item(Line("cocktail", position), product, contents, None, 1))
    return tuple(rows)


def _scene(facts: tuple[str, ...], goal: str, items: tuple[Item, ...], knowledge: Knowledge) -> Scene:
    catalog = knowledge.catalog
    patient = Patient(
        said=facts,
        yes=frozenset(each for fact in facts for each in catalog.lineage("fact", fact)),
        asked=frozenset({"condition", "medicine", "allergy"}),
    )
    return Scene(ResolvedCase(goal, "", "", patient, Session(), Limits(), items), knowledge)


def _facts(catalog: Catalog, *kinds: str) -> tuple[str, ...]:
    return tuple(identity for identity, record in catalog.table("fact").items() if record.kind in kinds)


def test_there_are_thirty_cocktails() -> None:
    assert len(COCKTAILS) == 30
    assert len(set(COCKTAILS)) == 30


@pytest.mark.parametrize(("goal", "names"), COCKTAILS, ids=lambda value: str(value))
def test_every_fact_is_answered_by_something_or_unknown(
    goal: str, names: tuple[str, ...], knowledge: Knowledge
) -> None:
    """Each medicine and each condition: a statement that was read, a section that was read, or unknown."""
    catalog = knowledge.catalog
    items = _items(names, catalog)
    passed_over = []
    for fact in _facts(catalog, "medicine", "condition"):
        asked = tuple(ask(_scene((fact,), goal, items, knowledge), PATIENT_RULES))
        for item in items:
            own = tuple(each for each in asked if each.unit == (item.line,))
            passed_over += [
                (fact, ingredient)
                for ingredient in item.ingredients
                if not _is_answered(fact, ingredient, item, own, catalog)
            ]
    assert passed_over == []


def _is_answered(fact: str, ingredient: str, item: Item, asked: tuple[Asked, ...], catalog: Catalog) -> bool:
    """Told from the judgements alone, not from how the rule comes to them."""
    return any(_speaks(found, fact, ingredient, item, catalog) for each in asked for found in each.judgements)


def _speaks(found: Judgement, fact: str, ingredient: str, item: Item, catalog: Catalog) -> bool:
    if found.topic in ("not-read", "same-substance"):
        return {fact, ingredient} <= set(found.subjects)
    if found.topic in ("not-named", "for-others"):
        sections = [each for each in found.statements if each.record.answers]
        return {fact, ingredient} <= set(found.subjects) and bool(sections)
    speakers = {*catalog.lineage("ingredient", ingredient), item.product}
    named = set(catalog.lineage("fact", fact)) & set(found.subjects)
    stated = any(each.entity in speakers and each.cite.supports for each in found.statements)
    return bool(named) and stated


def test_removing_a_screening_never_moves_toward_clear(real: Altered) -> None:
    """Whatever was unknown with it is unknown without it, and what it answered is unknown then."""
    whole = Knowledge(real.catalog)
    lost_somewhere = False
    for place in real.places:
        if type(place.stated.record).__name__ != "Screening":
            continue
        names = _members(place.kind, place.identity, real.catalog)
        less = real.without(place)
        assert less is not None
        for name in names:
            items = _items((name,), real.catalog)
            facts = _facts(real.catalog, "medicine", "condition")
            before = _unread(_scene(facts, "", items, whole))
            after = _unread(_scene(facts, "", items, Knowledge(less)))
            assert before <= after, place.stated.id
            lost_somewhere = lost_somewhere or before < after
    assert lost_somewhere or not any(
        type(place.stated.record).__name__ == "Screening" for place in real.places
    )


def _members(kind: str, identity: str, catalog: Catalog) -> tuple[str, ...]:
    return catalog.index.members_of.get(identity, ())[:3] if kind == "class" else (identity,)


def _unread(scene: Scene) -> set[tuple[str, ...]]:
    (rule,) = [each for each in RULES if each.code == "PT213"]
    return {
        found.subjects
        for each in ask(scene, (rule,))
        for found in each.judgements
        if found.severity == "unknown"
    }
