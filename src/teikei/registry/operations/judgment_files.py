"""Judgments from a file, such as those that come with the example list (columns: examples/README.md)."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from teikei.lists.cells import one_line
from teikei.names.bilingual import Refusal
from teikei.names.territories import territory_code
from teikei.registry import authority as authorities
from teikei.registry.authority import ror_id
from teikei.registry.keys import BATCH, chunks, name_key
from teikei.registry.models import AuthorityRecord, Entry, Institution, Judgment
from teikei.registry.operations.judging import REASON_LENGTH, entered, settle
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.records import keep_records
from teikei.registry.refusals import JudgmentsUnreadable

COLUMNS = ("row", "institution", "ror", "name_en", "city", "country", "latitude", "longitude", "decision", "reason")
OTHER_NAMES = "other_names"  # may be absent
_VERDICTS = (Judgment.Verdict.ACCEPTED, Judgment.Verdict.NONE, Judgment.Verdict.UNSURE)
_OTHER_NAME = re.compile(r"(?P<text>\S.*) \((?P<kind>label|alias|acronym)(?: (?P<language>[a-z]{2,3}))?\)")
_LIMITS = {"institution": 300, "name_en": 500, "city": 200, "reason": REASON_LENGTH}


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many lines became judgments, were there before, gave way to a person's judgment, and name nobody of the registry."""

    new: int
    known: int
    by_people: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file."""

    number: int
    row: int | None
    institution: str
    verdict: str
    reason: str
    ror: str
    name_en: str
    city: str
    territory: str
    latitude: float | None
    longitude: float | None
    other_names: tuple[dict[str, str], ...]


def load_judgments(content: bytes, name: str, *, at: datetime) -> Loaded:
    """Take in the judgments of a file; `name` is kept as their source. The same file again changes nothing.

    A partner that a person has judged keeps that judgment. What was taken back is not brought back. Where there is an
    authority, records are taken from it; else they are what the file says. Refuses a damaged file with nothing stored.
    """
    lines = list(_lines(content, name))
    source = name[-255:]
    with transaction.atomic():
        found = _institutions(lines)
        _keep_records(lines, at)
        earlier: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
        for pks in chunks([pk for pk in found if pk is not None]):
            for owner, *what in Judgment.objects.filter(institution__in=pks, source=source).values_list(
                "institution_id", "verdict", "record_id", "maybe_id", "reason"
            ):
                earlier[owner].add((what[0], what[1] or what[2] or "", what[3]))
        people = set(Institution.objects.filter(judgment__made_by__isnull=False).values_list("pk", flat=True))
        new, known, kept = [], 0, 0
        for line, pk in zip(lines, found, strict=True):
            if pk is None:
                continue
            if (line.verdict, line.ror, line.reason) in earlier[pk]:
                known += 1
            elif pk in people:
                kept += 1
            else:
                earlier[pk].add((line.verdict, line.ror, line.reason))
                new.append(_judgment(line, pk, source, at))
        new = Judgment.objects.bulk_create(new, batch_size=BATCH // 10)
        settle([one.institution_id for one in new])
        entered(new, Act("judgments", at, reason=source))
    return Loaded(len(new), known, kept, found.count(None))


def _judgment(line: Line, institution: int, source: str, at: datetime) -> Judgment:
    unsure = line.verdict == Judgment.Verdict.UNSURE
    return Judgment(
        institution_id=institution, verdict=line.verdict, record_id=None if unsure else line.ror or None,
        maybe_id=line.ror or None if unsure else None, reason=line.reason, source=source, made_at=at,
    )  # fmt: skip


def _lines(content: bytes, name: str) -> Iterator[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise JudgmentsUnreadable(name, line, "the file is not UTF-8.", "UTF-8 の文字ではありません。") from fault
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    head: Sequence[str] = ()
    for number, cells in enumerate(rows, 1):
        if not head:
            head = [cell.strip() for cell in cells]
            if absent := [column for column in COLUMNS if column not in head]:
                raise JudgmentsUnreadable(
                    name, 1, f"the columns {', '.join(absent)} are missing.", f"列 {'、'.join(absent)} がありません。"
                )
        elif any(cell.strip() for cell in cells):
            if len(cells) != len(head):
                raise JudgmentsUnreadable(
                    name, number, f"{len(cells)} cells under {len(head)} heads.", f"見出し{len(head)}列に対して{len(cells)}列あります。"
                )
            yield _line(name, number, dict(zip(head, map(one_line, cells), strict=True)))
    if not head:
        raise JudgmentsUnreadable(name, 1, "the file is empty.", "空のファイルです。")


def _line(name: str, number: int, cells: Mapping[str, str]) -> Line:
    for column, limit in _LIMITS.items():
        if len(cells[column]) > limit:
            raise JudgmentsUnreadable(name, number, f"{column} has more than {limit} characters.", f"{column} が{limit}字を超えています。")
    verdict, ror, row = cells["decision"], ror_id(cells["ror"]), cells["row"]
    named, place, others = bool(ror and cells["name_en"]), _place(cells), _other_names(cells.get(OTHER_NAMES, ""))
    for wrong, en, ja in (
        (verdict not in _VERDICTS,
         f"the decision “{verdict}” is none of {', '.join(_VERDICTS)}.", f"decision「{verdict}」は {'・'.join(_VERDICTS)} のどれでもありません。"),
        (not cells["institution"], "there is no institution.", "institution が空です。"),
        (verdict == Judgment.Verdict.ACCEPTED and not named,
         "accepted, without a ROR id or a name.", "accepted ですが、ROR ID または名称がありません。"),
        (verdict == Judgment.Verdict.NONE and cells["ror"], "none, with a ROR id.", "none ですが、ROR ID があります。"),
        (cells["ror"] and not named, "a ROR id that is none, or one without a name.", "ROR ID の形が違うか、名称がありません。"),
        (place is None, "latitude and longitude are no place.", "latitude・longitude が地点になりません。"),
        (others is None, "other_names is not of the form “UGM (acronym) | Universitas Gadjah Mada (label id)”.",
         "other_names が「UGM (acronym) | Universitas Gadjah Mada (label id)」の形ではありません。"),
    ):  # fmt: skip
        if wrong:
            raise JudgmentsUnreadable(name, number, en, ja)
    latitude, longitude = place or (None, None)
    return Line(
        number, int(row) if row.isdecimal() and len(row) < 9 else None, cells["institution"], verdict, cells["reason"], ror,
        cells["name_en"], cells["city"], territory_code(cells["country"]) or "", latitude, longitude, others or (),
    )  # fmt: skip


def _other_names(text: str) -> tuple[dict[str, str], ...] | None:
    """The names as a kept record has them; nothing where one has no kind."""
    found = [_OTHER_NAME.fullmatch(one.strip()) for one in text.split(" | ") if one.strip()]
    return tuple(one.groupdict("") for one in found if one) if all(found) else None


def _place(cells: Mapping[str, str]) -> tuple[float, float] | tuple[None, None] | None:
    """Degrees north and east; two times nothing where none are said, nothing where what is said is no place."""
    if not cells["latitude"] and not cells["longitude"]:
        return None, None
    latitude, longitude = _degrees(cells["latitude"], 90), _degrees(cells["longitude"], 180)
    return None if latitude is None or longitude is None else (latitude, longitude)


def _degrees(text: str, most: int) -> float | None:
    try:
        degrees = float(text)
    except ValueError:
        return None
    return degrees if -most <= degrees <= most else None  # which "nan" is not


def _institutions(lines: Sequence[Line]) -> list[int | None]:
    """The institution of each line: by its name; of several of one name by the record's country, else by the row of a list."""
    by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for keys in chunks({name_key(line.institution) for line in lines}):
        for pk, key, code in Institution.objects.filter(key__in=keys).order_by("pk").values_list("pk", "key", "territory_id"):
            by_key[key].append((pk, code or ""))
    return [_one_of(line, by_key[name_key(line.institution)]) for line in lines]


