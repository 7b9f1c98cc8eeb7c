"""Reading a draft's file in the background, and keeping the reading as pages that can be shown at once."""

import logging
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Thread

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F, Q
from django.utils import timezone

from teikei.lists.layout import Profile
from teikei.lists.model import Listing
from teikei.lists.read.limited import ReaderFault, read_limited
from teikei.lists.read.limits import NoList
from teikei.names.bilingual import Refusal
from teikei.registry.drafting import PAGE, SHAPE
from teikei.registry.models import Draft, DraftFinding, DraftLines
from teikei.registry.operations.checking import findings_of
from teikei.registry.operations.shown import keyed, lines_of, places_shown, summary_of

_log = logging.getLogger("teikei.desk")
# Two files at a time are read by one server process: each may take a core and a gigabyte.
_turns = BoundedSemaphore(2)


def start_reading(draft: int, *, wait: float = 0.0) -> None:
    """Begin to read in the background. Most files are read at once: `wait` so many seconds for it."""
    thread = Thread(target=_read_apart, args=(draft,), name=f"reading {draft}", daemon=True)
    thread.start()
    thread.join(wait)


def restart_if_lost(draft: int, state: str, since: datetime) -> None:
    """Begin again where the server that had begun is gone, or an older version of the program had read."""
    if state == Draft.State.READ:
        read = Draft.objects.filter(pk=draft, state=state)
        outdated = not read.filter(summary__shape=SHAPE).exists()
        if outdated and read.update(state=Draft.State.WAITING, state_at=timezone.now(), round=F("round") + 1):
            start_reading(draft)
    elif state in (Draft.State.WAITING, Draft.State.READING) and since < timezone.now() - _lost_after(state):
        start_reading(draft)


def _lost_after(state: str) -> timedelta:
    return timedelta(seconds=30 if state == Draft.State.WAITING else 3 * settings.READING_SECONDS + 60)


def _read_apart(draft: int) -> None:
    try:
        with _turns:
            read_draft(draft)
    finally:
        connections.close_all()


def read_draft(draft: int) -> None:
    """Read a draft that waits, and keep what was read, or why it was refused. Does nothing for any other."""
    lost = timezone.now() - _lost_after(Draft.State.READING)
    waiting = Draft.objects.filter(Q(state=Draft.State.WAITING) | Q(state=Draft.State.READING, state_at__lt=lost), pk=draft)
    if not waiting.update(state=Draft.State.READING, state_at=timezone.now()):
        return
    found = Draft.objects.filter(pk=draft).first()
    if found is None:
        return
    try:
        listing = listing_of(found)
        _keep_reading(found, listing)
    except Refusal as refusal:
        _log_fault(found, refusal)
        _refused(found, refusal)
    except Exception:
        _log.exception("draft %s could not be read", draft)
        _refused(found, ReaderFault(found.name, ""))


def listing_of(draft: Draft) -> Listing:
    """The listing in a draft's file by its profile, read in a child process. Raises a Refusal."""
    profile = Profile.fromtoml(draft.profile, "profile.toml") if draft.profile else None
    return read_limited(bytes(draft.content), draft.name, profile=profile, seconds=settings.READING_SECONDS, megabytes=settings.READING_MB)


def _log_fault(draft: Draft, refusal: Refusal) -> None:
    if isinstance(refusal, ReaderFault):
        _log.error("the reader failed on draft %s (SHA-256 %s)\n%s", draft.pk, draft.sha256, refusal.trace)


def _refused(draft: Draft, refusal: Refusal) -> None:
    text, summary = refusal.text, {"no_list": isinstance(refusal, NoList) or bool(draft.profile)}
    with transaction.atomic():
        current = Draft.objects.filter(pk=draft.pk, round=draft.round, state=Draft.State.READING)
        if current.update(state=Draft.State.REFUSED, state_at=timezone.now(), refusal_en=text.en, refusal_ja=text.ja, summary=summary):
            DraftLines.objects.filter(draft=draft).delete()
            DraftFinding.objects.filter(draft=draft).delete()


def _keep_reading(draft: Draft, listing: Listing) -> None:
    findings = findings_of(listing)
    lines = lines_of(listing)
    places = places_shown(listing, findings, lines)
    pages = [DraftLines(draft=draft, number=n // PAGE + 1, lines=lines[n : n + PAGE]) for n in range(0, len(lines), PAGE)]
    remarks = [
        DraftFinding(
            draft=draft, position=position, key=key, code=finding.code, severity=finding.severity, message_en=finding.text.en,
            message_ja=finding.text.ja, proposal=finding.to_json()["proposal"], places=at,
        )
        for position, ((key, finding), at) in enumerate(zip(keyed(findings), places, strict=True), 1)
    ]  # fmt: skip
    summary = summary_of(listing, findings, lines)
    with transaction.atomic():
        current = Draft.objects.filter(pk=draft.pk, round=draft.round, state=Draft.State.READING)
        if not current.update(state=Draft.State.READ, state_at=timezone.now(), summary=summary, refusal_en="", refusal_ja=""):
            return  # withdrawn, or to be read with another profile
        DraftLines.objects.filter(draft=draft).delete()
        DraftFinding.objects.filter(draft=draft).delete()
        DraftLines.objects.bulk_create(pages, batch_size=50)
        DraftFinding.objects.bulk_create(remarks, batch_size=500)
