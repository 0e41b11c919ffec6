"""Patients who are prepared together, as a page: what to open, who gets what, and what is discarded."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.preparation import Preparation, SharedProduct, Sharing
from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Section, Text, Tone
from mesoplan.report.sources import brief
from mesoplan.report.words.amounts import amount_words
from mesoplan.report.words.preparation import bound_words, containers_words
from mesoplan.report.words.template import listed

_OUTCOMES = {
    "prepared": "has a sheet",
    "draft": "a draft only: the check does not allow it",
    "refused": "refused: here only a pharmacy may mix",
    "blocked": "the check forbids it",
    "incomplete": "the check could not answer everything",
    "missing": "a number is missing",
}
_WHY = {
    "single-dose": "a container is for one patient, whatever is left in it",
    "not-said": "nobody says that a container may be entered again, so each is for one patient",
    "one-patient": "only one patient is given it",
    "no-less": "sharing would leave no less over",
}


def sharing_page(found: Preparation, catalog: Catalog) -> Page:
    """The page of all patients; ``found`` is the answer of any of them."""
    shared = found.shared
    assert shared is not None
    given = [each for each in shared.patients if each.outcome in ("prepared", "draft")]
    sections = (
        Section("Patients", (_patients(shared),)),
        *(_product(each, catalog) for each in shared.products),
        Section("Not known", tuple(_unknown(shared, catalog)), "open"),
    )
    return Page(
        title="Prepared together",
        headline=Text(*_headline(shared, len(given))),
        sections=tuple(each for each in sections if each.blocks),
        foot=("Each patient's sheet: `mesoplan prepare FILE`. A new needle and syringe for every puncture.",),
    )


def _headline(shared: Sharing, given: int) -> tuple[str, Tone]:
    drafts = any(each.outcome == "draft" for each in shared.patients)
    opened = sum(each.number for product in shared.products for each in product.opened)
    alone = sum(each.alone for each in shared.products)
    draft = "DRAFT, NOT CHECKED: not to be given. " if drafts else ""
    out = len(shared.patients) - given
    left = (
        f" {out} of {len(shared.patients)} patients have no sheet; nothing is opened for them." if out else ""
    )
    if not given:
        return f"NO WORKSHEET for any of {len(shared.patients)} patients.", "open"
    fewer = f" instead of {alone}" if alone != opened else ""
    what = f"{given} patients: open {opened} containers{fewer}."
    return f"{draft}{what}{left}", "bad" if drafts else "care" if out else "good"


def _patients(shared: Sharing) -> Block:
    return Grid(("patient", ""), tuple((each.name, _OUTCOMES[each.outcome]) for each in shared.patients))


def _product(each: SharedProduct, catalog: Catalog) -> Section:
    label = catalog.label(each.product)
    head = f"Open {containers_words(each.opened)} {label}"
    lines = [f"{amount_words(each.discarded)} left over in the end"]
    if each.shared:
        lines.append(
            f"shared: alone they would open {each.alone} and leave {amount_words(each.alone_discarded)} over"
        )
        lines.append(_preserved(each, catalog))
        lines += [bound_words(bound, catalog) for bound in each.keeps] or [
            "nobody says how long what is left keeps"
        ]
    if each.split:
        lines.append("a draw that spans two containers is two punctures, each with a new needle")
    blocks: list[Block] = [Grid(("patient", "draws", "from container"), _rows(each)), Bullets(tuple(lines))]
    if each.why:
        blocks.append(Entry("Not shared:", _WHY[each.why] + ".", (), brief(each.statements), "care"))
    return Section(head, tuple(blocks))


def _rows(each: SharedProduct) -> tuple[tuple[str, ...], ...]:
    return tuple((taken.patient, amount_words(taken.volume), str(taken.container)) for taken in each.taken)


def _preserved(each: SharedProduct, catalog: Catalog) -> str:
    match each.preserved:
        case "preserved":
            return f"holds a preservative: {listed([catalog.label(name) for name in each.preservatives])}"
        case "unpreserved":
            return "holds no preservative, though its label lets it be entered again"
        case _:
            return "whether it holds a preservative was not read"


def _unknown(shared: Sharing, catalog: Catalog) -> list[Block]:
    if not shared.unknown:
        return []
    names = listed([catalog.label(each) for each in shared.unknown])
    return [Bullets((f"how much is in one container, so how many to open: {names}",))]
