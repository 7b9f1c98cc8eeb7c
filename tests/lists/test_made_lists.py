"""Lists of our own making, in every layout and format, read back exactly or with a finding at the right place."""

import pytest

from made.layout import Format, Layout
from made.lists import Made, made, made_with_counts
from made.marking import FALSE_ALARMS, Reading, mark, reading, reported

# The first seeds of each format: fewer where a list takes long to make.
SEEDS: dict[Format, int] = {"txt": 80, "csv": 40, "html": 50, "xlsx": 40, "xls": 15, "ods": 15, "docx": 15, "pdf": 20}
COUNTS = 120


def _told(one: Made, what: object) -> str:
    """What a failure has to say: how to see the list again, its layout, and the first difference."""
    return f"python -m made show {one.seed} --format {one.layout.format}\n{one.layout}\n{what}"


def _told_of_counts(one: Made, what: object) -> str:
    return _told(one, what).replace("\n", f" --counts {'wrong' if one.planted else 'clean'}\n", 1)


@pytest.mark.parametrize("format", SEEDS)
def test_a_made_list_is_read_back_exactly_or_says_where_it_is_not(format: Format) -> None:
    exact = demanded = 0
    first = ""
    for seed in range(SEEDS[format]):
        one = made(seed, format)
        result = mark(reading(one.content, one.name), one.key)
        assert not result.refused, _told(one, result.refused)
        assert not result.silent, _told(one, result.silent[0])
        exact, demanded = exact + result.exact, demanded + result.demanded
        first = first or (_told(one, result.wrong[0]) if result.wrong else "")
    assert exact >= 0.99 * demanded, first  # what is not exact is reported at its place: nothing above was silent


def _read_with_counts(seed: int, *, wrong: bool) -> tuple[Made, Reading]:
    one = made_with_counts(seed, "txt" if seed % 2 else "xlsx", wrong=wrong)
    return one, reading(one.content, one.name)


def test_a_wrong_count_is_reported_at_its_level() -> None:
    for seed in range(COUNTS):
        one, read = _read_with_counts(seed, wrong=True)
        assert one.planted is not None
        assert reported(read, one.planted), _told_of_counts(one, one.planted)


def test_right_counts_raise_no_alarm() -> None:
    for seed in range(COUNTS):
        one, read = _read_with_counts(seed, wrong=False)
        alarms = [finding.text.en for finding in read.findings if finding.code in FALSE_ALARMS]
        assert not alarms, _told_of_counts(one, alarms[0])


def test_the_same_seed_makes_the_same_list() -> None:
    for format in SEEDS:
        one, again = made(7, format), made(7, format)
        assert (one.layout, one.truth, one.key) == (again.layout, again.truth, again.key)


def test_an_exact_reading_is_told_from_a_wrong_one() -> None:
    """The marking itself: a name, a day, a unit or a territory that differs is found, in silence or not."""
    one = next(one for one in map(made, range(50)) if _plain(one.layout) and not mark(reading(one.content, one.name), one.key).wrong)
    other = next(made(seed, one.layout.format) for seed in range(1000, 1050))
    result = mark(reading(other.content, other.name), one.key)
    assert result.exact < result.demanded
    assert result.silent


def _plain(layout: Layout) -> bool:
    return layout.format == "txt" and layout.cut == "tab"
