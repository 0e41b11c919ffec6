"""What holds for every case: nothing is lost, nothing depends on order, nothing crashes in silence."""

import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import VERDICT_RANK, CheckReport, Finding
from mesoplan.model.need import Need
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

from .conftest import ASKED, Altered, cases, judge_in

ITEM_CODES = frozenset(rule.code for rule in RULES if rule.scope == "item")


def _key(found: Finding) -> tuple[Any, ...]:
    return (
        found.code,
        found.severity,
        found.topic,
        frozenset(found.subjects),
        frozenset(found.needs),
        frozenset(stated.id for stated in found.statements),
    )


def _keys(report: CheckReport) -> Counter[tuple[Any, ...]]:
    return Counter(_key(found) for found in report.findings)


# ---------------------------------------------------------------------- adding, ordering, numbering


@given(case=cases(), more=cases())
def test_adding_items_never_turns_blocked_into_clear(
    small: Altered, case: dict[str, Any], more: dict[str, Any]
) -> None:
    before = judge_in(small.catalog, case)
    after = judge_in(small.catalog, {**case, "cocktail": case["cocktail"] + more["cocktail"]})
    assert not (before.verdict == "blocked" and after.verdict == "clear")
    assert not (before.verdict == "incomplete" and after.verdict == "clear")


def _held(row: dict[str, Any], small: Altered) -> list[str]:
    """The ingredients of a line of a cocktail."""
    if "product" not in row:
        return [row["ingredient"]]
    return [part.ingredient for part in small.catalog.product(row["product"]).contains]


def _only_carries(name: str, small: Altered) -> bool:
    record = small.catalog.table("ingredient").get(name)
    return record is not None and record.role in ("vehicle", "anaesthetic")


@given(case=cases(), more=cases())
def test_what_is_said_of_an_item_stands_in_whatever_company(
    small: Altered, case: dict[str, Any], more: dict[str, Any]
) -> None:
    """Findings on single items do not go away when another syringe is added.

    Too little (DS503) is judged of the session's sum: more of the same ingredient may make it enough. What
    only carries or numbs is asked for evidence (EV8..) where nothing else is given.
    """
    elsewhere = [{**row, "syringe": 9} for row in more["cocktail"]]
    before = judge_in(small.catalog, case)
    after = judge_in(small.catalog, {**case, "cocktail": case["cocktail"] + elsewhere})
    added = {each for row in elsewhere for each in _held(row, small)}
    for found in before.findings:
        if found.code == "DS503" and set(found.subjects) & added:
            continue
        if found.code.startswith("EV8") and all(_only_carries(each, small) for each in found.subjects):
            continue
        if found.code in ITEM_CODES and found.severity != "note":
            assert any(
                (each.code, each.severity, each.topic) == (found.code, found.severity, found.topic)
                and set(found.subjects) <= set(each.subjects)
                for each in after.findings
            ), _key(found)


@given(case=cases(), data=st.data())
def test_the_order_of_items_changes_nothing(small: Altered, case: dict[str, Any], data: Any) -> None:
    shuffled = data.draw(st.permutations(case["cocktail"]))
    before = judge_in(small.catalog, case)
    after = judge_in(small.catalog, {**case, "cocktail": shuffled})
    assert (after.verdict, _keys(after)) == (before.verdict, _keys(before))
    assert (after.coverage.required, after.coverage.answered) == (
        before.coverage.required,
        before.coverage.answered,
    )


@given(case=cases(), swap=st.sampled_from([(2, 1), (5, 9), (12, 3)]))
def test_the_numbers_of_syringes_change_nothing(
    small: Altered, case: dict[str, Any], swap: tuple[int, int]
) -> None:
    new = {1: swap[0], 2: swap[1]}
    rows = [{**row, "syringe": new[row.get("syringe", 1)]} for row in case["cocktail"]]
    before = judge_in(small.catalog, case)
    after = judge_in(small.catalog, {**case, "cocktail": rows})
    assert (after.verdict, _keys(after)) == (before.verdict, _keys(before))


# ---------------------------------------------------------------------- coverage


