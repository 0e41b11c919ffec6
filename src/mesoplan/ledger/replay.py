"""An old answer again: on its own catalog, byte by byte; and on today's, to see what changed."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mesoplan.catalog.fault import CatalogError
from mesoplan.catalog.load import load_catalog
from mesoplan.engine import Engine
from mesoplan.errors import LedgerError
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Entry, moment
from mesoplan.model.case import Case
from mesoplan.model.ledger import Difference, Replayed
from mesoplan.report.answer import Answer, answer_from
from mesoplan.version import ENGINE

_LISTED = 40
_SHOWN = 160
_ANSWERS = ("check", "plan", "preparation")


def replay(ledger: Ledger, number: int, today: Engine | None = None) -> Replayed:
    """Give a recorded answer again, and compare. Raises `LedgerError` for an entry that is no answer.

    Without ``today`` the engine of this version answers on the catalog that was kept with it: the same
    bytes, or the places where they differ, with the engine's version where that differs. With the engine of
    ``today`` the same case is asked of today's catalog: findings that appeared and that are gone.
    """
    told = ledger.store.entry(number)
    if told.kind not in _ANSWERS:
        raise LedgerError(
            f"entry {number} is no answer ({told.kind}). Nothing was replayed. Name a check, a plan or a "
            "preparation."
        )
    text = ledger.answer_text(told)
    if text is None:
        return _erased(told)
    engine = today or _engine_of_then(ledger, told)
    now = ask(engine, told, _case(text)).to_json()
    before, after = json.loads(text), json.loads(now)
    differences = tuple(list(_differences(before, after, ""))[:_LISTED])
    ids_then, ids_now = _points(before), _points(after)
    same = text == now if today is None else not (ids_then ^ ids_now) and _said(before) == _said(after)
    other = before["engine"] != ENGINE
    return Replayed(
        entry=number,
        kind=told.kind,
        patient=str(told.data.get("patient", "")),
        outcome="same" if same else "engine-differs" if other and today is None else "differs",
        engine_then=before["engine"],
        engine_now=ENGINE,
        catalog_then=_stamp(before),
        catalog_now=_stamp(after),
        verdict_then=_said(before),
        verdict_now=_said(after),
        differences=() if same else differences,
        appeared=tuple(sorted(ids_now - ids_then)),
        gone=tuple(sorted(ids_then - ids_now)),
    )


def ask(engine: Engine, told: Entry, case: Case) -> Answer[Any]:
    """The question of a recorded answer, put to an engine."""
    asked: Mapping[str, Any] = told.data.get("asked", {})
    if told.kind == "plan":
        return engine.plan(case, k=int(asked.get("k", 3)), prefer=str(asked.get("prefer", "evidence")))
    if told.kind == "preparation":
        start = str(asked.get("start", ""))
        return engine.prepare(
            case,
            syringes=tuple(asked.get("syringes", ())),
            start=datetime.fromisoformat(start) if start else None,
        )
    return engine.check(case)


def _case(text: str) -> Case:
    """The case of an answer, as it was written; of another version, too."""
    from mesoplan.cases.read import case_from
    from mesoplan.errors import NotAnAnswer

    try:
        return answer_from(text).case
    except NotAnAnswer:
        return case_from(json.loads(text)["case"])


def _engine_of_then(ledger: Ledger, told: Entry) -> Engine:
    """The engine of this version on the catalog that was kept; its waivers as of that day."""
    name = str(told.data["catalog"])
    pack = ledger.catalog_pack(name)
    if pack is None:
        raise LedgerError(f"the catalog {name[:12]} of entry {told.seq} was not kept. It cannot be replayed.")
    with tempfile.TemporaryDirectory(prefix="mesoplan-") as folder:
        file = Path(folder) / "catalog.pack"
        file.write_bytes(pack)
        try:
            catalog = load_catalog(packed=file, today=moment(told.at).date())
        except CatalogError as error:
            raise LedgerError(
                f"the catalog {name[:12]} of entry {told.seq} cannot be read by engine {ENGINE} ({error}). "
                f"Nothing was replayed. Install the engine that gave the answer: {told.data['engine']}."
            ) from None
    return Engine(catalog)


def _erased(told: Entry) -> Replayed:
    return Replayed(
        entry=told.seq,
        kind=told.kind,
        patient=str(told.data["patient"]),
        outcome="erased",
        engine_then=str(told.data["engine"]),
        engine_now=ENGINE,
        catalog_then=str(told.data["catalog"]),
        catalog_now="",
        verdict_then=str(told.data["verdict"]),
        verdict_now="",
        differences=(),
        appeared=(),
        gone=(),
    )


def _stamp(document: Mapping[str, Any]) -> str:
    return f"{document['catalog']['version']} {document['catalog']['hash'][:12]}"


def _said(document: Mapping[str, Any]) -> str:
    return str(document.get("verdict") or document.get("status") or "")


def _points(document: Mapping[str, Any]) -> set[str]:
    """What an answer comes down to: its findings but notes, or its plans by regimen."""
    if "plans" in document:
        return {
            "plan " + " + ".join(sorted(str(each["id"]) for each in plan.get("regimens", ())))
            for plan in document["plans"]
        }
    found = document.get("findings") or document.get("law") or ()
    return {str(each["id"]) for each in found if each["severity"] != "note"}


def _differences(before: Any, after: Any, path: str) -> Iterator[Difference]:
    """Each place where two documents differ, depth first."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            place = f"{path}.{key}" if path else key
            if key not in before or key not in after:
                yield _difference(place, before.get(key), after.get(key))
            else:
                yield from _differences(before[key], after[key], place)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for position, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{path}[{position}]")
    else:
        yield _difference(path, before, after)


def _difference(path: str, before: Any, after: Any) -> Difference:
    return Difference(path=path, before=_short(before), after=_short(after))


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
