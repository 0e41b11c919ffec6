"""Blocks that several pages share."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.evidence import Evidence
from mesoplan.model.statement import Stated
from mesoplan.report.answers import catalog_words
from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Pairs, Section, Text, Tone
from mesoplan.report.sources import cited
from mesoplan.report.words.plans import studies_words
from mesoplan.rules.evidence.studies import tally_of

_DIRECTION_ORDER = ("harm", "no-difference", "benefit", "unclear", "none-found")
_DIRECTIONS = {
    "benefit": "benefit",
    "no-difference": "no difference",
    "harm": "HARM",
    "unclear": "unclear",
    "none-found": "none found",
}


def made(
    title: str,
    headline: str,
    sections: Iterable[Section],
    catalog: Catalog,
    tone: Tone = "",
    foot: Sequence[str] = (),
) -> Page:
    """A page without its empty sections, with the catalog's version at its foot."""
    kept = tuple(
        section._replace(blocks=tuple(block for block in section.blocks if not _empty(block)))
        for section in sections
    )
    return Page(
        title,
        Text(headline, tone),
        tuple(each for each in kept if each.blocks),
        (*foot, f"{catalog_words(catalog)[0].upper()}{catalog_words(catalog)[1:]}."),
    )


def _empty(block: Block) -> bool:
    if isinstance(block, Grid | Pairs):
        return not block.rows
    if isinstance(block, Bullets):
        return not block.items
    return isinstance(block, Text) and not block.text


def pairs(*rows: tuple[str, str]) -> Pairs:
    """Names and values, without the empty ones."""
    return Pairs(tuple((name, value) for name, value in rows if value))


def labels(ids: Iterable[str], catalog: Catalog, joint: str = ", ") -> str:
    """The labels of ids, joined."""
    return joint.join(catalog.label(each) for each in ids)


def paragraphs(*texts: str) -> tuple[Text, ...]:
    """Paragraphs, without the empty ones."""
    return tuple(Text(text) for text in texts if text)


def evidence_grid(studies: Iterable[Evidence], catalog: Catalog, *, with_goal: bool) -> Grid:
    """Studies as a table: harm and no difference before benefit, so that neither is overlooked."""
    ordered = sorted(
        studies,
        key=lambda study: (study.goal, _DIRECTION_ORDER.index(study.direction), -(study.n or 0), study.id),
    )
    head = ("goal",) if with_goal else ()
    return Grid(
        (*head, "result", "n", "design", "against", "what was given", "source"),
        tuple(
            (*((catalog.label(each.goal),) if with_goal else ()), *_study_cells(each, catalog))
            for each in ordered
        ),
    )


def _study_cells(study: Evidence, catalog: Catalog) -> tuple[str, ...]:
    result = _DIRECTIONS[study.direction] + (" (indirect)" if study.indirect else "")
    return (
        result,
        "" if study.n is None else str(study.n),
        study.design,
        study.comparator,
        labels(catalog.given_in(study.id), catalog, " + "),
        cited(study.cite),
    )


def evidence_summary(studies: Iterable[str], knowledge: Knowledge) -> str:
    """How many studies are for and against, counted as a check and a plan count them; and the rest."""
    stated = [Stated(each, knowledge.catalog.evidence(each)) for each in studies]
    found = tally_of(stated, knowledge)
    favour, against = len(found.favour), len(found.against)
    sources = {each.cite.source for each in (*found.favour, *found.against)}
    rest = len({each.cite.source for each in stated} - sources)
    said = studies_words(favour, against) if favour or against else ""
    return "; ".join(each for each in (said, f"{rest} that count for neither" if rest else "") if each)


def evidence_heading(studies: Iterable[Evidence], catalog: Catalog) -> str:
    """The heading over a list of studies; empty where there is none."""
    said = evidence_summary([each.id for each in studies], Knowledge(catalog))
    return f"Evidence: {said}" if said else ""


def statuses_of(subjects: Iterable[str], catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """(jurisdiction, status) for each status of any of these subjects, current ones only."""
    wanted = set(subjects)
    for place, record in catalog.table("jurisdiction").items():
        for status in record.statuses:
            if status.subject in wanted and not status.until:
                yield place, status


def status_grid(subjects: Sequence[str], catalog: Catalog) -> Grid:
    """The regulatory status by country."""
    return Grid(
        ("where", "status", "of", "for", "since", "source"),
        tuple(
            (
                catalog.label(place),
                each.status,
                catalog.label(each.subject),
                labels(each.goals, catalog) or "any use",
                each.since,
                cited(each.cite),
            )
            for place, each in statuses_of(subjects, catalog)
        ),
    )


def caution_grid(stated: Iterable[Stated], catalog: Catalog) -> Grid:
    """Cautions of one entity: what forbids first."""
    ordered = sorted(
        stated,
        key=lambda each: (each.record.effect != "contraindicated", catalog.label(each.record.fact)),
    )
    return Grid(
        ("patient", "effect", "why", "source"),
        tuple(
            (_patient_cell(each, catalog), _EFFECTS[each.record.effect], each.record.why, cited(each.cite))
            for each in ordered
        ),
    )


_EFFECTS = {"contraindicated": "FORBIDS", "caution": "care", "note": "note"}


def _patient_cell(stated: Stated, catalog: Catalog) -> str:
    record = stated.record
    text = catalog.label(record.fact)
    if record.sex is not None:
        text += f" ({record.sex})"
    if record.cosmetic is not None:
        text += " (cosmetic goals)" if record.cosmetic else " (medical goals)"
    return text


def interaction_entries(stated: Iterable[Stated], own: Iterable[str], catalog: Catalog) -> tuple[Entry, ...]:
    """With what, how it is known, why and from where; what forbids first."""
    mine = set(own)
    keyed = []
    for each in stated:
        record = each.record
        members = catalog.interaction(each.entity).members
        others = [member for member in members if member not in mine] or list(members)
        vehicle = f" in {labels(record.vehicles, catalog)}" if record.vehicles else ""
        text = f"{labels(others, catalog, ' + ')}: {record.kind}{vehicle} ({record.basis}). {record.why}"
        word, tone = _WEIGHTS[record.effect]
        entry = Entry(word, text, (), cited(record.cite), tone)
        keyed.append(((list(_WEIGHTS).index(record.effect), _KINDS.index(record.kind), text), entry))
    return tuple(entry for _, entry in sorted(keyed, key=lambda pair: pair[0]))


_KINDS = (
    "incompatible",
    "label-forbids",
    "opposition",
    "additive-toxicity",
    "absorption",
    "compatible",
    "synergy",
)
_WEIGHTS: dict[str, tuple[str, Tone]] = {
    "forbid": ("FORBID", "bad"),
    "caution": ("care", "care"),
    "note": ("note", ""),
}


def codes_of(record: Any) -> str:
    """Public codes: "CAS 164656-23-9; UNII O0J6XJN02I"."""
    codes = record.codes
    if codes is None:
        return ""
    parts = []
    for name in ("cas", "unii", "atc", "cid", "rxnorm", "snomed", "icd10"):
        values = getattr(codes, name, ())
        if values:
            parts.append(f"{name.upper()} {', '.join(str(each) for each in values)}")
    how = f" ({cited(codes.cite)})" if codes.cite is not None else ""
    return "; ".join(parts) + how if parts else ""
