"""Of which deadlines somebody has to be reminded on a day, and how urgently.

A deadline has stages, so many days before it (or, below zero, after it). On any day exactly one stage holds, or none; a run
that was missed is made up for by the stage that holds by then, not by all that were missed. Nothing is said of what is
decided: a further term is on record, the agreement is closed (notice was given), or somebody said to let it pass.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement
from teikei.rules.held import deadlines, status

About = Literal["notice", "end", "renewal", "step"]
# An end that passed undecided is spoken of for so long after the last stage; what is older is a finding, not a reminder.
LINGERING = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """The stages of each kind of deadline, in days before it. escalate: from this stage on others are told too.

    notice: the last day to keep a term from being renewed; end: a term ends and nothing follows; renewal: it renews itself,
    and no day for notice is known; step: a step of a proposal has to decide.
    """

    notice: tuple[int, ...] = (180, 90, 30, 7)
    end: tuple[int, ...] = (180, 90, 30, 7, -1, -30)
    renewal: tuple[int, ...] = (180, 30)
    step: tuple[int, ...] = (7, -1, -7, -30)
    escalate: int = 30

    @property
    def longest(self) -> int:
        """The earliest stage of any agreement's deadline."""
        return max((*self.notice, *self.end, *self.renewal), default=0)


class Due(NamedTuple):
    """A deadline of which somebody has to be reminded: of what kind, when, at which stage, whether others are told too."""

    about: About
    due_on: date
    stage: int
    escalated: bool


def leads_from_toml(text: str, name: str) -> Leads:
    """The stages in a TOML file: notice, end, renewal, step as lists of days; escalate as one number. Refusal for anything else."""
    try:
        found = tomllib.loads(text)
        known = {field.name for field in fields(Leads)}
        if unknown := found.keys() - known:
            raise ValueError(", ".join(sorted(unknown)))
        for key, value in found.items():
            days = [value] if key == "escalate" else value
            if not isinstance(days, list) or not all(type(day) is int and -365 <= day <= 3650 for day in days):
                raise ValueError(f"{key} = {value}")
        said: dict[str, Any] = {key: value if key == "escalate" else tuple(value) for key, value in found.items()}
        return Leads(**said)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise Refusal(
            f"{name}: these are no lead times ({error}). The manual (how-to/remind-before-deadlines) shows the form.",
            f"{name}: 通知時期として読めません（{error}）。マニュアル（how-to/remind-before-deadlines）の例を参照してください。",
        ) from error


def stage_on(due_on: date, today: date, stages: Collection[int]) -> int | None:
    """The stage that holds on a day: the latest that has begun; None before the first, and long after the last."""
    left = (due_on - today).days
    begun = [stage for stage in stages if stage >= left]
    if not begun or left < min(0, *stages) - LINGERING:
        return None
    stage = min(begun)
    # The last stage before the deadline does not hold after it: then only stages after it count.
    return None if left < 0 <= stage else stage


def undecided(agreement: Agreement, first: date, last: date) -> tuple[tuple[About, date], ...]:
    """The deadlines from first to last (both included) of which nobody has decided what becomes of them."""
    if agreement.closing is not None:
        return ()
    found: dict[tuple[About, date], None] = {}
    day = first
    while day <= last:
        coming = deadlines(agreement, day)
        days = [one for one in (coming.notice_by, coming.ends_on) if one is not None]
        if not days or min(days) > last:
            break
        if coming.notice_by is not None and coming.notice_by <= last:
            found[("notice", coming.notice_by)] = None
        if coming.ends_on is not None and coming.ends_on <= last and (about := _about_end(agreement, coming.ends_on)):
            found[(about, coming.ends_on)] = None
        day = min(days) + timedelta(days=1)
    return tuple(found)


def _about_end(agreement: Agreement, ends_on: date) -> About | None:
    """What an end asks for: nothing where a confirmed term follows; or notice, which has a day of its own, was the question."""
    if ends_on == date.max:
        return None
    after = status(agreement, ends_on + timedelta(days=1))
    if after == "in-force":
        return None
    if after == "assumed":
        return None if agreement.renewal.notice_months is not None else "renewal"
    return "end"


def due(agreement: Agreement, today: date, leads: Leads, left_alone: Collection[tuple[str, date]] = ()) -> tuple[Due, ...]:
    """Of which deadlines somebody has to be reminded on that day. left_alone: kinds and days that somebody let pass."""
    stages = {"notice": leads.notice, "end": leads.end, "renewal": leads.renewal}
    first = _moved(today, min(0, *leads.end, *leads.notice, *leads.renewal) - LINGERING)
    made = []
    for about, due_on in undecided(agreement, first, _moved(today, leads.longest)):
        if (about, due_on) in left_alone or not stages[about]:
            continue
        if due_on < today and status(agreement, today) == "ended":
            continue  # it was never to be renewed, and is over
        stage = stage_on(due_on, today, stages[about])
        if stage is not None:
            made.append(Due(about, due_on, stage, stage <= leads.escalate))
    return tuple(made)


def step_due(due_on: date | None, today: date, leads: Leads) -> Due | None:
    """The same for a step of a proposal that waits."""
    stage = stage_on(due_on, today, leads.step) if due_on and leads.step else None
    return Due("step", due_on, stage, stage < 0) if due_on and stage is not None else None


def _moved(day: date, days: int) -> date:
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)
