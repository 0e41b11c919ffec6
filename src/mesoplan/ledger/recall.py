"""Whom and what a recalled product or lot concerns, and what nobody recorded a lot for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from sqlalchemy import Row, Select, select

from mesoplan.ledger.canonical import decoded
from mesoplan.ledger.database import reading
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.shelf import stock
from mesoplan.ledger.store import Entry
from mesoplan.ledger.tables import entry, mention
from mesoplan.model.ledger import Affected, Recalled
from mesoplan.record import NamedTuple

#: What happened to a product, and the group of a recall it belongs to.
_GROUPS = {"planned": "preparations", "drawn": "preparations", "given": "sessions"}


class _Use(NamedTuple):
    """One product that an entry names, with the lot that holds for it now."""

    seq: int
    kind: str
    role: str
    day: str
    patient: str
    product: str
    lot: str
    data: Mapping[str, Any]
    corrected_by: tuple[int, ...]


def recall(
    ledger: Ledger,
    *,
    product: str,
    lot: str = "",
    since: date | None = None,
    until: date | None = None,
    ingredients: Sequence[str] = (),
    day: date,
) -> Recalled:
    """Everything that names the product and the lot, a pattern such as ``00002*``; "" means every lot.

    ``ingredients`` are what the product holds: where only one of them was recorded, and no product, it may
    have been this one, and is listed as not recorded. An entry whose lot was corrected is listed by both
    lots. Nothing is left out because a lot is missing (``unrecorded``).
    """
    names = [product, *(f"~{each}" for each in ingredients)] if product else []
    lots = _lots(ledger, product)
    wanted = [each for each in lots if each and (not lot or fnmatchcase(each, lot))]
    uses = list(_uses(ledger, names, wanted, since, until))
    hit = [each for each in uses if not each.product.startswith("~") and each.lot in wanted]
    bare = [each for each in uses if not each.lot and each.role in _GROUPS]
    given = {int(each.data.get("preparation") or 0) for each in bare if each.role == "given"}
    bare = [
        each for each in bare if each.role == "given" or (each.role == "planned" and each.seq not in given)
    ]
    sessions = tuple(_affected(each) for each in hit if each.role == "given")
    preparations = _once(_affected(each) for each in hit if each.role in ("planned", "drawn"))
    unrecorded = tuple(_affected(each) for each in bare)
    on_shelf = stock(ledger, day, product, wanted).lots if wanted else ()
    return Recalled(
        product=product,
        lot=lot,
        since="" if since is None else since.isoformat(),
        until="" if until is None else until.isoformat(),
        preparations=preparations,
        sessions=sessions,
        events=tuple(_affected(each) for each in hit if each.role == "suspected"),
        patients=_patients((*sessions, *preparations)),
        containers=tuple(_affected(each) for each in hit if each.role == "opened"),
        stock=on_shelf,
        unrecorded=unrecorded,
        unrecorded_patients=_patients(unrecorded),
        similar=tuple(each for each in lots if lot and each not in wanted and _alike(each) == _alike(lot)),
        head=ledger.head(),
    )


def _lots(ledger: Ledger, product: str) -> list[str]:
    """The lots of a product that the log names, or all of them."""
    named = select(mention.c.lot).distinct().where(mention.c.lot != "")
    if product:
        named = named.where(mention.c.product == product)
    with reading(ledger.store.engine, ledger.store.where) as connection:
        return sorted(connection.execute(named).scalars())


def _uses(
    ledger: Ledger, names: Sequence[str], lots: Sequence[str], since: date | None, until: date | None
) -> Iterator[_Use]:
    """Each mention of these lots, and of none; a corrected one under the lots said before and after."""
    wanted = select(
        mention, entry.c.kind, entry.c.body, entry.c.at, entry.c.clinic, entry.c.prev, entry.c.hash
    )
    wanted = wanted.join(entry, entry.c.seq == mention.c.seq).order_by(mention.c.seq, mention.c.place)
    wanted = wanted.where(mention.c.product.in_(names) if names else mention.c.product != "")
    right = select(mention.c.seq).where(mention.c.lot.in_(lots), mention.c.role == "corrected")
    corrected = _corrected(ledger, right)
    wanted = wanted.where(
        mention.c.lot.in_(["", *lots]) | (mention.c.role == "corrected") | mention.c.seq.in_(corrected)
    )
    if since is not None:
        wanted = wanted.where(mention.c.day >= since.isoformat())
    if until is not None:
        wanted = wanted.where(mention.c.day <= until.isoformat())
    with reading(ledger.store.engine, ledger.store.where) as connection:
        rows = connection.execute(wanted).all()
    said: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for row in rows:
        if row.role == "corrected":
            said.setdefault((int(_data(row)["corrects"]), row.product), []).append((row.seq, row.lot))
    for row in rows:
        if row.role == "corrected":
            continue
        later = said.get((row.seq, row.product), [])
        told = [] if later and not row.lot else [row.lot]
        for lot in dict.fromkeys((*told, *(lot for _, lot in later))):
            yield _Use(
                seq=row.seq,
                kind=row.kind,
                role=row.role,
                day=row.day,
                patient=row.patient,
                product=row.product,
                lot=lot,
                data=_data(row),
                corrected_by=tuple(number for number, _ in later),
            )


def _corrected(ledger: Ledger, right: Select[Any]) -> list[int]:
    """The entries that a correction to one of the lots points at; they named another lot."""
    with reading(ledger.store.engine, ledger.store.where) as connection:
        bodies = connection.execute(select(entry.c.body).where(entry.c.seq.in_(right))).scalars().all()
    return [int(decoded(body)["corrects"]) for body in bodies]


def _data(row: Row[Any]) -> Mapping[str, Any]:
    return Entry(row.seq, row.kind, row.at, row.clinic, row.body, row.prev, row.hash).data


def _affected(use: _Use) -> Affected:
    number = use.data.get("preparation") if use.role == "drawn" else use.seq
    item: Mapping[str, Any] = next(
        (
            each
            for each in use.data.get("items", ())
            if use.product in (each.get("product"), f"~{each.get('ingredient')}")
        ),
        {},
    )
    return Affected(
        entry=int(number or use.seq),
        kind="preparation" if use.role in ("planned", "drawn") else use.kind,  # type: ignore[arg-type]
        role=use.role,
        day=use.day,
        patient=use.patient,
        product=use.product,
        lot=use.lot,
        volume=str(item.get("drawn") or item.get("volume") or ""),
        corrected_by=use.corrected_by,
    )


def _once(found: Iterable[Affected]) -> tuple[Affected, ...]:
    """One line for each preparation, product and lot: a draw says its volume, the plan of it does not."""
    kept: dict[tuple[int, str, str], Affected] = {}
    for each in found:
        key = (each.entry, each.product, each.lot)
        if key not in kept:
            kept[key] = each
        elif each.volume:
            kept[key] = kept[key]._replace(
                volume=each.volume, corrected_by=(*kept[key].corrected_by, *each.corrected_by)
            )
    return tuple(kept.values())


def _patients(affected: Iterable[Affected]) -> tuple[str, ...]:
    return tuple(sorted({each.patient for each in affected if each.patient}))


def _alike(lot: str) -> str:
    """What two lots have in common that a person would read as one: no spaces, no hyphens, O as 0, I as 1."""
    return re.sub(r"[^a-z0-9*?]", "", lot.casefold()).translate(str.maketrans("oil", "011"))
