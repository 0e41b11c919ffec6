"""A packed catalog says what the files say, holds nothing that could run, and proves what was judged."""

import datetime
import json
import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.catalog import pack
from mesoplan.catalog.build import build, build_packed
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.fault import CatalogError
from mesoplan.catalog.load import load_catalog
from mesoplan.catalog.packing import write_pack
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

#: What makes the hashes of a pack's body anew, and says the last of them.
Seal = Callable[[bytes], tuple[bytes, str]]


@pytest.fixture
def file(small: Path, tmp_path: Path, today: Any) -> Path:
    """The small catalog in one file."""
    found = tmp_path / "small.pack"
    write_pack(found, base=small, today=today)
    return found


def _verdict(catalog: Catalog) -> str:
    case = Case(
        goal="low-back-pain",
        zone="lower-back",
        patient={"sex": "male", "age": 40, "weight": "60 kg", "conditions": [], "allergies": []},
        cocktail=({"product": "lidocaine-1-plain", "volume": "90 mL"},),
    )
    return check(Scene(resolve(case, catalog), Knowledge(catalog))).verdict


def test_a_pack_holds_every_record_of_the_shipped_catalog(real: Path, today: Any) -> None:
    built, kept = build_packed(real, (), today)
    read = pack.catalog_of(pack.opened(pack.file_bytes(kept)), today)
    assert (read.hash, read.version, read.title, read.kinds()) == (
        built.hash,
        built.version,
        built.title,
        built.kinds(),
    )
    assert read.index == built.index
    for kind in built.kinds():
        # The text of a record also tells 0.5 from 0.50, and a tuple from a list.
        assert {each: repr(record) for each, record in read.table(kind).items()} == {
            each: repr(record) for each, record in built.table(kind).items()
        }


def test_packing_twice_gives_the_same_bytes(file: Path, small: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pack"
    write_pack(again, base=small, today=datetime.date(2027, 1, 1))
    assert again.read_bytes() == file.read_bytes()


def test_a_pack_is_read_by_its_file_alone(file: Path, small: Path, today: Any) -> None:
    built = build(small, (), today)
    read = load_catalog(packed=file, today=today)
    assert read.hash == built.hash
    assert _verdict(read) == _verdict(built) == "blocked"
    with pytest.raises(ValueError, match="takes no folders"):
        load_catalog([small], packed=file)


def _flip(data: bytes) -> bytes:
    place = data.index(b"300 mg")
    return data[:place] + b"900" + data[place + 3 :]


@pytest.mark.parametrize(
    ("ruin", "says"),
    [
        (lambda data: b"", "no packed catalog"),
        (lambda data: b"\x80\x05cos\nsystem\n(S'false'\ntR.", "no packed catalog"),
        (lambda data: data[: len(data) // 2], "hash"),
        (lambda data: data[:20], "cut short"),
        (lambda data: data[:-1], "hash"),
        (lambda data: data + b"\n", "hash"),
        (_flip, "hash"),
        (lambda data: data.replace(b"shape ", b"shape x"), "another version"),
    ],
    ids=["empty", "pickle", "half", "head", "short", "long", "another-maximum", "another-shape"],
)
def test_a_ruined_pack_is_refused_with_a_word(
    ruin: Callable[[bytes], bytes], says: str, file: Path, today: Any
) -> None:
    file.write_bytes(ruin(file.read_bytes()))
    with pytest.raises(CatalogError, match=says) as caught:
        load_catalog(packed=file, today=today)
    assert caught.value.faults[0].code == "CA001"


def test_a_forged_pack_prints_another_hash(file: Path, small: Path, today: Any, seal: Seal) -> None:
    kept = pack.opened(file.read_bytes())
    _resealed(file, lambda body: body.replace(b"300 mg", b"900 mg"), seal)
    forged = pack.opened(file.read_bytes())
    assert load_catalog(packed=file, today=today).hash == forged.hash != build(small, (), today).hash
    # Whoever keeps the true hash beside the forged content is found out at once.
    file.write_bytes(pack.file_bytes(forged._replace(hash=kept.hash)))
    with pytest.raises(CatalogError, match="hash"):
        load_catalog(packed=file, today=today)


def _resealed(file: Path, change: Callable[[bytes], bytes], seal: Seal) -> None:
    """The file with something else in it, and all its hashes made anew."""
    body, content_hash = seal(change(pack.opened(file.read_bytes()).body))
    file.write_bytes(pack.file_bytes(pack.Packed(body, 0, content_hash)))


def test_a_section_that_was_changed_is_refused_when_it_is_read(file: Path, today: Any) -> None:
    file.write_bytes(_flip(file.read_bytes()))
    read = pack.read_pack(file, today, whole=False)
    refused = []
    for _ in range(2):
        for kind in read.kinds():
            for key in read.table(kind):
                try:
                    read.table(kind)[key]
                except CatalogError as error:
                    assert "hash" in str(error)
                    refused.append((kind, key))
    near = {*refused}
    assert refused and len(refused) == 2 * len(near), "each time it is asked for"
    assert len({kind for kind, _ in near}) == 1 and len(near) < 20, "and nothing that is not near it"


def test_a_list_that_was_changed_is_refused_when_it_is_read(file: Path, today: Any) -> None:
    file.write_bytes(file.read_bytes().replace(b"\x1flidocaine\x1f", b"\x1flidocaime\x1f"))
    read = pack.read_pack(file, today, whole=False)
    with pytest.raises(CatalogError, match="hash"):
        {kind: len(read.table(kind)) for kind in read.kinds()}


def test_a_section_is_compared_with_its_hash_where_it_was_not_read_whole(
    small: Path, file: Path, today: Any
) -> None:
    read = pack.read_pack(file, today, whole=False)
    built = build(small, (), today)
    assert read.hash == built.hash
    assert {kind: dict(read.table(kind)) for kind in read.kinds()} == {
        kind: dict(built.table(kind)) for kind in built.kinds()
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda body: b"[]\n" + body,
        lambda body: b"[" * 200_000 + body,
        lambda body: body.replace(b'"plans":{', b'"plans":{"System":[["x"],["p"]],', 1),
        lambda body: body.replace(b'"sections":{', b'"sections":{"x":[1],', 1),
        lambda body: body.replace(b'"r:Cite"', b'"r:system"'),
    ],
    ids=["no-head", "nested", "a-type-of-its-own", "no-span", "a-kind-of-its-own"],
)
def test_a_sealed_pack_of_nonsense_is_refused(
    change: Callable[[bytes], bytes], file: Path, today: Any, seal: Seal
) -> None:
    _resealed(file, change, seal)
    with pytest.raises(CatalogError):
        load_catalog(packed=file, today=today)


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b"[]",
        b"7",
        b"null",
        b'["x"]',
        b"[" * 100_000,
        b'[{"r":["os.system","id"]}]',
        b"",
        b"[1e99999999999]",
    ],
)
def test_a_nonsensical_record_is_an_error_of_the_catalog(
    line: bytes, file: Path, today: Any, seal: Seal
) -> None:
    def change(body: bytes) -> bytes:
        start = body.index(b'["lidocaine",')
        end = body.index(b"\n", start)
        return body[:start] + line.ljust(end - start) + body[end:]

    _resealed(file, change, seal)
    with pytest.raises(CatalogError):
        load_catalog(packed=file, today=today).ingredient("lidocaine")


