"""The one door: every question gives a complete answer, which is written as JSON and read back whole."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import mesoplan
from mesoplan import Answer, Case, Engine
from mesoplan.report.answer import KINDS
from mesoplan.report.json_schema import schemas

COCKTAIL = (
    {"product": "akis-25", "volume": "1 mL"},
    {"product": "lidocaine-2-plain", "volume": "1 mL"},
)
KNOWN = {
    "sex": "female",
    "age": 34,
    "weight": "62 kg",
    "pregnant": False,
    "breastfeeding": False,
    "conditions": [],
    "allergies": [],
    "medicines": [],
}
HAIR = Case(goal="female-pattern-hair-loss", zone="scalp", jurisdiction="EU", patient=KNOWN)
KNEE = Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", cocktail=COCKTAIL)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(mesoplan.load_catalog())


@pytest.fixture(scope="module")
def answers(engine: Engine) -> list[Answer[Any]]:
    nobody = HAIR._replace(patient={})
    return [
        engine.check(KNEE),
        engine.check(Case(), [{"ingredient": "lidocaine", "amount": "40 mg"}]),
        engine.plan(HAIR),
        engine.plan(nobody),
        engine.plan(nobody._replace(goal="melasma"), solve_questions=True),
        engine.plan(HAIR._replace(limits={"include": ["minoxidil"], "exclude": ["minoxidil"]})),
        engine.why(HAIR, "minoxidil"),
        engine.why(HAIR, "biotin"),
        engine.why_not(HAIR, "buflomedil", max_plans=20),
        engine.repair(KNEE, max_checks=60),
        engine.threshold(KNEE, 1),
        engine.front(HAIR),
        engine.regimens(HAIR),
        engine.front(nobody),
        engine.sensitivity(HAIR, trials=False),
        engine.sensitivity(nobody, trials=False),
        engine.prepare(KNEE),
        engine.prepare(KNEE, draft=True),
        engine.prepare(Case(), [{"product": "botox-100-u"}, {"ingredient": "lidocaine", "amount": "40 mg"}]),
    ]


def test_every_kind_of_answer_is_among_them(answers: list[Answer[Any]]) -> None:
    assert {each.kind for each in answers} == set(KINDS)


def test_an_answer_is_read_back_as_it_was_written(answers: list[Answer[Any]]) -> None:
    for answer in answers:
        again = mesoplan.answer_from(answer.to_json())
        assert again == answer, answer.kind
        assert again.to_json() == answer.to_json()


def test_every_answer_fits_its_schema(answers: list[Answer[Any]]) -> None:
    for answer in answers:
        jsonschema.validate(json.loads(answer.to_json()), schemas()[f"{answer.kind}-1.json"])


def test_an_answer_says_what_it_is_an_answer_to(engine: Engine, answers: list[Answer[Any]]) -> None:
    for answer in answers:
        document = json.loads(answer.to_json())
        assert document["catalog"] == {"version": engine.catalog.version, "hash": engine.catalog.hash}
        assert document["engine"] == f"mesoplan {mesoplan.__version__}"
        assert document["resolved"]["goal"] == answer.resolved.goal


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema": "mesoplan/check/2"}', '{"schema": "mesoplan/check/1", "verdict": "fine"}'],
)
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(mesoplan.NotAnAnswer):
        mesoplan.answer_from(text)


def test_a_field_that_was_tampered_with_is_refused(answers: list[Answer[Any]]) -> None:
    document = json.loads(answers[0].to_json())
    for key, value in (("verdict", "safe"), ("findings", {}), ("resolved", []), ("catalog", None)):
        with pytest.raises(mesoplan.NotAnAnswer):
            mesoplan.answer_from(json.dumps({**document, key: value}))


def test_the_functions_and_the_engine_say_the_same(engine: Engine) -> None:
    assert mesoplan.check(KNEE, None, engine.catalog) == engine.check(KNEE).result
    assert mesoplan.plan(HAIR, engine.catalog) == engine.plan(HAIR).result


def test_questions_asked_before_change_no_answer(engine: Engine) -> None:
    first = engine.plan(HAIR).to_json()
    engine.check(KNEE)
    engine.repair(KNEE, max_checks=20)
    assert engine.plan(HAIR).to_json() == first == Engine(engine.catalog).plan(HAIR).to_json()


# ---------------------------------------------------------------------- watching and ending early


class Watch:
    """An observer that keeps what it hears, and stops after so many questions whether to."""

    def __init__(self, patience: int | None = None) -> None:
        self.heard: list[tuple[Any, ...]] = []
        self._left = patience

    def started(self, question: str) -> None:
        self.heard.append(("started", question))

    def node(self, nodes: int) -> None:
        self.heard.append(("node", nodes))

    def plan(self, ingredients: tuple[str, ...], score: int) -> None:
        self.heard.append(("plan", ingredients, score))

    def check(self, checks: int, found: int) -> None:
        self.heard.append(("check", checks, found))

    def ended(self, question: str) -> None:
        self.heard.append(("ended", question))

    def stops(self) -> bool:
        if self._left is None:
            return False
        self._left -= 1
        return self._left < 0


def test_an_observer_hears_it_and_changes_nothing(engine: Engine) -> None:
    watch = Watch()
    assert engine.plan(HAIR, observer=watch).result == engine.plan(HAIR).result
    assert watch.heard[0] == ("started", "plan") and watch.heard[-1] == ("ended", "plan")
    assert {each[0] for each in watch.heard} == {"started", "node", "plan", "ended"}
    watch = Watch()
    engine.repair(KNEE, observer=watch)
    assert ("check", 0, 0) in watch.heard


def test_what_is_ended_early_claims_no_proof(engine: Engine) -> None:
    assert engine.plan(HAIR, observer=Watch(0)).result.status == "best-found"
    assert not engine.repair(KNEE, observer=Watch(0)).result.complete
    assert not engine.front(HAIR, observer=Watch(0)).result.complete


def test_a_deadline_that_is_over_ends_the_search(engine: Engine) -> None:
    clock = iter([0.0, *(float(n) for n in range(10, 10_000))])
    late = mesoplan.Deadline(5.0, clock=lambda: next(clock))
    assert engine.plan(HAIR, observer=late).result.status == "best-found"


# ---------------------------------------------------------------------- errors


def test_every_error_is_in_the_one_tree_and_in_its_picture() -> None:
    import mesoplan.errors as errors

    names = [name for name in mesoplan.__all__ if name.endswith("Error") or hasattr(errors, name)]
    assert "CaseError" in names
    for name in (*names, "UnknownName"):
        found = getattr(mesoplan, name)
        assert issubclass(found, mesoplan.MesoplanError), name
        assert f"{name} " in str(errors.__doc__) and found.exit_code in (2, 5, 70), name


@pytest.mark.parametrize("k", [0, 101, True, "3"])
def test_a_wrong_k_is_a_bad_request(engine: Engine, k: Any) -> None:
    with pytest.raises(mesoplan.BadRequest, match="1 to 100"):
        engine.plan(HAIR, k=k)


def test_other_wrong_arguments(engine: Engine) -> None:
    with pytest.raises(mesoplan.UnknownPreference, match="known: "):
        engine.plan(HAIR, prefer="beauty")
    with pytest.raises(mesoplan.CaseError, match="Count from 0"):
        engine.threshold(KNEE, 2)
    with pytest.raises(mesoplan.UnknownName):
        engine.why(HAIR, "minoxidill")
    with pytest.raises(mesoplan.CaseError):
        engine.plan(Case())


def test_a_case_from_text_and_from_a_mapping() -> None:
    toml = 'goal = "melasma"\n[patient]\nage = 34\n'
    assert mesoplan.case_from(toml) == mesoplan.case_from({"goal": "melasma", "patient": {"age": 34}})
    assert mesoplan.case_from('{"goal": "melasma"}') == Case(goal="melasma")
    with pytest.raises(mesoplan.CaseError):
        mesoplan.case_from("goal = ")


def test_the_library_page_is_short_and_needs_mesoplan_only() -> None:
    from mesoplan.cli.sessions import blocks

    page = Path(__file__).parents[1] / "docs" / "library.md"
    script = next(each.text for each in blocks(page.read_text("utf-8")) if each.language == "python")
    assert len(script.strip().splitlines()) <= 20
    assert [line for line in script.splitlines() if "import" in line] == ["import mesoplan"]


@pytest.mark.parametrize("bound", [0, -5, 2.5, True, "3", float("nan")])
def test_a_bound_of_the_work_is_a_whole_number(engine: Engine, bound: Any) -> None:
    case = Case(goal="melasma", zone="face", jurisdiction="EU")
    row = [{"product": "lidocaine-2-plain", "volume": "1 mL"}]
    for asked in (
        lambda: engine.plan(case, budget=bound),
        lambda: engine.front(case, budget=bound),
        lambda: engine.front(case, most_points=bound),
        lambda: engine.repair(case, row, max_checks=bound),
        lambda: engine.why_not(case, "lidocaine", max_plans=bound),
        lambda: engine.why(case, "lidocaine", k=bound),
    ):
        with pytest.raises(mesoplan.BadRequest, match="whole number from 1"):
            asked()


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), "3", None, True])
def test_a_deadline_is_a_number_of_seconds(seconds: Any) -> None:
    with pytest.raises(mesoplan.BadRequest, match="seconds"):
        mesoplan.Deadline(seconds)


def test_a_product_of_unknown_content_and_no_name_at_all_have_no_why(engine: Engine) -> None:
    case = Case(goal="melasma", zone="face", jurisdiction="EU")
    names: tuple[Any, ...] = ("liporem", None, 5, [], b"lidocaine")
    for name in names:
        for asked in (engine.why, engine.why_not):
            with pytest.raises(mesoplan.BadRequest):
                asked(case, name)
