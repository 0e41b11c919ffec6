"""An error of the linter keeps a catalog from being used, as the docs say; a warning does not."""

from pathlib import Path

import pytest

from mesoplan.catalog.fault import CatalogError
from mesoplan.catalog.load import load_catalog


def test_a_statement_that_the_ledger_does_not_list_keeps_the_catalog_from_use(small: Path) -> None:
    ledger = small / "statements.ledger"
    lines = ledger.read_text("utf-8").splitlines() if ledger.is_file() else []
    ledger.write_text("\n".join([line for line in lines if line.startswith("#")]) + "\n", "utf-8")
    with pytest.raises(CatalogError) as raised:
        load_catalog(base=small)
    assert {fault.code for fault in raised.value.faults} == {"CA072"}
    assert load_catalog(base=small, linted=False).version
