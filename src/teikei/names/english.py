"""English that is printed beside Japanese: 部局間協定校一覧 / List of Partner Institutions."""

import re

_JAPANESE = re.compile("[\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f]")
_WORDS = r"[A-Za-z][A-Za-z0-9 ,.:;&'’\-–—()]*"
_BEFORE = re.compile(rf"^({_WORDS}?)[\s/／|｜:：()（）\[\]【】「」『』]+(?=[^!-~])")
_BEHIND = re.compile(rf"[\s/／|｜:：(（\[【「『]+({_WORDS})[\s)）\]】」』]*$")
_WORD = re.compile(r"[A-Za-z]{2,}")
_LEAST = 3  # words of a title


def is_japanese(text: str) -> bool:
    """Whether there is anything Japanese (or Chinese) in a text."""
    return bool(_JAPANESE.search(text))


def english_within(text: str) -> str:
    """The English of a text: the whole where it has nothing Japanese, else what stands before or behind the Japanese as a phrase
    of its own, of three words at least (an acronym or a name inside a Japanese title is no title). "" where there is none.
    """
    if not is_japanese(text):
        return text.strip() if _WORD.search(text) else ""
    for found in (_BEHIND.search(text), _BEFORE.search(text)):
        if found and len(_WORD.findall(found[1])) >= _LEAST:
            phrase = found[1].strip(" ,:;-–—")
            return phrase.removesuffix(")") if phrase.count(")") > phrase.count("(") else phrase
    return ""
