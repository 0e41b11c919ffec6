"""Whatever a folder holds: a fault in bounded time and memory, never a crash, and nothing is passed over."""

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.build import draft
from mesoplan.catalog.lint.run import lint

_LIMIT = '[[limits]]\nmax = "200 mg"\nover = "session"\nbasis = "practice"\n'
_CITE = 'cite = { source = "lidocaine-label-us", at = "warnings", access = "label" }\n'


def _write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def faults(small: Path, overlay: Path, today: Any) -> Callable[[], list[str]]:
    """The errors of the overlay, each as its code and file; compiled and linted within seconds."""

    def found() -> list[str]:
        start = time.monotonic()
        read = draft(small, (overlay,), today)
        every = lint(read, today)
        assert time.monotonic() - start < 5
        return [f"{each.code} {each.file}" for each in every if each.level == "error"]

    return found


@pytest.mark.parametrize(
    "text",
    [
        "[" + ".".join("a" * 5000) + "]\nb = 1\n",
        "x = " + "{ a = " * 300 + "1" + " }" * 300 + "\n",
        "label = 0x" + "f" * 5000 + "\n",
        "label = 1" + "0" * 900_000 + "\n",
        'label = "a\\u001b[31mb"\n',
        'label = "a\\u202eb"\n',
        "\x00",
        "label = nan\n",
    ],
    ids=["dotted", "nested", "hex", "digits", "escape", "direction", "nul", "nan"],
)
def test_a_hostile_file_is_a_fault(text: str, overlay: Path, faults: Any) -> None:
    _write(overlay, "ingredients/zinc.toml", text)
    assert {each.partition(" ")[2] for each in faults()} == {"clinic/ingredients/zinc.toml"}


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999999999", "1e31", "1" + "0" * 400])
@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "policies/mixing-default.toml",
            "[[parameters]]\nname = 'osmolality-max'\nreason = 'x'\nvalue = NUMBER\n",
        ),
        ("products/lidocaine-1-plain.toml", "[[ph]]\nlow = NUMBER\nhigh = 7\n" + _CITE),
        ("ingredients/ketoprofen.toml", "[[acidity]]\npka = NUMBER\nkind = 'acid'\n" + _CITE),
    ],
    ids=["policy", "ph", "pka"],
)
def test_a_number_that_is_none_is_a_fault(
    number: str, file: str, text: str, overlay: Path, faults: Any
) -> None:
    _write(overlay, file, text.replace("NUMBER", number))
    assert f"CA003 clinic/{file}" in faults()


def test_a_year_of_thousands_of_digits_is_a_fault(overlay: Path, faults: Any) -> None:
    _write(
        overlay,
        "sources/x.toml",
        f'title = "x"\nkind = "label"\naccess = "label"\nreviewed = "2026-11-01"\nyear = 0x{"f" * 5000}\n',
    )
    assert faults() == ["CA003 clinic/sources/x.toml"]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ('schema = 99\nversion = "1"\nlicence = "x"\nrole = "overlay"\n', "CA006"),
        ('schema = 1\nversion = "1"\nlicence = "x"\nrole = "boss"\n', "CA006"),
        ('schema = 1\nversion = "1"\nlicence = "x"\nrole = "base"\n', "CA006"),
        ("role = 1\n", "CA003"),
        ("role = ", "CA002"),
    ],
)
def test_a_head_that_is_none_is_a_fault(head: str, code: str, overlay: Path, faults: Any) -> None:
    _write(overlay, "zones.toml", '[[zone]]\nid = "nape"\nlabel = "nape"\n')
    _write(overlay, "catalog.toml", head)
    assert f"{code} clinic/catalog.toml" in faults()


def test_a_whole_head_is_none(overlay: Path, faults: Any) -> None:
    _write(overlay, "zones.toml", '[[zone]]\nid = "nape"\nlabel = "nape"\n')
    _write(overlay, "catalog.toml", 'schema = 1\nversion = "1"\nlicence = "x"\nrole = "overlay"\n')
    assert faults() == []


