"""A shelf as spreadsheets save it: what is read, and what is refused with the way out."""

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.stock_file import stock_from_csv

_PLAIN = ({"product": "akis-25", "volume": "10 mL"}, {"product": "procaïne 2 %", "volume": "2.5 mL"})
_TEXT = "product,volume\nakis-25,10 mL\nprocaïne 2 %,2.5 mL\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_TEXT.encode(), ""),
        (_TEXT.encode("utf-8-sig"), ""),
        (_TEXT.replace(",", ";").encode("cp1252"), "columns divided by semicolons and text as cp1252"),
        (_TEXT.replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"), "columns divided by semicolons"),
        (_TEXT.replace(",", "\t").encode("utf-16"), "columns divided by tabs and text as utf-16"),
        (("sep=;\n" + _TEXT.replace(",", ";")).encode(), "columns divided by semicolons"),
        (
            b"Lot;Product;VOLUME\n" + "7;akis-25;10 mL\n;;\n8;procaïne 2 %;2.5 mL".encode(),
            "columns divided by semicolons",
        ),
    ],
)
def test_a_shelf_is_read_as_spreadsheets_of_any_country_save_it(data: bytes, said: str) -> None:
    found = stock_from_csv(data)
    assert found.lines == _PLAIN and found.read_as == said


def test_a_decimal_comma_is_refused_with_the_way_out() -> None:
    with pytest.raises(CaseError) as refused:
        stock_from_csv(b"product;volume\nakis-25;10 mL\nx;2,5 mL\ny;1,500 mL\n")
    first, second = refused.value.faults
    assert first.key == "line 3" and '"2,5 mL" has a decimal comma.' in first.what
    assert 'Write "2.5 mL"' in first.next and second.key == "line 4"


def test_a_comma_that_made_a_column_too_many_is_refused() -> None:
    with pytest.raises(CaseError, match="more columns"):
        stock_from_csv(b"product,volume\nakis-25,2,5 mL\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"product\nx\n",
        b"product;volume\n",
        b"\x00\x01",
        b"product;volume;volume\nx;1 mL;2 mL\n",
        b'product;volume\n"x;1 mL\n',
        b"a" * 1_000_001,
    ],
)
def test_what_is_no_shelf_is_refused(data: bytes) -> None:
    with pytest.raises(CaseError):
        stock_from_csv(data)