@given(case=cases())
def test_coverage_counts_what_is_open(small: Altered, case: dict[str, Any]) -> None:
    report = judge_in(small.catalog, case)
    unknown = [each for each in report.findings if each.severity == "unknown"]
    assert 0 <= report.coverage.answered <= report.coverage.required
    assert bool(report.coverage.gaps) == bool(unknown)
    assert (report.coverage.answered == report.coverage.required) == (not unknown)
    assert {each.code for each in report.coverage.gaps} == {each.code for each in unknown}
    needs = {need for gap in report.coverage.gaps for need in gap.needs}
    assert needs == {need for each in unknown for need in each.needs}
    for found in unknown:
        assert found.needs, f"{found.code} {found.topic} says not what would settle it"


@given(case=cases())
def test_the_verdict_is_that_of_the_worst_finding(small: Altered, case: dict[str, Any]) -> None:
    report = judge_in(small.catalog, case)
    of = {"forbid": "blocked", "unknown": "incomplete", "caution": "caution", "note": "clear"}
    verdicts = [of[each.severity] for each in report.findings]
    assert report.verdict == min(verdicts, key=VERDICT_RANK.__getitem__, default="clear")
    ranks = [VERDICT_RANK[each] for each in verdicts]
    assert ranks == sorted(ranks), "worst first"
    facts = Counter((each.code, each.severity, each.topic, each.subjects) for each in report.findings)
    assert max(facts.values(), default=1) <= 2, facts.most_common(1)


@given(case=cases())
def test_no_two_findings_of_a_report_have_one_id(small: Altered, case: dict[str, Any]) -> None:
    ids = [each.id for each in judge_in(small.catalog, case).findings]
    assert len(set(ids)) == len(ids)


# ---------------------------------------------------------------------- questions


def _answered(case: dict[str, Any], need: str, *, yes: bool, catalog: Catalog) -> dict[str, Any] | None:
    """The case in which what a finding needs is given; None where only the catalog can give it."""
    patient = dict(case.get("patient", {}))
    kind, _, what = need.partition(":")
    plain = {"age": 40, "weight": "60 kg", "sex": "female", "allergies": []}
    if need in plain:
        return {**case, "patient": {**patient, need: plain[need]}}
    if kind == "fact":
        return {**case, "patient": {**patient, what.replace("-", "_"): yes}}
    places = {"zone": "plain-zone", "jurisdiction": "land", "goal": "glow", "technique": "shallow"}
    if need in places:
        return {**case, need: places[need]}
    if need == "session.place":
        return {**case, "session": {**case.get("session", {}), "place": "pharmacy"}}
    if kind in ("amount", "volume"):
        rows = [
            {**row, kind: "10 mg" if kind == "amount" else "1 mL"}
            if what in (row.get("ingredient"), row.get("product"))
            else row
            for row in case["cocktail"]
        ]
        return {**case, "cocktail": rows}
    if kind == "product" and what in catalog.table("ingredient"):
        products = catalog.index.products_of.get(what, ())
        if not products:
            return None
        rows = []
        for row in case["cocktail"]:
            if row.get("ingredient") == what:
                row = {key: value for key, value in row.items() if key != "ingredient"}
                row["product"] = products[0]
            rows.append(row)
        return {**case, "cocktail": rows}
    return None


@given(case=cases(), yes=st.booleans())
def test_an_answered_question_is_not_asked_again(small: Altered, case: dict[str, Any], yes: bool) -> None:
    report = judge_in(small.catalog, case)
    for need in {need for each in report.findings for need in each.needs}:
        other = _answered(case, str(need), yes=yes, catalog=small.catalog)
        if other is None:
            continue
        try:
            again = judge_in(small.catalog, other)
        except CaseError:
            continue  # the answer contradicts what was said
        assert need not in {each for found in again.findings for each in found.needs}, need


@given(case=cases())
def test_no_question_asks_for_a_product_where_one_is_named(small: Altered, case: dict[str, Any]) -> None:
    named = {row["product"] for row in case["cocktail"] if "product" in row}
    report = judge_in(small.catalog, case)
    asked = {need.id for found in report.findings for need in found.needs if need.kind == "product"}
    assume("secret-ampoule" not in named)  # see the next test
    assert not asked & named


def test_a_named_product_without_a_list_of_excipients_needs_data(small: Altered) -> None:
    case = {"patient": {"allergies": ["sulfur-allergy"]}, "cocktail": [{"product": "secret-ampoule"}]}
    needs = {need for each in judge_in(small.catalog, case).findings for need in each.needs}
    assert Need("product", "secret-ampoule") not in needs


