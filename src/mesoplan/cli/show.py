"""`mesoplan show`."""

from typing import TYPE_CHECKING

import click

from mesoplan.cli import complete, options

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog

_EPILOG = """\b
Examples:
  mesoplan show dutasteride
  mesoplan show melasma --format markdown
  mesoplan show zones
  mesoplan show "ketoprofen + lidocaine"
  mesoplan show "dutasteride#caution.pregnant.contraindicated@avodart-label-us"
"""


@click.command("show", epilog=_EPILOG)
@click.argument("name", nargs=-1, required=True, shell_complete=complete.names)
@click.option("-v", "--verbose", is_flag=True, help="The whole page: tables, reasons and sources.")
@options.format_option("table", "json", "markdown", "html")
@options.catalog_option
def command(name: tuple[str, ...], verbose: bool, format_: str, catalogs: tuple[str, ...]) -> None:
    """What the catalog says of NAME: of an ingredient or a goal the first screen, with -v the whole page.

    NAME is an ingredient, product, class, goal, zone, technique, jurisdiction, mechanism, patient
    fact, published cocktail, policy, source, study, interaction or statement; or a kind, such as
    "zones", to list all of it, or two substances
    with "+" between them. Any name, synonym or code will do.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.language import named_for
    from mesoplan.cli.output import emit, emit_page, say
    from mesoplan.report.json_out import dumped
    from mesoplan.report.look_up import PLURALS, SPACES, look_up
    from mesoplan.report.show import entity_data, entity_page

    catalog = named_for(load_catalog(catalogs), format_)
    wanted = " ".join(name)
    if "#" in wanted:
        from mesoplan.report.show.source import find_statement, statement_page

        if format_ == "json":
            kind, path, stated = find_statement(wanted, catalog)
            emit(
                dumped(
                    {
                        "kind": "statement",
                        "id": stated.id,
                        "of": f"{kind} {stated.entity}",
                        "key": path,
                        "statement": stated.record,
                    }
                )
            )
        else:
            emit_page(statement_page(wanted, catalog), format_)
        return
    hits = look_up(wanted, catalog)
    if not hits and wanted.count("+") == 1:
        _show_pair(wanted, catalog, format_)
        return
    if not hits and wanted.lower() in PLURALS:
        from mesoplan.report.lists import kind_page

        kind = PLURALS[wanted.lower()]
        if format_ == "json":
            emit(dumped([entity_data(kind, each, catalog) for each in catalog.table(kind)]))
        else:
            emit_page(kind_page(wanted.lower(), kind, catalog), format_)
        return
    if not hits:
        catalog.resolve(wanted, SPACES, "entry called")
    first, *others = hits
    if format_ == "json":
        emit(dumped(entity_data(first.kind, first.id, catalog)))
    else:
        emit_page(entity_page(first.kind, first.id, catalog, brief=not verbose), format_)
    for other in others:
        say(f'"{wanted}" is also the {other.kind} {other.id}.')


def _show_pair(wanted: str, catalog: "Catalog", format_: str) -> None:
    from mesoplan.cases.naming import read_substance
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.report.json_out import dumped
    from mesoplan.report.show.pair import pair_data, pair_page

    left, right = (part.strip() for part in wanted.split("+"))
    one, other = (read_substance(name, catalog, "substance called").named for name in (left, right))
    if format_ == "json":
        emit(dumped(pair_data(one, other, catalog)))
    else:
        emit_page(pair_page(one, other, catalog), format_)
