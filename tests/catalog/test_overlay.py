"""A clinic's folder may add and tighten; what it takes away needs a waiver, and the waiver shows."""

from pathlib import Path
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import build
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.fault import CatalogError
from mesoplan.catalog.load import choose_base, load_catalog
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

_CITE = 'cite = { source = "lidocaine-label-us", at = "warnings", access = "label" }'
_PREGNANT = "minoxidil#caution.pregnant.contraindicated@uzel-2020-minoxidil-fphl"


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def _waive(folder: Path, expires: str = "2027-06-30", statement: str = _PREGNANT) -> None:
    _write(
        folder,
        "waivers.toml",
        (
            f'[[waiver]]\nid = "board-2026-7"\nstatement = "{statement}"\n'
            f'reason = "Decided by the board."\nowner = "Dr A"\nexpires = "{expires}"\n'
        ),
    )


def _checked(catalog: Catalog) -> CheckReport:
    case = Case(
        goal="female-pattern-hair-loss",
        zone="scalp",
        patient={"sex": "female", "age": 34, "pregnant": True, "conditions": [], "allergies": []},
        cocktail=({"product": "compounded-minoxidil-5-mg-ml", "volume": "2 mL"},),
    )
    return check(Scene(resolve(case, catalog), Knowledge(catalog)))


def test_an_overlay_adds_entities(small: Path, overlay: Path, today: Any) -> None:
    _write(overlay, "zones.toml", '[[zone]]\nid = "nape"\nlabel = "nape"\n')
    assert build(small, (overlay,), today).zone("nape").label == "nape"


def test_an_overlay_tightens(small: Path, overlay: Path, today: Any) -> None:
    _write(
        overlay,
        "ingredients/lidocaine.toml",
        f'[[limits]]\nmax = "200 mg"\nover = "session"\nbasis = "practice"\n{_CITE}\n',
    )
    limits = build(small, (overlay,), today).ingredient("lidocaine").limits
    assert [str(limit.max) for limit in limits] == ["300 mg", "4.5 mg/kg", "200 mg"]


def test_an_overlay_fills_in_what_the_base_left_open(small: Path, overlay: Path, today: Any) -> None:
    _write(overlay, "products/ketoprofen-100.toml", 'maker = "Sandoz"\n')
    assert build(small, (overlay,), today).product("ketoprofen-100").maker == "Sandoz"


def test_an_overlay_may_not_change_or_loosen(small: Path, overlay: Path, today: Any) -> None:
    _write(overlay, "ingredients/lidocaine.toml", 'role = "vehicle"\n')
    with pytest.raises(CatalogError) as caught:
        build(small, (overlay,), today)
    (fault,) = caught.value.faults
    assert (fault.code, fault.file, fault.key) == ("CA080", "clinic/ingredients/lidocaine.toml", "role")
    assert "ingredients/lidocaine.toml" in fault.what and "waiver" in fault.next


def test_what_is_wrong_in_an_overlay_is_named_with_its_folder(small: Path, overlay: Path, today: Any) -> None:
    _write(overlay, "ingredients/broken.toml", "label = ")
    with pytest.raises(CatalogError, match=r"CA002 clinic/ingredients/broken\.toml"):
        build(small, (overlay,), today)


def test_overlays_are_laid_in_order(small: Path, tmp_path: Path, today: Any) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    _write(first, "zones.toml", '[[zone]]\nid = "nape"\nlabel = "nape"\n')
    _write(second, "zones.toml", '[[zone]]\nid = "nape"\nlabel = "back of the neck"\n')
    with pytest.raises(CatalogError, match=r"CA080 second/zones\.toml"):
        build(small, (first, second), today)


def test_a_waiver_lowers_a_finding_and_is_named_in_it(small: Path, overlay: Path, today: Any) -> None:
    before = [each for each in _checked(build(small, (), today)).findings if "pregnant" in each.subjects]
    assert {each.severity for each in before} == {"forbid"}
    _waive(overlay)
    after = [
        each for each in _checked(build(small, (overlay,), today)).findings if "pregnant" in each.subjects
    ]
    assert [each.code for each in after] == [each.code for each in before]
    assert {each.severity for each in after} == {"caution"}
    assert {each.waivers for each in after} == {("board-2026-7",)}
    assert [each.statements for each in after] == [each.statements for each in before]


def test_a_waiver_of_one_statement_leaves_the_others(small: Path, overlay: Path, today: Any) -> None:
    _waive(
        overlay,
        statement="vasodilator#caution.ischaemic-heart-disease.contraindicated@uzel-2020-minoxidil-fphl",
    )
    found = [
        each for each in _checked(build(small, (overlay,), today)).findings if "pregnant" in each.subjects
    ]
    assert {each.severity for each in found} == {"forbid"}


def test_an_expired_waiver_counts_no_longer(small: Path, overlay: Path, today: Any) -> None:
    _waive(overlay, expires="2026-11-22")
    found = [
        each for each in _checked(build(small, (overlay,), today)).findings if "pregnant" in each.subjects
    ]
    assert {each.severity for each in found} == {"forbid"}
    assert not any(each.waivers for each in found)


def test_a_waiver_of_an_unknown_statement_is_refused(small: Path, overlay: Path, today: Any) -> None:
    _waive(overlay, statement="minoxidil#caution.pregnent@x")
    with pytest.raises(CatalogError, match=r"CA081 clinic/waivers\.toml, waiver\[board-2026-7\]"):
        build(small, (overlay,), today)


def test_a_folder_with_role_base_takes_the_place_of_the_shipped_catalog(
    small: Path, overlay: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MESOPLAN_CACHE_DIR", str(tmp_path / "cache"))
    assert choose_base(None, [small, overlay]) == (small, (overlay,))
    assert choose_base(None, [overlay]) == (shipped_catalog(), (overlay,))
    assert load_catalog([small]).title == "a small catalog for tests"


def test_a_comment_about_role_base_does_not_replace_the_catalog(overlay: Path) -> None:
    _write(overlay, "catalog.toml", '# role = "base"\nrole = "overlay"\n')
    assert choose_base(None, [overlay])[0] == shipped_catalog()
