"""A document of an agreement that was made public, as a file."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from teikei.pages.files import sent_file
from teikei.registry.queries.papers import public_document


@require_safe
def document(_request: HttpRequest, agreement_id: int, sha256: str) -> HttpResponseBase:
    """The file; an internal document and a missing one look the same."""
    found = public_document(agreement_id, sha256)
    if found is None:
        raise Http404
    return sent_file(found.path, found.name, found.content_type, public=True)