def _one_of(line: Line, found: Sequence[tuple[int, str]]) -> int | None:
    if len(found) == 1:
        return found[0][0]
    same = [pk for pk, code in found if line.territory and code == line.territory]
    if len(same) == 1:
        return same[0]
    rows = Entry.objects.filter(n=line.row or 0, institution=line.institution, agreements__parties__institution__in=[pk for pk, _ in found])
    named = set(rows.values_list("agreements__parties__institution", flat=True)) & {pk for pk, _ in found}
    return named.pop() if len(named) == 1 else None


def _keep_records(lines: Sequence[Line], at: datetime) -> None:
    """What the file says of a record, where nothing better is kept; then what the authority says, where there is one."""
    said = {line.ror: line for line in lines if line.ror}
    AuthorityRecord.objects.bulk_create(
        (
            AuthorityRecord(
                ror=ror, status=AuthorityRecord.Status.ACTIVE, name_en=line.name_en, city=line.city, territory_code=line.territory,
                names=[{"text": line.name_en, "kind": "label", "language": "en"}, *line.other_names],
                latitude=line.latitude, longitude=line.longitude, taken_at=at,
            )
            for ror, line in said.items()
        ),
        ignore_conflicts=True, batch_size=BATCH // 20,
    )  # fmt: skip
    try:
        with authorities.opened() as authority:
            keep_records([record for ror in said if (record := authority.get(ror))], authority, at=at)
    except Refusal:
        return  # the product runs without one
