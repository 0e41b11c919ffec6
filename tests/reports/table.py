"""Print how the reports do: `python -m tests.reports.table`."""

from tests.reports.reports import judge, reports


def main() -> None:
    """A line a report, and the sums."""
    grades = {"hit": 0, "partly": 0, "missed": 0}
    for report in reports():
        outcome = judge(report)
        grades[outcome.grade] += 1
        print(f"{report.name:12} {outcome.grade:7} {report.expected['title']}")
        for each in outcome.wrong:
            print(f"{'':20} {each}")
    print(", ".join(f"{count} {grade}" for grade, count in grades.items()))


if __name__ == "__main__":
    main()
