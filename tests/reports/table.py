"""How the reports do: `python -m tests.reports.table` prints it, with a file's name writes it there.

A false clear is something that the check should have said and did not, or a verdict that is too good; a
false alarm is something that it should not have said, or a verdict that is too bad.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from tests.reports.reports import Outcome, Report, judge, reports

from mesoplan.model.finding import VERDICT_RANK

HEAD = """# Public reports, and what the check says of them

Each line is a public report of harm, a recall, a question or a protocol, checked as a case (`tests/reports`).
*hit*: everything that a sound check says of it is said, and nothing that it must not. *partly*: some of it.
Written by `python -m tests.reports.table docs/reports.md`; a test compares.
"""


class Row(NamedTuple):
    """One report with its outcome."""

    report: Report
    outcome: Outcome

    @property
    def alarms(self) -> int:
        """What is said or judged worse than it is."""
        return sum(_is_alarm(each, self.report) for each in self.outcome.wrong)

    @property
    def clears(self) -> int:
        """What is left unsaid or judged better than it is."""
        return len(self.outcome.wrong) - self.alarms


def _is_alarm(wrong: str, report: Report) -> bool:
    if wrong.startswith("verdict "):
        got = wrong.split()[1].rstrip(",")
        return VERDICT_RANK[got] < min(VERDICT_RANK[each] for each in report.expected["verdicts"])
    return wrong.startswith(("says ", "refused"))


def rows() -> tuple[Row, ...]:
    """Every report, judged."""
    return tuple(Row(each, judge(each)) for each in reports())


def page(judged: tuple[Row, ...]) -> str:
    """The table in Markdown, the sums first."""
    grades = {
        grade: sum(each.outcome.grade == grade for each in judged) for grade in ("hit", "partly", "missed")
    }
    sums = ", ".join(f"{count} {grade}" for grade, count in grades.items())
    alarms, clears = sum(each.alarms for each in judged), sum(each.clears for each in judged)
    lines = [HEAD, f"{len(judged)} reports: **{sums}**; {clears} false clears, {alarms} false alarms.", ""]
    lines += ["| report | outcome | about | what is right |", "| --- | --- | --- | --- |"]
    for each in judged:
        expected = each.report.expected
        cells = (each.report.name, each.outcome.grade, expected["title"], expected["right"])
        lines.append(
            "| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in cells) + " |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Prints a line a report and the sums, or writes the page."""
    judged = rows()
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(page(judged), "utf-8")
        return
    for report, outcome in judged:
        print(f"{report.name:12} {outcome.grade:7} {report.expected['title']}")
        for each in outcome.wrong:
            print(f"{'':20} {each}")
    print(page(judged).splitlines()[7])


if __name__ == "__main__":
    main()
