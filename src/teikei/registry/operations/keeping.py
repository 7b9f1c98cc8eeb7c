"""A draft becomes an edition: one operation, after everything that could be refused."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from teikei.lists.corrections import ENTRY, LONGEST, Correction, corrected_with_places, places_of, values_of
from teikei.lists.located import Row
from teikei.lists.model import Listing
from teikei.names.folding import tidy
from teikei.registry.models import Draft, DraftJudgment, Edition
from teikei.registry.operations.checking import findings_of
from teikei.registry.operations.drafts import clear
from teikei.registry.operations.edition_lines import content_hash
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.judged import Corrected, Judged, Judgment
from teikei.registry.operations.names import home_found
from teikei.registry.operations.readings import listing_of
from teikei.registry.operations.shown import keyed
from teikei.registry.permissions import OfList, Person, require
from teikei.registry.refusals import DraftChanged, DraftKept, DraftNotRead, SeriousOpen
from teikei.rules.agreement import Level

NEW = 0  # the number of no institution


def keep_draft(
    draft: int, *, institution: str, institution_en: str = "", level: str, as_of: date | None, confirmed: int = 0, by: Person, at: datetime
) -> Edition:
    """Take a draft in as the next edition of that institution, with all that was decided of it.

    as_of: the day that it speaks for; None takes the day that it prints. confirmed: the number of open serious findings
    with which the person wants it kept. Refuses, with nothing stored, what `ingest` refuses, and DraftKept, DraftNotRead,
    DraftChanged, SeriousOpen.
    """
    person = require(by, "list.take-in", _subject(institution, level), day=localdate(at))
    found = Draft.objects.select_related("edition").get(pk=draft)
    _refuse(found)
    judgments = list(DraftJudgment.objects.filter(draft=draft).order_by("judged_at", "pk"))
    listing = listing_of(found)
    if content_hash(listing) != found.summary["hash"]:  # another version of the program reads it otherwise
        raise DraftChanged
    kept, places = corrected_with_places(listing, [Correction.fromjson(one) for judgment in judgments for one in judgment.corrections])
    kept = replace(kept, as_of=as_of or kept.as_of)
    judged = replace(_judged(listing, kept, judgments), places=tuple(places))
    serious = sum(finding.severity == "serious" and judgment is None for finding, judgment in judged.findings)
    if serious != confirmed and serious:
        raise SeriousOpen(serious)
    content = bytes(found.content)
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).select_related("edition").defer("content").get(pk=draft)
        _refuse(locked)
        now = list(DraftJudgment.objects.filter(draft=draft).order_by("judged_at", "pk").values_list("pk", "judged_at"))
        if locked.round != found.round or now != [(judgment.pk, judgment.judged_at) for judgment in judgments]:
            raise DraftChanged
        edition = ingest(
            kept, content, institution=institution, institution_en=institution_en, level=level, received_at=at, received_from="desk",
            judged=judged, by=person,
        )  # fmt: skip
        clear(locked)
        locked.state, locked.state_at, locked.edition, locked.kept_by_id = Draft.State.KEPT, at, edition, person.pk
        locked.save(update_fields=["state", "state_at", "edition", "kept_by", "content"])
    return edition


def _subject(institution: str, level: str) -> OfList:
    """Whose list it becomes. A new institution is in nobody's scope but of those who are appointed for everything."""
    home = home_found(tidy(institution))
    known: Level | None = "university" if level == "university" else "unit" if level == "unit" else None
    return OfList(institution=home.pk if home and home.is_home else NEW, level=known)


def _refuse(draft: Draft) -> None:
    if draft.edition:
        raise DraftKept(draft.edition.number, draft.edition.pk)
    if draft.state != Draft.State.READ:
        raise DraftNotRead


def _place(row: Row) -> tuple[str, int, int]:
    return (row.sheet or "", row.page or 0, row.line)


def _judged(read: Listing, kept: Listing, judgments: list[DraftJudgment]) -> Judged:
    """The findings of the reading as they were judged; then, open, those that only the corrected list gives."""
    found = list(keyed(findings_of(read)))
    by_key = {judgment.key: judgment for judgment in judgments}
    findings = [
        (finding, Judgment(one.verdict, one.reason, one.judged_by_id, one.judged_at) if (one := by_key.get(key)) else None)
        for key, finding in found
    ]
    position = {key: number for number, (key, _) in enumerate(found)}
    findings += [(finding, None) for key, finding in keyed(findings_of(kept)) if key not in position]
    before = dict(zip(places_of(read.entries), read.entries, strict=True))
    corrections = []
    for judgment in judgments:
        for made in map(Correction.fromjson, judgment.corrections):
            if made.field == ENTRY and made.where:  # what stands there is the line itself
                was: tuple[str, ...] = tuple(row.raw[:LONGEST] for row in read.rows if _place(row) == made.where[:3])[:1]
            else:
                was = values_of(before[made.where], made.field) if made.where in before else ()
            corrections.append(Corrected(made, judgment.judged_by_id, judgment.judged_at, position.get(judgment.key), was))
    return Judged(tuple(findings), tuple(corrections))
