"""Text in addresses."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class TextInAddress(StringConverter):
    """Text between two strokes. NUL stands in no text that PostgreSQL could be asked for: an address with it is none of ours."""

    regex = "[^/\x00]+"


register_converter(TextInAddress, "text")
