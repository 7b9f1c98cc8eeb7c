"""Folded forms of names: what two spellings have in common, for comparing and searching.

A folded form is never shown and never stored instead of the printed one.
"""

import re
import unicodedata

# Marks that print nothing: zero-width characters, joiners, soft hyphen, byte order mark, bidi controls,
# variation selectors. They hide inside names copied from web pages and PDFs.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")

_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹘﹣〜～", "-"))
_HIRAGANA = str.maketrans({chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)})
_OLD_KANJI = str.maketrans("國學髙﨑澤濱邊櫻廣經濟醫藥會總環德藝", "国学高崎沢浜辺桜広経済医薬会総環徳芸")
_SEPARATORS = re.compile(r"[\s・･·‧•,，、.．'’‘\"“”()\[\]{}<>「」『』【】〈〉《》/／\\|:：;；_-]+")
_LONG_VOWEL_AS_DASH = re.compile("(?<=[ぁ-ゖァ-ヺ])[-‐‑‒–—―−－一](?=[ぁ-ゖァ-ヺー]|$|[^\x00-\x7f])")


def tidy(text: str) -> str:
    """NFC, without invisible marks, one plain space for each run of white space, trimmed.

    Keeps width, script and case: a tidy name still looks as printed.
    """
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """The key under which spellings of one name meet.

    Width and compatibility forms (NFKC), case, kind of kana, spacing, brackets, dots, hyphens and a few old
    forms of kanji no longer matter; accents on Latin letters are dropped. Words run together, so that
    "インド工科大学 ハイデラバード校" and "インド工科大学ハイデラバード校" give the same key.
    """
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    folded = _LONG_VOWEL_AS_DASH.sub("ー", folded).translate(_HYPHENS)
    folded = _SEPARATORS.sub("", folded).casefold().translate(_HIRAGANA).translate(_OLD_KANJI)
    if not folded.isascii():
        folded = _without_accents(folded)
    return folded


def _without_accents(text: str) -> str:
    """Latin letters lose their accents; kana keep their voicing marks, other scripts keep all."""
    kept = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.category(char) == "Mn" and (not kept or kept[-1] < "\u0250"):
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))
