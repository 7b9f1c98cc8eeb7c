"""Partners as the desk judges them: the queue, one partner with its candidates, what a step would accept, what was decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from django.db.models import Count, F, FilteredRelation, Max, Q, QuerySet

from teikei.lists.located import Locator
from teikei.names.bilingual import Text
from teikei.registry import authority as authorities
from teikei.registry.keys import chunks
from teikei.registry.models import AuthorityRecord, Candidate, Entry, Institution, Judgment, Matching
from teikei.registry.permissions import Person, require
from teikei.registry.proposals import mark_of, proposals_above
from teikei.registry.queries.records import Choice, Record, record_shown

Queue = Literal["open", "accepted", "none", "unsure", "changed"]
QUEUES: tuple[Queue, ...] = get_args(Queue)
PARTNERS_SHOWN = 500  # on one page
NEIGHBOURS = 8  # shown on either side of the partner in hand
_WORKING_DAY = timedelta(hours=12)
_CHOSEN = (Judgment.Verdict.ACCEPTED, Judgment.Verdict.OTHER)
_NOT_ACTIVE = ~Q(judgment__record__status="active")
_OF_QUEUE: dict[Queue, Q] = {
    "open": Q(judgment=None),
    "accepted": Q(judgment__verdict__in=_CHOSEN),
    "none": Q(judgment__verdict="none"),
    "unsure": Q(judgment__verdict="unsure"),
    "changed": Q(judgment__record__isnull=False) & _NOT_ACTIVE,
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A partner in the queue: with the best candidate, or with the record that was chosen."""

    id: int
    printed: str
    territory: str | None
    verdict: str
    name: str
    ror: str
    city: str
    score: float | None
    decision: str
    correction: str
    status: str


@dataclass(frozen=True, slots=True)
class JudgmentLine:
    """One judgment: what, by whom (an account, or the source that it came with), when, why.

    `person` is the name that the account gives to the public, "" where it gives none: a public page shows no account.
    """

    id: int
    verdict: str
    name: str
    ror: str
    by: str
    source: str
    at: datetime
    reason: str
    score: float | None
    version: str
    batch: str
    undone_by: str
    undone_at: datetime | None
    person: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list that names the partner."""

    agreement: int
    edition: int
    as_of: str
    n: int
    raw: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """One partner with everything to judge it by. `current` is the judgment that counts."""

    id: int
    printed: str
    territory: str | None
    names: tuple[tuple[str, str], ...]
    decision: str
    correction: str
    version: str
    choices: tuple[Choice, ...]
    current: JudgmentLine | None
    record: Record | None
    history: tuple[JudgmentLine, ...]
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """The partners next to one in its queue, in the list's order; its place, and how many there are in every queue."""

    before: tuple[QueueRow, ...]
    after: tuple[QueueRow, ...]
    position: int
    total: int
    counts: dict[Queue, int]

    @property
    def earlier(self) -> QueueRow | None:
        """The one just before."""
        return self.before[-1] if self.before else None

    @property
    def later(self) -> QueueRow | None:
        """The one just after."""
        return self.after[0] if self.after else None


@dataclass(frozen=True, slots=True)
class Undoable:
    """What this person did last: one judgment, or a step of many; what undoing takes back."""

    judgment: int
    batch: str
    count: int
    printed: str
    verdict: str
    name: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would accept: how many, the first of them, and the mark by which exactly these are meant."""

    score: float
    total: int
    rows: tuple[QueueRow, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class MatchingState:
    """What there is to match by, in words where there is nothing; how many partners have no candidates yet; the releases used."""

    missing: Text | None
    unmatched: int
    version: str


def partners_of(queue: Queue) -> QuerySet[Institution]:
    """The partners in a queue, in the list's order."""
    return Institution.objects.filter(_OF_QUEUE[queue], is_home=False).order_by("pk")


def queue_counts(*, by: Person) -> dict[Queue, int]:
    """How many partners stand in each queue. One query."""
    require(by, "partner.read")
    return _counts()[0]


def _counts(before: Q | None = None) -> tuple[dict[Queue, int], int]:
    """How many partners stand in each queue, and how many fit besides."""
    counts = {queue: Count("pk", filter=of) for queue, of in _OF_QUEUE.items()}
    found: dict[Any, int] = Institution.objects.filter(is_home=False).aggregate(**counts, before=Count("pk", filter=before or Q(pk=0)))
    return {queue: found[queue] for queue in counts}, found["before"]


def queue_page(queue: Queue, *, page: int, by: Person) -> list[QueueRow]:
    """A page of a queue. One query."""
    require(by, "partner.read")
    start = (page - 1) * PARTNERS_SHOWN
    return _rows(partners_of(queue)[start : start + PARTNERS_SHOWN])


def _rows(partners: QuerySet[Institution]) -> list[QueueRow]:
    found: Any = partners.annotate(best=FilteredRelation("matching__candidates", condition=Q(matching__candidates__rank=1)))
    values = found.values_list(
        "pk", "printed", "territory_id", "judgment__verdict", "judgment__record__name_en", "judgment__record_id", "judgment__record__city",
        "judgment__record__status", "matching__decision", "matching__correction", "best__name", "best__record_id", "best__record__city",
        "best__score",
    )  # fmt: skip
    return [
        QueueRow(
            pk, printed, territory, verdict or "", (name if ror else best) or "", ror or (best_ror if not verdict else "") or "",
            (city if ror else best_city) or "", None if ror else score, decision or "", correction or "", status or "",
        )
        for pk, printed, territory, verdict, name, ror, city, status, decision, correction, best, best_ror, best_city, score in values
    ]  # fmt: skip


