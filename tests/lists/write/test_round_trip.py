"""What a writer wrote reads back as the same list."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teikei.lists.layout import interpret
from teikei.lists.model import Entry, Heading, Listing, Region
from teikei.lists.read import csvfile, html, jsonfile, text, workbook
from teikei.lists.write import FORMATS, Format, write_listing
from teikei.lists.write.compose import compose
from teikei.names.bilingual import LANGUAGES, Language
from teikei.names.territories import territory_codes
from teikei.rules.days import PartialDate
from tests.lists.write.listings import TERRITORIES, UNITS, listings

READERS: dict[Format, Callable[[bytes], Listing]] = {
    "txt": lambda content: interpret(text.document_of(content, "list.txt")),
    "csv": lambda content: interpret(csvfile.document_of(content, "list.csv")),
    "xlsx": lambda content: interpret(workbook.document_of(content, "list.xlsx")),
    "html": lambda content: interpret(html.document_of(content, "list.html")),
    "json": lambda content: jsonfile.listing_of(content, "list.json"),
}
calmly = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("format", READERS)
@given(listing=listings(), language=st.sampled_from(LANGUAGES))
@calmly
def test_a_written_listing_reads_back_equal(format: Format, listing: Listing, language: Language) -> None:
    composed = compose(listing, language=language)
    read = READERS[format](write_listing(listing, format, language=language))
    assert read.content() == composed.content()
    assert "unread" not in read.roles


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("size", [0, 1, 2000])
def test_a_listing_of_any_size_reads_back_equal(format: Format, size: int) -> None:
    regions = [Region("アジア"), Region("欧州"), Region("複数国", counted=False)]
    headings = [Heading(label, territory_codes(label), None, region) for region in regions for label in TERRITORIES]
    entries = []
    for number in range(size):
        heading = headings[number * 7 % len(headings)]
        region = heading.region
        assert region
        day = PartialDate(1990 + number % 30, number % 12 + 1, number % 28 + 1)
        entries.append(Entry(number + 1, f"大学 {number}", (UNITS[number % len(UNITS)],), day, region, heading, region.counted))
    listing = Listing("一覧", entries=tuple(entries))
    assert READERS[format](write_listing(listing, format)).content() == compose(listing).content()


@given(listing=listings(), language=st.sampled_from(LANGUAGES))
@calmly
def test_composing_twice_changes_nothing(listing: Listing, language: Language) -> None:
    once = compose(listing, language=language)
    assert compose(once, language=language) == once


@pytest.mark.parametrize("format", FORMATS)
@given(listing=listings(most=4))
@settings(calmly, max_examples=15)
def test_two_runs_give_the_same_bytes(format: Format, listing: Listing) -> None:
    assert write_listing(listing, format) == write_listing(listing, format)
