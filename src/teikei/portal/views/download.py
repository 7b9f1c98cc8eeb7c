"""A list as a file, in each of the formats that we write."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from teikei import __version__
from teikei.lists.model import Listing
from teikei.lists.write import CONTENT_TYPES, FORMATS, NOTHING, Behind, Format, write_listing
from teikei.lists.write.english import headings_in_english
from teikei.pages import tongues
from teikei.portal.days import held_as_asked
from teikei.registry.queries.computed import behind as behind_rows
from teikei.registry.queries.editions import EditionHead, edition_head
from teikei.registry.queries.in_english import english_words, in_english
from teikei.registry.queries.published import kept_listing, known_partners, published_file


@require_safe
def download(request: HttpRequest, edition_id: int, file_format: str) -> HttpResponse:
    """The edition, or with ?as_of= what the registry holds as of that day, as a file. 304 where it has not changed."""
    written = next((known for known in FORMATS if known == file_format), None)
    if written is None:
        raise Http404
    if "as_of" in request.GET:
        return _as_of(request, edition_id, written)
    head = edition_head(edition_id)
    if head is None:
        raise Http404
    if head.source_id is None and (published := published_file(head.id, written, tongues.page_language())):
        return _published(request, head, written, *published)
    etag = quote_etag(f"{head.sha256[:24]}-{head.id}-{head.changed_at.isoformat()}-{tongues.page_language()}-{__version__}-{written}")
    modified = int(head.changed_at.timestamp())
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    if unchanged is not None:
        return unchanged
    listing = kept_listing(head.id)
    if listing is None:
        raise Http404
    if tongues.page_language() == "en":
        listing = headings_in_english(listing, english_words(head.institution_id, head.level))
    response = _file(head, listing, written, head.as_of.isoformat(), etag)
    response["Last-Modified"] = http_date(modified)
    return response


def _published(request: HttpRequest, head: EditionHead, written: Format, sha256: str, content: bytes) -> HttpResponse:
    """The very bytes that were published."""
    etag = quote_etag(sha256)
    unchanged = get_conditional_response(request, etag=etag)
    return unchanged if unchanged is not None else _answer(head, content, written, head.as_of.isoformat(), etag)


def _as_of(request: HttpRequest, edition_id: int, written: Format) -> HttpResponse:
    held = held_as_asked(request, edition_id)
    if isinstance(held, HttpResponse):
        return held
    day, head, computed = held
    listing = computed.listing
    content = hashlib.sha256(repr(listing.content()).encode()).hexdigest()[:24]
    etag = quote_etag(f"{content}-{head.changed_at.isoformat()}-{tongues.page_language()}-{__version__}-{written}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    if tongues.page_language() == "en":
        known = english_words(head.institution_id, head.level)
        listing = headings_in_english(listing, known) if written == "json" else in_english(listing, computed, known)
    return _file(head, listing, written, day.isoformat(), etag, behind_rows(computed))


def _file(head: EditionHead, listing: Listing, written: Format, day: str, etag: str, behind: Behind = NOTHING) -> HttpResponse:
    partners = known_partners(listing) if written == "json" else {}
    content = write_listing(listing, written, language=tongues.page_language(), findings=listing.findings, partners=partners, behind=behind)
    return _answer(head, content, written, day, etag)


def _answer(head: EditionHead, content: bytes, written: Format, day: str, etag: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES[written])
    response["Content-Disposition"] = f'attachment; filename="agreements-{head.level}-{day}.{written}"'
    response["ETag"] = etag
    return response
