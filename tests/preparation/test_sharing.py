"""Patients who are prepared together: who is given from which container, by the engine and by trying all."""

import json
from datetime import datetime
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mesoplan.cli.main import cli
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.preparation import SharedProduct, Sharing
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.sharing_page import sharing_page

from . import second
from .conftest import HERE, PATIENT

MULTI = "synthetic-multi-dose"
START = datetime.fromisoformat("2026-11-26T09:10-08:00")
SYRINGES = ("1mL", "2.5mL", "bd-10-ml-fine-marks", "20mL")


def case_of(product: str, *volumes: str, place: str = "us-ca") -> Case:
    rows = tuple({"product": product, "volume": v, "syringe": n} for n, v in enumerate(volumes, 1))
    return Case(goal="melasma", zone="abdomen", jurisdiction=place, patient=PATIENT, cocktail=rows)


def shared(engine: Engine, cases: dict[str, Case], **given: Any) -> Sharing:
    asked = {"draft": True, "start": START, "syringes": SYRINGES, **given}
    answers = engine.prepare_together(cases, **asked)
    (found,) = {each.result.shared for each in answers.values()}
    assert found is not None
    return found


def product_of(found: Sharing, product: str) -> SharedProduct:
    return next(each for each in found.products if each.product == product)


@pytest.mark.parametrize(
    ("needs", "vials"),
    [
        (("8", "8"), 1),
        (("8", "8", "8"), 2),
        (("12", "6", "8", "10"), 2),
        (("14", "14", "6", "6"), 2),
        (("11", "11", "11"), 3),
        (("2", "3", "4", "5", "6"), 1),
        (("13", "7", "9", "11"), 2),
    ],
)
def test_fewest_vials_as_trying_every_assignment_finds(
    engine: Engine, needs: tuple[str, ...], vials: int
) -> None:
    cases = {f"patient {n}": case_of(MULTI, f"{need} mL") for n, need in enumerate(needs)}
    found = product_of(shared(engine, cases), MULTI)
    volumes = [F(need) for need in needs]
    opened = sum(each.number for each in found.opened)
    assert opened == vials == second.unsplit_by_enumeration([(0, each) for each in volumes], F(20), 0)
    assert F(found.discarded.value) == 20 * vials - sum(volumes)
    assert (found.alone, F(found.alone_discarded.value)) == (len(needs), 20 * len(needs) - sum(volumes))
    taken: dict[int, F] = {}
    for each in found.taken:
        taken[each.container] = taken.get(each.container, F(0)) + F(each.volume.value)
    assert set(taken) == set(range(1, vials + 1))
    assert all(held <= 20 for held in taken.values())
    assert [(each.patient, F(each.volume.value)) for each in found.taken] == [
        (f"patient {n}", volume) for n, volume in enumerate(volumes)
    ]
    assert found.shared == (vials < len(needs)) and not found.split


def test_what_is_left_is_kept_as_long_as_the_place_says(engine: Engine) -> None:
    cases = {name: case_of(MULTI, "4 mL") for name in ("a", "b")}
    found = product_of(shared(engine, cases), MULTI)
    assert [(each.kind, each.source, each.at[:10]) for each in found.keeps] == [
        ("discard-container", "us-ca-1751-9", "2026-12-24")
    ]
    elsewhere = product_of(shared(engine, {n: case_of(MULTI, "4 mL", place="IT") for n in "ab"}), MULTI)
    assert elsewhere.shared and elsewhere.keeps == ()


def test_two_draws_of_one_patient_count_as_two(engine: Engine) -> None:
    cases = {"a": case_of(MULTI, "9 mL", "9 mL"), "b": case_of(MULTI, "9 mL")}
    found = product_of(shared(engine, cases), MULTI)
    assert [(each.patient, each.container) for each in found.taken] in (
        [("a", 1), ("a", 1), ("b", 2)],
        [("a", 1), ("a", 2), ("b", 2)],
        [("a", 1), ("a", 2), ("b", 1)],
    )
    assert [each.number for each in found.opened] == [2]


def test_a_draw_larger_than_a_vial_is_split_and_said_so(engine: Engine) -> None:
    cases = {"a": case_of(MULTI, "24 mL"), "b": case_of(MULTI, "12 mL")}
    found = product_of(shared(engine, cases), MULTI)
    assert found.split and [each.number for each in found.opened] == [2]
    assert sum(F(each.volume.value) for each in found.taken) == 36


