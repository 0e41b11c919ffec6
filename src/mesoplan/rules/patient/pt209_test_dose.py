"""PT209: a test has to come before the first dose."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.ingredient import TestDose
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown until the test's result is recorded; forbid when it was not negative."""
    for ingredient in item.ingredients:
        for stated in scene.knowledge.inherited(ingredient, "test_doses"):
            test: TestDose = stated.record
            answers = {fact: scene.answer(fact) for fact in test.facts}
            if scene.answer(test.fact) == "yes":
                continue
            if not test.required and "yes" not in answers.values():
                open_ones = tuple(f for f, answer in answers.items() if answer == "not-asked")
                if open_ones:
                    yield Judgement(
                        severity="unknown",
                        topic="test-may-be-needed",
                        subjects=(ingredient, *open_ones),
                        about=open_ones[0],
                        statements=(stated,),
                        data={"ingredient": ingredient, "what": test.what, "fact": open_ones[0]},
                        fixes=(Fix("ask", open_ones[0]),),
                        needs=tuple(Need("fact", each) for each in open_ones),
                    )
                continue
            explicit_no = test.fact in scene.case.patient.no
            yield _judgement(ingredient, stated, failed=explicit_no)


def _judgement(ingredient: str, stated: Stated, *, failed: bool) -> Judgement:
    test: TestDose = stated.record
    return Judgement(
        severity="forbid" if failed else "unknown",
        topic="test-not-negative" if failed else "test-needed",
        subjects=(ingredient, test.fact),
        about=f"{ingredient} {test.fact}",
        statements=(stated,),
        data={"ingredient": ingredient, "what": test.what, "fact": test.fact},
        fixes=(Fix("drop", ingredient),) if failed else (Fix("ask", test.fact),),
        needs=() if failed else (Need("fact", test.fact),),
    )


RULE = Rule(
    code="PT209",
    name="test-dose",
    scope="item",
    checks="Whether a skin test or test dose is due before the first dose.",
    why="The first reaction should be a wheal, not a shock.",
    example="Hyaluronidase: 3 U intradermally, read after some minutes.",
    instead="Do the test and record its result as a patient fact.",
    check=check,
    reads=frozenset({"patient"}),
)
