"""A plan of more than one syringe says why fewer cannot do."""

from collections.abc import Callable

from mesoplan.planner.ground import Ground, best
from mesoplan.planner.plan import plan_record
from mesoplan.solver import fewest_syringes


def test_the_reason_is_the_proof_of_the_search(grounded: Callable[..., Ground]) -> None:
    patient = {
        "sex": "female",
        "age": 34,
        "weight": "62 kg",
        "conditions": [],
        "allergies": [],
        "medicines": [],
        "pregnant": False,
        "breastfeeding": False,
    }
    ground = grounded("female-pattern-hair-loss", zone="scalp", patient=patient)
    assert ground.model is not None
    plans = best(ground, 5, floor=0).plans
    assert {len(each.syringes) for each in plans} == {1, 2}
    for rank, each in enumerate(plans, start=1):
        reasons = [r for r in plan_record(rank, ground.model, each).why if r.kind == "syringes"]
        if len(each.syringes) == 1:
            assert reasons == []
            continue
        solved = fewest_syringes(
            ground.model.problem, tuple(zip(each.found.items, each.found.options, strict=True))
        )
        assert solved is not None
        proof = solved[1]
        assert proof.least == len(each.syringes)
        assert proof.kind == "clique"
        members = sorted(ground.model.candidates[item].ingredient for item in proof.members)
        assert [reason.ingredients for reason in reasons] == [tuple(members)]
