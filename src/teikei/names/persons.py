"""Persons in names of institutions, under the form that each language gives them (data/persons.toml): カレル is Charles."""

from functools import cache

from teikei.names.vocabulary import vocabulary


def person_forms(kana: str) -> tuple[str, ...]:
    """The Latin forms of a person's name in katakana, lower case; none where its sound is bridge enough."""
    return _forms().get(kana, ())


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in vocabulary("persons")["forms"].splitlines():
        japanese, _, latin = line.partition(" = ")
        found |= dict.fromkeys(japanese.split(",") if latin else (), tuple(latin.split(",")))
    return found
