"""Days in addresses."""

import re
from datetime import date


def asked_day(text: str) -> date | None:
    """The day that a parameter names as YYYY-MM-DD, or None where it names none."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
