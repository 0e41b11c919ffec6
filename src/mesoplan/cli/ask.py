"""`--ask`: the open questions one by one on a terminal; every answer is kept at once.

"Don't know" is an answer too: it leaves the fact unasked, and the check stays incomplete. "<" takes the
last answer back, out of the file too, and puts its question again.
"""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.cli.keep import Keeper, answers_toml
from mesoplan.cli.output import say
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckQuestion, CheckReport
from mesoplan.model.plan import PlanReport
from mesoplan.record import NamedTuple
from mesoplan.report.answer import Answer
from mesoplan.report.answers import Checked, Planned, checked, planned
from mesoplan.report.questions import (
    every_fact,
    fact_question,
    questions_of_plan,
    questions_of_session,
)

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog

Plans = Answer[PlanReport]

_SKIP = ("?", "", "dk", "don't know", "dont know")
_YES, _NO = ("y", "yes"), ("n", "no")
_SESSION = "session."
#: How to answer what wants a number, by its key.
_HINTS = {
    "age": "years",
    "weight": "with unit, such as 62 kg",
    "session.points": "a number",
    "session.area": "such as 20",
    "session.interval": "with unit, such as 4 wk",
    "session.use_within": "with unit, such as 2 h",
}


def ask_until_settled(
    answer: Plans, catalog: "Catalog", file: str, plan_again: Callable[[Case], Plans]
) -> Plans:
    """The plan after the answers: what they bring to light is asked too, until nothing new is."""
    asked: set[str] = set()
    given: dict[str, Any] = {}
    while _can_ask(file):
        answers, stopped = _put(planned(answer, catalog), file, asked)
        if answers:
            given.update(answers)
            answer = plan_again(_with(answer.case, answers))
        if stopped or not answers or not _open_questions(planned(answer, catalog), asked):
            _say_kept(given, file)
            break
    return answer


def ask_and_keep(answer: Answer[CheckReport], catalog: "Catalog", file: str) -> Case:
    """The case with the answers in it; they are also written into ``file`` as they come.

    Without a file (or with stdin) the answers are printed as TOML at the end. Not on a terminal,
    nothing is asked. Ctrl-C or end of input stops asking; what was answered is kept.
    """
    if not _can_ask(file):
        return answer.case
    answers, _ = _put(checked(answer, catalog), file, set())
    _say_kept(answers, file)
    return _with(answer.case, answers)


def _can_ask(file: str) -> bool:
    if file == "-" or not sys.stdin.isatty():
        say("--ask needs a terminal and a case that is not on stdin; nothing was asked.")
        return False
    return True


def _put(answer: Checked | Planned, file: str, asked: set[str]) -> tuple[dict[str, Any], bool]:
    """The answers to the open questions that are not in ``asked``, which they join; and whether
    the user stopped before the last."""
    questions = _open_questions(answer, asked)
    asked.update(each.key for each in questions)
    given: dict[str, Any] = {}
    if not questions:
        say("There is nothing to ask.")
        return given, False
    say(
        f"{len(questions)} questions, the most decisive first. "
        "? or Enter: don't know. <: back to the one before. Ctrl-C: stop."
    )
    case, keeper, earlier = answer.case, Keeper(file), list[_Before]()
    try:
        while len(earlier) < len(questions):
            before = _Before(case, dict(given), keeper.mark())
            number, question = len(earlier) + 1, questions[len(earlier)]
            try:
                for key, value in _asked(question, f"{number}/{len(questions)} ", answer, case):
                    given[key] = value
                    case = _with(case, {key: value})
                    keeper.keep(key, value)
                earlier.append(before)
            except _Back:
                case, given, mark = earlier.pop() if earlier else before
                keeper.back_to(mark)
    except click.Abort:
        say("")
        return given, True
    return given, False


class _Back(Exception):
    """The user wants the question before this one again."""


class _Before(NamedTuple):
    """How things stood before a question was put."""

    case: Case
    given: dict[str, Any]
    mark: bytes | None


