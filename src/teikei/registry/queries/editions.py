"""Editions: what the published lists state of themselves, and what their rows give."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from teikei.names.bilingual import Language
from teikei.registry.models import AuthorityRecord, Change, Edition, Entry, Heading, Judgment, ListWords
from teikei.registry.queries.english_names import english_label
from teikei.registry.queries.in_english import words_of
from teikei.registry.queries.rows import Place
from teikei.rules.counting import CountingRules, Tally


@dataclass(frozen=True, slots=True)
class EditionHead:
    """What stands at the head of an edition. `stated` holds the headline's numbers by what they count."""

    id: int
    number: int
    institution_id: int
    institution: str
    institution_en: str
    level: str
    as_of: date
    title: str
    legend: tuple[str, ...]
    title_en: str  # as its English files have it; of a list that was taken in, what they would have now
    legend_en: tuple[str, ...]
    rules: CountingRules
    stated: dict[str, int | None]
    source_id: int | None
    source_name: str
    sha256: str
    kept_at: datetime
    changed_at: datetime  # when it was kept, or when anybody judged who a partner is: what a page of it may show

    def title_in(self, language: Language) -> str:
        """The title as printed, or in English; "" where the list prints none."""
        return self.title if language == "ja" else self.title_en


@dataclass(frozen=True, slots=True)
class HeadingCount:
    """A heading of an edition with the number it states and the rows below it.

    institutions counts rows that the list counts, uncounted those it says that it does not count.
    """

    id: int
    parent_id: int | None
    region_id: int | None
    label: str
    codes: tuple[str, ...]
    stated: int | None
    is_counted: bool
    note: str
    place: Place | None
    institutions: int
    uncounted: int
    parts: tuple["HeadingCount", ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the heading states another number than its rows give."""
        return self.stated is not None and self.stated != self.institutions + (0 if self.is_counted else self.uncounted)

    @property
    def is_region(self) -> bool:
        """Whether it groups territories."""
        return self.parent_id is None and self.region_id is not None

    @property
    def rows(self) -> int:
        """All rows below the heading, counted or not."""
        return self.institutions + self.uncounted


@dataclass(frozen=True, slots=True)
class EditionCounts:
    """An edition's regions with their territories, in the list's order, and the whole tally."""

    regions: tuple[HeadingCount, ...]
    tally: Tally


def latest_edition() -> EditionHead | None:
    """The edition that speaks for the latest day, or None where the registry is empty. One query."""
    return _first(Edition.objects.order_by("-as_of", "-pk"))


def edition_head(edition: int) -> EditionHead | None:
    """One edition by its id. One query."""
    return _first(Edition.objects.filter(pk=edition))


def edition_heads() -> list[EditionHead]:
    """All editions, those of the latest day first. One query."""
    return [head_of(edition) for edition in with_heads(Edition.objects.order_by("-as_of", "-pk"))]


def edition_counts(head: EditionHead) -> EditionCounts:
    """Stated and counted numbers of an edition by region and territory. Two queries."""
    rows: dict[int | None, tuple[int, int]] = {
        heading: (counted, uncounted)
        for heading, counted, uncounted in Entry.objects.filter(edition=head.id)
        .order_by()
        .values("heading_id")
        .annotate(rows_counted=Count("pk", filter=Q(counted=True)), rows_uncounted=Count("pk", filter=Q(counted=False)))
        .values_list("heading_id", "rows_counted", "rows_uncounted")
    }
    headings, codes = _headings(head)
    parts: dict[int | None, list[HeadingCount]] = defaultdict(list)
    for heading in reversed(headings):  # the parts of a heading stand after it
        own = rows.get(heading.pk, (0, 0))
        below = tuple(reversed(parts[heading.pk]))
        parts[heading.parent_id].append(
            HeadingCount(
                id=heading.pk,
                parent_id=heading.parent_id,
                region_id=heading.region_id,
                label=heading.label,
                codes=tuple(codes[heading.pk]),
                stated=heading.stated,
                is_counted=heading.counted,
                note=heading.note,
                place=Place(head.source_id, heading.page, heading.line) if head.source_id and heading.line else None,
                institutions=own[0] + sum(part.institutions for part in below),
                uncounted=own[1] + sum(part.uncounted for part in below),
                parts=below,
            )
        )
    return EditionCounts(tuple(reversed(parts[None])), _tally(head, rows, headings, codes))


def _headings(head: EditionHead) -> tuple[list[Heading], dict[int, list[str]]]:
    """The headings of an edition in order, and the codes of each: one query, a joined row for each code."""
    headings: dict[int, Heading] = {}
    codes: dict[int, list[str]] = defaultdict(list)
    query = Heading.objects.filter(edition=head.id).order_by("position", "territories__code")
    for heading in query.annotate(territory_code=F("territories__code")):
        headings.setdefault(heading.pk, heading)
        if heading.territory_code:
            codes[heading.pk].append(heading.territory_code)
    return list(headings.values()), codes


def _tally(head: EditionHead, rows: dict[int | None, tuple[int, int]], headings: list[Heading], codes: dict[int, list[str]]) -> Tally:
    """What the rows give, as `rules.counting.tally` counts them, without fetching them."""
    counted = sum(row[0] for row in rows.values())
    uncounted = sum(row[1] for row in rows.values())
    territories = {
        " ".join(codes[heading.pk]) or heading.label
        for heading in headings
        if rows.get(heading.pk, (0, 0))[0] and not (heading.parent_id is None and heading.region_id is not None)
    }
    agreements = None if head.rules.rows_roll_up else counted + uncounted
    return Tally(counted, uncounted, len(territories), agreements)


def _first(editions: QuerySet[Edition]) -> EditionHead | None:
    edition = with_heads(editions).first()
    return head_of(edition) if edition else None


def with_heads(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """These editions, with all that `head_of` tells of them."""
    words = ListWords.objects.filter(institution=OuterRef("institution"), level=OuterRef("level"))
    return editions.select_related("institution", "source").annotate(
        in_english=english_label("institution"),
        words=Subquery(words.values("body")[:1]),
        worded_at=Subquery(Change.objects.filter(kind="list-words").order_by("-position").values("at")[:1]),
        judged_at=Subquery(Judgment.objects.order_by("-pk").values("made_at")[:1]),
        undone_at=Subquery(Judgment.objects.filter(undone_at__isnull=False).order_by("-undone_at").values("undone_at")[:1]),
        taken_at=Subquery(AuthorityRecord.objects.order_by("-taken_at").values("taken_at")[:1]),
    )


def head_of(edition: Any) -> EditionHead:
    """The head of an edition out of `with_heads`."""
    known = words_of(edition.words, edition.level, edition.in_english or edition.institution.printed)
    frozen = edition.english
    return EditionHead(
        id=edition.pk,
        number=edition.number,
        institution_id=edition.institution_id,
        institution=edition.institution.printed,
        institution_en=edition.in_english or "",
        level=edition.level,
        as_of=edition.as_of,
        title=edition.title,
        legend=tuple(edition.legend),
        title_en=frozen["title"] if frozen else known.title(edition.title),
        legend_en=tuple(frozen["legend"]) if frozen else known.legend(edition.legend),
        rules=CountingRules(**edition.rules),
        stated=dict(edition.stated),
        source_id=edition.source_id,
        source_name=edition.source.name if edition.source else "",
        sha256=edition.sha256,
        kept_at=edition.kept_at,
        changed_at=max(filter(None, (edition.kept_at, edition.worded_at, edition.judged_at, edition.undone_at, edition.taken_at))),
    )
