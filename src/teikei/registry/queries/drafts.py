"""Drafts as the desk shows them. Each query asks who wants to know; staff of one office share their drafts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet

from teikei.lists.corrections import ENTRY, FIELDS, SEVERAL, SPELT, Correction, Corrections, Values, Where
from teikei.lists.located import Locator
from teikei.names.bilingual import Language, Text
from teikei.registry.drafting import PAGE, SHAPE, added_at, entry_key, entry_shown, line_shown, proposed_field
from teikei.registry.models import Draft, DraftFinding, DraftJudgment, DraftLines
from teikei.registry.permissions import Person, require

FINDINGS_SHOWN = 50  # on one page
CORRECTABLE = 12  # places of one finding
_DRAFTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A draft without its lines. `open` is how many findings of each severity nobody has decided."""

    id: int
    name: str
    size: int
    sha256: str
    state: str
    state_at: datetime
    uploaded_by: str
    uploaded_at: datetime
    kept_by: str
    profile: str
    refusal: Text
    summary: dict[str, Any]
    edition: int | None
    edition_number: int | None
    open: Mapping[str, int] = field(default_factory=dict)

    @property
    def busy(self) -> bool:
        """Whether it waits for its reading, or for a new one because an older version of the program made it."""
        return self.state in (Draft.State.WAITING, Draft.State.READING) or (self.state == Draft.State.READ and not self.is_read)

    @property
    def is_read(self) -> bool:
        """Whether there is a reading to decide on."""
        return self.state == Draft.State.READ and self.summary.get("shape") == SHAPE

    @property
    def open_serious(self) -> int:
        """How many serious findings nobody has decided."""
        return self.open.get("serious", 0)

    @property
    def open_total(self) -> int:
        """How many findings nobody has decided."""
        return sum(self.open.values())


@dataclass(frozen=True, slots=True)
class Value:
    """A field of an entry: what holds now; whether a person set it right, and what was read before."""

    field: str
    texts: Values
    read: Values
    anchor: str

    @property
    def corrected(self) -> bool:
        """Whether it is not what was read."""
        return self.texts != self.read


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """An entry as read and set right. `added` is one that a person found (its n is 0), `out` one that is none, they say."""

    n: int
    counted: bool
    values: tuple[Value, ...]
    key: str
    added: bool = False
    out: bool = False

    def value(self, name: str) -> Value | None:
        """The value of a field; None where it has none."""
        return next((value for value in self.values if value.field == name), None)

    @property
    def shown(self) -> tuple[Value, ...]:
        """The values beside a line: the region, which a heading says once for many, only where a person set it."""
        return tuple(value for value in self.values if value.field != "region" or value.corrected)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of the file: its text in parts (a part with an anchor is a cell), its entries, the findings on it."""

    position: int
    locator: Locator
    role: str
    hidden: bool
    parts: tuple[tuple[str, str], ...]
    entries: tuple[DraftEntry, ...]
    findings: tuple[tuple[int, str, bool], ...]  # number, severity, whether decided

    @property
    def page(self) -> int:
        """The page of the reading on which it stands."""
        return (self.position - 1) // PAGE + 1

    @property
    def may_be_entry(self) -> bool:
        """Whether a person could find an entry here that the reader missed."""
        return self.locator.line is not None and not self.entries and self.role not in ("blank", "header", "continued", "as-of")


@dataclass(frozen=True, slots=True)
class JudgmentShown:
    """What a person decided."""

    key: str
    verdict: str
    reason: str
    by: str
    at: datetime
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class FindingPlaceShown:
    """A place of a finding with the line that stands there and the value that it points to, if any."""

    number: int
    locator: Locator
    position: int | None
    page: int
    text: str
    n: int | None
    field: str
    texts: Values

    @property
    def is_several(self) -> bool:
        """Whether several values can stand there."""
        return self.field in SEVERAL


@dataclass(frozen=True, slots=True)
class DraftFindingShown:
    """A finding of a draft with what was decided of it. `field` is what its proposal sets right."""

    position: int
    code: str
    severity: str
    text: Text
    proposal: dict[str, str] | None
    field: str
    places: tuple[FindingPlaceShown, ...]
    judgment: JudgmentShown | None

    @property
    def correctable(self) -> tuple[FindingPlaceShown, ...]:
        """The places whose value a person may set right here; one where a spelling is doubted, for it is one value."""
        found = tuple(place for place in self.places if place.field)
        return found[:1] if self.field in SPELT else found[:CORRECTABLE]


def drafts_waiting(*, by: Person) -> list[DraftHead]:
    """All drafts, the latest first, kept ones after those that wait. Two queries."""
    require(by, "list.read")
    drafts = list(_heads().order_by("-uploaded_at", "-pk")[:_DRAFTS_SHOWN])
    counted = _open_counts(DraftFinding.objects.filter(draft__in=[draft.pk for draft in drafts if draft.state == Draft.State.READ]))
    heads = [_head(draft, counted.get(draft.pk, {})) for draft in drafts]
    return sorted(heads, key=lambda head: head.state == Draft.State.KEPT)


def draft_head(draft: int, *, by: Person) -> DraftHead | None:
    """One draft. Two queries."""
    require(by, "list.read")
    found = _heads().filter(pk=draft).first()
    return _head(found, _open_counts(DraftFinding.objects.filter(draft=draft)).get(draft, {})) if found else None


def _heads() -> QuerySet[Draft]:
    return Draft.objects.defer("content").select_related("uploaded_by", "kept_by", "edition")


def _head(draft: Draft, undecided: Mapping[str, int]) -> DraftHead:
    edition = draft.edition
    return DraftHead(
        id=draft.pk, name=draft.name, size=draft.size, sha256=draft.sha256, state=draft.state, state_at=draft.state_at,
        uploaded_by=draft.uploaded_by.get_username(), uploaded_at=draft.uploaded_at,
        kept_by=draft.kept_by.get_username() if draft.kept_by else "", profile=draft.profile,
        refusal=Text(en=draft.refusal_en, ja=draft.refusal_ja), summary=draft.summary, edition=edition.pk if edition else None,
        edition_number=edition.number if edition else None, open=undecided,
    )  # fmt: skip


def _open_counts(findings: QuerySet[DraftFinding]) -> dict[int, dict[str, int]]:
    """For each draft the findings that nobody has decided, by severity."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for draft, severity in findings.filter(~_decided()).order_by("position").values_list("draft_id", "severity"):
        counted[draft][severity] += 1
    return {draft: dict(severities) for draft, severities in counted.items()}


