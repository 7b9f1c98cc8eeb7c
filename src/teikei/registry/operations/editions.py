"""Editions that the registry itself publishes: drafted by one person, published by another, frozen from then on."""

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, models, transaction

from teikei.lists.cells import one_line
from teikei.lists.model import Listing
from teikei.lists.write.compose import compose
from teikei.lists.write.english import EnglishWords
from teikei.lists.write.every import write_every
from teikei.names.bilingual import Refusal
from teikei.names.collector import collector_waits
from teikei.registry.keys import BATCH
from teikei.registry.models import Chain, Edition, EditionDraft, Entry, EntryUnit, Institution, Territory
from teikei.registry.operations import ledger, printed
from teikei.registry.operations.edition_files import keep_files, stored_files
from teikei.registry.operations.edition_lines import content_hash, edition_line
from teikei.registry.operations.kept import text_of
from teikei.registry.operations.ledger import Act
from teikei.registry.permissions import Person, require
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.permissions.decide import OfList
from teikei.registry.queries.computed import Computed, behind, computed_as_of
from teikei.registry.queries.in_english import english_words, in_english
from teikei.registry.queries.published import known_partners
from teikei.registry.refusals import NoLevel


class DraftOpen(Refusal):
    """Somebody prepares this very edition already."""

    def __init__(self, draft: int, who: str) -> None:
        self.draft = draft
        super().__init__(
            en=f"An edition of this day is being prepared already, by {who}. Go on with that one, or withdraw it.",
            ja=f"この基準日の版は、すでに {who} が準備しています。それを使うか、取り下げてください。",
        )


class DraftOver(Refusal):
    """The draft was published or withdrawn."""

    def __init__(self, number: int | None) -> None:
        super().__init__(
            en=f"This draft was published as edition {number}. Nothing was done."
            if number
            else "This draft was withdrawn. Nothing was done.",
            ja=f"この下書きは第{number}版として公開済みです。何も変更していません。"
            if number
            else "この下書きは取り下げられています。何も変更していません。",
        )


class SamePerson(Refusal):
    """Whoever drafted the edition would publish it."""

    def __init__(self) -> None:
        super().__init__(
            en="You prepared this edition, so somebody else has to publish it. Ask a colleague to look at the differences.",
            ja="この版を準備した本人は公開できません。別の担当者に差分の確認と公開を依頼してください。",
        )


class LookAgain(Refusal):
    """The agreements were changed since the person looked at what would be published."""

    def __init__(self) -> None:
        super().__init__(
            en="Agreements were changed since this page was shown, so another list would be published. Nothing was published: look at the "
            "differences again.",
            ja="画面の表示後に協定が変更され、公開される内容が変わりました。公開していません。差分をもう一度確かめてください。",
        )


class DayPublished(Refusal):
    """There is an edition of this day, and nobody said that it is to be corrected, or why."""

    def __init__(self, number: int) -> None:
        super().__init__(
            en=f"Edition {number} speaks for this day already. A published edition is not changed: say why it has to be corrected, and a new "
            "one is made.",
            ja=f"この基準日の一覧は第{number}版として公開済みです。公開した版は変更できません。訂正の理由を入力すると、訂正版を新しく作ります。",
        )


