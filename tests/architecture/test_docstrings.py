"""Whatever is public says what it promises, in its first line."""

import ast
from collections.abc import Iterator
from typing import Any

_Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _public(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, _Documented]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Documented) and not child.name.startswith("_") and not _overload(child):
            yield f"{prefix}{child.name}", child
            if isinstance(child, ast.ClassDef) and not _foreign(child):
                yield from _public(child, f"{prefix}{child.name}.")


def _foreign(node: ast.ClassDef) -> bool:
    """Whether its methods are those of a library's class, documented there."""
    return any(isinstance(base, ast.Attribute) for base in node.bases)


def _overload(node: _Documented) -> bool:
    """Whether a decorator says what the function is: an overload, or a command with its help."""
    said = [ast.unparse(each) for each in node.decorator_list]
    return any("overload" in each or "help=" in each for each in said)


def test_every_module_has_a_docstring(modules: Any) -> None:
    assert [module.path for module in modules if not ast.get_docstring(module.tree)] == []


def test_everything_public_has_a_docstring(modules: Any) -> None:
    wanting = [
        f"{module.path}:{node.lineno} {name} says nothing about itself"
        for module in modules
        for name, node in _public(module.tree)
        if not ast.get_docstring(node)
    ]
    assert not wanting, "\n" + "\n".join(wanting)


def test_a_docstring_begins_with_one_whole_sentence(modules: Any) -> None:
    broken = []
    for module in modules:
        for name, node in (("", module.tree), *_public(module.tree)):
            text = ast.get_docstring(node) or "x."
            first = text.split("\n\n")[0].rstrip()
            if not first.endswith((".", ":", "?", ")", "`")):
                broken.append(f"{module.path} {name}: {first[-60:]!r} does not end like a sentence")
    assert not broken, "\n" + "\n".join(broken)
