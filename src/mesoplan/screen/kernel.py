"""The one kernel of every engine: record batches in, record batches out, one row for each row.

It reads no file and knows no engine. ``id`` and ``case`` are asked of a batch, and where there was an
earlier run its answer, in columns whose names begin with ``before_``.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow
from pyarrow import compute

from mesoplan.screen.row import Row

if TYPE_CHECKING:
    from mesoplan.screen.setup import Bench, Setup

#: The columns of an answer, in the order of `Row`.
SCHEMA = pyarrow.schema(
    [
        ("id", pyarrow.string()),
        ("status", pyarrow.string()),
        ("verdict", pyarrow.string()),
        ("codes", pyarrow.string()),
        ("required", pyarrow.int32()),
        ("answered", pyarrow.int32()),
        ("digest", pyarrow.string()),
        ("error", pyarrow.string()),
        ("catalog", pyarrow.string()),
    ]
)
_READS = pyarrow.field("reads", pyarrow.list_(pyarrow.int64()))
_REPORT = pyarrow.field("report", pyarrow.string())
_HASH = pyarrow.field("content", pyarrow.string())
#: What is added where there was an earlier run: whether the row was worked out again and because of what,
#: the verdict (else the status) of then, and what is said otherwise now.
_AGAIN = (
    pyarrow.field("checked_again", pyarrow.bool_()),
    pyarrow.field("because", pyarrow.list_(pyarrow.string())),
    pyarrow.field("verdict_before", pyarrow.string()),
    pyarrow.field("changes", pyarrow.string()),
)
#: Of an earlier answer.
BEFORE = "before_"
#: The column of answers that were given then.
SAVED = "answer"
_MOST_CAUSES = 20


def schema_of(setup: "Setup") -> "pyarrow.Schema":
    """The columns of the answers of a run."""
    return pyarrow.schema(
        [
            *SCHEMA,
            *([_READS] if setup.reads else []),
            *(_AGAIN if setup.earlier or setup.saved else ()),
            *([_REPORT] if setup.reports else []),
            *([_HASH] if setup.hashed else []),
        ]
    )


def answers(batches: "Iterable[pyarrow.RecordBatch]", bench: "Bench") -> "Iterator[pyarrow.RecordBatch]":
    """A batch of answers for each batch of cases, in its order."""
    for batch in batches:
        yield _answered(batch, bench)


def _answered(batch: "pyarrow.RecordBatch", bench: "Bench") -> "pyarrow.RecordBatch":
    setup, judge = bench.setup, bench.judge
    ids, cases = batch.column("id").to_pylist(), batch.column("case").to_pylist()
    old = _old(batch, judge.named) if setup.earlier else [None] * len(ids)
    causes = _causes(batch, bench) if setup.earlier and setup.reads else {}
    saved = batch.column(SAVED).to_pylist() if setup.saved else []
    rows: list[Row] = []
    more: dict[str, list[Any]] = {each.name: [] for each in schema_of(setup) if each.name not in SCHEMA.names}
    if setup.verdicts:
        rows = judge.verdicts(ids, cases)
    elif setup.reads:
        known = batch.column(f"{BEFORE}reads").to_pylist() if setup.earlier else [None] * len(ids)
        for at, (identity, text, then) in enumerate(zip(ids, cases, old, strict=True)):
            if then is not None and at not in causes:
                rows.append(then)
                more["reads"].append(known[at])
            else:
                row, reads = judge.row_and_reads(identity, text)
                rows.append(row)
                more["reads"].append(reads)
    else:
        rows = [judge.row(identity, text) for identity, text in zip(ids, cases, strict=True)]
    for at, (row, then, text) in enumerate(zip(rows, old, cases, strict=True)):
        if setup.saved:
            more["checked_again"].append(True)
            more["because"].append([])
            turned = _since_saved(row, saved[at], text, bench)
            more["verdict_before"].append(turned[0])
            more["changes"].append(turned[1])
        elif setup.earlier:
            more["checked_again"].append(row is not then)
            more["because"].append(causes.get(at, []))
            more["verdict_before"].append(then and (then.verdict or then.status))
            more["changes"].append(_changes(row, then, text, bench))
        if setup.reports:
            wanted = then is None or _outcome(row) != _outcome(then) if setup.earlier else True
            if setup.saved:
                wanted = more["verdict_before"][-1] != row.verdict
            more["report"].append(judge.whole(text) if wanted and row.status == "checked" else None)
    if setup.hashed:
        more["content"] = batch.column("content").to_pylist()
    return _as_batch(rows, more, setup)


def _outcome(row: Row) -> tuple[str, str | None]:
    return row.status, row.verdict


def _old(batch: "pyarrow.RecordBatch", named: str) -> list[Row | None]:
    """The earlier answers, as this catalog's; None for a row that has none."""
    columns = [
        batch.column(f"{BEFORE}{name}").to_pylist() for name in Row._fields if name not in ("id", "catalog")
    ]
    ids = batch.column("id").to_pylist()
    return [
        None if values[0] is None else Row(*(identity, *values, named))
        for identity, *values in zip(ids, *columns, strict=True)
    ]


def _causes(batch: "pyarrow.RecordBatch", bench: "Bench") -> dict[int, list[str]]:
    """By row whose read set meets what is different: what it met, records before what is made of them."""
    if not bench.different:
        return {}
    column = batch.column(f"{BEFORE}reads")
    reads, rows = compute.list_flatten(column), compute.list_parent_indices(column)
    met = compute.is_in(reads, value_set=pyarrow.array(bench.different, pyarrow.int64()))
    found: dict[int, list[str]] = {}
    hits = zip(compute.filter(rows, met).to_pylist(), compute.filter(reads, met).to_pylist(), strict=True)
    for row, number in hits:
        found.setdefault(row, []).append(bench.different[number])
    return {row: sorted(each, key=_made_of_records)[:_MOST_CAUSES] for row, each in found.items()}


def _made_of_records(cause: str) -> tuple[bool, str]:
    table = cause.partition(" ")[0]
    return "." in table or "_" in table or table == "every", cause


def _changes(row: Row, then: Row | None, text: object, bench: "Bench") -> str | None:
    """What is said otherwise than then, as text; None where nothing is, or one of the two was not judged."""
    if then is None or row is then or row[1:] == then[1:]:
        return None
    if row.status != "checked" or then.status != "checked":
        return None
    from mesoplan.screen.changes import changes, to_text

    judge, before = bench.judge, bench.before
    was, now = before.report(before.reader.read(text)), judge.report(judge.reader.read(text))
    return to_text(changes(was, now, before.catalog, judge.catalog))


def _since_saved(row: Row, answer: str | None, text: object, bench: "Bench") -> tuple[str | None, str | None]:
    """The verdict of the answer that was given then, and what is said otherwise now."""
    if not answer or row.status != "checked":
        return None, None
    from mesoplan.report.answer import answer_from
    from mesoplan.screen.changes import changes, to_text

    then = answer_from(answer).result
    now = bench.judge.report(bench.judge.reader.read(text))
    found = changes(then, now, None, bench.judge.catalog)
    return then.verdict, to_text(found) if found else None


def _as_batch(rows: list[Row], more: dict[str, list[Any]], setup: "Setup") -> "pyarrow.RecordBatch":
    columns = dict(zip(Row._fields, zip(*rows, strict=True) if rows else ([] for _ in SCHEMA), strict=True))
    schema = schema_of(setup)
    arrays = [pyarrow.array({**columns, **more}[field.name], field.type) for field in schema]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)