# ---------------------------------------------------------------------- crashes


@given(case=cases(), code=st.sampled_from([rule.code for rule in RULES]))
def test_a_rule_that_crashes_blocks_and_hides_nothing(
    small: Altered, case: dict[str, Any], code: str
) -> None:
    def breaks(*_: object) -> Any:
        raise RuntimeError("made to crash")

    raw = Case(**{**case, "cocktail": tuple(case["cocktail"])})
    scene = Scene(resolve(raw, small.catalog), Knowledge(small.catalog))
    whole = check(scene)
    broken = check(scene, tuple(rule._replace(check=breaks) if rule.code == code else rule for rule in RULES))
    rule = next(rule for rule in RULES if rule.code == code)
    crashes = [each for each in broken.findings if each.code == "XX001"]
    asked = {
        "pair": any(len(each.items) > 1 for each in scene.mixtures),
        "session-pair": len(scene.items) > 1,
    }
    assert bool(crashes) == asked.get(rule.scope, True)
    if crashes:
        assert broken.verdict == "blocked"
        assert crashes[0].data["rule"] == code
        assert broken.coverage.answered < broken.coverage.required
        assert any(gap.code == "XX001" and Need("rule", code) in gap.needs for gap in broken.coverage.gaps)
    kept = [_key(each) for each in whole.findings if each.code != code]
    assert not Counter(kept) - _keys(broken)


# ---------------------------------------------------------------------- names


