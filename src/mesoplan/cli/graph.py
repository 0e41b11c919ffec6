"""`mesoplan graph`."""

from typing import TYPE_CHECKING

import click

from mesoplan.cli import complete, options

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog
    from mesoplan.knowledge.graph import Graph
    from mesoplan.knowledge.paths import Step
    from mesoplan.report.look_up import Hit

_EPILOG = """\b
Examples:
  mesoplan graph dutasteride minoxidil -o graph.html
  mesoplan graph cocktail.toml -o graph.html
  mesoplan graph -o catalog.graphml
  mesoplan graph female-pattern-hair-loss minoxidil --ways
  mesoplan graph lidocaine --alternatives
  mesoplan graph fda-2017-glutamine-arginine-carnitine --without
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
@click.option(
    "--ways", "ask", flag_value="ways", help="How the two NAMES hang together, step by step, with sources."
)
@click.option(
    "--alternatives",
    "ask",
    flag_value="alternatives",
    help="What has a class or a mechanism in common with NAME.",
)
@click.option(
    "--without", "ask", flag_value="without", help="What nothing would answer any more without NAME."
)
@options.format_option("graphml", "json", "html", "table", "markdown")
@options.catalog_option
def command(
    names: tuple[str, ...],
    target: str | None,
    radius: int,
    ask: str | None,
    format_: str,
    catalogs: tuple[str, ...],
) -> None:
    """Who interacts with whom, how it is known, and from which source.

    NAMES are ingredients, goals or anything else, or one case file; without any, the whole catalog.
    The HTML page is one file that needs no network; it wants names, to stay readable. With --ways,
    --alternatives or --without the answer is read, not drawn: a page, or JSON.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.output import write_or_emit

    format_ = _by_ending(format_, target)
    if ask is not None:
        _answer(ask, names, format_ if _was_said("format_") else "table", load_catalog(catalogs))
        return
    if format_ in ("table", "markdown"):
        raise click.UsageError(f"a graph is not drawn as {format_}: add --ways, --alternatives or --without.")
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


def _answer(ask: str, names: tuple[str, ...], format_: str, catalog: "Catalog") -> None:
    """What is asked of the graph, as a page or as JSON."""
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.knowledge import paths
    from mesoplan.knowledge.graph import graph_of, node
    from mesoplan.report import graph_paths as words
    from mesoplan.report.json_out import dumped

    wanted = 2 if ask == "ways" else 1
    hits = _hits(names, catalog)
    if len(hits) != wanted:
        raise click.UsageError(
            f"--{ask} asks of {('one name', 'two names')[wanted - 1]}, not of {len(hits)}."
        )
    if format_ not in ("table", "markdown", "html", "json"):
        raise click.UsageError(f"--{ask} has no answer as {format_}: table, markdown, html or json.")
    graph = graph_of(catalog)
    own = node(hits[0].kind, hits[0].id)
    data: object
    if ask == "ways":
        ends = (own, node(hits[1].kind, hits[1].id))
        ways = _ways(hits, ends, graph)
        data, page = words.paths_data(ways), words.paths_page(graph, ways, ends, catalog)
    elif ask == "alternatives":
        if hits[0].kind != "ingredient":
            raise click.UsageError(f"--alternatives asks of an ingredient; {names[0]} is a {hits[0].kind}.")
        found = paths.alternatives(graph, hits[0].id)
        data = words.alternatives_data(found)
        page = words.alternatives_page(graph, own, found, catalog)
    else:
        loss = paths.loss_without(graph, own)
        data, page = words.loss_data(loss), words.loss_page(graph, own, loss, catalog)
    if format_ == "json":
        emit(dumped(data))
    else:
        emit_page(page, format_)


def _ways(hits: "tuple[Hit, ...]", ends: tuple[str, str], graph: "Graph") -> "tuple[tuple[Step, ...], ...]":
    """Goal and ingredient by mechanism, product and study; anything else by the shortest ways."""
    from mesoplan.knowledge import paths

    kinds = {hit.kind: hit.id for hit in hits}
    if kinds.keys() == {"goal", "ingredient"}:
        return paths.why(graph, kinds["goal"], kinds["ingredient"]) or paths.between(graph, *ends)
    return paths.between(graph, *ends)


def _was_said(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is not None and source.name != "DEFAULT"


def _by_ending(format_: str, target: str | None) -> str:
    """The format that the file's name asks for, unless --format was given."""
    ending = (target or "").rpartition(".")[2].lower()
    if not _was_said("format_") and ending in ("html", "json", "graphml"):
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
