"""Which characters the printed register can show."""

import sys

import pytest

from teikei.lists.write.fonts import showable, unprintable


@pytest.mark.parametrize("name", ["euc_jp", "gb2312", "big5", "euc_kr"])
def test_what_the_character_sets_of_east_asia_hold_is_shown_or_known_not_to_be(name):
    held = set()
    for point in (*range(0x20, 0xD800), *range(0xE000, sys.maxunicode)):
        try:
            chr(point).encode(name)
        except UnicodeEncodeError:
            continue
        held.add(chr(point))
    assert len(held) > 7000
    assert {char for char in held if ord(char) not in showable()} <= unprintable(held)


def test_characters_without_a_sign_and_for_private_use_are_unprintable():
    assert unprintable("大学 财經서Čไج\u200bܐ\ue000∼\x01") == {"ܐ", "\ue000", "∼", "\x01"}
