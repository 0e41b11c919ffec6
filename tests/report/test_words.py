"""Every topic that a rule can yield has words, and the words are whole sentences."""

import ast
import importlib
import pkgutil
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import mesoplan.rules as rules
from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.finding import Finding, Fix
from mesoplan.model.ingredient import Caution, Deferral, Monitoring
from mesoplan.quantity import Quantity
from mesoplan.report.words.amounts import shown
from mesoplan.report.words.findings import TEMPLATES, finding_with_words, with_words
from mesoplan.report.words.template import fill, listed, sentence
from mesoplan.rules.dose.ds508_above_studied import TOPICS
from mesoplan.rules.mixing import mx306_precipitation
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import CRASH_CODE, check
from mesoplan.rules.scene import Scene

CASES = Path(__file__).parents[1] / "rules" / "cases"

#: Topics taken from a field of a record: the words that the record allows.
FIELDS: dict[str, tuple[str, ...]] = {
    "caution.effect": get_args(Caution.__annotations__["effect"]),
    "record.kind": get_args(Monitoring.__annotations__["kind"]),
    "deferral.event": get_args(Deferral.__annotations__["event"]),
    "record.event": get_args(Deferral.__annotations__["event"]),
    "stated.record.rule": ("alone", "only-with"),
    "record.rule": ("alone", "only-with"),
    "found.basis": ("measured", "predicted"),
    "TOPICS[kind, slip]": tuple(TOPICS.values()),
    "_TOPICS[found.verdict]": tuple(mx306_precipitation._TOPICS.values()),
}


def _modules() -> Iterator[ModuleType]:
    for family in pkgutil.iter_modules(rules.__path__, "mesoplan.rules."):
        if family.ispkg:
            package = importlib.import_module(family.name)
            for found in pkgutil.iter_modules(package.__path__, f"{family.name}."):
                module = importlib.import_module(found.name)
                if hasattr(module, "RULE"):
                    yield module


def _topic(judgement: ast.Call) -> ast.expr:
    """The topic of a judgement, by keyword or by place."""
    named = [each.value for each in judgement.keywords if each.arg == "topic"]
    return named[0] if named else judgement.args[1]


def _topics(module: ModuleType) -> set[str]:
    assert module.__file__ is not None
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    topics: set[str] = set()
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name == "Judgement":
            topics |= _values(_topic(call), tree, module.__name__)
        elif name == "fires":
            effect = call.args[3]
            topics |= _values(effect, tree, module.__name__) or set(FIELDS["caution.effect"])
            topics.add("excipient-of-some")
        elif name == "banned":
            topics |= _values(call.args[2], tree, module.__name__) | {"for-some-goals"}
        elif name == "not_asked":
            topics |= _values(call.args[0], tree, module.__name__)
        elif name == "which_product" or any(getattr(each, "id", "") == "which_product" for each in call.args):
            topics.add("which-product")
        elif name == "_replace" or (isinstance(call.func, ast.Attribute) and call.func.attr == "_replace"):
            given = [each.value for each in call.keywords if each.arg == "topic"]
            topics |= {value for each in given for value in _values(each, tree, module.__name__)}
        elif name == "form_factor_open":
            topics.add("form-factor")
        elif name == "with_status":
            topics |= _values(call.args[2], tree, module.__name__)
        elif name == "usages" and not module.__name__.endswith(".limits"):
            topics |= _topics(importlib.import_module("mesoplan.rules.dose.limits"))
        elif name == "of_item":
            topics |= _values(call.args[1], tree, module.__name__)
        elif name == "judged":
            topics |= _values(call.args[2], tree, module.__name__)
    return topics


def _values(node: ast.expr, tree: ast.AST, where: str) -> set[str]:
    """Every text an expression can be, as far as the source tells; unknown ones fail the test."""
    if isinstance(node, ast.Constant):
        return set() if node.value is None else {str(node.value)}
    if isinstance(node, ast.IfExp):
        return _values(node.body, tree, where) | _values(node.orelse, tree, where)
    if isinstance(node, ast.Tuple):
        return {value for each in node.elts for value in _values(each, tree, where)}
    text = ast.unparse(node)
    if text in FIELDS:
        return set(FIELDS[text])
    if isinstance(node, ast.Name):
        found = {
            value
            for each in _assigned(node.id, tree)
            if isinstance(each, ast.Constant | ast.IfExp | ast.Tuple)
            for value in _values(each, tree, where)
        }
        if found:
            return found
    pytest.fail(f"{where}: cannot tell which topics `{text}` can be; add it to FIELDS in this test")


def _assigned(name: str, tree: ast.AST) -> Iterator[ast.expr]:
    for statement in (each for each in ast.walk(tree) if isinstance(each, ast.Assign)):
        for target in statement.targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield statement.value
            elif isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
                for part, value in zip(target.elts, statement.value.elts, strict=True):
                    if isinstance(part, ast.Name) and part.id == name:
                        yield value
    # rule = record.rule, compared with constants: the constants are what it can be there
    for compared in (each for each in ast.walk(tree) if isinstance(each, ast.Compare)):
        if isinstance(compared.left, ast.Name) and compared.left.id == name:
            yield from (each for each in compared.comparators if isinstance(each, ast.Constant))


