"""The one kernel of every engine: record batches in, record batches out, one row for each row.

It reads no file and knows no engine. ``id`` and ``case`` are asked of a batch; the rest is left alone.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow

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


def as_batch(rows: list[Row]) -> "pyarrow.RecordBatch":
    """Rows as one batch."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in SCHEMA)
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=SCHEMA)
