"""A leaflet and a consent text for the patient: sentences from a file, facts from the preparation.

The sentences are data, so that a clinic can translate them; what is said of a substance comes from the
catalog, in the words of the catalog.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.model.finding import Finding
from mesoplan.model.preparation import Preparation, Sheet, Step
from mesoplan.report.answers import Prepared, catalog_words, item_words
from mesoplan.report.page import Block, Bullets, Page, Section, Text
from mesoplan.report.words.amounts import amount_words
from mesoplan.report.words.template import listed

Sentences = Mapping[str, Mapping[str, str]]

_BRACES = re.compile(r"\{(\w+)\}")
_OFF_LABEL = frozenset({"RG704", "RT601"})


def sentences(path: str = "") -> Sentences:
    """The sentences of a file; of the English one without a path.

    Raises `BadRequest` for a file that lacks a sentence, has one that is not asked for, or loses or adds a
    word in braces: a translation says all of it or is not used.
    """
    own = tomllib.loads((files("mesoplan.report") / "assets" / "patient.toml").read_text("utf-8"))
    if not path:
        return _sections(own)
    try:
        given = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(f"{path}: the sentences cannot be read ({str(error)[:100]}).") from None
    faults = list(_faults(_sections(own), given))
    if faults:
        more = f", and {len(faults) - 5} more" if len(faults) > 5 else ""
        raise BadRequest(f"{path}: {'; '.join(faults[:5])}{more}. The English file has every key.")
    return _sections(given)


def _sections(given: Mapping[str, Any]) -> Sentences:
    return {key: value for key, value in given.items() if isinstance(value, Mapping)}


def _faults(own: Sentences, given: Mapping[str, Any]) -> Iterator[str]:
    for section, wanted in own.items():
        found = given.get(section)
        if not isinstance(found, Mapping):
            yield f"[{section}] is missing"
            continue
        for key, text in wanted.items():
            said = found.get(key)
            if not isinstance(said, str) or not said.strip():
                yield f"{section}.{key} is missing"
            elif set(_BRACES.findall(said)) != set(_BRACES.findall(text)):
                yield f"{section}.{key} needs the words in braces {sorted(set(_BRACES.findall(text)))}"
        yield from (f"{section}.{key} is no sentence of it" for key in found if key not in wanted)


def leaflet(prepared: Prepared, texts: Sentences) -> Page:
    """What the patient takes home. Raises `BadRequest` without a sheet: there is nothing to be told of."""
    said, sheet = texts["leaflet"], _sheet(prepared.preparation)
    sections = [
        Section("", (Text(_what(prepared, said)), *_off_label(prepared, said))),
        Section(said["watch"], _lines(prepared, said["watch_line"], "watch"), "care"),
        Section(said["danger"], _danger(sheet, said), "bad"),
        Section(said["after"], _advice(sheet, said, "after")),
        Section(said["before"], _advice(sheet, said, "before")),
        Section(said["laboratory"], _lines(prepared, said["laboratory_line"], "tell-laboratory")),
        Section(said["defer"], _lines(prepared, said["defer_line"], "defer")),
        Section("", (*_sessions(sheet, said), Text(said["questions"]), Text(said["keep"]))),
    ]
    return _page(prepared, said["title"], sections)


def consent(prepared: Prepared, texts: Sentences, findings: tuple[Finding, ...]) -> Page:
    """What the patient signs; ``findings`` are those of the check. Raises `BadRequest` without a sheet."""
    said = texts["consent"]
    sheet = _sheet(prepared.preparation)
    cautions = dict.fromkeys(each.message for each in findings if each.severity == "caution" and each.message)
    watched = dict.fromkeys(each.data.get("what", "") for each in sheet.protocol if each.topic == "watch")
    open_ = sum(each.severity == "unknown" for each in findings)
    unknown = said["unknown_line"].format(count=open_) if open_ else said["none_unknown"]
    place = _place(prepared)
    labelled = () if not place else (Text(said["all_labelled"].format(place=place)),)
    lines = tuple(each for each in (*cautions, *watched) if each)
    sections = [
        Section("", (Text(_what(prepared, said)), *(_off_label(prepared, said) or labelled))),
        Section(said["known"], (Bullets(lines),) if lines else (), "care"),
        Section(said["unknown"], (Text(unknown),), "open"),
        Section("", tuple(Text(said[key]) for key in ("otherwise", "withdraw", "asked"))),
        Section("", tuple(Text(said[key]) for key in ("signed_patient", "signed_practitioner"))),
    ]
    return _page(prepared, said["title"], sections)


def _page(prepared: Prepared, title: str, sections: list[Section]) -> Page:
    draft = " (DRAFT, NOT CHECKED)" if prepared.preparation.outcome == "draft" else ""
    return Page(
        title=title,
        headline=Text(f"{title}{draft}", "bad" if draft else ""),
        sections=tuple(each for each in sections if each.blocks),
        foot=(f"{catalog_words(prepared.catalog)}.",),
    )


def _sheet(found: Preparation) -> Sheet:
    if found.sheet is None:
        raise BadRequest("there is no worksheet, so there is nothing to tell a patient of.")
    return found.sheet


def _what(prepared: Prepared, said: Mapping[str, str]) -> str:
    catalog, resolved = prepared.catalog, prepared.resolved
    what = listed([item_words(each, catalog) for each in resolved.cocktail])
    goal = catalog.label(resolved.goal) if resolved.goal else "____________"
    if not resolved.zone:
        return said["what_no_zone"].format(what=what, goal=goal)
    return said["what"].format(what=what, goal=goal, zone=catalog.label(resolved.zone))


def _place(prepared: Prepared) -> str:
    place = prepared.resolved.jurisdiction
    return prepared.catalog.label(place) if place else ""


def _off_label(prepared: Prepared, said: Mapping[str, str]) -> tuple[Block, ...]:
    steps = [each for each in _sheet(prepared.preparation).protocol if each.topic == "consent"]
    subjects = dict.fromkeys(one for each in steps for one in each.subjects)
    if not subjects:
        return ()
    names = listed([prepared.catalog.label(each) for each in subjects])
    return (Text(said["off_label"].format(subjects=names, place=_place(prepared) or "____________"), "care"),)


def _lines(prepared: Prepared, sentence: str, topic: str) -> tuple[Block, ...]:
    steps = [each for each in _sheet(prepared.preparation).protocol if each.topic == topic]
    lines = dict.fromkeys(_line(sentence, each, prepared.catalog) for each in steps)
    return (Bullets(tuple(lines)),) if lines else ()


def _line(sentence: str, step: Step, catalog: Catalog) -> str:
    subjects = listed([catalog.label(each) for each in step.subjects])
    return sentence.format(subjects=subjects, **{key: str(value) for key, value in step.data.items()})


def _danger(sheet: Sheet, said: Mapping[str, str]) -> tuple[Block, ...]:
    """What an emergency looks like. What is done then is for the practitioner, not for the patient."""
    lines = dict.fromkeys(
        said["danger_line"].format(activity=each.activity) for each in sheet.care if each.when == "emergency"
    )
    return (Bullets(tuple(lines)),) if lines else ()


def _advice(sheet: Sheet, said: Mapping[str, str], when: str) -> tuple[Block, ...]:
    lines = []
    for each in sheet.care:
        if each.when == when:
            sentence = said["advice_line"] if each.longest is None else said[f"{when}_line"]
            span = "" if each.longest is None else amount_words(each.longest)
            lines.append(sentence.format(activity=each.activity, advice=each.advice, span=span))
    if not lines:
        return ()
    return (Text(said["advice_from"], "dim"), Bullets(tuple(lines)))


def _sessions(sheet: Sheet, said: Mapping[str, str]) -> tuple[Block, ...]:
    if sheet.schedule is None:
        return ()
    interval = amount_words(sheet.schedule.interval)
    if not sheet.schedule.dates:
        return (Text(said["sessions_no_dates"].format(interval=interval)),)
    dates = ", ".join(sheet.schedule.dates)
    return (Text(said["sessions"].format(dates=dates, interval=interval)),)
