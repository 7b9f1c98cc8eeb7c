"""Editions in preparation, as the desk shows them, and newer lists of which rows wait."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Q

from teikei.lists.write.english import Phrase, phrases_of
from teikei.names.bilingual import Text
from teikei.registry.models import Edition, EditionDraft
from teikei.registry.operations.editions import of_list, prepared
from teikei.registry.permissions import Person, require
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.queries.differences import Difference, DifferenceKind, counted_kinds, differences, gathered
from teikei.registry.queries.publication import homes_kept
from teikei.registry.queries.worked_out import worked_out_together
from teikei.rules.rollup import Total

PAGE = 200  # differences on a page; a first edition has as many as rows


@dataclass(frozen=True, slots=True)
class EditionDraftHead:
    """An edition that somebody prepares, or prepared."""

    id: int
    institution: str
    level: str
    as_of: date
    drafted_by: str
    drafted_at: datetime
    state: str
    correction: str
    corrects: int | None  # number of the edition that it corrects
    edition: int | None
    edition_number: int | None
    is_mine: bool

    @property
    def is_open(self) -> bool:
        """Whether it may still be published or withdrawn."""
        return self.state == EditionDraft.State.OPEN


@dataclass(frozen=True, slots=True)
class EditionDraftPage:
    """What a draft would publish: rows, totals, the hash to confirm, one page of the differences from the edition before with their
    reasons, and how many there are. waits: it is being worked out.
    """

    head: EditionDraftHead
    rows: int = 0
    totals: tuple[Total, ...] = ()
    sha256: str = ""
    since: int | None = None  # number of the edition before
    since_id: int | None = None
    differences: tuple[Difference, ...] = ()
    different: int = 0
    shared: tuple[tuple[Text, int], ...] = ()  # reasons of many rows, with how many
    kinds: tuple[tuple[DifferenceKind, int], ...] = ()
    phrases: tuple[Phrase, ...] = ()  # texts of the list that are no names, with their English
    waits: bool = False

    @property
    def number_japanese(self) -> int:
        """How many of them stay Japanese in the English edition."""
        return sum(not one.english for one in self.phrases)


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in the desk's list: taken in from a document or published, and how many of its rows wait."""

    id: int
    number: int
    institution: str
    level: str
    as_of: date
    kept_at: datetime
    published_by: str
    corrects: int | None
    waiting: int
    aligned: int


def edition_drafts(*, by: Person) -> list[EditionDraftHead]:
    """Those in preparation, the latest first. One query."""
    person = require_anywhere(by, "edition.read")
    found = EditionDraft.objects.filter(state="open").select_related("institution", "drafted_by", "edition", "corrects")
    return [_head(one, person.pk) for one in found]


def edition_lines(*, by: Person) -> list[EditionLine]:
    """Every edition, the latest day first. One query."""
    require_anywhere(by, "edition.read")
    found = Edition.objects.select_related("institution", "published_by", "corrects").order_by("-as_of", "-number")
    counted = found.annotate(
        waiting=Count("aligned_rows", filter=Q(aligned_rows__verdict="")), aligned=Count("aligned_rows")
    )  # fmt: skip
    return [
        EditionLine(
            one.pk, one.number, one.institution.printed, one.level, one.as_of, one.kept_at,
            one.published_by.get_username() if one.published_by else "", one.corrects.number if one.corrects else None, one.waiting, one.aligned,
        )
        for one in counted
    ]  # fmt: skip


def homes_to_publish(*, by: Person) -> list[tuple[int, str]]:
    """Id and name of the institutions whose lists are kept."""
    require_anywhere(by, "edition.read")
    return [(home.pk, home.printed) for home in homes_kept()]


def edition_draft_page(draft: int, *, page: int = 1, by: Person) -> EditionDraftPage | None:
    """One draft with what it would publish, or None where there is no such draft. Once it is over: without the differences."""
    person = require_anywhere(by, "edition.read")
    found = EditionDraft.objects.select_related("institution", "drafted_by", "edition", "corrects").filter(pk=draft).first()
    if found is None:
        return None
    require(by, "edition.read", of_list(found.institution_id, found.level))
    head = _head(found, person.pk)
    if not head.is_open:
        return EditionDraftPage(head)
    whole = worked_out_together(("edition", found.pk), lambda: _would_publish(found, head))
    if whole is None:
        return EditionDraftPage(head, waits=True)
    return replace(whole, head=head, differences=whole.differences[(page - 1) * PAGE : page * PAGE])


def _would_publish(draft: EditionDraft, head: EditionDraftHead) -> EditionDraftPage:
    ready = prepared(draft.institution, draft.level, draft.as_of)
    since = ready.computed.edition
    shared, every = gathered(differences(ready.computed))
    return EditionDraftPage(
        head, len(ready.computed.rows), ready.computed.totals, ready.sha256, since.number if since else None, since.pk if since else None,
        every, len(every), shared, tuple(counted_kinds(every)), tuple(phrases_of(ready.listing, ready.known)),
    )  # fmt: skip


def list_of_draft(draft: int, *, by: Person) -> tuple[int, str] | None:
    """Institution and level of the list that a draft is of, or None where there is no such draft that is open."""
    require_anywhere(by, "edition.draft")
    found = EditionDraft.objects.filter(pk=draft, state=EditionDraft.State.OPEN).values_list("institution_id", "level").first()
    if found:
        require(by, "edition.draft", of_list(*found))
    return found


def _head(draft: EditionDraft, person: int) -> EditionDraftHead:
    return EditionDraftHead(
        draft.pk, draft.institution.printed, draft.level, draft.as_of, draft.drafted_by.get_username(), draft.drafted_at, draft.state,
        draft.correction, draft.corrects.number if draft.corrects else None, draft.edition_id,
        draft.edition.number if draft.edition else None, draft.drafted_by_id == person,
    )  # fmt: skip
