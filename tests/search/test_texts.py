"""Strings in texts: exactly where they stand, whatever their length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.search.folding import Folded
from teikei.search.texts import INSIDE, START, WHOLE, WORD, Texts, segment

LETTERS = st.text("abあ学𠮷", max_size=9)


def written(*texts: str) -> list[Folded]:
    return [Folded(text, (0,)) for text in texts]


@settings(deadline=None)
@given(st.lists(LETTERS, max_size=12), st.text("abあ学𠮷z", min_size=1, max_size=7))
def test_a_string_is_found_in_every_text_that_holds_it_and_in_no_other(texts, sought):
    found = segment(written(*texts)).holding(sought)
    assert set(found.tolist()) == {at for at, text in enumerate(texts) if sought in text}


@settings(deadline=None)
@given(st.lists(LETTERS, max_size=30), st.lists(st.lists(LETTERS, max_size=4), max_size=5), LETTERS.filter(bool))
def test_texts_that_came_later_are_found_like_the_first(first, later, sought):
    texts = Texts().with_more(written(*first))
    for more in later:
        texts = texts.with_more(written(*more))
    every = [*first, *(text for more in later for text in more)]
    assert set(texts.holding(sought).tolist()) == {at for at, text in enumerate(every) if sought in text}
    assert [texts.text(at) for at in range(len(texts))] == every


@pytest.mark.parametrize(
    ("sought", "how"), [("gadjahmada", WHOLE), ("gadjah", START), ("mada", WORD), ("ada", INSIDE), ("a", INSIDE), ("adjahma", INSIDE)]
)
def test_how_a_string_stands_is_told(sought, how):
    _, found = segment([Folded("gadjahmada", (0, 6))]).find(sought)
    assert max(found.tolist()) == how


def test_a_character_that_occurs_nowhere_finds_nothing():
    assert segment(written("abc")).holding("abcd").tolist() == []
    assert segment([]).holding("a").tolist() == []
    assert Texts().find("a")[0].tolist() == []


def test_a_string_does_not_run_from_one_text_into_the_next():
    assert segment(written("abc", "def")).holding("cd").tolist() == []


def test_a_text_that_is_not_there_is_refused():
    with pytest.raises(IndexError):
        Texts().with_more(written("a")).text(1)