class NothingToPublish(Refusal):
    """No agreement is in force on that day."""

    def __init__(self, day: date) -> None:
        super().__init__(
            en=f"No agreement of this level is in force on {day}, so there is nothing to publish. Choose another day.",
            ja=f"{day} 現在で有効な協定がなく、公開する内容がありません。別の基準日を選んでください。",
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a draft would publish: the list with its counts, its words in English, what stands behind its rows. content: the hash of
    the list; sha256: that of all of it, which a publisher confirms.
    """

    computed: Computed
    listing: Listing
    known: EnglishWords
    content: str
    sha256: str


def draft_edition(institution: int, level: str, as_of: date, *, by: Person, at: datetime, correction: str = "") -> int:
    """Prepare an edition as of a day; gives the draft's number. correction: why the edition of that day has to be corrected.

    Raises NothingKept, NothingToPublish, DraftOpen, and DayPublished where that day has an edition and no reason is given.
    """
    require_anywhere(by, "edition.draft")
    if level not in ("university", "unit"):
        raise NoLevel
    person = require(by, "edition.draft", of_list(institution, level))
    home = Institution.objects.get(pk=institution, is_home=True)
    if not computed_as_of(home, level, as_of).rows:
        raise NothingToPublish(as_of)
    correction = one_line(correction)[:1000]
    standing = Edition.objects.filter(institution=home, level=level, as_of=as_of).order_by("-number").first()
    if standing is not None and not correction:
        raise DayPublished(standing.number)
    try:
        with transaction.atomic():
            draft = EditionDraft.objects.create(
                institution=home, level=level, as_of=as_of, corrects=standing, correction=correction if standing else "",
                drafted_by=person, drafted_at=at,
            )  # fmt: skip
    except IntegrityError:
        twin = EditionDraft.objects.select_related("drafted_by").filter(institution=home, level=level, as_of=as_of, state="open").first()
        if twin is None:
            raise
        raise DraftOpen(twin.pk, twin.drafted_by.get_username()) from None
    return draft.pk


def withdraw_edition_draft(draft: int, *, by: Person) -> None:
    """Put a draft away; nothing was published of it. Raises DraftOver."""
    require_anywhere(by, "edition.draft")
    with transaction.atomic():
        found = _open(draft)
        require(by, "edition.draft", of_list(found.institution_id, found.level))
        found.state = EditionDraft.State.WITHDRAWN
        found.save(update_fields=["state"])


def of_list(institution: int, level: str, drafted_by: int | None = None) -> OfList:
    """What decides on an edition: whose list it is, at which level, and who drafted it."""
    return OfList(institution=institution, level="unit" if level == "unit" else "university", drafted_by=drafted_by)


def prepared(institution: Institution, level: str, as_of: date) -> Prepared:
    """What would be published of an institution and level as of a day, from the agreements as they are now."""
    computed = computed_as_of(institution, level, as_of)
    listing = compose(computed.listing)
    known = english_words(institution.pk, level)
    content = content_hash(listing)
    return Prepared(computed, listing, known, content, hashlib.sha256(f"{content} {text_of(known)}".encode()).hexdigest())


@collector_waits()
def publish(draft: int, *, sha256: str, by: Person, at: datetime) -> Edition:
    """Publish what the draft's differences were shown of, sha256 as its page told (`Prepared`): rows, six formats, two languages, for good.

    Everything is made before anything is stored, and all of it is stored or nothing. Raises SamePerson, DraftOver, LookAgain,
    DayPublished where an edition of that day came meanwhile, NothingToPublish, NotWritten, NotStored.
    """
    person = require_anywhere(by, "edition.publish")
    found = EditionDraft.objects.select_related("institution", "edition").get(pk=draft)
    _refuse(found, person.pk)
    require(by, "edition.publish", of_list(found.institution_id, found.level, found.drafted_by_id))
    end = Chain.objects.filter(pk=1).first()
    before = end.sha256 if end else ""
    ready = prepared(found.institution, found.level, found.as_of)
    if not ready.computed.rows:
        raise NothingToPublish(found.as_of)
    if ready.sha256 != sha256:
        raise LookAgain
    english = in_english(ready.listing, ready.computed, ready.known)
    files = write_every(ready.listing, english, partners=known_partners(ready.listing), behind=behind(ready.computed), known=ready.known)
    with stored_files(files) as hashes, transaction.atomic():
        chain = ledger.lock()
        found = _open(draft)
        _refuse(found, person.pk)
        # Writing takes seconds. Now nobody can change an agreement; did somebody meanwhile?
        if chain.sha256 != before and prepared(found.institution, found.level, found.as_of).sha256 != sha256:
            raise LookAgain
        act = Act("publish", at, person, reason=found.correction)
        edition = _freeze(found, ready, english, act)
        keep_files(edition, files, hashes)
        ledger.enter([ledger.Line("edition", edition.pk, 1, edition_line(edition, hashes))], act, chain=chain)
        found.state, found.edition = EditionDraft.State.PUBLISHED, edition
        found.save(update_fields=["state", "edition"])
    return edition


def _open(draft: int) -> EditionDraft:
    found = EditionDraft.objects.select_for_update(of=("self",)).select_related("institution", "edition").get(pk=draft)
    if found.state != EditionDraft.State.OPEN:
        raise DraftOver(found.edition.number if found.edition else None)
    return found


def _refuse(draft: EditionDraft, person: int) -> None:
    if draft.state != EditionDraft.State.OPEN:
        raise DraftOver(draft.edition.number if draft.edition else None)
    if draft.drafted_by_id == person:
        raise SamePerson
    standing = Edition.objects.filter(institution=draft.institution, level=draft.level, as_of=draft.as_of).order_by("-number").first()
    if standing is not None and standing.pk != draft.corrects_id:
        raise DayPublished(standing.number)


def _freeze(draft: EditionDraft, ready: Prepared, english: Listing, act: Act) -> Edition:
    """The edition with its headings and rows, as one that was taken in has them, and what stands behind each row."""
    home, listing = draft.institution, ready.listing
    last = Edition.objects.filter(institution=home, level=draft.level).aggregate(last=models.Max("number"))["last"]
    edition = Edition.objects.create(
        institution=home, level=draft.level, number=(last or 0) + 1, as_of=draft.as_of, title=listing.title, legend=list(listing.legend),
        rules=dataclasses.asdict(listing.rules), stated=[(stated.of, stated.value) for stated in listing.stated], source=None,
        sha256=ready.content, kept_at=act.at, published_by=act.by, corrects=draft.corrects, correction=draft.correction,
        english={"title": english.title, "legend": list(english.legend)},
    )  # fmt: skip
    regions = printed.keep_regions(home, listing)
    headings = printed.keep_headings(edition, listing, regions, Territory.objects.in_bulk())
    rows = printed.keep_entries(edition, listing, headings, {one.entry.n: one.row.why for one in ready.computed.rows})
    link = Entry.stands_for.through
    link.objects.bulk_create(
        (link(entry_id=row.pk, agreement_id=key) for row, one in zip(rows, ready.computed.rows, strict=True) for key in one.row.agreements),
        batch_size=BATCH,
    )
    EntryUnit.objects.bulk_create(
        (
            EntryUnit(entry=row, unit_id=unit, printed=name, position=position)
            for row, entry, one in zip(rows, listing.entries, ready.computed.rows, strict=True)
            for position, (unit, name) in enumerate(zip(one.units, entry.units, strict=True), 1)
        ),
        batch_size=BATCH,
    )
    return edition