def _with(case: Case, answers: dict[str, Any]) -> Case:
    """The case with the answers: "session.area" is of the session, a key without a dot of the patient."""
    session = {
        key.removeprefix(_SESSION): value for key, value in answers.items() if key.startswith(_SESSION)
    }
    patient = {key: value for key, value in answers.items() if not key.startswith(_SESSION)}
    return case._replace(patient={**case.patient, **patient}, session={**case.session, **session})


def _say_kept(given: dict[str, Any], file: str) -> None:
    if given and not file:
        say("To keep these answers, put them into a case file:\n" + answers_toml(given))
    elif given:
        say(f"{len(given)} answers are kept in {file}.")


def _open_questions(answer: Checked | Planned, asked: set[str]) -> list[CheckQuestion]:
    """The open questions that were not put yet."""
    if isinstance(answer, Planned):
        found = questions_of_plan(answer.report, answer.catalog)
    else:
        about = questions_of_session(answer.report.findings, answer.resolved, answer.catalog)
        found = (*answer.report.questions, *about)
    return [each for each in found if each.key not in asked]


def _asked(
    question: CheckQuestion, number: str, answer: Checked | Planned, case: Case
) -> Iterator[tuple[str, Any]]:
    """The keys and values that one question brings: of the patient, or of the session ("session.area")."""
    if question.fact:
        yield from _fact(question.fact, f"{number}{question.question}")
    elif question.key == "sex":
        said = _choice(f"{number}{question.question} (female/male/?)", ("female", "male", "f", "m"))
        if said:
            yield "sex", {"f": "female", "m": "male"}.get(said, said)
    elif question.key in _HINTS:
        yield from _valued(question, number, answer, case)
    else:
        yield from _list(question, number, answer, case)


def _fact(fact: str, text: str) -> Iterator[tuple[str, bool]]:
    said = _choice(f"{text} (y/n/?)", (*_YES, *_NO))
    if said:
        yield fact.replace("-", "_"), said in _YES


def _valued(
    question: CheckQuestion, number: str, answer: Checked | Planned, case: Case
) -> Iterator[tuple[str, Any]]:
    """A number, or an amount with its unit; what cannot be read is asked again."""
    while True:
        said = _line(f"{number}{question.question} ({_HINTS[question.key]}; ?)")
        if said.lower() in _SKIP:
            return
        value: Any = said
        if said.isdecimal():
            value = f"{said} cm2" if question.key == "session.area" else int(said)
        if _readable(question.key, value, answer, case):
            yield question.key, value
            return


def _list(
    question: CheckQuestion, number: str, answer: Checked | Planned, case: Case
) -> Iterator[tuple[str, Any]]:
    """All of a kind: "none", names with commas, or "each" to be asked fact by fact."""
    facts = every_fact(question)
    each = f", each ({len(facts)} one by one)" if facts else ""
    forbidding = [answer.catalog.label(fact) for fact in question.forbids]
    if forbidding:
        say(f"  These would forbid: {'; '.join(forbidding)}.")
    while True:
        said = _line(f"{number}{question.question} (names with commas, none{each}, ?)")
        low = said.lower()
        if low in _SKIP:
            return
        if low == "each" and facts:
            for fact in facts:
                yield from _fact(fact, f"  {fact_question(answer.catalog.fact(fact))}")
            return
        names = (
            [] if low in ("none", "no", "n") else [name.strip() for name in said.split(",") if name.strip()]
        )
        if _readable(question.key, names, answer, case):
            yield question.key, names
            return


def _readable(key: str, value: Any, answer: Checked | Planned, case: Case) -> bool:
    """Whether the case can still be read with this answer; says why when it cannot."""
    try:
        resolve(_with(case, {key: value}), answer.catalog)
    except CaseError as error:
        for fault in error.faults:
            say(f"  {fault}")
        return False
    return True


def _choice(text: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words, or nothing for "don't know"."""
    while True:
        said = _line(text).lower()
        if said in allowed:
            return said
        if said in _SKIP:
            return ""
        say(f"  Answer with one of: {', '.join(allowed)}, ?.")


def _line(text: str) -> str:
    said: str = click.prompt(text, default="", show_default=False, err=True)
    if said.strip() == "<":
        raise _Back
    return said.strip()
