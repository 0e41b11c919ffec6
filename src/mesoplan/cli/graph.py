"""`mesoplan graph`."""

from typing import TYPE_CHECKING

import click

from mesoplan.cli import complete, options

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog
    from mesoplan.report.look_up import Hit

_EPILOG = """\b
Examples:
  mesoplan graph dutasteride minoxidil -o graph.html
  mesoplan graph cocktail.toml -o graph.html
  mesoplan graph -o catalog.graphml
"""


@click.command("graph", epilog=_EPILOG)
@click.argument("names", nargs=-1, shell_complete=complete.names)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to a file.")
@click.option(
    "--radius",
    type=click.IntRange(1, 4),
    default=1,
    show_default=True,
    help="How many edges away from the names.",
)
@options.format_option("graphml", "json", "html")
@options.catalog_option
def command(
    names: tuple[str, ...],
    target: str | None,
    radius: int,
    format_: str,
    catalogs: tuple[str, ...],
) -> None:
    """Who interacts with whom, how it is known, and from which source.

    NAMES are ingredients, goals or anything else, or one case file; without any, the whole catalog.
    The HTML page is one file that needs no network; it wants names, to stay readable.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.output import write_or_emit

    format_ = _by_ending(format_, target)
    if format_ == "html" and not names:
        raise click.UsageError("a page of the whole catalog cannot be read: name something.")
    catalog = load_catalog(catalogs)
    hits = _hits(names, catalog)
    from mesoplan.knowledge.graph import as_graphml, as_json, graph_of, node
    from mesoplan.report.graph_select import around

    graph = graph_of(catalog)
    if hits:
        graph = around(graph, hits, catalog, radius)
    if format_ == "graphml":
        write_or_emit(as_graphml(graph) + "\n", target)
    elif format_ == "json":
        from mesoplan.report.json_out import dumped

        write_or_emit(dumped(as_json(graph)), target)
    else:
        from mesoplan.report.graph_html import graph_html
        from mesoplan.report.look_up import label_of
        from mesoplan.report.words.template import listed

        title = listed([label_of(hit, catalog) for hit in hits])
        focus = [node(hit.kind, hit.id) for hit in hits]
        write_or_emit(graph_html(graph, catalog, focus, title), target)


def _by_ending(format_: str, target: str | None) -> str:
    """The format that the file's name asks for, unless --format was given."""
    chosen = click.get_current_context().get_parameter_source("format_")
    ending = (target or "").rpartition(".")[2].lower()
    if chosen is not None and chosen.name == "DEFAULT" and ending in ("html", "json", "graphml"):
        return ending
    return format_


def _hits(names: tuple[str, ...], catalog: "Catalog") -> "tuple[Hit, ...]":
    """What the names stand for; a case file stands for its ingredients, products and goal."""
    from mesoplan.cases.resolve import resolve
    from mesoplan.cli.case_input import case_from_file, faults_at, is_file_name
    from mesoplan.report.graph_select import hits_of_case
    from mesoplan.report.look_up import SPACES, look_up

    found: list[Hit] = []
    for name in names:
        if is_file_name(name):
            with faults_at(name):
                found.extend(hits_of_case(resolve(case_from_file(name), catalog)))
            continue
        hits = look_up(name, catalog)
        if not hits:
            catalog.resolve(name, SPACES, "entry called")
        found.append(hits[0])
    return tuple(dict.fromkeys(found))
