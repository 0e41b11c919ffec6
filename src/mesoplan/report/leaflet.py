"""A leaflet and a consent text for the patient: sentences from a file, facts from the preparation.

The sentences are data, so that a clinic can translate them; what is said of a substance comes from the
catalog, in the words of the catalog.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.model.finding import Finding
from mesoplan.model.preparation import Preparation, Sheet, Step
from mesoplan.quantity import Quantity
from mesoplan.report.answers import Prepared, catalog_words, item_words
from mesoplan.report.page import Block, Bullets, Page, Section, Text
from mesoplan.report.words.amounts import amount_words, plain_number
from mesoplan.report.words.template import listed

Sentences = Mapping[str, Mapping[str, str]]

_BRACES = re.compile(r"\{(\w+)\}")
#: What of the things to watch a patient has to weigh before signing.
_RISKS = frozenset({"notice", "heed", "weigh"})


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
    told = [each for when in ("after", "before") for each in sheet.care if each.when == when]
    sections = [
        Section("", (Text(_what(prepared, said, texts)), *_off_label(prepared, said))),
        Section(said["danger"], _danger(sheet, said), "bad"),
        Section(said["watch"], _watched(prepared, said["watch_line"], "notice"), "care"),
        Section(said["heed"], _watched(prepared, said["heed_line"], "heed"), "care"),
        Section("", (Text(said["advice_from"], "dim"),) if told else ()),
        Section(said["after"], _advice(sheet, texts, "after")),
        Section(said["before"], _advice(sheet, texts, "before")),
        Section(said["laboratory"], _laboratory(prepared, said["laboratory_line"])),
        Section(said["defer"], _deferred(prepared, texts)),
        Section("", (*_sessions(sheet, texts), Text(said["questions"]), Text(said["keep"]))),
    ]
    return _page(prepared, said["title"], sections)


def consent(prepared: Prepared, texts: Sentences, findings: tuple[Finding, ...]) -> Page:
    """What the patient signs; ``findings`` are those of the check. Raises `BadRequest` without a sheet."""
    said = texts["consent"]
    sheet = _sheet(prepared.preparation)
    cautions = dict.fromkeys(each.message for each in findings if each.severity == "caution" and each.message)
    risks = [each for each in sheet.protocol if each.topic == "watch" and each.data["patient"] in _RISKS]
    watched = dict.fromkeys(each.data["what"] for each in risks)
    open_ = sum(each.severity == "unknown" for each in findings)
    unknown = said["unknown_line"].format(count=open_) if open_ > 1 else said["none_unknown"]
    place = _place(prepared)
    labelled = () if not place else (Text(said["all_labelled"].format(place=place)),)
    lines = tuple(each for each in (*cautions, *watched) if each)
    sections = [
        Section("", (Text(_what(prepared, said, texts)), *(_off_label(prepared, said) or labelled))),
        Section(said["known"], (Bullets(lines),) if lines else (), "care"),
        Section(said["unknown"], (Text(said["one_unknown"] if open_ == 1 else unknown),), "open"),
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


def _what(prepared: Prepared, said: Mapping[str, str], texts: Sentences) -> str:
    catalog, resolved = prepared.catalog, prepared.resolved
    what = listed([item_words(each, catalog) for each in resolved.cocktail])
    goal = catalog.label(resolved.goal) if resolved.goal else "____________"
    session = resolved.session
    route = catalog.technique(session.technique).route if session.technique else session.route
    how = texts["how"].get(route, texts["how"]["other"])
    if not resolved.zone:
        return said["what_no_zone"].format(what=what, how=how, goal=goal)
    return said["what"].format(what=what, how=how, goal=goal, zone=catalog.label(resolved.zone))


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


def _steps(prepared: Prepared, topic: str) -> list[Step]:
    return [each for each in _sheet(prepared.preparation).protocol if each.topic == topic]


def _listed(lines: Iterable[str]) -> tuple[Block, ...]:
    once = tuple(dict.fromkeys(lines))
    return (Bullets(once),) if once else ()


def _watched(prepared: Prepared, sentence: str, patient: str) -> tuple[Block, ...]:
    """What the patient has of what is to be watched: once each, though several sources say it."""
    steps = [each for each in _steps(prepared, "watch") if each.data["patient"] == patient]
    return _listed(
        sentence.format(
            subjects=_subjects(each, prepared.catalog),
            what=each.data["what"],
            action=each.data["action"].rstrip("."),
        )
        for each in steps
    )


def _laboratory(prepared: Prepared, sentence: str) -> tuple[Block, ...]:
    tests: dict[str, list[str]] = {}
    for each in _steps(prepared, "tell-laboratory"):
        tests.setdefault(each.data["what"], []).extend(each.subjects)
    return _listed(
        sentence.format(
            subjects=listed([prepared.catalog.label(each) for each in dict.fromkeys(named)]), what=what
        )
        for what, named in tests.items()
    )


def _deferred(prepared: Prepared, texts: Sentences) -> tuple[Block, ...]:
    lines = []
    for each in _steps(prepared, "defer"):
        key = each.data["event"].replace("-", "_")
        subjects = _subjects(each, prepared.catalog)
        span = each.data["span"]
        if span == "for good":
            lines.append(texts["leaflet"][f"{key}_ever"].format(subjects=subjects))
        else:
            words = _span(Quantity.parse(span), texts) if span else "____"
            lines.append(texts["leaflet"][key].format(subjects=subjects, span=words))
    return _listed(lines)


def _subjects(step: Step, catalog: Catalog) -> str:
    return listed([catalog.label(each) for each in step.subjects])


def _span(span: Quantity, texts: Sentences) -> str:
    """A time in the words of the file: "48 hours"."""
    unit = _UNITS.get(span.unit.code)
    if unit is None:
        return amount_words(span)
    if span.value == 1:
        return texts["time"][unit]
    return texts["time"][f"{unit}s"].format(number=plain_number(span.value))


_UNITS = {"min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}


def _danger(sheet: Sheet, said: Mapping[str, str]) -> tuple[Block, ...]:
    """What an emergency looks like. What is done then is for the practitioner, not for the patient."""
    return _listed(
        said["danger_line"].format(signs=each.signs or each.activity)
        for each in sheet.care
        if each.when == "emergency"
    )


def _advice(sheet: Sheet, texts: Sentences, when: str) -> tuple[Block, ...]:
    said, lines = texts["leaflet"], []
    for each in sheet.care:
        if each.when == when:
            sentence = said["advice_line"] if each.longest is None else said[f"{when}_line"]
            span = "" if each.longest is None else _span(each.longest, texts)
            lines.append(sentence.format(activity=each.activity, advice=each.advice, span=span))
    return _listed(lines)


def _sessions(sheet: Sheet, texts: Sentences) -> tuple[Block, ...]:
    if sheet.schedule is None:
        return ()
    said = texts["leaflet"]
    interval = _span(sheet.schedule.interval, texts)
    if not sheet.schedule.dates:
        return (Text(said["sessions_no_dates"].format(interval=interval)),)
    dates = ", ".join(sheet.schedule.dates)
    return (Text(said["sessions"].format(dates=dates, interval=interval)),)
