"""Shell completion of ids, from the names of files and the ids in tables; nothing is compiled."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

_ID = r'(?m)^id\s*=\s*"([a-z0-9-]+)"'


def goals(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    """Ids of goals, and files."""
    from click.shell_completion import CompletionItem

    found = [CompletionItem(each) for each in _in_folder(ctx, "goals", incomplete)]
    return [*found, CompletionItem(incomplete, type="file")]


def ingredients(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of ingredients."""
    return _in_folder(ctx, "ingredients", incomplete)


def jurisdictions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of jurisdictions."""
    return _in_folder(ctx, "jurisdictions", incomplete.lower())


def zones(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of zones."""
    return _in_table(ctx, "zones.toml", incomplete)


def techniques(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of techniques."""
    return _in_table(ctx, "techniques.toml", incomplete)


def facts(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of patient facts."""
    return _in_table(ctx, "facts.toml", incomplete)


def names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of what `show` is asked for most: ingredients, products, goals."""
    found = [
        each
        for folder in ("ingredients", "products", "goals", "jurisdictions", "regimens")
        for each in _in_folder(ctx, folder, incomplete)
    ]
    return sorted(set(found) | set(_in_table(ctx, "zones.toml", incomplete)))


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Codes of rules, from the names of their files."""
    folder = Path(__file__).parents[1] / "rules"
    codes = {file.name.split("_")[0].upper() for file in folder.glob("*/[a-z][a-z][0-9]*_*.py")}
    return sorted(code for code in codes if code.startswith(incomplete.upper()))


def _in_folder(ctx: click.Context, name: str, incomplete: str) -> list[str]:
    return sorted(
        {
            file.stem
            for folder in _folders(ctx)
            for file in folder.joinpath(name).glob("*.toml")
            if file.stem.startswith(incomplete)
        }
    )


def _in_table(ctx: click.Context, name: str, incomplete: str) -> list[str]:
    found: set[str] = set()
    for folder in _folders(ctx):
        try:
            found.update(re.findall(_ID, folder.joinpath(name).read_text("utf-8")))
        except OSError:
            continue
    return sorted(each for each in found if each.startswith(incomplete))


def _folders(ctx: click.Context) -> Iterator[Path]:
    named = ctx.params.get("catalogs") or ()
    from_environment = os.environ.get("MESOPLAN_CATALOG", "").split(os.pathsep)
    yield from (Path(each) for each in (*named, *from_environment) if each)
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_catalog", package.parents[1] / "catalog"):
        if folder.is_dir():
            yield folder
            return
