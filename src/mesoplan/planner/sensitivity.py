"""Over which range of each weight the first plan stays first.

For a fixed plan the score is linear in each weight, so the best score is a convex, piecewise linear
function of it, and the weights for which one plan is the best form an interval. Its ends are found
exactly: plan at a weight far out; if another plan is better there, go to the weight at which the two
tie, plan again, and so on until nothing is better at the tie. No plan at all is worth 0. At a weight
p/q all weights are taken q-fold, so that every number stays whole. The candidates with their doses and
products are those of the case; only their points change. A plan is its ingredients in its doses.
"""

from decimal import Decimal
from fractions import Fraction

from mesoplan import solver
from mesoplan.model.plan import Outcome
from mesoplan.model.sensitivity import Sensitivity, Tried, WeightRange
from mesoplan.planner.ground import Ground, Passed, best, over, prepare
from mesoplan.planner.one_regimen import Candidate
from mesoplan.planner.worlds import first_of, outcome
from mesoplan.worth.verdicts import cost
from mesoplan.worth.weights import EvidenceWeights, Weights

#: A weight this many times the present one (and at least this large) counts as without end.
FAR = 1000
_TRIED = (
    "prior.no-benefit",
    "half-size",
    "related-goal",
    "design.rct",
    "design.controlled",
    "design.case-series",
    "comparator.baseline",
    "given.amount-near",
    "given.amount-unknown",
    "credible-level",
)


def sensitivity(ground: Ground, *, trials: bool = True) -> Sensitivity:
    """The range of each weight of the objective; none when there is no plan.

    The weights of the evidence do not act linearly: with ``trials`` each of them is halved and
    doubled, and the first plan then is reported, which says nothing of the values between.
    """
    weigher = _Weigher(ground)
    if weigher.first is None:
        return Sensitivity(Outcome(), (), (), weigher.plans_made)
    names = [name for name in Weights._fields[1:] if name != "money" or ground.scene.case.prices]
    ranges = tuple(weigher.range_of(name) for name in names)
    tried = tuple(weigher.trials()) if trials else ()
    return Sensitivity(outcome(weigher.first), ranges, tried, weigher.plans_made)


class _Weigher:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.first = first_of(ground)
        self.plans_made = 1

    def range_of(self, name: str) -> WeightRange:
        """Both ends of the range of one weight."""
        now: int = getattr(self._ground.points, name)
        low, below = self._end(name, Fraction(now), Fraction(0))
        high, above = self._end(name, Fraction(now), Fraction(FAR * max(now, 1)))
        return WeightRange(name, now, _decimal(low), _decimal(high), below, above)

    def _end(self, name: str, now: Fraction, far: Fraction) -> tuple[Fraction | None, tuple[str, ...]]:
        """The weight towards ``far`` at which another plan ties with the first; None: there is none."""
        assert self.first is not None
        rival: tuple[str, ...] = ()
        tied = False
        at = far
        while True:
            value, found = self._best_at(name, at)
            ours = self._score(name, at, self.first)
            if value <= ours:
                return (at if tied else None), rival
            tied, rival = True, found.ingredients if found else ()
            gap_now = self._score(name, now, self.first) - self._score(name, now, found)
            if gap_now <= 0:
                return now, rival  # another plan ties with it already
            at = now + (at - now) * gap_now / (gap_now + value - ours)

    def _best_at(self, name: str, weight: Fraction) -> tuple[Fraction, Passed | None]:
        """The best plan at a weight and its score; no plan at all is worth nothing."""
        ground = self._ground_at(name, weight)
        self.plans_made += 1
        plans = best(ground, 1).plans
        if not plans:
            return Fraction(0), None
        return Fraction(plans[0].found.value, weight.denominator), plans[0]

    def _score(self, name: str, weight: Fraction, plan: Passed | None) -> Fraction:
        """The score of a plan, in its doses and syringes, at a weight."""
        if plan is None:
            return Fraction(0)
        ground = self._ground_at(name, weight)
        assert ground.model is not None
        found = plan.found
        parts = solver.score(ground.model.problem, found.items, found.options, found.syringes)
        return Fraction(parts.value, weight.denominator)

    def _ground_at(self, name: str, weight: Fraction) -> Ground:
        """The ground with every weight taken as often as makes this one whole."""
        base, scale = self._ground, weight.denominator
        scaled = {each: getattr(base.points, each) * scale for each in Weights._fields[1:]}
        scaled[name] = weight.numerator
        points = Weights(base.points.prefer, **scaled)
        candidates = tuple(_recosted(each, points) for each in base.found.candidates)
        found = base.found._replace(candidates=candidates)
        return over(base.scene, base.rules, points, base.numbers, found)

    def trials(self) -> list[Tried]:
        """Each number behind the evidence halved and doubled."""
        assert self.first is not None
        base = self._ground
        found = []
        for name in _TRIED:
            now = base.numbers.of[name]
            for factor in (0.5, 2.0):
                value = now * factor
                numbers = EvidenceWeights({**base.numbers.of, name: value})
                ground = prepare(
                    base.scene.case,
                    base.scene.knowledge,
                    rules=base.rules,
                    points=base.points,
                    numbers=numbers,
                )
                self.plans_made += 1
                then = outcome(first_of(ground))
                found.append(
                    Tried(
                        name,
                        Decimal(repr(now)),
                        Decimal(repr(value)),
                        then,
                        then.ingredients == self.first.ingredients,
                    )
                )
        return found


def _recosted(candidate: Candidate, points: Weights) -> Candidate:
    return candidate._replace(
        choices=tuple(each._replace(points=cost(each.judgements, points)) for each in candidate.choices)
    )


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
