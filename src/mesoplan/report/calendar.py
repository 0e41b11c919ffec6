"""The sessions of a course as a calendar file (RFC 5545): one whole day each, without a patient's name."""

from datetime import date, timedelta

from mesoplan.model.preparation import Sessions

#: A line of the format holds at most so many bytes; longer ones go on after a line break and a blank.
_LONGEST = 75


def calendar_text(schedule: Sessions, title: str, identity: str) -> str:
    """A calendar of the dates; ``identity`` makes each event's name its own. Same dates, same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mesoplan//prepare//EN"]
    for number, day in enumerate(schedule.dates, start=1):
        start = date.fromisoformat(day)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{identity}-{number}@mesoplan",
            f"DTSTAMP:{start:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
            f"DTEND;VALUE=DATE:{start + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{title}, session {number}')}",
            f"DESCRIPTION:{_escaped(f'At least {schedule.interval} apart ({schedule.source}).')}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    parts, current = [], ""
    for char in line:
        if len((current + char).encode()) > _LONGEST:
            parts.append(current)
            current = " "
        current += char
    return [*parts, current]
