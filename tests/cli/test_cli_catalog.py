"""Looking after a catalog: lint, stats, export, lock."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_lint_is_5_with_errors_and_shows_file_and_key(run: Run, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    file = copy / "goals" / "glow.toml"
    file.write_text(file.read_text("utf-8").replace("label =", "lable ="), "utf-8")
    result = run("catalog", "lint", "--catalog", str(copy), "--format", "json")
    assert result.exit_code == 5
    faults = json.loads(result.stdout)
    assert {"CA003"} <= {fault["code"] for fault in faults if fault["file"] == "goals/glow.toml"}
    assert "CA003" in run("catalog", "lint", "--catalog", str(copy)).stdout


def test_stats_counts_what_can_forbid_by_how_it_was_read(run: Run) -> None:
    stats = json.loads(run("catalog", "stats", "--format", "json").stdout)
    assert stats["statements"] == sum(stats["by_access"].values()) > 0
    assert stats["blocking"] == sum(stats["blocking_by_access"].values()) > 0
    assert run("catalog", "stats").stdout.startswith(f"{stats['statements']} statements")


def test_a_sample_is_the_same_for_the_same_seed_and_can_be_held_against_its_sources(run: Run) -> None:
    drawn = json.loads(run("catalog", "sample", "--seed", "3", "-n", "4", "--format", "json").stdout)
    again = json.loads(run("catalog", "sample", "--seed", "3", "-n", "4", "--format", "json").stdout)
    assert drawn == again
    assert len({each["id"] for each in drawn["statements"]}) == 4
    page = run("catalog", "sample", "--seed", "3", "-n", "4").stdout
    assert all(each["source"]["title"].split()[0] in page for each in drawn["statements"])
    assert run("catalog", "sample", "--seed", "4", "-n", "4").stdout != page
    for only, keep in (
        ("--read", lambda each: each["says"]["cite"]["access"] != "recalled"),
        ("--blocking", lambda each: True),
    ):
        some = run("catalog", "sample", "-n", "1000", only, "--format", "json").stdout
        assert all(keep(each) for each in json.loads(some)["statements"])


def test_a_second_readers_verdict_is_written_into_the_cite_and_nothing_else_changes(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "reviewers.toml").write_text('[[reviewer]]\nid = "second"\nlabel = "second reader"\n', "utf-8")
    before = {file: file.read_text("utf-8") for file in copy.rglob("*.toml")}
    drawn = ("catalog", "sample", "--seed", "5", "-n", "3", "--catalog", str(copy))
    said = run(*drawn, "--answer", "second", input="c\n\nwhat\nsays less\n")
    assert said.exit_code == 0
    assert "2 verdicts written" in said.stderr, said.stderr
    assert run("catalog", "lock", str(copy)).exit_code == 0
    again = run(*drawn, "--format", "json")
    assert again.exit_code == 0, again.stderr
    ids = [each["id"] for each in json.loads(again.stdout)["statements"]]
    changed = [file for file, text in before.items() if file.read_text("utf-8") != text]
    assert changed
    for file in changed:
        text = file.read_text("utf-8")
        for verdict in ("confirmed", "says-less"):
            text = re.sub(
                rf', checked = {{ by = "second", on = "\d{{4}}-\d\d-\d\d", verdict = "{verdict}" }}', "", text
            )
        assert text.split() == before[file].split()
    left = run(*drawn[:4], "-n", "1000", "--unchecked", "--catalog", str(copy), "--format", "json").stdout
    open_ids = {each["id"] for each in json.loads(left)["statements"]}
    assert ids[1] in open_ids
    assert not {ids[0], ids[2]} & open_ids
    assert run(*drawn, "--answer", "nobody", input="c\n").exit_code == 2


def test_export_holds_every_record_once(run: Run) -> None:
    whole = json.loads(run("catalog", "export").stdout)
    lines = [json.loads(line) for line in run("catalog", "export", "--format", "jsonl").stdout.splitlines()]
    counted = sum(len(table) for table in whole["entities"].values())
    assert len(lines) == counted > 0
    zones = run("catalog", "export", "--format", "jsonl", "--kind", "zone").stdout.splitlines()
    assert {json.loads(line)["kind"] for line in zones} == {"zone"}
    assert run("catalog", "export", "--kind", "zones").exit_code == 2


def test_lock_shows_what_comes_and_goes(run: Run, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert run("catalog", "lock", str(copy), "--check").exit_code == 0
    file = copy / "ingredients" / "caution-drug.toml"
    file.write_text(file.read_text("utf-8").replace('"odd-disease"', '"mild-disease"'), "utf-8")
    stale = run("catalog", "lock", str(copy), "--check")
    assert stale.exit_code == 5
    assert "- caution-drug#caution.odd-disease" in stale.stdout
    written = run("catalog", "lock", str(copy))
    assert (written.exit_code, written.stdout) == (0, stale.stdout)
    assert run("catalog", "lock", str(copy), "--check").exit_code == 0


def test_lock_refuses_what_cannot_be_read(run: Run, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    copy.joinpath("goals", "glow.toml").write_text("label = ", "utf-8")
    before = copy.joinpath("statements.ledger").read_text("utf-8")
    result = run("catalog", "lock", str(copy))
    assert result.exit_code == 5
    assert "would look retired" in result.stderr
    assert copy.joinpath("statements.ledger").read_text("utf-8") == before


def test_gaps_are_counted_by_the_cases_they_keep_open(run: Run) -> None:
    found = json.loads(run("catalog", "gaps", "--format", "json").stdout)
    assert found
    assert [each["alone"] for each in found] == sorted((each["alone"] for each in found), reverse=True)
    assert "more: --top" in run("catalog", "gaps", "--top", "1").stdout


def test_diff_shows_what_could_forbid_and_is_1_when_a_verdict_became_milder(
    run: Run, folder: Path, case: Callable[..., str], tmp_path: Path
) -> None:
    same = run("catalog", "diff", str(folder), str(folder), "--catalog", str(folder))
    assert same.exit_code == 0
    milder = tmp_path / "milder"
    shutil.copytree(folder, milder)
    file = milder / "ingredients" / "caution-drug.toml"
    file.write_text(file.read_text("utf-8").replace('"odd-disease"', '"odder-disease"'), "utf-8")
    assert run("catalog", "lock", str(milder)).exit_code == 0
    ours = case(conditions='["odd disease"]', product='"caution-ampoule"')
    result = run("catalog", "diff", str(folder), str(milder), "--case", ours)
    assert result.exit_code == 1, result.stderr
    assert "Judged MILDER" in result.stdout
    assert "caution.odd-disease" in result.stdout


def test_new_makes_a_file_once(run: Run, tmp_path: Path) -> None:
    shown = run("catalog", "new", "ingredient", "Brand", "New")
    assert shown.exit_code == 0
    assert 'label = "Brand New"' in shown.stdout
    assert run("catalog", "new", "source", "A page", "--into", "ours").exit_code == 0
    assert tmp_path.joinpath("ours", "sources", "a-page.toml").is_file()
    again = run("catalog", "new", "source", "A page", "--into", "ours")
    assert (again.exit_code, "left alone" in again.stderr) == (2, True)
    assert run("catalog", "new", "potion", "x").exit_code == 2
