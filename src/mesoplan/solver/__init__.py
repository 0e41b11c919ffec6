"""Exact search over a planning problem of plain integers. Standard library only; knows nothing of medicine.

What a reader finds where, from the question down to the arithmetic (the mathematics: `docs/search.md`):

- `problem`           what is to be planned, and the check that it is well formed
- `answer`            plans, how far they are proved, and the work it took
- `budget`            when a search stops early, and the count of its work
- `objective`         what a plan is worth, term by term: the definition
- `demand`            what a user asks for, as a change of the problem
- `unsatisfiable`     which demands clash: smallest unsatisfiable sets and correction sets
- `pareto`            benefit against risk against cost
- `solve`             the best plans, and the best dosing of one set
- `branch_and_bound`  best-first search over sets of items
- `node`, `branching` the nodes of its tree, what follows from a node, and the bound of each
- `bound`             a subproblem with multipliers in whole numbers: the bound of any subtree
- `subproblem`        which items are fixed and which are candidates
- `subgradient`       the search for multipliers that make the bound tight
- `valuation`         what items are worth at given multipliers
- `multipliers`       what the search finds
- `constraints`       the dualised constraints of a subproblem; `constraint_kinds` are the five kinds
- `dosing`            the exact best options of one set
- `syringes`          the exact best syringes of one dosing
- `prepared`          the problem prepared for all of these
- `tuning`            every tuned number

Words: an *item* has *options* (dose levels). A *plan* is a set of items with its best options and syringes.
An *incumbent* is a plan among the best found so far; the *cutoff* is the least value that still matters. A
*bound* is a value that nothing in a subtree exceeds. The *remaining cardinality* of a node is how many more
items may join it.
"""

from .answer import Answer, Counters, Plan
from .budget import Budget
from .objective import Score, score
from .problem import Content, CostWeights, Item, Judge, Option, Problem, ProblemError, check
from .query import Unlike
from .solve import best_dosing, best_plans
from .syringes import fewest_syringes
from .tuning import Tuning

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
    "Tuning",
    "Unlike",
    "best_dosing",
    "best_plans",
    "check",
    "fewest_syringes",
    "score",
]
