"""Measuring what is handed in, while it arrives."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class Measured(FileUploadHandler):
    """Drops a request whose file grows over the limit; `too_large` tells the view, which says so in words."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django calls it so
        """Pass a chunk on while the whole is within the limit."""
        self.arrived += len(raw_data)
        if self.arrived > settings.UPLOAD_BYTES:
            if self.request is not None:
                self.request.META["teikei.too_large"] = True
            raise StopUpload(connection_reset=False)  # the rest is read and thrown away, so that the answer arrives
        return raw_data

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002 - Django calls it so
        """The handlers after this one keep the file."""
        return None


def too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped for its size."""
    return bool(request.META.get("teikei.too_large"))
