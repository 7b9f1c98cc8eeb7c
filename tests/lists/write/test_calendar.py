"""iCalendar, by the letter of RFC 5545."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from teikei.lists.write.calendar import Event, calendar, folded

AT = datetime(2024, 5, 1, 3, 4, 5, tzinfo=UTC)


def event(summary: str = "x", on: date = date(2024, 2, 29)) -> Event:
    return Event("end-1-2024-02-29@teikei", on, summary, "", "https://example.ac.jp/agreements/1/", AT)


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_day_is_an_event_that_ends_before_the_next_day_begins() -> None:
    lines = unfolded(calendar("協定", [event()]))
    assert lines[7:15] == [
        "BEGIN:VEVENT", "UID:end-1-2024-02-29@teikei", "DTSTAMP:20240501T030405Z", "DTSTART;VALUE=DATE:20240229", "DTEND;VALUE=DATE:20240301",
        "SUMMARY:x", "URL:https://example.ac.jp/agreements/1/", "TRANSP:TRANSPARENT",
    ]  # fmt: skip
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])


def test_signs_that_mean_something_are_escaped_and_no_line_is_put_in() -> None:
    lines = unfolded(calendar("x", [event("a;b,c\\d\r\nBEGIN:VALARM\x00\x07")]))
    assert "SUMMARY:a\\;b\\,c\\\\d\\nBEGIN:VALARM" in lines
    assert "BEGIN:VALARM" not in lines


@given(st.text(max_size=400))
def test_no_line_is_longer_than_75_octets_and_nothing_is_lost(text: str) -> None:
    text = "".join(char for char in text if char not in "\r\n").encode(errors="ignore").decode()
    made = folded(text)
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    assert made.endswith("\r\n")
    assert made[:-2].replace("\r\n ", "") == text


def test_the_same_days_give_the_same_bytes() -> None:
    assert calendar("協定", [event("国際" * 60)]) == calendar("協定", [event("国際" * 60)])


def test_a_day_that_no_calendar_shows_is_left_out() -> None:
    assert b"VEVENT" not in calendar("x", [event(on=date.max)])
