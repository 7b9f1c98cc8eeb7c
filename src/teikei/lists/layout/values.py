"""Cells that hold more than a name: ends of validity, several kinds or marks."""

import re

from teikei.rules.days import read_day


def valid_to(text: str) -> str | None:
    """A day in ISO order, "auto-renew", "indefinite"; other words as printed."""
    if not text:
        return None
    if re.search("自動更新|自動延長|auto", text, re.IGNORECASE):
        return "auto-renew"
    if re.search("無期限|期限なし|期限の定めなし|indefinite|no end", text, re.IGNORECASE):
        return "indefinite"
    read = read_day(text).date
    return read.isoformat() if read else text


def several(text: str) -> tuple[str, ...]:
    """The kinds or marks of one cell, apart."""
    return tuple(part.strip() for part in re.split("[・、，,／/;；]", text) if part.strip()) if text else ()
