import pytest

from teikei.names.regions import region_in_english


@pytest.mark.parametrize(
    ("label", "english"),
    [
        ("アジア", "Asia"), ("ヨーロッパ（NIS諸国を含む）", "Europe (including NIS countries)"), ("中東・アフリカ", "Middle East and Africa"),
        ("北米、中南米、大洋州", "North America, Latin America and Oceania"), ("東南アジア", "Southeast Asia"), ("オセアニア（Oceania）", "Oceania"),
        ("アジア Asia & Pacific", "Asia & Pacific"), ("Europe", "Europe"), ("環日本海圏", None), ("アジア・環日本海圏", None),
    ],
)  # fmt: skip
def test_a_region_has_the_english_that_is_printed_beside_it_or_known_of_all_its_parts(label, english):
    assert region_in_english(label) == english
