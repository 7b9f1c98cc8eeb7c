"""What every refusal of a file has to say, in both languages."""

import re
from collections.abc import Callable

import pytest

from teikei.lists.read import read_content
from teikei.names.bilingual import Refusal

_KANA = re.compile("[ぁ-ヿ]")


def refusal_of(content: bytes, name: str, read: Callable[[bytes, str], object] = read_content) -> tuple[str, str]:
    """The words of the refusal, English and Japanese: both begin with the file and end with what to do."""
    with pytest.raises(Refusal) as refused:
        read(content, name)
    en, ja = refused.value.text.en, refused.value.text.ja
    for said in (en, ja):
        assert said.startswith(name), said
    assert en.endswith("."), en
    assert not _KANA.search(en.removeprefix(name)) or "“" in en, en
    assert ja.endswith("ください。"), ja
    return en, ja
