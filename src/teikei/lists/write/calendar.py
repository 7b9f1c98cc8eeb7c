"""Days as an iCalendar file (RFC 5545): all-day events, lines folded at 75 octets, the same bytes for the same days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

_LONGEST_LINE = 75  # octets, without the line break


class Event(NamedTuple):
    """One all-day event. uid stays the same for the same thing; changed_at is when it was last changed."""

    uid: str
    on: date
    summary: str
    description: str
    url: str
    changed_at: datetime


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """The bytes of the calendar, in UTF-8. Days before year 1 or after 9998 are left out: no program shows them."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Teikei//Deadlines of agreements//JA", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]  # fmt: skip
    for event in events:
        if event.on.year > 9998:
            continue
        lines += [
            "BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{_day(event.on)}", f"DTEND;VALUE=DATE:{_day(event.on + timedelta(days=1))}",  # the end is not included
            f"SUMMARY:{_text(event.summary)}",
        ]  # fmt: skip
        lines += [f"DESCRIPTION:{_text(event.description)}"] if event.description else []
        lines += [f"URL:{event.url}"] if event.url else []
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines).encode()


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"  # strftime writes years before 1000 with fewer digits


def _text(text: str) -> str:
    """A text with the signs escaped that mean something, and without those that no calendar may hold."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(char for char in escaped if char >= " " and char != "\x7f")


def folded(line: str) -> str:
    """A content line with its line breaks: never more than 75 octets before one, and no character cut in two."""
    parts, part, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1  # a line that goes on begins with a blank
        part, size = part + char, size + octets
    return "\r\n".join([*parts, part]) + "\r\n"