MODULES = tuple(_modules())


def test_every_rule_of_the_registry_is_looked_at() -> None:
    assert {module.RULE.code for module in MODULES} == {rule.code for rule in RULES}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rsplit(".", 1)[1])
def test_every_topic_of_a_rule_has_words(module: ModuleType) -> None:
    topics = _topics(module)
    assert topics, "this rule yields no topic that the test can see"
    missing = sorted(topic for topic in topics if (module.RULE.code, topic) not in TEMPLATES)
    assert missing == [], f"{module.RULE.code} needs words for {missing}"


def test_no_words_are_for_topics_that_no_rule_yields() -> None:
    known = {(module.RULE.code, topic) for module in MODULES for topic in _topics(module)}
    assert sorted(set(TEMPLATES) - known - {(CRASH_CODE, "crash")}) == []


def test_words_for_every_rule_case_are_filled_and_whole(fixture_catalog: Catalog) -> None:
    knowledge = Knowledge(fixture_catalog)
    checked = 0
    for file in sorted(CASES.glob("*.toml")):
        for row in tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)["case"]:
            if "overlay" in row or "xfail" in row:
                continue
            scene = Scene(resolve(case_from(row["case"]), fixture_catalog), knowledge)
            for finding in with_words(check(scene), fixture_catalog).findings:
                _assert_whole(finding, fixture_catalog)
                checked += 1
    assert checked > 500


def _assert_whole(finding: Finding, catalog: Catalog) -> None:
    where = f"{finding.code} {finding.topic}: {finding.message!r} / {finding.action!r}"
    for text in (finding.message, finding.action):
        assert text == text.strip() and text[-1] in ".!?", where
        assert not set("{}[]|") & set(text), where
        assert ".." not in text.replace('"..."', "") and "  " not in text and " ." not in text, where
    assert finding.message != finding_with_words(finding._replace(topic="no such topic"), catalog).message, (
        f"the words fell back to the plain ones: {where}"
    )


def test_an_unknown_topic_still_says_what_and_about_what(fixture_catalog: Catalog) -> None:
    finding = Finding(
        "ZZ999/brand-new/clear-drug",
        "ZZ999",
        "brand-new",
        "forbid",
        ("clear-drug",),
        "odd-topic",
        {"why": "it is so"},
        (Fix("drop", "clear-drug"),),
        (),
        (),
        (),
    )
    worded = finding_with_words(finding, fixture_catalog)
    assert worded.message == "Brand new (odd topic): clear-drug. It is so."
    assert worded.action == "Leave clear-drug out."


def test_a_medicine_that_is_an_ingredient_too_is_not_told_with_itself(catalog: Catalog) -> None:
    both = sorted(set(catalog.table("fact")) & set(catalog.table("ingredient")))
    assert "tirzepatide" in both
    for fact in both:
        finding = Finding(
            f"PT213/not-read/caffeine+{fact}",
            "PT213",
            "fact-not-read",
            "unknown",
            (fact, "caffeine"),
            "not-read",
            {"fact": fact},
            (),
            (),
            (),
            (),
        )
        name = catalog.label(fact)
        assert finding_with_words(finding, catalog).message == f"Nothing was read about {name} with caffeine."


def test_a_crash_says_that_it_blocks_and_whom_to_tell(fixture_catalog: Catalog) -> None:
    finding = Finding(
        f"{CRASH_CODE}/crash/syringe",
        CRASH_CODE,
        "rule-crashed",
        "forbid",
        ("syringe 1",),
        "crash",
        {"rule": "MX309", "error": "KeyError: 'x'"},
        (),
        (),
        (),
        (),
    )
    worded = finding_with_words(finding, fixture_catalog)
    assert "MX309" in worded.message
    assert "blocks" in worded.message
    assert "report" in worded.action


def test_an_alternative_is_taken_when_a_key_is_empty() -> None:
    assert fill("{a} is so[, as {b}]. || Plain.", {"a": "x", "b": ""}) == "X is so."
    assert fill("{a} is so. || Plain.", {"a": ""}) == "Plain."
    assert fill("{a}", {}) == ""


def test_sentences_start_high_and_end_with_a_stop() -> None:
    assert sentence("a b") == "A b."
    assert sentence("pH is low") == "pH is low."
    assert sentence("is it?") == "Is it?"


def test_long_lists_say_how_many_more() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "b", "c"]) == "a, b and c"
    assert listed([str(number) for number in range(10)]) == "0, 1, 2, 3, 4, 5 and 4 more"


@pytest.mark.parametrize(
    ("written", "words"),
    [("16 mg", "16 mg"), ("0.125 mL", "0.125 mL"), ("1.2345678 mL", "1.2345678 mL"), ("2.50 mL", "2.50 mL")],
)
def test_an_amount_that_somebody_wrote_stands_as_it_is(written: str, words: str) -> None:
    assert shown(Quantity.parse(written)) == words


def test_an_amount_that_a_division_left_is_short_and_says_so() -> None:
    written = Quantity.parse("16 mL")
    assert shown(Quantity(written.value / 18, written.unit)) == "about 0.8889 mL"
