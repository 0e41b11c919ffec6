"""Exact search over a planning problem of plain integers. Standard library only.

What a reader finds where, from the question down to the arithmetic:

- `problem`   what is to be planned, and the check that it is well formed
- `answer`    plans, how far they are proved, and the work it took
- `score`     the objective, term by term: the definition
- `demand`    what a user asks for, as a change of the problem
- `conflict`  which demands clash, and the smallest ways out
- `pareto`    benefit against risk against cost
- `diverse`   plans that differ from each other
- `search`    best-first branch and bound over sets of items
- `region`    whole-number worth of the candidates, and the bound of a subtree
- `prices`    the search for prices that make the bound tight; `rows` are what is priced besides
- `scope`     which items are fixed and which are candidates
- `doses`     the exact best dosing of one set
- `syringes`  the exact best syringes of one dosing
- `levels`    the problem prepared for all of these

Words: an *item* has *options* (dose levels). A *plan* is a set of items with its best dosing. The *bar* is
the least value that still matters; a *bound* is a value that nothing in a subtree exceeds.
"""

from .answer import Answer, Budget, Counters, Plan
from .problem import Content, CostWeights, Item, Judge, Option, Problem, ProblemError, check
from .score import Score, score
from .search import Unlike, best_dosing, best_plans
from .syringes import fewest_syringes

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
    "best_dosing",
    "best_plans",
    "check",
    "fewest_syringes",
    "score",
]
