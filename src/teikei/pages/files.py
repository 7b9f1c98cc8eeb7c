"""A kept document as an answer: always an attachment, never shown by the browser as a page of ours."""

from pathlib import Path

from django.http import FileResponse
from django.utils.cache import patch_cache_control


def sent_file(path: Path, name: str, content_type: str, *, public: bool) -> FileResponse:
    """The file under its own name. Nothing in it can run here: attachment, no sniffing, an empty sandbox."""
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # A document may be taken off or made internal at any time: whoever keeps it has to ask again.
    patch_cache_control(answer, **({"public": True, "no_cache": True} if public else {"private": True, "no_store": True}))
    return answer
