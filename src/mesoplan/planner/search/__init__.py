"""Exact search over an integer planning problem."""

from .answer import Answer, Budget, Counters, Plan
from .problem import Content, CostWeights, Item, Judge, Option, Problem, ProblemError, check
from .score import Score, score
from .search import Unlike, best_plans

__all__ = [
    "Answer",
    "Budget",
    "Content",
    "CostWeights",
    "Counters",
    "Item",
    "Judge",
    "Option",
    "Plan",
    "Problem",
    "ProblemError",
    "Score",
    "Unlike",
    "best_plans",
    "check",
    "score",
]
