"""A rule is asked what its scope says: its check takes that and nothing else."""

import inspect

import pytest

from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule

TAKES = {
    "item": ("Item", "Scene"),
    "pair": ("Item", "Item", "Mixture", "Scene"),
    "session-pair": ("Item", "Item", "Scene"),
    "mixture": ("Mixture", "Scene"),
    "case": ("Scene",),
    "total": ("Item", "Scene"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_check_takes_what_its_scope_hands_it(rule: Rule) -> None:
    parameters = inspect.signature(rule.check).parameters.values()
    taken = tuple(getattr(each.annotation, "__name__", each.annotation) for each in parameters)
    assert taken == TAKES[rule.scope]
    assert (rule.exceeded is not None) == (rule.scope == "total")
