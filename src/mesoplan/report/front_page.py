"""The front of what can be traded: benefit, risk and cost, as a page."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.front import FrontPoint, FrontReport
from mesoplan.report.answers import catalog_words, item_words
from mesoplan.report.check_page import counted
from mesoplan.report.page import Grid, Page, Section, Text
from mesoplan.report.words.template import listed


def front_page(front: FrontReport, catalog: Catalog) -> Page:
    """Every cocktail that none other beats in benefit, risk and cost together."""
    named = counted(len(front.points), "Pareto-optimal cocktail")
    if not front.points:
        said = "NO PLAN: there is nothing to trade."
    elif front.complete:
        said = f"{named}; the front is complete."
    else:
        said = f"{named}; the search ended early, more may exist."
    grid = Grid(
        ("cocktail", "benefit", "risk", "cost", "score", "verdict"),
        tuple(_row(each, catalog) for each in front.points),
    )
    amounts = Grid(
        ("cocktail", "syringes"),
        tuple(
            (
                listed([catalog.label(one) for one in each.ingredients]),
                "; ".join(
                    " + ".join(item_words(item, catalog) for item in syringe) for syringe in each.syringes
                ),
            )
            for each in front.points
        ),
    )
    sections = (Section("", (grid,)), Section("What is in them", (amounts,)))
    return Page(
        "Front",
        Text(said, "good" if front.points else "bad"),
        sections if front.points else (),
        (
            "More benefit is better, less risk and cost are better; all in points of the preference.",
            f"{front.nodes} nodes; {catalog_words(catalog)}.",
        ),
    )


def _row(point: FrontPoint, catalog: Catalog) -> tuple[str, ...]:
    names = listed([catalog.label(each) for each in point.ingredients])
    return (
        names,
        *(str(each) for each in (point.benefit, point.risk, point.cost, point.score)),
        point.verdict,
    )
