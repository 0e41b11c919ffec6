"""The numbers of the objective, from policy files: nothing about value is written in code."""

from decimal import Decimal

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import UnknownPreference, UnusablePolicy
from mesoplan.record import NamedTuple

PREFERENCES = ("evidence", "safety", "simplicity", "cost")


class Weights(NamedTuple):
    """Points of the objective, for one preference: `OBJECTIVE_TERMS` by name."""

    prefer: str
    benefit: int
    caution: int
    unknown: int
    question: int
    item: int
    syringe: int
    money: int


class EvidenceWeights(NamedTuple):
    """What a study weighs; ``of`` holds the numbers by the parameter's name."""

    of: dict[str, float]

    def design(self, design: str) -> float:
        """Weight of a design; zero for what is no study of an outcome in people."""
        return self.of.get(f"design.{design}", 0.0)

    def comparator(self, comparator: str) -> float:
        """Factor of a comparator."""
        return self.of[f"comparator.{comparator}"]


def weights(catalog: Catalog, prefer: str) -> Weights:
    """The objective of a preference. Raises `UnknownPreference` and `UnusablePolicy`."""
    for identity, policy in catalog.table("policy").items():
        if policy.kind == "objective" and policy.prefer == prefer:
            values = {each.name: each.value for each in policy.parameters}
            return Weights(prefer, *(_points(identity, name, values) for name in Weights._fields[1:]))
    known = sorted(policy.prefer for policy in catalog.table("policy").values() if policy.kind == "objective")
    raise UnknownPreference(f'no policy prefers "{prefer}"; known: {", ".join(known)}')


def evidence_weights(catalog: Catalog) -> EvidenceWeights:
    """The weights of studies, from the policies of kind ``evidence``."""
    numbers: dict[str, float] = {}
    for identity, policy in catalog.table("policy").items():
        if policy.kind == "evidence":
            for parameter in policy.parameters:
                if parameter.value is None or parameter.value < 0:
                    raise UnusablePolicy(f"{identity}, {parameter.name}: a weight is a number >= 0")
                numbers[parameter.name] = float(parameter.value)
    return EvidenceWeights(numbers)


def _points(policy: str, name: str, values: dict[str, Decimal | None]) -> int:
    value = values.get(name)
    if value is None or value < 0 or value != value.to_integral_value():
        raise UnusablePolicy(f"{policy}, {name}: a weight is a whole number >= 0, not {value}")
    return int(value)
