"""Source documents line by line, whole or around one place."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from teikei.registry.models import Source, SourceLine
from teikei.registry.queries.rows import Place

AROUND = 4  # lines shown before and after a place
WINDOW = 1000  # lines on one page of a long source


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a source. `marked` where it is the line that was asked for."""

    position: int
    page: int | None
    line: int
    sheet: str
    text: str
    role: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A window of a source's lines, with the first lines of the neighbouring windows (None where there is none)."""

    id: int
    name: str
    format: str
    encoding: str
    size: int
    sha256: str
    received_at: datetime
    received_from: str
    edition: int | None
    total: int
    lines: list[ShownLine]
    earlier: ShownLine | None
    later: ShownLine | None


def lines_around(place: Place) -> tuple[ShownLine, ...]:
    """The line of a place with its neighbours. One query."""
    if place.line is None:
        return ()
    lines = SourceLine.objects.filter(
        source=place.source, sheet=place.sheet, line__gte=place.line - AROUND, line__lte=place.line + AROUND
    ).order_by("position")
    return tuple(_shown(line, marked=line.line == place.line) for line in lines)


def source_page(source: int, *, line: int = 1, sheet: str = "") -> SourcePage | None:
    """The window of a source that holds a line (of a sheet); the first window where there is no such line. Four queries."""
    found = Source.objects.select_related("edition").filter(pk=source).first()
    if found is None:
        return None
    last = found.lines.order_by("-position").values_list("position", flat=True).first() or 0
    place = found.lines.filter(line=line, sheet=sheet) if sheet else found.lines.filter(line=line)
    start = place.order_by("position").values_list("position", flat=True).first() or 1
    first = (start - 1) // WINDOW * WINDOW + 1
    # One query also for the neighbouring windows: each is named by its first line.
    wanted = Q(position__gte=first, position__lt=first + WINDOW) | Q(position__in=(first - WINDOW, first + WINDOW))
    lines = {line.position: _shown(line) for line in SourceLine.objects.filter(wanted, source=found).order_by("position")}
    earlier, later = lines.pop(first - WINDOW, None), lines.pop(first + WINDOW, None)
    edition = getattr(found, "edition", None)
    return SourcePage(
        id=found.pk,
        name=found.name,
        format=found.format,
        encoding=found.encoding,
        size=found.size,
        sha256=found.sha256,
        received_at=found.received_at,
        received_from=found.received_from,
        edition=edition.pk if edition else None,
        total=last,
        lines=list(lines.values()),
        earlier=earlier,
        later=later,
    )


def _shown(line: SourceLine, *, marked: bool = False) -> ShownLine:
    return ShownLine(line.position, line.page, line.line, line.sheet, line.text, line.role, marked)
