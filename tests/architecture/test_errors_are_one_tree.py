"""What is raised on purpose stands in one tree, so that a caller needs one `except`."""

import ast
from typing import Any

BUILT_IN = {
    "ArithmeticError",
    "Exception",
    "IndexError",
    "KeyError",
    "LookupError",
    "OSError",
    "RuntimeError",
    "TypeError",
    "ValueError",
}
#: Where one of these may be raised all the same, and why.
BECAUSE = {
    "cases/read.py": "a JSON key that stands twice, turned into a CaseError where the file is read",
    "catalog/encoding.py": "what cannot be decoded is a damaged pack, and said so where it is read",
    "catalog/pack.py": "a table answers as every mapping does; a damaged pack is said where it is read",
    "catalog/sections.py": "what cannot be decoded is a damaged pack, and said so where it is read",
    "catalog/snapshot.py": "a cache that is not to be trusted is read anew",
    "model/case.py": "an empty mapping answers as every mapping does",
    "model/schema.py": "what pydantic takes for a fault of the file; else a fault of ours",
    "mixing/mixture.py": "a mixture answers as every mapping does",
    "record.py": "what typing raises for a class that is no record",
    "quantity/amount.py": "what Python's operators raise for types that do not go together",
    "quantity/unit.py": "what Python raises for a class that is called in the wrong way",
}
#: Errors outside the tree: they never reach a caller.
OWN = {
    "catalog/pack.py NoPack": "a CatalogError where a pack is asked for; else the folder is read",
    "catalog/cache.py NotTrusted": "a cache that is not to be trusted is read anew",
    "catalog/safe_file.py NotAFile": "a fault of the file where it is read",
    "catalog/safe_file.py TooLarge": "a fault of the file where it is read",
    "catalog/walk.py _Stop": "caught where the walk began",
    "solver/problem.py ProblemError": "the solver imports no errors; it tells of a fault of ours",
    "solver/budget.py Exhausted": "caught in the solver",
    "cli/ask.py _Back": "caught where the questions are put",
    "cli/guard.py OutputError": "an answer that cannot be written; the guard itself ends the command",
    "screen/asked.py Grown": "caught in the masks, which are made anew",
    "screen/probe.py NotMasked": "caught in the masks, which ask the rules instead",
    "cases/yaml_text.py NotYaml": "turned into a CaseError where the file is read",
}


def test_nothing_raises_a_bare_error(modules: Any) -> None:
    broken = [
        f"{module.path}:{node.lineno} raises {name}: take one of the tree, see docs/errors.md"
        for module in modules
        if module.path not in BECAUSE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise) and node.exc is not None
        for name in [ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)]
        if name in BUILT_IN
    ]
    assert not broken, "\n" + "\n".join(broken)


def test_no_error_stands_outside_the_tree(modules: Any) -> None:
    broken = [
        f"{module.path} {node.name}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name != "MesoplanError"
        if node.bases and all(ast.unparse(base) in BUILT_IN for base in node.bases)
    ]
    assert set(broken) == set(OWN)
