"""The second axis of time: what the registry held on an instant, whatever it holds now. Read from the ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.timezone import get_current_timezone

from teikei.registry.keys import chunks
from teikei.registry.models import Change, Span
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import Kind, value_of
from teikei.rules import agreement, institution

V = TypeVar("V")


def agreements_known(at: datetime | None = None) -> dict[int, agreement.Agreement]:
    """Every agreement as it was kept at an instant (None: now), by number."""
    return _known(AGREEMENTS, at)


def institutions_known(at: datetime | None = None) -> dict[int, institution.Institution]:
    """Every institution as it was kept at an instant (None: now), by number."""
    return _known(INSTITUTIONS, at)


def units_known(at: datetime | None = None) -> dict[int, institution.Unit]:
    """Every unit as it was kept at an instant (None: now), by number."""
    return _known(UNITS, at)


def _known(kind: Kind[V], at: datetime | None) -> dict[int, V]:
    bodies: Iterable[tuple[int, str]]
    if at is None:
        bodies = kind.table.objects.order_by("pk").values_list("pk", "body").iterator(chunk_size=2_000)
    else:
        bodies = ((pk, body) for pk, _, body in last_lines(kind.name, at))
    return {pk: value_of(kind, body) for pk, body in bodies if body}


def last_lines(kind: str, at: datetime, subjects: Sequence[int] | None = None) -> Iterator[tuple[int, int, str]]:
    """The last line about each subject (of these; None: of all) up to an instant: subject, version, the value after it."""
    lines = Change.objects.filter(kind=kind, at__lte=at)
    for some in [lines] if subjects is None else [lines.filter(subject__in=pks) for pks in chunks(subjects)]:
        by_subject = some.order_by("subject").values("subject")
        last = [position for _, position in by_subject.annotate(last=Max("position")).values_list("subject", "last")]
        for positions in chunks(last):
            yield from Change.objects.filter(position__in=positions).order_by("subject").values_list("subject", "version", "after")


def holding(day: date) -> Exists:
    """Whether an agreement holds on that day, confirmed, assumed or as listed: an annotation, or a filter."""
    spans = Span.objects.filter(agreement=OuterRef("pk"), valid_from__lte=day)
    return Exists(spans.filter(Q(valid_to=None) | Q(valid_to__gte=day)))


def in_force(day: date) -> Q:
    """A filter on agreements: those that hold on that day."""
    return Q(holding(day))


def history_of(kind: str, subject: int) -> list[Mapping[str, Any]]:
    """What became of one subject, oldest first: version, at, who, operation, reason, source, batch, after."""
    lines = Change.objects.filter(kind=kind, subject=subject).order_by("position")
    return list(lines.values("position", "version", "at", "who", "operation", "reason", "source_id", "source__name", "batch", "after"))


def end_of_day(day: date) -> datetime:
    """The last instant of a day in the office's time zone: what was known on that day."""
    return datetime.combine(day, time.max, get_current_timezone())