def _decided() -> Exists:
    return Exists(DraftJudgment.objects.filter(draft=OuterRef("draft"), key=OuterRef("key")))


def reading_page(head: DraftHead, number: int, *, by: Person) -> list[DraftLine]:
    """One page of a draft's lines with their entries as set right. Three queries."""
    require(by, "list.read")
    page = DraftLines.objects.filter(draft=head.id, number=number).first()
    lines: list[dict[str, Any]] = page.lines if page else []
    known = Corrections(_corrections(head.id))
    wanted = {position for line in lines for position in line["findings"]}
    found = DraftFinding.objects.filter(draft=head.id, position__in=sorted(wanted)[:900]).annotate(decided=_decided())
    findings = {
        position: (position, severity, decided) for position, severity, decided in found.values_list("position", "severity", "decided")
    }
    return [_line(line, known, findings) for line in lines]


def _line(line: dict[str, Any], known: Corrections, findings: Mapping[int, tuple[int, str, bool]]) -> DraftLine:
    return DraftLine(
        position=line["position"], locator=_locator(line), role=line["role"], hidden=line["hidden"],
        parts=tuple(_parts(line)), entries=tuple(_entry(entry, line, known) for entry in [*line["entries"], *_added(line, known)]),
        findings=tuple(findings[position] for position in line["findings"] if position in findings),
    )  # fmt: skip


def _added(line: Mapping[str, Any], known: Corrections) -> list[dict[str, Any]]:
    """The entry that a person found on a line from which none was read."""
    where = added_at(line)
    if line["entries"] or where not in known.added:
        return []
    return [{"n": 0, "where": list(where), "values": {}, "counted": True, "anchors": {}}]


def _locator(place: Mapping[str, Any]) -> Locator:
    return Locator(place["page"], place["line"], place.get("column"), place["sheet"] or None)


def _parts(line: dict[str, Any]) -> Iterable[tuple[str, str]]:
    text, at = line["text"], 0
    for number, (start, end) in enumerate(line["cells"]):
        if start > at:
            yield text[at:start], ""
        if end > start:
            yield text[start:end], f"r{line['position']}c{number}"
        at = max(at, end)
    if text[at:]:
        yield text[at:], ""


def _entry(entry: dict[str, Any], line: dict[str, Any], known: Corrections) -> DraftEntry:
    where = Where(*entry["where"])
    values = []
    for name in FIELDS:
        read = tuple(entry["values"].get(name, ()))
        texts = known.value(where, name, read)
        if texts or read:
            values.append(Value(name, texts, read, entry["anchors"].get(name, f"r{line['position']}")))
    added = entry["n"] == 0
    return DraftEntry(entry["n"], entry["counted"], tuple(values), entry_key(where), added, not added and where in known.out)


def entry_of(head: DraftHead, n: int, *, by: Person) -> tuple[DraftEntry, DraftLine, JudgmentShown | None] | None:
    """An entry with its line and what was decided of it by hand. Three queries."""
    require(by, "list.read")
    found = entry_shown(head.id, head.summary, n)
    if found is None:
        return None
    known = Corrections(_corrections(head.id))
    entry = _entry(found, found["line"], known)
    own = _judgments(DraftJudgment.objects.filter(draft=head.id, key=entry.key))
    return entry, _line(found["line"], known, {}), own.get(entry.key)