def test_a_pack_that_is_no_file_is_refused_at_once(tmp_path: Path, today: Any) -> None:
    pipe = tmp_path / "pipe.pack"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "nowhere", Path("/dev/zero"), Path("/" + "x" * 300)):
        with pytest.raises(CatalogError, match="CA001"):
            load_catalog(packed=path, today=today)


def test_a_pack_that_cannot_be_written_leaves_nothing(small: Path, tmp_path: Path, today: Any) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_pack(tmp_path / "folder", base=small, today=today)
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_a_packed_waiver_ends_on_its_day(small: Path, overlay: Path, tmp_path: Path, today: Any) -> None:
    statement = "minoxidil#caution.pregnant.contraindicated@uzel-2020-minoxidil-fphl"
    (overlay / "waivers.toml").write_text(
        f'[[waiver]]\nid = "w"\nstatement = "{statement}"\nreason = "Decided by the board."\n'
        'owner = "Dr A. Example"\nexpires = "2026-12-31"\n'
    )
    file = tmp_path / "clinic.pack"
    write_pack(file, [overlay], base=small, today=today)
    during, after = (load_catalog(packed=file, today=day) for day in (today, datetime.date(2027, 1, 1)))
    assert [len(each.waivers()) for each in (during, after)] == [1, 0]
    assert during.hash != after.hash, "another judgement has another hash"
    assert after.hash == build(small, (overlay,), datetime.date(2027, 1, 1)).hash


def test_nothing_in_the_package_unpickles_or_evaluates() -> None:
    root = Path(pack.__file__).parents[1]
    runs = re.compile(r"^\s*(import|from) (pickle|marshal|shelve)\b|(?<![.\w])(eval|exec)\(", re.MULTILINE)
    found = [file.name for file in root.rglob("*.py") if runs.search(file.read_text("utf-8"))]
    assert found == ["bundle.py"], "which holds the package's own modules, and lies among their sources"


def test_every_pack_line_is_json(file: Path) -> None:
    data = file.read_bytes()
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(data)
    body = pack.opened(data).body
    head = json.loads(body[: body.index(b"\n")])
    assert set(head) == {"version", "title", "plans", "sections"}
