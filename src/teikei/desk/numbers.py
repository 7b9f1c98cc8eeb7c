"""Numbers in addresses and forms: any text may stand there."""

import re

from django.http import HttpRequest


def page_number(request: HttpRequest) -> int:
    """?page= as a number from 1; 1 where it is none."""
    return max(number(request.GET.get("page", "")), 1)


def number(text: str) -> int:
    """The number that a text is; 0 where it is none, or larger than any page."""
    return int(text) if re.fullmatch("[0-9]{1,7}", text) else 0