def around(partner: int, queue: Queue, *, by: Person) -> Around:
    """Where a partner stands in its queue, and who is next to it. Three queries."""
    require(by, "partner.read")
    whole = partners_of(queue)
    counts, passed = _counts(_OF_QUEUE[queue] & Q(pk__lt=partner))
    before = _rows(whole.filter(pk__lt=partner).order_by("-pk")[:NEIGHBOURS])
    after = _rows(whole.filter(pk__gt=partner)[:NEIGHBOURS])
    return Around(tuple(reversed(before)), tuple(after), passed + 1, counts[queue], counts)


def next_in(queue: Queue, after: int, *, by: Person) -> int | None:
    """The partner that follows in a queue; the first where none follows; None where the queue is empty."""
    require(by, "partner.read")
    whole = partners_of(queue).values_list("pk", flat=True)
    return whole.filter(pk__gt=after).first() or whole.first()


def partner_page(partner: int, *, by: Person) -> PartnerPage | None:
    """One partner by its number; None where there is none. Eight queries or fewer."""
    require(by, "partner.read")
    found = Institution.objects.filter(pk=partner, is_home=False).first()
    if found is None:
        return None
    matching = Matching.objects.filter(institution=found).first()
    judgments = list(Judgment.objects.filter(institution=found).select_related("record", "maybe", "made_by", "undone_by").order_by("-pk"))
    current = next((one for one in judgments if one.pk == found.judgment_id), None)
    names = tuple((form.text, form.language) for form in found.names.all() if form.text != found.printed)
    return PartnerPage(
        id=found.pk,
        printed=found.printed,
        territory=found.territory_id,
        names=names,
        decision=matching.decision if matching else "",
        correction=matching.correction if matching else "",
        version=matching.version if matching else "",
        choices=_choices(matching, current),
        current=judgment_line(current) if current else None,
        record=record_shown(current.record) if current and current.record else None,
        history=tuple(map(judgment_line, judgments)),
        rows=_list_rows(found),
    )


def _choices(matching: Matching | None, current: Judgment | None) -> tuple[Choice, ...]:
    """Successors of a record that is no longer active come first, then the one thought of, then the candidates."""
    chosen = current.record if current else None
    choices: dict[str, Choice] = {}
    if chosen and chosen.status != AuthorityRecord.Status.ACTIVE:
        for record in AuthorityRecord.objects.filter(ror__in=chosen.successors):
            choices[record.ror] = Choice(record_shown(record), "successor", None, ())
    if current and current.maybe:
        choices[current.maybe.ror] = Choice(record_shown(current.maybe), "maybe", None, ())
    candidates = Candidate.objects.filter(matching=matching).select_related("record").order_by("rank") if matching else ()
    for one in candidates:
        why = tuple(Text(en=en, ja=ja) for en, ja in one.why)
        if one.record_id not in choices:
            choices[one.record_id] = Choice(
                record_shown(one.record), "candidate", one.score, why, chosen is not None and chosen.pk == one.record_id
            )
    return tuple(choices.values())


def judgment_line(judgment: Judgment) -> JudgmentLine:
    """A judgment as pages show it."""
    record = judgment.record or judgment.maybe
    return JudgmentLine(
        id=judgment.pk, verdict=judgment.verdict, name=record.name_en if record else "", ror=record.ror if record else "",
        by=judgment.made_by.get_username() if judgment.made_by else "", source=judgment.source, at=judgment.made_at,
        reason=judgment.reason, score=judgment.score, version=judgment.version, batch=judgment.batch,
        undone_by=judgment.undone_by.get_username() if judgment.undone_by else "", undone_at=judgment.undone_at,
        person=judgment.made_by.get_full_name() if judgment.made_by else "",
    )  # fmt: skip


def _list_rows(institution: Institution) -> tuple[ListRow, ...]:
    rows = Entry.objects.filter(agreements__parties__institution=institution).order_by("-edition__as_of", "edition", "n")
    values = rows.values_list("agreements__pk", "edition_id", "edition__as_of", "n", "raw", "page", "line", "sheet")
    return tuple(
        ListRow(agreement, edition, as_of.isoformat(), n, raw, Locator(page, line, None, sheet or None))
        for agreement, edition, as_of, n, raw, page, line, sheet in values[:30]
    )


def last_step(*, by: Person, at: datetime) -> Undoable | None:
    """What this person judged last in this working day and has not taken back. Two queries or fewer."""
    person = require(by, "partner.read")
    last = (
        Judgment.objects.filter(made_by=person, undone_at=None, made_at__gt=at - _WORKING_DAY)
        .select_related("institution", "record")
        .order_by("-pk")
        .first()
    )
    if last is None:
        return None
    count = Judgment.objects.filter(batch=last.batch, undone_at=None).count() if last.batch else 1
    return Undoable(last.pk, last.batch, count, last.institution.printed, last.verdict, last.record.name_en if last.record else "")


def preview_above(score: float, *, by: Person) -> Preview:
    """What accepting everything with at least that score would accept. Two queries for each 500."""
    require(by, "partner.read")
    proposals = proposals_above(score)
    rows: list[QueueRow] = []
    for pks in chunks([institution for institution, *_ in proposals[:PARTNERS_SHOWN]]):
        rows += _rows(Institution.objects.filter(pk__in=pks).order_by("pk"))
    return Preview(score, len(proposals), tuple(rows), mark_of(proposals))


def matching_state(*, by: Person) -> MatchingState:
    """Whether there is an authority, and how many partners wait to be matched."""
    require(by, "partner.read")
    found = Institution.objects.filter(is_home=False).aggregate(
        unmatched=Count("pk", filter=Q(matching=None)), version=Max(F("matching__version"))
    )
    refused = authorities.missing()
    return MatchingState(refused.text if refused else None, found["unmatched"], found["version"] or "")