def test_an_ampoule_is_never_shared_and_its_source_is_named(engine: Engine) -> None:
    cases = {name: case_of("synthetic-sizes-2-5", "1 mL") for name in ("a", "b", "c")}
    found = product_of(shared(engine, cases), "synthetic-sizes-2-5")
    assert (found.shared, found.why, found.alone) == (False, "single-dose", 3)
    assert [(each.number, str(each.fill)) for each in found.opened] == [(3, "2 mL")]
    assert "vhca-single-dose-vials-cdc-position" in {each.source for each in found.statements}
    own = product_of(shared(engine, {n: case_of("kybella", "0.4 mL") for n in "ab"}), "kybella")
    assert (own.why, own.statements[0].source) == ("single-dose", "kybella-label-us")


def test_of_what_nobody_says_each_patient_has_their_own(engine: Engine) -> None:
    found = product_of(
        shared(engine, {n: case_of("myobloc-5000-u-ml", "0.2 mL") for n in "ab"}), "myobloc-5000-u-ml"
    )
    assert (found.shared, found.why, len(found.taken)) == (False, "not-said", 2)


def test_a_large_shared_vial_is_no_better_than_small_ones_of_their_own(engine: Engine) -> None:
    """Kenalog-40: 1 mL for one patient, 5 and 10 mL for several."""
    found = product_of(shared(engine, {n: case_of("kenalog-40", "0.4 mL") for n in "ab"}), "kenalog-40")
    assert (found.why, [(each.number, str(each.fill)) for each in found.opened]) == ("no-less", [(2, "1 mL")])
    five = product_of(shared(engine, {n: case_of("kenalog-40", "0.6 mL") for n in "abcdefgh"}), "kenalog-40")
    assert five.shared and [(each.number, str(each.fill)) for each in five.opened] == [(1, "5 mL")]
    assert (five.preserved, five.preservatives) == ("preserved", ("benzyl-alcohol",))


def test_whoever_has_no_sheet_has_nothing_opened(engine: Engine) -> None:
    cases = {"a": case_of(MULTI, "4 mL"), "b": case_of(MULTI, "4 mL", place="FR")}
    mixed = cases["b"]._replace(
        cocktail=(
            {"product": "akis-25", "volume": "1 mL"},
            {"product": "lidocaine-2-plain", "volume": "1 mL"},
        )
    )
    found = shared(engine, {**cases, "b": mixed})
    assert [(each.name, each.outcome) for each in found.patients] == [("a", "draft"), ("b", "refused")]
    assert [each.product for each in found.products] == [MULTI]
    assert product_of(found, MULTI).why == "one-patient"


def test_an_unknown_size_is_named(engine: Engine) -> None:
    found = shared(engine, {n: case_of("zeel-ampoule", "1 mL") for n in "ab"})
    assert (found.products, found.unknown) == ((), ("zeel-ampoule",))


def test_the_page_says_who_gets_what(engine: Engine) -> None:
    cases = {"first": case_of(MULTI, "8 mL"), "second": case_of(MULTI, "4 mL")}
    answers = engine.prepare_together(cases, syringes=SYRINGES, draft=True)
    text = page_text(sharing_page(answers["first"].result, engine.catalog), Paper(100))
    assert "2 patients: open 1 containers instead of 2." in text
    assert "first    8 mL   1" in text and "second   4 mL   1" in text
    assert "alone they would open 2 and leave 28 mL over" in text
    assert "whether it holds a preservative was not read" in text


def test_the_command_takes_several_files(tmp_path: Path) -> None:
    for name, volume in (("a", "8 mL"), ("b", "4 mL")):
        (tmp_path / f"{name}.toml").write_text(
            'goal = "melasma"\nzone = "abdomen"\njurisdiction = "IT"\n[patient]\nsex = "male"\nage = 40\n'
            f'[[cocktail]]\nproduct = "{MULTI}"\nvolume = "{volume}"\n',
            "utf-8",
        )
    files = [str(tmp_path / "a.toml"), str(tmp_path / "b.toml")]
    more = ["--draft", "--catalog", str(HERE / "clinic")]
    run = CliRunner().invoke(cli, ["prepare", *files, *more, "--format", "json"])
    documents = json.loads(run.stdout)
    assert [each["schema"] for each in documents] == ["mesoplan/prepare/1"] * 2
    assert documents[0]["shared"] == documents[1]["shared"]
    assert documents[0]["shared"]["products"][0]["shared"] is True
    refused = CliRunner().invoke(cli, ["prepare", *files, *more, "--pdf", str(tmp_path / "x.pdf")])
    assert refused.exit_code == 2 and "about one patient" in refused.output
