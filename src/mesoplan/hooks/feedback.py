"""What clinicians did with the cards: appended to a file as it came, and joined to the findings when read.

A line is an ``issued`` card with its finding, or ``feedback`` with the text that was posted. Nothing is ever
rewritten; feedback is on the disk before it is acknowledged. The file holds no patient data of ours: cards
are known by their uuid alone. Where there is a ledger, a card's line says in which entry its check is, and
who was shown it.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mesoplan.hooks.refused import Refused
from mesoplan.record import NamedTuple

#: What every line of a card holds, as `FeedbackFile` writes it: the others need not be read for one card.
_ISSUED = '"kind": "issued"'


class Joined(NamedTuple):
    """One outcome of one card. ``finding`` is empty where this file does not know the card.

    ``entry`` is the check in the ledger that the card came from, 0 without one; ``by`` who was shown it;
    ``at`` when it happened, as the client says, and ``kept`` when it was kept, as our clock says.
    """

    card: str
    finding: str
    outcome: str
    reason: str
    comment: str
    at: str
    entry: int = 0
    by: str = ""
    kept: str = ""


class FeedbackFile:
    """An append-only file of JSON lines; several processes may append to one."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def issued(self, cards: Iterable[Mapping[str, Any]], *, entry: int = 0, by: str = "") -> None:
        """Notes which finding a card is about, for those that can be overridden."""
        more = {"entry": entry, "by": by} if entry else {}
        lines = [
            {"kind": "issued", "card": card["uuid"], "finding": card["extension"]["mesoplan"]["finding"]}
            | more
            for card in cards
            if "overrideReasons" in card
        ]
        if lines:
            self._append(lines, sure=False)

    def keep(self, service: str, text: str, now: datetime | None = None) -> None:
        """Keeps what was posted, verbatim. Raises `Refused` when it is no feedback."""
        feedback_of(text)
        line = {"kind": "feedback", "service": service, "verbatim": text}
        self._append([line if now is None else line | {"kept": now.isoformat()}], sure=True)

    def _append(self, lines: Iterable[Mapping[str, Any]], *, sure: bool) -> None:
        data = "".join(json.dumps(each, ensure_ascii=False, sort_keys=True) + "\n" for each in lines).encode()
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                data = b"\n" + data  # a writer was killed in the middle of a line: it stays a line of its own
            if os.write(handle, data) != len(data):
                raise Refused(507, "the disk took only a part of it: nothing is acknowledged")
            if sure:
                os.fsync(handle)
        finally:
            os.close(handle)


def feedback_of(text: str) -> tuple[Mapping[str, Any], ...]:
    """The entries of a posted body. Raises `Refused` when there are none."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(400, "the body is no JSON") from None
    entries = given.get("feedback") if isinstance(given, Mapping) else None
    if not isinstance(entries, list) or not entries:
        raise Refused(400, "feedback is missing: a list of what was done with each card")
    for each in entries:
        if not isinstance(each, Mapping) or not isinstance(each.get("card"), str):
            raise Refused(400, "each feedback names its card")
        if each.get("outcome") not in ("accepted", "overridden"):
            raise Refused(400, "outcome is accepted or overridden")
    return tuple(entries)


def joined(path: str | os.PathLike[str], text: str = "") -> Iterator[Joined]:
    """Every outcome in a file, or those of one ``text`` as it is posted, with the finding of its card.

    They come in the order in which they were kept.
    """
    only = tuple(str(each["card"]) for each in feedback_of(text)) if text else ()
    known: dict[str, Mapping[str, Any]] = {}
    kept: list[tuple[str, str]] = [(text, "")] if text else []
    if not Path(path).exists():
        return
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            if only and not (_ISSUED in line and any(card in line for card in only)):
                continue
            entry = _entry(line)
            if entry and entry["kind"] == "issued":
                known[entry["card"]] = entry
            elif entry and not text:
                kept.append((entry["verbatim"], str(entry.get("kept", ""))))
    for verbatim, when in kept:
        for each in feedback_of(verbatim):
            issued = known.get(each["card"], {})
            reason = _object(each.get("overrideReason"))
            yield Joined(
                card=each["card"],
                finding=issued.get("finding", ""),
                outcome=each["outcome"],
                reason=str(_object(reason.get("reason")).get("code", "")),
                comment=str(reason.get("userComment", "")),
                at=str(each.get("outcomeTimestamp", "")),
                entry=int(issued.get("entry", 0)),
                by=str(issued.get("by", "")),
                kept=when,
            )


def _object(value: object) -> Mapping[str, Any]:
    """A JSON object; an empty one where a client sent something else."""
    return value if isinstance(value, Mapping) else {}


def _entry(line: str) -> Mapping[str, Any]:
    """An entry; nothing for the rest of a line that a killed process left."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) and "kind" in found else {}
