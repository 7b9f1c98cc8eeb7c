"""Taking a published list into the registry."""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction

from teikei.lists.model import Listing
from teikei.names.collector import collector_waits
from teikei.names.folding import tidy
from teikei.registry.keys import name_key
from teikei.registry.models import Agreement, Edition, Entry, Source, Territory
from teikei.registry.operations import ledger, printed
from teikei.registry.operations.agreements import keep_agreements
from teikei.registry.operations.aligning import align, kept_before
from teikei.registry.operations.checking import findings_of
from teikei.registry.operations.deciding import Accept, decide_all
from teikei.registry.operations.documents import stored_document
from teikei.registry.operations.edition_lines import content_hash, edition_line
from teikei.registry.operations.judged import Judged, keep_judged
from teikei.registry.operations.keepable import refuse_unkeepable
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.names import home_institution, keep_partners, keep_units
from teikei.registry.operations.territories import ensure_territories
from teikei.registry.refusals import AlreadyKept, NoDay, NoEntries, NoInstitution, NoLevel, NotKeepable


@collector_waits()
def ingest(
    listing: Listing, content: bytes, *, institution: str, institution_en: str = "", level: str | None = None,
    received_at: datetime, received_from: str = "", judged: Judged | None = None, by: User | None = None, accept: Accept = "none",
) -> Edition:  # fmt: skip
    """Keep a list that has been read, with the bytes it was read from, as the next edition of that institution.

    judged: what people decided of the findings and corrected before; without it the checks are made here and nothing is
    decided. level: "unit" or "university"; None takes it from the title. received_at is when, received_from who or what
    brought the document; by: the person who keeps it, None at a terminal of the server.

    The first list of an institution and level brings its agreements. A newer one is aligned with what is kept: rows that
    say the same are linked, everything else waits for a decision (operations.deciding), or with accept="all" is taken as
    the list has it. Raises a Refusal, with nothing stored, for the same document again (AlreadyKept), a list
    without rows, day, institution or level, a value that no table holds, or a disk that does not take the document.
    """
    name, name_en = tidy(institution), tidy(institution_en)
    level = level or level_of(listing.title)
    sha256 = hashlib.sha256(content).hexdigest()
    as_of = _refuse(listing, name, level, sha256)
    judged = judged or Judged(tuple((finding, None) for finding in findings_of(listing)))
    found = listing.source
    source = Source(
        sha256=sha256, name=found.name[-255:] if found else "", format=found.format if found else "",
        encoding=(found.encoding or "") if found else "", size=len(content), received_at=received_at, received_from=received_from,
    )  # fmt: skip
    try:
        with stored_document(sha256, content), transaction.atomic():
            return _keep(listing, judged, source, name, name_en, level, as_of, by, accept)
    except IntegrityError:
        _refuse_twin(sha256)  # another process took in the same document between our question and our writing
        raise


def level_of(title: str) -> str:
    """The level that a list's title names; raises NoLevel where it names none or both."""
    if not (level := level_named(title)):
        raise NoLevel
    return level


def level_named(title: str) -> str:
    """The same; "" where the title names none or both."""
    named = {
        level
        for level, words in ((Agreement.Level.UNIT, ("部局間", "学部間")), (Agreement.Level.UNIVERSITY, ("大学間", "全学")))
        if any(word in title for word in words)
    }
    return str(named.pop()) if len(named) == 1 else ""


def _refuse(listing: Listing, institution: str, level: str, sha256: str) -> date:
    """Everything that can be refused before the first write; gives the day that the list speaks for."""
    _refuse_twin(sha256)
    if not institution:
        raise NoInstitution
    if level not in Agreement.Level.values:
        raise NoLevel
    if not listing.entries:
        raise NoEntries
    if listing.as_of is None:
        raise NoDay
    if listing.source and listing.source.sha256 != sha256:
        raise ValueError("these bytes are not those that the listing was read from")
    refuse_unkeepable(listing)
    for entry in listing.entries:
        if name_key(entry.institution) == name_key(institution):
            place = entry.locator()
            raise NotKeepable(
                place.words("en"), place.words("ja"),
                f"the row names {entry.institution} itself as the partner. Is it the institution whose list this is?",
                f"協定機関が{entry.institution}自身になっています。どの機関の一覧かを確かめてください。",
            )  # fmt: skip
    return listing.as_of


def _refuse_twin(sha256: str) -> None:
    kept = Edition.objects.select_related("source").filter(source__sha256=sha256).first()
    if kept and kept.source:
        raise AlreadyKept(kept.number, kept.as_of, kept.source.received_at, kept.pk)


def _keep(
    listing: Listing, judged: Judged, source: Source, name: str, name_en: str, level: str, as_of: date, by: User | None, accept: Accept
) -> Edition:
    ensure_territories()
    territories = Territory.objects.in_bulk()
    source.save(force_insert=True)
    printed.keep_lines(source, listing)
    act = Act("ingest", source.received_at, by, source=source.pk)
    home = home_institution(name, name_en, act)
    before = kept_before(home, level, as_of)
    last = Edition.objects.filter(institution=home, level=level).aggregate(last=models.Max("number"))["last"]
    edition = Edition.objects.create(
        institution=home, level=level, number=(last or 0) + 1, as_of=as_of, title=listing.title, legend=list(listing.legend),
        rules=dataclasses.asdict(listing.rules), stated=[(stated.of, stated.value) for stated in listing.stated], source=source,
        sha256=content_hash(listing), kept_at=source.received_at,
    )  # fmt: skip
    regions = printed.keep_regions(home, listing)
    headings = printed.keep_headings(edition, listing, regions, territories)
    entries = printed.keep_entries(edition, listing, headings)
    if before is None:
        _keep_first(edition, listing, entries, territories, act)
    else:
        align(edition, listing, entries, before, territories, act)
    keep_judged(edition, listing, judged, printed.keep_findings(edition, judged, entries), entries)
    ledger.enter([ledger.Line("edition", edition.pk, 1, edition_line(edition))], act)
    if accept == "all":
        decide_all(edition, act)
    return edition


def _keep_first(edition: Edition, listing: Listing, entries: Sequence[Entry], territories: Mapping[str, Territory], act: Act) -> None:
    """The first list of its institution and level: every row brings its agreement."""
    home = edition.institution
    partners = keep_partners(listing.entries, territories, act)
    ours = [(home.pk, unit) for entry in listing.entries for unit in entry.units]
    theirs = [(partner.pk, e.partner_unit) for partner, e in zip(partners, listing.entries, strict=True) if e.partner_unit]
    units = keep_units([*ours, *theirs], act)
    printed.keep_entry_units(home, listing, entries, units)
    rows = list(zip(listing.entries, entries, strict=True))
    keep_agreements(edition, rows, partners, units, listing.rules.rows_roll_up, act)