def line_of(head: DraftHead, position: int, *, by: Person) -> tuple[DraftLine, JudgmentShown | None] | None:
    """A line with the entry that a person found on it, and what they decided; None where there is no such line. Three queries."""
    require(by, "list.read")
    line = line_shown(head.id, position)
    if line is None:
        return None
    judgments = _judgments(DraftJudgment.objects.filter(draft=head.id))
    where = added_at(line)
    own = next((one for one in judgments.values() for made in one.corrections if (made.field, made.where) == (ENTRY, where)), None)
    return _line(line, Corrections(_corrections(head.id)), {}), own


def place_before(head: DraftHead, line: DraftLine, *, by: Person) -> Mapping[str, Values]:
    """The region and territory of the entry above a line on its page: most likely the line's own. One query."""
    require(by, "list.read")
    page = DraftLines.objects.filter(draft=head.id, number=line.page).first()
    above = [entry for other in (page.lines if page else ()) if other["position"] < line.position for entry in other["entries"]]
    return {name: tuple(above[-1]["values"].get(name, ())) for name in ("region", "territory")} if above else {}


def _corrections(draft: int) -> list[Correction]:
    kept = DraftJudgment.objects.filter(draft=draft).order_by("judged_at", "pk").values_list("corrections", flat=True)
    return [Correction.fromjson(one) for several in kept for one in several]


def findings_page(head: DraftHead, *, page: int, only_open: bool, by: Person) -> tuple[list[DraftFindingShown], int]:
    """A page of a draft's findings, and how many there are in all. Four queries."""
    require(by, "list.read")
    found = DraftFinding.objects.filter(draft=head.id)
    if only_open:
        found = found.filter(~_decided())
    total = found.count()
    shown = list(found.order_by("position")[(page - 1) * FINDINGS_SHOWN : page * FINDINGS_SHOWN])
    judgments = _judgments(DraftJudgment.objects.filter(draft=head.id))
    corrections = [one for judgment in judgments.values() for one in judgment.corrections]
    lines = _values_at(head, shown)
    return [_finding(finding, judgments, Corrections(corrections), lines) for finding in shown], total


def decided_by_hand(head: DraftHead, *, by: Person) -> list[JudgmentShown]:
    """What was decided of values by themselves, or of findings that this reading no longer has. Two queries."""
    require(by, "list.read")
    keys = set(DraftFinding.objects.filter(draft=head.id).values_list("key", flat=True))
    return [one for key, one in _judgments(DraftJudgment.objects.filter(draft=head.id)).items() if key not in keys]


def _judgments(found: QuerySet[DraftJudgment]) -> dict[str, JudgmentShown]:
    return {
        one.key: JudgmentShown(
            one.key, one.verdict, one.reason, one.judged_by.get_username(), one.judged_at, tuple(map(Correction.fromjson, one.corrections))
        )
        for one in found.select_related("judged_by").order_by("judged_at", "pk")
    }


def _values_at(head: DraftHead, findings: Sequence[DraftFinding]) -> dict[int, dict[str, Any]]:
    """The entries that stand at places of these findings, by their number. One query."""
    pages = {_page_of(place) for finding in findings for place in finding.places if place["n"] is not None}
    lines = DraftLines.objects.filter(draft=head.id, number__in=sorted(pages)[:50])
    return {entry["n"]: entry for page in lines for line in page.lines for entry in line["entries"]}


def _page_of(place: Mapping[str, Any]) -> int:
    return (place["position"] - 1) // PAGE + 1 if place["position"] else 1


def _finding(
    finding: DraftFinding, judgments: Mapping[str, JudgmentShown], known: Corrections, entries: Mapping[int, dict[str, Any]]
) -> DraftFindingShown:
    places = []
    for number, place in enumerate(finding.places):
        texts: Values = (place["printed"],) if place["printed"] else ()
        if place["where"] and place["field"] and (entry := entries.get(place["n"])):
            texts = known.value(Where(*place["where"]), place["field"], tuple(entry["values"].get(place["field"], ())))
        places.append(
            FindingPlaceShown(
                number, _locator(place), place["position"], _page_of(place), place["text"], place["n"], place["field"], texts
            )
        )  # fmt: skip
    return DraftFindingShown(
        finding.position, finding.code, finding.severity, Text(en=finding.message_en, ja=finding.message_ja),
        cast("dict[str, str] | None", finding.proposal), proposed_field(finding.proposal), tuple(places), judgments.get(finding.key),
    )  # fmt: skip


def place_text(locator: Locator, language: Language) -> str:
    """A place as its mark says it."""
    if locator.sheet:
        return f"{locator.sheet} · l.{locator.line}" if locator.line else locator.sheet
    if locator.page:
        return f"p.{locator.page} · l.{locator.line}"
    return f"l.{locator.line}" if locator.line else Locator().words(language)
