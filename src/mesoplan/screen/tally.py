"""The counts of a folder of answers: how many of each, and what is otherwise since an earlier run."""

from collections import Counter
from pathlib import Path
from typing import Any

from pyarrow import parquet

from mesoplan.errors import MesoplanError
from mesoplan.model.finding import SEVERITY_RANK, VERDICT_RANK
from mesoplan.model.population import Change, Changed, Counted, Since, Told
from mesoplan.screen.changes import from_text
from mesoplan.screen.folder import parts_in
from mesoplan.screen.row import STATUSES

#: So many ids are kept of the rows of one change.
_MOST_IDS = 20


class Incomplete(MesoplanError):
    """The folder does not hold one answer for each row."""


class _Tally:
    """What is counted over the parts of a folder."""

    def __init__(self) -> None:
        self.status: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.causes: Counter[str] = Counter()
        self.turned: Counter[str] = Counter()
        self.again = self.otherwise = 0
        self.changed: dict[Any, _Rows] = {}

    def add(self, part: Path) -> None:
        """Count one part."""
        named = ("id", "status", "verdict", "checked_again", "because", "verdict_before", "changes")
        table = parquet.read_table(part, columns=[each for each in named if each in _columns(part)])
        self.status.update(_counts(table, "status"))
        self.verdicts.update(_counts(table, "verdict"))
        if "checked_again" not in table.column_names:
            return
        for row in table.filter(table.column("checked_again")).to_pylist():
            self._again(row)

    def _again(self, row: dict[str, Any]) -> None:
        self.again += 1
        self.causes.update(row["because"] or ())
        then, now = row["verdict_before"], row["verdict"] or row["status"]
        if then is None:
            return
        turn = f"{then} to {now}"
        if then != now:
            self.turned[turn] += 1
        if then != now or row["changes"]:
            self.otherwise += 1
        for each in from_text(row["changes"] or "[]"):
            # Messages may carry a row's own amounts.
            rows = self.changed.setdefault(each._replace(message=""), _Rows(each))
            rows.verdicts[turn] += 1
            if len(rows.ids) < _MOST_IDS:
                rows.ids.append(str(row["id"]))

    def since(self, catalog: str) -> Since:
        """What is otherwise since the earlier run, of that catalog."""
        found = [
            Changed(each.change, each.verdicts.total(), tuple(each.ids), _by_weight(each.verdicts))
            for each in self.changed.values()
        ]
        return Since(
            catalog=catalog,
            again=self.again,
            causes=tuple(
                Counted(what, rows)
                for what, rows in sorted(self.causes.items(), key=lambda pair: (-pair[1], pair[0]))
            ),
            turned=_by_weight(self.turned),
            otherwise=self.otherwise,
            changed=tuple(sorted(found, key=_worst_first)),
        )


class _Rows:
    """The rows of one change."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.verdicts: Counter[str] = Counter()
        self.ids: list[str] = []


def told(folder: Path, rows: int, kept: int, catalog: str, earlier: str = "") -> Told:
    """The counts of a folder of answers. Raises `Incomplete` unless it has as many as there are rows.

    ``earlier``: the catalog of the run that it was compared with.
    """
    found = _Tally()
    for part in parts_in(folder):
        found.add(part)
    if found.status.total() != rows:
        raise Incomplete(
            f"{folder} holds {found.status.total()} answers to {rows} rows. Start the run again."
        )
    return Told(
        folder=str(folder),
        catalog=catalog,
        rows=rows,
        kept=kept,
        status={name: found.status[name] for name in STATUSES},
        verdicts=dict(sorted(found.verdicts.items())),
        since=found.since(earlier) if earlier else None,
    )


def _columns(part: Path) -> set[str]:
    return set(parquet.ParquetDataset(part).schema.names)


def _counts(table: Any, name: str) -> dict[str, int]:
    pairs = table.column(name).value_counts().to_pylist()
    return {pair["values"]: pair["counts"] for pair in pairs if pair["values"] is not None}


def _by_weight(turned: Counter[str]) -> tuple[Counted, ...]:
    weighed = sorted(turned.items(), key=lambda pair: (_weight(pair[0]), -pair[1]))
    return tuple(Counted(turn, rows) for turn, rows in weighed)


def _weight(turn: str) -> tuple[int, int]:
    """The worst first: what it is now, then how much better it was; a row not judged comes before all."""
    then, now = turn.split(" to ")
    return VERDICT_RANK.get(now, -1), -VERDICT_RANK.get(then, -1)


def _worst_first(each: Changed) -> tuple[Any, ...]:
    """What became graver before what became milder, each by how grave it is or was."""
    before = SEVERITY_RANK.get(each.change.before, len(SEVERITY_RANK))
    after = SEVERITY_RANK.get(each.change.after, len(SEVERITY_RANK))
    return after > before, min(before, after), -each.rows, each.change.finding
