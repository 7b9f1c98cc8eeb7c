import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from teikei.pages.look import contrast, look_fault, readable
from teikei.registry.models import Institution, OrganizationalUnit

SITES = ["https://www.example.ac.jp", "https://*.example.ac.jp:8443"]


def test_nobody_may_frame_any_page_where_no_site_is_named(kept, client) -> None:
    for address in ("/embed/", "/", "/desk/login/"):
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_the_named_sites_may_frame_what_is_to_be_embedded_and_nothing_else(kept, client, settings) -> None:
    settings.TEIKEI_FRAMED_BY = SITES
    answer = client.get("/en/embed/")
    assert f"frame-ancestors {' '.join(SITES)}" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    for address in ("/", "/search/", "/desk/login/", "/embed/fragment.html"):
        assert "frame-ancestors 'none'" in client.get(address)["Content-Security-Policy"], address


def test_the_framed_list_is_searched_in_its_frame_and_opens_pages_beside_it(kept, see, client) -> None:
    page = see("/en/embed/?q=vietnam")
    assert "19 | agreements" in page.text
    text = client.get("/en/embed/?q=vietnam").content.decode()
    assert '<base target="_blank">' in text
    assert 'action="/en/embed/" method="get" target="_self"' in text
    assert "masthead" not in text
    assert "<script" not in text
    following = re.search(r'rel="next" target="_self" href="([^"]+)"', client.get("/en/embed/").content.decode())
    assert client.get("/en/embed/" + following[1].replace("&amp;", "&")).status_code == 200


def test_a_unit_and_a_partner_have_frames_of_their_own(kept, see) -> None:
    unit = OrganizationalUnit.objects.get(name="法学部")
    partner = Institution.objects.get(printed="テレコム大学")
    assert f"{unit.parties.count()} | agreements" in see(f"/en/embed/units/{unit.pk}/").text
    assert "テレコム大学" in see(f"/embed/institutions/{partner.pk}/").text
    for address in ("/embed/units/999999/", "/embed/institutions/999999/", "/embed/units/999999/fragment.html"):
        see(address, status=404)


class Elements(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_the_fragment_is_a_table_with_whole_addresses_and_nothing_that_runs(kept, client) -> None:
    answer = client.get("/en/embed/fragment.html?territory=VN")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    seen = Elements(answer.content.decode()).seen
    assert seen[0] == ("div", {"class": "teikei", "lang": "en"})
    assert {tag for tag, _ in seen} <= {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "time", "span", "br", "p"}
    assert not [named for _, named in seen if any(name.startswith("on") or name == "style" for name in named)]
    links = [named["href"] for tag, named in seen if tag == "a"]
    assert len(links) > 19
    assert all(link.startswith("http://localhost/en/") for link in links)
    for link in links[:3]:
        assert client.get(link.removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_a_name_in_a_fragment_is_never_markup(kept, client, name) -> None:  # BAD_INPUTS 52, 65
    partner = Institution.objects.get(printed="テレコム大学")
    Institution.objects.filter(pk=partner.pk).update(printed=name)
    for address in (f"/embed/institutions/{partner.pk}/", f"/embed/institutions/{partner.pk}/fragment.html"):
        text = client.get(address).content.decode()
        assert "<script" not in text
        assert "<img" not in text


def test_no_embedded_page_takes_anything_but_reading(kept) -> None:
    visitor = Client(headers={"host": "localhost"})
    for address in ("/embed/", "/embed/fragment.html", "/theme.css", "/logo"):
        assert visitor.post(address).status_code == 405


# Colour and logo ------------------------------------------------------------------------------------------------------

PAPERS = {"light": (0xFA, 0xF8, 0xF3), "dark": (0x17, 0x18, 0x1B)}


def parsed(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_is_made_readable_in_both_themes(number) -> None:
    for scheme, paper in PAPERS.items():
        assert contrast(parsed(readable(f"#{number:06x}", scheme)), paper) >= 4.5


def test_a_colour_that_can_be_read_is_left_as_it_is() -> None:
    assert readable("#7a1f2b", "light") == "#7a1f2b"


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21
    assert contrast((9, 9, 9), (9, 9, 9)) == 1


def test_the_colour_reaches_every_page_as_a_style_sheet(kept, client, settings) -> None:
    assert "theme.css" not in client.get("/").content.decode()
    settings.TEIKEI_COLOUR = "#7a1f2b"
    for address in ("/", "/embed/", "/desk/login/"):
        assert '<link rel="stylesheet" href="/theme.css">' in client.get(address).content.decode(), address
    sheet = client.get("/theme.css")
    assert sheet["Content-Type"].startswith("text/css")
    assert "--indigo: #7a1f2b;" in sheet.content.decode()


def test_the_logo_stands_in_the_head_and_can_run_nothing(kept, client, settings, tmp_path) -> None:
    assert client.get("/logo").status_code == 404
    path = tmp_path / "logo.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    settings.TEIKEI_LOGO = str(path)
    answer = client.get("/logo")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert 'src="/logo"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("framed_by", "colour", "logo", "named"),
    [
        (["https://a.example", "javascript:alert(1)"], "", "", "TEIKEI_FRAMED_BY"), (["*"], "", "", "TEIKEI_FRAMED_BY"),
        (["https://a.example; script-src *"], "", "", "TEIKEI_FRAMED_BY"), (["https://a.example/path"], "", "", "TEIKEI_FRAMED_BY"),
        ([], "red; } body {", "", "TEIKEI_COLOUR"), ([], "#12345", "", "TEIKEI_COLOUR"),
        ([], "", "/etc/passwd", "TEIKEI_LOGO"), ([], "", "/missing.svg", "TEIKEI_LOGO"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_refused_by_its_name(framed_by, colour, logo, named) -> None:
    assert look_fault(framed_by, colour, logo).startswith(named)
    assert look_fault(SITES, "#7a1f2b", "") == ""
