"""A record of more than four fields is built by keyword: eleven values in a row tell a reader nothing."""

import ast
from collections import Counter
from typing import Any

#: Fields that may be given by position.
MOST = 4

#: Where there were more when this was written. The numbers only go down; a file that is not here has none.
STILL = {
    "catalog/lint/codes.py": 41,
    "catalog/lint/second_reading.py": 1,
    "mixing/compatibility.py": 1,
    "planner/candidates.py": 1,
    "planner/front.py": 1,
    "planner/ground.py": 3,
    "planner/plan.py": 2,
    "planner/problem.py": 1,
    "planner/sensitivity.py": 2,
    "planner/why.py": 6,
    "planner/why_not.py": 5,
    "repair/repair.py": 2,
    "report/questions.py": 2,
    "review/diff.py": 4,
}
#: Where it stays so, and why.
BECAUSE = {
    "solver": "its records are built in the innermost loops",
}


def _fields(modules: Any) -> dict[str, int]:
    """How many fields each record has, by its name; names that stand for two records are left out."""
    sizes: dict[str, set[int]] = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and any(
                ast.unparse(base) == "NamedTuple" for base in node.bases
            ):
                size = sum(isinstance(part, ast.AnnAssign) for part in node.body)
                sizes.setdefault(node.name, set()).add(size)
    return {name: size for name, (size, *others) in sizes.items() if not others}


def test_large_records_are_built_by_keyword(modules: Any) -> None:
    fields = _fields(modules)
    found: Counter[str] = Counter()
    for module in modules:
        if module.floor in BECAUSE:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and len(node.args) > MOST:
                name = ast.unparse(node.func).rpartition(".")[2]
                found[module.path] += fields.get(name, 0) > MOST
    more = {path: number for path, number in found.items() if number > STILL.get(path, 0)}
    assert not more, f"name the fields: {more}"
