"""Pages with the names of ingredients in the language that mesoplan.toml says; programs get one language."""

from typing import TYPE_CHECKING

import click

from mesoplan.cli.settings import settings

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog
    from mesoplan.engine import Engine

#: What programs read: there the names stay as they are, whoever asks.
_FOR_PROGRAMS = ("json", "jsonl", "csv")


def engine_for(catalogs: tuple[str, ...], format_: str) -> "Engine":
    """The engine of a command whose answer is shown in a format."""
    from mesoplan.engine import Engine

    engine = Engine.open(catalogs)
    there = named_for(engine.catalog, format_)
    return engine if there is engine.catalog else Engine(there)


def named_for(catalog: "Catalog", format_: str) -> "Catalog":
    """The catalog with the names of the language that the settings say, for a page. Raises
    `click.UsageError` for a language in which nothing has a name."""
    found = settings()
    if not found.language or format_ in _FOR_PROGRAMS:
        return catalog
    known = {each.casefold().partition("-")[0]: each for each in catalog.languages()}
    if found.language.casefold().partition("-")[0] not in (*known, "en"):
        raise click.UsageError(
            f"{found.file}: no ingredient has a name in language {found.language[:20]!r}. "
            f"There are: {', '.join(catalog.languages())}."
        )
    return catalog.in_language(found.language)
