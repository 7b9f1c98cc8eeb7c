"""What writers and readers must agree on: the text of one cell, and the name of our own JSON.

A spreadsheet program takes a cell of a CSV file that begins with = + - @ (or their full-width twins) for a formula.
Such text is written with one apostrophe in front, and loses it again when read.
"""

import re

JSON_FORMAT = "teikei-listing"
JSON_VERSION = 1

_FORMULA_LIKE = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@＝＋－＠\t\r]")

# Characters that no cell may hold: controls (C0, C1), line and paragraph separators, lone surrogates, non-characters.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


# Every so manieth character of a text shows nearly all that occur in it.
_STRIDE = 127


def characters_in(text: str) -> frozenset[str]:
    """Every character of a text. A sample tells the usual ones; a pattern finds the others five times as fast as a set."""
    known = set(text[::_STRIDE])
    return frozenset(known.union(re.findall(f"[^{re.escape(''.join(known))}]", text))) if known else frozenset()


def neutralised(text: str) -> str:
    """The text as a CSV cell that no program takes for a formula."""
    return f"'{text}" if _FORMULA_LIKE.match(text) else text


def restored(text: str) -> str:
    """The inverse of `neutralised`. Text that was never neutralised stays as it is, unless it looks as if it was."""
    return text[1:] if _NEUTRALISED.match(text) else text


def one_line(text: str) -> str:
    """The text on one line and trimmed: control characters become spaces, what is no character a visible mark."""
    if text.isprintable():
        return text.strip()
    return _NOT_TEXT.sub("\ufffd", _UNPRINTABLE.sub(" ", text)).strip()


def kept_lines(text: str) -> str:
    """The text of a cell that may hold several lines: each line as `one_line` gives it, empty ones left out."""
    if text.isprintable():
        return text.strip()
    return "\n".join(filter(None, map(one_line, _LINE_BREAK.split(text))))
