"""Pages that describe the code are held to it: the errors and the floors."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import mesoplan
from mesoplan.errors import MesoplanError

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def _rows(error: type[MesoplanError], depth: int = 0) -> Iterator[str]:
    promise = str(error.__doc__).strip().splitlines()[0]
    name = f"{'· ' * depth}`{error.__name__}`"
    yield f"| {name} | {error.exit_code} | {promise} | `{error.__module__.removeprefix('mesoplan.')}` |"
    for child in sorted(error.__subclasses__(), key=lambda each: (each.exit_code, each.__name__)):
        if child.__module__.startswith("mesoplan."):
            yield from _rows(child, depth + 1)


def test_the_page_of_errors_has_the_whole_tree() -> None:
    for module in pkgutil.walk_packages(mesoplan.__path__, "mesoplan."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    table = "\n".join(
        ["| error | exit code | when | stands in |", "|---|---|---|---|", *_rows(MesoplanError)]
    )
    assert table in (DOCS / "errors.md").read_text("utf-8"), f"docs/errors.md should hold:\n{table}"


def test_the_reference_has_every_public_name() -> None:
    told = (DOCS / "api.md").read_text("utf-8").splitlines()
    for name in mesoplan.__all__:
        public = getattr(mesoplan, name)
        if not (isinstance(public, type) and issubclass(public, MesoplanError)):
            assert f"::: {public.__module__}.{name}" in told, name


def test_the_page_of_the_architecture_has_every_floor_and_its_reason() -> None:
    floors = _imports_go_down()
    rows = [
        f"| `{name}` | {floors.HOLDS[name]} | {floors.BECAUSE[name]} |"
        for name in reversed(floors.FLOORS)
        if name in floors.BECAUSE
    ]
    table = "\n".join(["| floor | holds | because |", "|---|---|---|", *rows])
    assert table in (DOCS / "architecture.md").read_text("utf-8"), (
        f"docs/architecture.md should hold:\n{table}"
    )


def test_the_floors_are_told_in_one_order_everywhere() -> None:
    floors = [
        name for name in _imports_go_down().FLOORS if name not in ("errors", "version", "api", "__main__")
    ]
    told = " < ".join(f"`{name}`" for name in floors)
    assert told in " ".join((ROOT / "CONTRIBUTING.md").read_text("utf-8").split()), told


def _imports_go_down() -> Any:
    file = ROOT / "tests" / "architecture" / "test_imports_go_down.py"
    spec = spec_from_file_location("imports_go_down", file)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