@pytest.mark.parametrize("name", ["catalog.toml", "facts.toml", "ingredients/zinc.toml", "statements.ledger"])
def test_a_pipe_or_device_is_a_fault_and_never_waited_for(name: str, overlay: Path, faults: Any) -> None:
    (overlay / "ingredients").mkdir()
    os.mkfifo(overlay / name)
    assert faults() == [f"CA001 clinic/{name}"]
    (overlay / name).unlink()
    (overlay / name).symlink_to("/dev/zero")
    assert faults() == [f"CA001 clinic/{name}"]


def test_a_link_to_a_folder_is_followed(overlay: Path, small: Path, tmp_path: Path, today: Any) -> None:
    elsewhere = tmp_path / "elsewhere"
    _write(elsewhere, "lidocaine.toml", _LIMIT + _CITE)
    (overlay / "ingredients").symlink_to(elsewhere)
    limits = draft(small, (overlay,), today).tables["ingredient"]["lidocaine"].record.limits
    assert "200 mg" in [str(limit.max) for limit in limits]


@pytest.mark.parametrize("to", ["nowhere", "."])
def test_a_link_that_cannot_be_followed_is_a_fault(to: str, overlay: Path, faults: Any) -> None:
    (overlay / "ingredients").symlink_to(overlay / to)
    assert faults() == ["CA001 clinic/ingredients"]


@pytest.mark.parametrize("name", ["ingredients/.hidden.toml", "ingredients/.drafts/zinc.toml"])
def test_what_is_hidden_on_a_shelf_is_a_fault(name: str, overlay: Path, faults: Any) -> None:
    _write(overlay, name, _LIMIT + _CITE)
    assert [each.split(" ")[0] for each in faults()] == ["CA005"]


def test_what_a_user_may_not_list_or_read_is_a_fault(overlay: Path, small: Path, today: Any) -> None:
    _write(overlay, "ingredients/lidocaine.toml", _LIMIT + _CITE)
    for closed in (overlay / "ingredients", overlay / "ingredients/lidocaine.toml", overlay):
        before = stat.S_IMODE(closed.stat().st_mode)
        for parent in (small, overlay, *overlay.parents[:3]):
            parent.chmod(0o755)
        pid = os.fork()
        if pid == 0:  # as a user who owns nothing here
            code = 1
            try:
                closed.chmod(0)
                if os.geteuid() == 0:
                    os.setuid(65534)
                found = [
                    each.code for each in draft(small, (overlay,), today).faults if each.level == "error"
                ]
                code = 0 if "CA001" in found else 2
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, closed
        closed.chmod(before)


def test_an_overlay_of_everything_there_is_ends_at_once(small: Path, today: Any) -> None:
    start = time.monotonic()
    faults = draft(small, (Path("/usr"), Path("/proc")), today).faults
    assert time.monotonic() - start < 10
    assert any(each.level == "error" for each in faults) and len(faults) < 1000


@pytest.mark.parametrize("name", ["x" * 300, "a\x00b"])
def test_a_name_that_no_system_has_is_a_fault(name: str, small: Path, today: Any) -> None:
    assert [each.code for each in draft(small, (Path("/") / name,), today).faults] == ["CA001"]


def test_a_lost_or_changed_file_of_a_locked_overlay_is_missed(overlay: Path, faults: Any, today: Any) -> None:
    from mesoplan.catalog.locking import locked

    file = _write(overlay, "ingredients/lidocaine.toml", _LIMIT + _CITE)
    _write(overlay, "zones.toml", '[[zone]]\nid = "nape"\nlabel = "nape"\n')
    locked(overlay, today).write()
    assert faults() == []
    assert locked(overlay, today).is_up_to_date
    file.write_text((_LIMIT + _CITE).replace("200 mg", "290 mg"))
    assert set(faults()) == {"CA071 clinic/statements.ledger", "CA072 clinic/statements.ledger"}
    file.unlink()
    assert set(faults()) == {"CA071 clinic/statements.ledger"}
