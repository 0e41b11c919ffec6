"""A change of the catalog changes no answer that does not hang on what is different."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pyarrow import parquet
from tests.screen.conftest import GOOD, texts

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.screen.folder import parts_in
from mesoplan.screen.judge import Judge
from mesoplan.screen.readset import differences, meets
from mesoplan.screen.run import Wish, screen

DAY = date(2026, 1, 1)
KINDS = ("product", "ingredient", "interaction", "evidence", "regimen", "fact", "class", "jurisdiction")


def _with(catalog: Catalog, kind: str, identity: str, record: Any) -> Catalog:
    tables = {each: catalog.table(each) for each in catalog.kinds()}
    tables[kind] = {**dict(catalog.table(kind)), identity: record}
    return Catalog(
        version=catalog.version,
        title=catalog.title,
        content_hash=f"{catalog.hash}+{identity}",
        index=catalog.index,
        tables=tables,
    )


def _one_record_less(catalog: Catalog, random: Random, kind: str) -> Catalog:
    """The catalog with one thing less said in one record."""
    while True:
        identity = random.choice(sorted(catalog.table(kind)))
        record = catalog.table(kind)[identity]
        said = [name for name in record._fields if isinstance(getattr(record, name), tuple)]
        said = [name for name in said if getattr(record, name) and name not in ("synonyms", "parents")]
        if said:
            name = random.choice(said)
            return _with(catalog, kind, identity, record._replace(**{name: getattr(record, name)[1:]}))


def test_what_changed_was_read(catalog: Catalog) -> None:
    rows = [json.dumps(case) for case in GOOD[:2]]
    before = [Judge(catalog).row_and_reads("a", text) for text in rows]
    random = Random(7)
    changed = 0
    for trial in range(24):
        new = _one_record_less(catalog, random, KINDS[trial % len(KINDS)])
        different = frozenset(differences(catalog, new)) if trial < 2 else _quick(catalog, new)
        for text, (old, reads) in zip(rows, before, strict=True):
            row = Judge(new, old.catalog).row("a", text)
            changed += row != old
            assert row == old or meets(reads, different)
    target = _with(
        catalog,
        "ingredient",
        "lidocaine",
        catalog.ingredient("lidocaine")._replace(limits=(), cautions=(), screenings=()),
    )
    assert Judge(target, before[1][0].catalog).row("a", rows[1]) != before[1][0]
    assert meets(before[1][1], _quick(catalog, target))


def _quick(old: Catalog, new: Catalog) -> frozenset[bytes]:
    """The differences of two catalogs that share most of their tables."""
    same = {kind: old.table(kind) for kind in old.kinds()}
    changed = {kind for kind in same if new.table(kind) is not same[kind]}
    empty: dict[str, Any] = {}
    slim = [
        Catalog(
            version="",
            title="",
            content_hash="",
            index=old.index._replace(**{name: {} for name in old.index._fields}),
            tables={kind: each.table(kind) if kind in changed else empty for kind in same},
        )
        for each in (old, new)
    ]
    return frozenset(differences(slim[0], slim[1]))


def test_only_what_can_have_changed_is_worked_out_again(
    write_cases: Callable[..., Path], tmp_path: Path, catalog: Catalog
) -> None:
    source = write_cases("cases.parquet", texts())
    screen(source, tmp_path / "old", catalog, Wish(reads=True), day=DAY)
    limits = catalog.product("akis-25")._replace(limits=(), cautions=(), excipients=())
    new = _with(catalog, "product", "akis-25", limits)
    told = screen(source, tmp_path / "new", new, Wish(changed_from=str(tmp_path / "old")), day=DAY)
    assert 0 < told.again < told.rows
    alone = Judge(new)
    rows = [row for part in parts_in(tmp_path / "new") for row in parquet.read_table(part).to_pylist()]
    for row, text in zip(rows, texts(), strict=True):
        expected = alone.row(str(row["id"]), text)
        assert (row["verdict"], row["digest"], row["status"]) == (
            expected.verdict,
            expected.digest,
            expected.status,
        )


def test_a_run_that_kept_no_reads_is_refused(
    write_cases: Callable[..., Path], tmp_path: Path, catalog: Catalog
) -> None:
    source = write_cases("cases.parquet", texts()[:2])
    screen(source, tmp_path / "old", catalog, Wish(), day=DAY)
    with pytest.raises(BadRequest, match="keep-reads"):
        screen(source, tmp_path / "new", catalog, Wish(changed_from=str(tmp_path / "old")), day=DAY)
