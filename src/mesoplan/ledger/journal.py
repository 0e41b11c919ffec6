"""`Ledger`, the door of this floor: a log with its keys and its anchor, and what every entry goes through."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from mesoplan.errors import LedgerError, LedgerUnwritable
from mesoplan.ledger import anchor as anchors
from mesoplan.ledger.database import is_server, shown
from mesoplan.ledger.seal import Entropy, Keys, opened_text, sealed_text
from mesoplan.ledger.store import Draft, Entry, Store
from mesoplan.model.ledger import EntryKind, Head, Recorded
from mesoplan.report.answer import Answer, CatalogStamp

_PSEUDONYM = re.compile(r"[^\s\x00-\x1f\x7f]{1,64}")


class Ledger:
    """One clinic's log. Every act is recorded in one transaction, then anchored outside.

    ``now`` is always the caller's: nothing here looks at a clock. Raises `LedgerError` with where, what, so
    what and what next; `LedgerUnwritable` when there is no room, and then nothing was recorded.
    """

    def __init__(self, store: Store, keys: Keys, anchor: str) -> None:
        self.store = store
        self.keys = keys
        self.anchor = anchor
        self._clinic = ""

    @classmethod
    def create(
        cls,
        where: str,
        *,
        clinic: str,
        now: datetime,
        keys: str = "",
        anchor: str = "",
        entropy: Entropy = os.urandom,
    ) -> "Ledger":
        """A new ledger, its key file and its anchor; the first entry says whose it is."""
        if not clinic.strip() or len(clinic) > 200:
            raise LedgerError(
                "a ledger needs the name of its clinic. Nothing was written. Give --clinic NAME."
            )
        file, beside = key_file(where, keys), anchor_file(where, anchor)
        _unused(beside)
        held = Keys(file, entropy)
        held.create()
        made = cls(Store.create(where), held, beside)
        made._clinic = clinic
        made.record([Draft("anchor", {"begins": True, "format": "mesoplan/ledger/1"})], now)
        return made

    @classmethod
    def open(
        cls,
        where: str,
        *,
        keys: str = "",
        anchor: str = "",
        entropy: Entropy = os.urandom,
        durable: bool = True,
    ) -> "Ledger":
        """The ledger at ``where``; without names its keys and its anchor are beside it."""
        store = Store.open(where, durable=durable)
        return cls(store, Keys(key_file(where, keys), entropy), anchor_file(where, anchor))

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return shown(self.store.where)

    @property
    def clinic(self) -> str:
        """Whose it is, by its first entry."""
        if not self._clinic:
            self._clinic = self.store.entry(1).clinic
        return self._clinic

    def head(self) -> Head:
        """The last entry."""
        return self.store.head()

    def record(self, drafts: Sequence[Draft], now: datetime, documents: Iterable[bytes] = ()) -> Recorded:
        """Write entries together, then anchor the head; without the anchor they are recorded all the same."""
        made = self.store.append(drafts, now, self.clinic, documents)
        last = made[-1]
        head = Head(ledger=self.name, clinic=self.clinic, entry=last.seq, hash=last.hash, at=last.at)
        try:
            anchors.write(self.anchor, head)
            anchored = True
        except (OSError, LedgerUnwritable):
            anchored = False
        entries = tuple(each.seq for each in made if each.kind != "clock-back")
        return Recorded(entries=entries, kind=drafts[0].kind, head=head, anchored=anchored)

    # ------------------------------------------------------------------ patients

    def patient(self, pseudonym: str) -> str:
        """A pseudonym that may be written about. Raises `LedgerError` for one who was erased, too."""
        if not _PSEUDONYM.fullmatch(pseudonym):
            raise LedgerError(
                f'"{pseudonym[:64]}" is no pseudonym: 1 to 64 characters without spaces. Nothing was '
                "recorded. Write one that says nothing about the person, such as P-0042; never a name."
            )
        if erased := self.erased(pseudonym):
            raise LedgerError(
                f"{pseudonym} was erased in entry {erased}. Nothing was recorded. Take a new pseudonym."
            )
        return pseudonym

    def erased(self, patient: str) -> int:
        """The entry in which a patient was erased, or 0."""
        return next((each.seq for each in self.store.about(patient) if each.kind == "erasure"), 0)

    def sealed(self, patient: str, kind: EntryKind, value: Any) -> Any:
        """A personal value as it may stand in an entry; without a patient as it is."""
        return sealed_text(self.keys, patient, kind, value) if patient else value

    def opened(self, each: Entry, field: str) -> Any:
        """What was sealed in a field of an entry; None where its key is gone or nothing stands there."""
        data = each.data
        return opened_text(self.keys, str(data.get("patient", "")), each.kind, data.get(field))

    # ------------------------------------------------------------------ answers

    def add(
        self,
        answer: Answer[Any],
        now: datetime,
        *,
        patient: str = "",
        asked: Mapping[str, Any] | None = None,
        catalog: Callable[[], bytes],
        more: Sequence[Draft] = (),
        body: Mapping[str, Any] | None = None,
    ) -> Recorded:
        """Record an answer, its document byte by byte. ``asked`` is what was asked besides the case.

        ``catalog`` gives the packed catalog; it is called once for each content, so that the answer can be
        given again when the catalog is another. ``more`` are entries that belong to the answer.
        """
        kind: EntryKind = {"plan": "plan", "prepare": "preparation"}.get(answer.kind, "check")  # type: ignore[assignment]
        if patient:
            self.patient(patient)
        text = answer.to_json().encode()
        document = self.keys.seal(patient, f"{kind} document", text) if patient else text
        from mesoplan.ledger.canonical import digest

        drafts = [
            Draft(
                kind,
                {
                    "patient": patient,
                    "verdict": _verdict_of(answer),
                    "catalog": answer.catalog.hash,
                    "engine": answer.engine,
                    "asked": dict(asked or {}),
                    "document": digest(document),
                    "sealed": bool(patient),
                    **(body or {}),
                },
            ),
            *more,
        ]
        documents = [document]
        if not self._adopted(answer.catalog.hash):
            documents.append(catalog())
            drafts.append(_adoption(answer.catalog, documents[-1]))
        return self.record(drafts, now, documents)

    def adopt(self, stamp: CatalogStamp, now: datetime, catalog: Callable[[], bytes]) -> None:
        """Keep a catalog that is not held yet, so that the first answer from it need not wait for that."""
        if not self._adopted(stamp.hash):
            pack = catalog()
            self.record([_adoption(stamp, pack)], now, [pack])

    def answer_text(self, each: Entry) -> str | None:
        """The document of a recorded answer; None when its patient was erased."""
        data = each.data
        stored = self.store.document(str(data["document"]))
        if not data.get("sealed"):
            return stored.decode()
        if self.erased(str(data["patient"])):  # an old copy of the key file brings nothing back
            return None
        text = self.keys.open(str(data["patient"]), f"{each.kind} document", stored)
        return None if text is None else text.decode()

    def catalog_pack(self, content_hash: str) -> bytes | None:
        """The packed catalog of an answer; None when it was never recorded."""
        name = self._adopted(content_hash)
        return self.store.document(name) if name else None

    def _adopted(self, content_hash: str) -> str:
        for each in self.store.entries(("catalog-adopted",)):
            if each.data["catalog"] == content_hash:
                return str(each.data["document"])
        return ""


def _adoption(stamp: CatalogStamp, pack: bytes) -> Draft:
    from mesoplan.ledger.canonical import digest

    body = {"catalog": stamp.hash, "version": stamp.version, "document": digest(pack)}
    return Draft("catalog-adopted", body)


def _verdict_of(answer: Answer[Any]) -> str:
    return str(getattr(answer.result, "verdict", "") or getattr(answer.result, "status", ""))


def key_file(where: str, given: str) -> str:
    """Where the keys are: beside a file, and named for a server. Raises `LedgerError` when nobody says."""
    return given or _beside(where, "keys", "--keys")


def anchor_file(where: str, given: str) -> str:
    """Where the anchor is, likewise."""
    return given or _beside(where, "anchor", "--anchor")


def _beside(where: str, what: str, option: str) -> str:
    if is_server(where):
        raise LedgerError(
            f"{shown(where)}: a ledger on a server needs the name of its {what} file. Nothing was done. "
            f"Give {option} FILE, or set it in mesoplan.toml."
        )
    return f"{where}.{what}"


def _unused(anchor: str) -> None:
    from pathlib import Path

    if Path(anchor).exists():
        raise LedgerError(
            f"{anchor}: there is an anchor already. Nothing was written: it vouches for another ledger. "
            "Name another with --anchor."
        )
