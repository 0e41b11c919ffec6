"""What the tests of the architecture share: every module of the package, read but not run."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SRC = Path(__file__).parents[2] / "src" / "mesoplan"


class Import(NamedTuple):
    """One import. ``for_types``: only under TYPE_CHECKING, so that it costs and needs nothing."""

    module: str
    line: int
    for_types: bool


class Module(NamedTuple):
    """A module: its path below the package, its dotted name, its syntax tree, its imports."""

    path: str
    name: str
    tree: ast.Module
    imports: tuple[Import, ...]

    @property
    def floor(self) -> str:
        """The first part of the name below ``mesoplan``; empty for the package itself."""
        return self.name.removeprefix("mesoplan").lstrip(".").partition(".")[0]


@pytest.fixture(scope="session")
def modules() -> tuple[Module, ...]:
    """Every module of the package."""
    return tuple(_module(file) for file in sorted(SRC.rglob("*.py")))


def _module(file: Path) -> Module:
    path = file.relative_to(SRC)
    parts = ["mesoplan", *path.with_suffix("").parts]
    if parts[-1] == "__init__":
        parts.pop()
    tree = ast.parse(file.read_text("utf-8"), str(file))
    package = parts if file.name == "__init__.py" else parts[:-1]
    return Module(path.as_posix(), ".".join(parts), tree, tuple(_imports(tree, package, False)))


def _imports(node: ast.AST, package: list[str], for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, for_types)
        elif isinstance(child, ast.ImportFrom):
            yield from _from(child, package, for_types)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for each in child.body:
                yield from _imports(ast.Module([each], []), package, True)
            for each in child.orelse:
                yield from _imports(ast.Module([each], []), package, for_types)
        else:
            yield from _imports(child, package, for_types)


def _from(node: ast.ImportFrom, package: list[str], for_types: bool) -> Iterator[Import]:
    above = package[: len(package) - node.level + 1] if node.level else []
    base = ".".join([*above, *([node.module] if node.module else [])])
    for alias in node.names:
        yield Import(f"{base}.{alias.name}", node.lineno, for_types)
