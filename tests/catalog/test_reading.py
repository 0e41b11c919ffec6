"""Whatever stands in a folder, reading it gives a clear answer and loses nothing."""

from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.build import build, draft
from mesoplan.catalog.fault import CatalogError
from mesoplan.catalog.load import load_catalog
from mesoplan.catalog.read import read_folder


def test_an_empty_folder_is_no_catalog(tmp_path: Path, today: Any) -> None:
    with pytest.raises(CatalogError, match=r"CA006 catalog\.toml: missing"):
        build(tmp_path, (), today)


def test_a_folder_that_is_not_there_is_no_catalog(tmp_path: Path, today: Any) -> None:
    with pytest.raises(CatalogError, match=r"CA006 catalog\.toml"):
        build(tmp_path / "nowhere", (), today)


def test_an_overlay_that_is_not_there_is_named(small: Path, tmp_path: Path, today: Any) -> None:
    with pytest.raises(CatalogError, match=r"CA001 .*nowhere: no such catalog folder"):
        build(small, (tmp_path / "nowhere",), today)


def test_deep_nesting_is_a_fault_and_no_crash(small: Path, today: Any) -> None:
    (small / "ingredients/deep.toml").write_text("a = " + "[" * 100_000 + "]" * 100_000)
    faults = draft(small, (), today).faults
    assert [(fault.code, fault.file) for fault in faults] == [("CA002", "ingredients/deep.toml")]


def test_a_huge_number_is_a_fault_and_no_crash(small: Path, today: Any) -> None:
    file = small / "products/lidocaine-1-plain.toml"
    file.write_text(file.read_text().replace("low = 5.0", "low = 1" + "0" * 5000))
    assert {fault.file for fault in draft(small, (), today).faults} >= {"products/lidocaine-1-plain.toml"}


def test_a_folder_named_like_a_file_is_a_fault(small: Path, today: Any) -> None:
    (small / "ingredients/zinc.toml").mkdir()
    faults = draft(small, (), today).faults
    assert [(fault.code, fault.file) for fault in faults] == [("CA001", "ingredients/zinc.toml")]


def test_every_fault_of_every_file_is_reported_in_one_run(small: Path, today: Any) -> None:
    (small / "ingredients/Bad Name.toml").write_text("label = 'x'")
    (small / "ingredients/broken.toml").write_text("label = ")
    (small / "ingredients/latin.toml").write_bytes(b"label = '\xff'")
    (small / "stray.txt").write_text("x")
    lidocaine = small / "ingredients/lidocaine.toml"
    lidocaine.write_text(lidocaine.read_text().replace('"300 mg"', "300").replace("anaesthetic", "x", 1))
    minoxidil = small / "ingredients/minoxidil.toml"
    minoxidil.write_text(minoxidil.read_text().replace('"pregnant"', '"pregnnt"'))
    with pytest.raises(CatalogError) as caught:
        build(small, (), today)
    places = {(fault.code, fault.file, fault.key) for fault in caught.value.faults}
    assert places >= {
        ("CA004", "ingredients/Bad Name.toml", ""),
        ("CA002", "ingredients/broken.toml", ""),
        ("CA001", "ingredients/latin.toml", ""),
        ("CA005", "stray.txt", ""),
        ("CA003", "ingredients/lidocaine.toml", "limits[0].max"),
        ("CA003", "ingredients/lidocaine.toml", "role"),
        ("CA010", "ingredients/minoxidil.toml", "cautions[0].fact"),
    }
    assert str(caught.value).startswith(f"{len(caught.value.faults)} faults in the catalog\n")


def test_every_fault_answers_four_questions(small: Path, today: Any) -> None:
    (small / "ingredients/broken.toml").write_text("label = ")
    (small / "statements.ledger").unlink()
    for fault in draft(small, (), today).faults:
        assert fault.file and fault.what and fault.so_what and fault.next


def test_reading_keeps_decimals_exact(small: Path, today: Any) -> None:
    product = build(small, (), today).product("lidocaine-1-plain")
    assert str(product.ph[0].low) == "5.0"


def test_reading_does_not_depend_on_the_place(small: Path, tmp_path: Path) -> None:
    moved = small.rename(tmp_path / "elsewhere")
    assert {entry.file for table in read_folder(moved).raw.values() for entry in table.values()} >= {
        "ingredients/lidocaine.toml",
        "evidence/low-back-pain/costantino-2011.toml",
    }


def test_strict_look_ups_offer_close_names(small: Path, today: Any) -> None:
    catalog = build(small, (), today)
    with pytest.raises(LookupError, match=r'no ingredient "lidocane"\. Did you mean "lidocaine"'):
        catalog.ingredient("lidocane")


def test_a_folder_that_is_not_there_is_said_before_anything_else_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mesoplan.catalog.build.build_packed", None)
    with pytest.raises(CatalogError, match=r"CA001 .*nowhere: no such catalog folder"):
        load_catalog((tmp_path / "nowhere",))
