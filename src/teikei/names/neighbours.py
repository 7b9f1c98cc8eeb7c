"""Which countries and regions are neighbours, so that one that is new to a list finds its heading."""

from functools import cache

from teikei.names.vocabulary import vocabulary


@cache
def part_of_the_world(code: str) -> tuple[str, str]:
    """The continent and sub-region of an ISO 3166-1 code by the United Nations' M49 (data/m49.toml); two empty texts if unknown."""
    for continent, parts in vocabulary("m49").items():
        for part, codes in parts.items():
            if code in codes.split():
                return continent, part
    return "", ""
