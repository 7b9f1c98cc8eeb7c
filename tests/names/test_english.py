"""English that is printed beside Japanese."""

import pytest

from teikei.names.english import english_within


@pytest.mark.parametrize(
    ("printed", "english"),
    [
        ("部局間協定校一覧 / List of Partner Institutions", "List of Partner Institutions"),
        ("List of Partner Institutions 協定校一覧", "List of Partner Institutions"),
        ("学術交流協定（Agreement on Academic Exchange）", "Agreement on Academic Exchange"),
        ("協定 (Agreement on Exchange (General))", "Agreement on Exchange (General)"),
        ("Memorandum of Understanding", "Memorandum of Understanding"),
    ],
)
def test_an_english_phrase_beside_the_japanese_is_found(printed: str, english: str) -> None:
    assert english_within(printed) == english


@pytest.mark.parametrize("printed", ["部局間協定", "IGS Center 協定一覧", "協定校一覧（MOU, MOA）", "2024", ""])
def test_an_acronym_or_a_name_inside_a_japanese_title_is_no_title(printed: str) -> None:
    assert english_within(printed) == ""
