"""A course as a calendar: whole days, folded lines, nothing that would break the format."""

from mesoplan.model.preparation import Sessions
from mesoplan.quantity import Quantity
from mesoplan.report.calendar import calendar_text


def test_sessions_are_whole_days_of_a_calendar() -> None:
    dates = ("2026-01-31", "2026-02-28", "2026-12-31")
    schedule = Sessions(interval=Quantity.parse("1 mo"), dates=dates, most=6, source="kybella-label-us")
    text = calendar_text(
        schedule, "fat under the chin; both sides, with a title that is far too long for one line", "x"
    )
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR" and lines[-1] == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert [line for line in lines if line.startswith("DTSTART")] == [
        f"DTSTART;VALUE=DATE:{day}" for day in ("20260131", "20260228", "20261231")
    ]
    assert "DTEND;VALUE=DATE:20270101" in lines
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:fat under the chin\\; both sides\\, with" in unfolded
    assert len({line for line in lines if line.startswith("UID")}) == 3
