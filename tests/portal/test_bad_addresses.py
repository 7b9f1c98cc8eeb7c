"""Addresses that nobody links to: numbers without end, filters without end, methods, suffixes (BAD_INPUTS 70, 71, 74, 75)."""

import pytest

from teikei.registry.models import Agreement

BIG = 10**30
PAGES = [
    "/map/",
    "/map/agreements.svg",
    "/students/",
    "/embed/",
    "/embed/fragment.html",
    "/ends.ics",
    "/statistics/development/",
    "/changes.atom",
]
QUERIES = [
    f"unit={BIG}", "unit=-1", "unit=9223372036854775808", "region=%00", "q=%00%01", "q=" + "x" * 5000, "territory=%F0%9F%98%80", "view=32,9999,9999",
    "view=" + "9" * 400, f"year={BIG}", "as_of=0000-00-00", "as_of=9999-12-31", "as_of=0001-01-01", "id__gt=0&key__contains=a&order_by=body", "part=1&view=2",
    "&".join(f"unit={number}" for number in range(900)), "level=" + "6" * 300, "after=%00~9", f"after=~{BIG}", "since=" + "9" * 50,
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_query_breaks_a_public_page(kept, client, page) -> None:  # BAD_INPUTS 71
    for query in QUERIES:
        assert client.get(f"{page}?{query}").status_code in (200, 400), query


@pytest.mark.parametrize("number", [0, 999_999, 2**31, 2**63 - 1, 2**63, BIG])
def test_a_number_that_is_nobodys_is_not_found(kept, client, number) -> None:
    for page in ("embed/units", "embed/institutions", "units", "institutions", "agreements"):
        assert client.get(f"/{page}/{number}/").status_code == 404, page
    assert client.get(f"/editions/{number}/changes/").status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "/sitemap.xml", "/theme.css"])
def test_public_pages_are_read_and_nothing_else(kept, client, page) -> None:  # BAD_INPUTS 70, 75
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(page, headers={"X-HTTP-Method-Override": "GET"})
        assert answer.status_code == 405 or page == "/sitemap.xml", (method, answer.status_code)
    assert not client.get(page).cookies


def test_a_host_that_is_not_ours_gets_no_address_of_it(kept, client) -> None:  # BAD_INPUTS 75
    for page in ("/", "/changes.atom", "/sitemap.xml", "/robots.txt", "/embed/fragment.html"):
        answer = client.get(page, headers={"host": "evil.example"})
        assert answer.status_code == 400
        assert b"evil.example" not in answer.content


def test_a_sitemap_of_another_name_is_not_found(kept, client) -> None:  # BAD_INPUTS 74
    assert client.get("/sitemap-drafts.xml").status_code == 404
    assert client.get("/sitemap-agreements.xml?p=99999").status_code == 404


def test_nul_in_an_address_is_not_found(kept, client) -> None:  # BAD_INPUTS 71; PostgreSQL can be asked for no such text
    number = Agreement.objects.first().pk
    for page in ("territories/%00/", "calendar/a%00b.ics", f"agreements/{number}/documents/%00/", f"editions/{kept.pk}/download/%00"):
        assert client.get(f"/{page}").status_code == 404, page
