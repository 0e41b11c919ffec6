"""A plan of more than one syringe says why fewer cannot do."""

from collections.abc import Callable

from mesoplan.planner.ground import Ground, best
from mesoplan.planner.record import plan_record
from mesoplan.solver import fewest_syringes


def test_the_reason_is_the_proof_of_the_search(grounded: Callable[..., Ground]) -> None:
    both = ["minoxidil", "dutasteride"]
    ground = grounded("female-pattern-hair-loss", zone="scalp", limits={"include": both})
    assert ground.model is not None
    (only,) = best(ground, 5).plans
    assert len(only.syringes) == 2
    (reason,) = [r for r in plan_record(1, ground, only).why if r.kind == "syringes"]
    solved = fewest_syringes(
        ground.model.problem, tuple(zip(only.found.items, only.found.options, strict=True))
    )
    assert solved is not None
    proof = solved[1]
    assert proof.least == len(only.syringes) and proof.kind == reason.proof == "clique"
    members = {name for item in proof.members for name in ground.model.candidates[item].actives}
    assert set(reason.ingredients) == members


def test_one_regimen_is_one_syringe(grounded: Callable[..., Ground]) -> None:
    ground = grounded("female-pattern-hair-loss", zone="scalp")
    single = [(rank, each) for rank, each in enumerate(best(ground, 5).plans, 1) if len(each.regimens) == 1]
    assert single
    for rank, each in single:
        assert len(each.syringes) == 1
        assert not [r for r in plan_record(rank, ground, each).why if r.kind == "syringes"]