@given(
    names=st.lists(
        st.tuples(
            st.sampled_from(["lidocaine", "hyaluronidase", "dutasteride", "pentoxifylline", "procaine"]),
            st.integers(1, 8),
            st.sampled_from("qxzj"),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=40)
def test_misspelt_names_are_always_errors_all_at_once(
    catalog: Catalog, names: list[tuple[str, int, str]]
) -> None:
    wrong = [name[:place] + letter + name[place:] for name, place, letter in names]
    assume(all(catalog.find(each, ("substance",)) is None for each in wrong))
    rows = tuple({"ingredient": each, "amount": "1 mg"} for each in wrong)
    with pytest.raises(CaseError) as caught:
        resolve(Case(cocktail=rows, goal="no such goal"), catalog)
    keys = [fault.key for fault in caught.value.faults]
    assert sorted(keys) == sorted(["goal", *(f"cocktail[{place}].ingredient" for place in range(len(wrong)))])
    for (name, _, _), fault in zip(names, caught.value.faults[1:], strict=True):
        assert name in fault.what, f"{fault.what} should offer {name}"


# ---------------------------------------------------------------------- the real catalog


def _real_cases(catalog: Catalog) -> Any:
    products = sorted(set(catalog.table("product")) - _empty(catalog))
    ingredients = sorted(catalog.table("ingredient"))
    volumes = st.sampled_from(["0.05 mL", "1 mL", "10 mL"])
    rows = st.fixed_dictionaries(
        {"product": st.sampled_from(products)},
        optional={"volume": volumes, "syringe": st.integers(1, 3)},
    ) | st.fixed_dictionaries(
        {"ingredient": st.sampled_from(ingredients)},
        optional={
            "volume": volumes,
            "syringe": st.integers(1, 3),
            "amount": st.sampled_from(["1 mg", "2 g", "3 mL", "50 ug", "10 1"]),
        },
    )
    facts = sorted(catalog.table("fact"))
    patient = st.fixed_dictionaries(
        {},
        optional={
            "sex": st.sampled_from(["female", "male"]),
            "age": st.integers(0, 99),
            "weight": st.sampled_from(["3 kg", "60 kg"]),
            "absent": st.lists(st.sampled_from(facts), max_size=3),
            "conditions": st.lists(
                st.sampled_from([each for each in facts if catalog.fact(each).kind == "condition"]),
                max_size=3,
            ),
        },
    )
    return st.fixed_dictionaries(
        {"cocktail": st.lists(rows, min_size=1, max_size=5), "patient": patient},
        optional={
            "goal": st.sampled_from(sorted(catalog.table("goal"))),
            "zone": st.sampled_from(sorted(catalog.table("zone"))),
            "technique": st.sampled_from(sorted(catalog.table("technique"))),
            "jurisdiction": st.sampled_from(sorted(catalog.table("jurisdiction"))),
            "session": st.sampled_from(
                [
                    {},
                    {"interval": "1 wk", "point_volume": "0.3 mL", "points": 30},
                    {"use_within": "1 d"},
                    {"area": "20 cm2"},
                ]
            ),
        },
    )


@given(data=st.data())
@settings(max_examples=120)
def test_no_case_of_the_real_catalog_makes_a_rule_crash(catalog: Catalog, data: Any) -> None:
    case = data.draw(_real_cases(catalog))
    try:
        report = judge_in(catalog, case)
    except CaseError as error:
        assert error.faults
        return
    crashed = [dict(each.data) for each in report.findings if each.code == "XX001"]
    assert not crashed
    for found in report.findings:
        assert all(
            path[-2:] == ("cites", stated.source)
            for path, stated in zip(found.trace, found.statements, strict=True)
        )


def _empty(catalog: Catalog) -> set[str]:
    return {name for name, product in catalog.table("product").items() if not product.contains}


def test_every_product_and_every_ingredient_can_be_checked(catalog: Catalog) -> None:
    rows = [{"product": each, "volume": "1 mL"} for each in catalog.table("product")]
    rows += [{"ingredient": each, "amount": "1 mg"} for each in catalog.table("ingredient")]
    for row in rows:
        if row.get("product") in _empty(catalog):
            continue  # see the next test
        report = judge_in(catalog, {"cocktail": [row]})
        assert report.verdict in ("blocked", "incomplete"), f"{row}: nobody was asked anything"
        assert not [dict(each.data) for each in report.findings if each.code == "XX001"], row


def test_a_product_of_unknown_content_is_judged_or_refused(catalog: Catalog) -> None:
    for name in sorted(_empty(catalog)):
        try:
            report = judge_in(catalog, {"cocktail": [{"product": name, "volume": "1 mL"}]})
        except CaseError as error:
            assert error.faults
        else:
            assert report.verdict in ("blocked", "incomplete")


_SCRIPT = """
import datetime
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

catalog = finish(draft(shipped_catalog(), (), datetime.date(2026, 1, 1)))
print(catalog.hash)
for goal, rows in (
    ("melasma", [{"ingredient": "tranexamic-acid", "amount": "4 mg", "volume": "1 mL"},
                 {"ingredient": "glutathione", "volume": "1 mL"}, {"ingredient": "ascorbic-acid"}]),
    ("neck-pain", [{"product": "akis-50", "volume": "1 mL"}, {"ingredient": "lidocaine", "volume": "1 mL"},
                   {"ingredient": "hyaluronidase", "syringe": 2}]),
    ("localised-fat", [{"ingredient": "phosphatidylcholine"}, {"ingredient": "buflomedil"},
                       {"ingredient": "pentoxifylline", "syringe": 3}]),
):
    case = Case(goal=goal, zone="face", jurisdiction="fr", cocktail=tuple(rows),
                patient={"medicines": ["warfarin"], "allergies": ["sulfite"], "conditions": ["epilepsy"]})
    print(check(Scene(resolve(case, catalog), Knowledge(catalog))))
"""


def test_the_report_is_the_same_for_every_hash_seed() -> None:
    said = set()
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert len(said.pop()) > 5000


def test_the_order_of_rows_and_of_statements_in_files_changes_nothing(small: Altered, tmp_path: Any) -> None:
    import shutil

    from .conftest import FIXTURE, TODAY, draft, finish

    shutil.copytree(FIXTURE, tmp_path / "turned")
    for file in (tmp_path / "turned").glob("*.toml"):
        text = file.read_text("utf-8")
        head = f"[[{file.stem.rstrip('s') if file.stem != 'classes' else 'class'}]]"
        if head in text:
            start, *blocks = text.split(head)
            file.write_text(
                start + "".join(head + block.rstrip() + "\n\n" for block in reversed(blocks)), "utf-8"
            )
    turned = finish(draft(tmp_path / "turned", (), TODAY))
    assert turned.hash == small.catalog.hash
    case = {
        "patient": ASKED,
        "cocktail": [{"product": "caution-ampoule"}, {"product": "wary-ampoule"}],
        "zone": "tip-zone",
        "technique": "deep",
    }
    assert judge_in(turned, case) == judge_in(small.catalog, case)
