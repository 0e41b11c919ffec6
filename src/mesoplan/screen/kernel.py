"""The one kernel of every engine: record batches in, record batches out, one row for each row.

It reads no file and knows no engine. ``id`` and ``case`` are asked of a batch; the rest is left alone.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow

from mesoplan.screen.readset import meets
from mesoplan.screen.row import Row

if TYPE_CHECKING:
    from mesoplan.screen.judge import Judge

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


def answers(
    batches: "Iterable[pyarrow.RecordBatch]", judge: "Judge", *, verdicts: bool = False
) -> "Iterator[pyarrow.RecordBatch]":
    """A batch of answers for each batch of cases, in its order; ``verdicts``: these alone, by masks."""
    answer = judge.verdict if verdicts else judge.row
    for batch in batches:
        ids = batch.column(batch.schema.get_field_index("id")).to_pylist()
        cases = batch.column(batch.schema.get_field_index("case")).to_pylist()
        yield as_batch([answer(identity, text) for identity, text in zip(ids, cases, strict=True)])


def answers_again(
    table: "pyarrow.Table", judge: "Judge", before: "pyarrow.Table | None", different: frozenset[bytes]
) -> "pyarrow.Table":
    """Whole answers with what each hangs on; those of ``before`` that hang on nothing different are kept.

    ``before`` holds the answers of an earlier catalog to the very same rows, in their order.
    """
    ids, cases = table.column("id").to_pylist(), table.column("case").to_pylist()
    known = [None] * len(ids) if before is None else before.to_pylist()
    rows, reads, again = [], [], []
    for identity, text, old in zip(ids, cases, known, strict=True):
        if old is not None and not meets(old["reads"], different):
            rows.append(Row(**{**{name: old[name] for name in Row._fields}, "catalog": judge.named}))
            reads.append(old["reads"])
        else:
            row, read = judge.row_and_reads(identity, text)
            rows.append(row)
            reads.append(read)
        again.append(rows[-1] is not None and reads[-1] is not (old or {}).get("reads"))
    batch = pyarrow.Table.from_batches([as_batch(rows)])
    batch = batch.append_column("reads", pyarrow.array(reads, pyarrow.binary()))
    return batch.append_column("checked_again", pyarrow.array(again, pyarrow.bool_()))


def as_batch(rows: list[Row]) -> "pyarrow.RecordBatch":
    """Rows as one batch."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in SCHEMA)
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=SCHEMA)
