"""What programs read of the public pages: JSON-LD, Open Graph, sitemap."""

import json
import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest

from teikei.registry.models import Agreement, Institution, OrganizationalUnit
from teikei.registry.operations.judgment_files import load_judgments

from .conftest import EXAMPLE, RECEIVED

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def linked(client, address):
    return json.loads(BLOCK.search(client.get(address).content.decode())[1])


@pytest.fixture
def judged(kept):
    path = EXAMPLE.with_suffix(".judgments.tsv")
    load_judgments(path.read_bytes(), path.name, at=RECEIVED)
    return kept


def test_an_institution_tells_its_names_identifier_and_place(judged, client) -> None:
    partner = Institution.objects.filter(judgment__record__latitude__isnull=False).select_related("judgment__record").first()
    told = linked(client, f"/institutions/{partner.pk}/")
    record = partner.judgment.record
    assert told["@id"] == f"http://localhost/institutions/{partner.pk}/"
    assert told["identifier"] == f"https://ror.org/{record.ror}"
    assert told["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": record.latitude, "longitude": record.longitude}
    assert {"@value": partner.printed, "@language": "ja"} == told["name"]
    assert record.name_en in [name["@value"] if isinstance(name, dict) else name for name in told["alternateName"]]


def test_every_page_of_a_thing_says_what_it_is(judged, client) -> None:
    agreement = Agreement.objects.first()
    unit = OrganizationalUnit.objects.first()
    kinds = {
        address: linked(client, address)["@type"]
        for address in ("/", f"/agreements/{agreement.pk}/", f"/units/{unit.pk}/", f"/editions/{judged.pk}/")
    }
    assert list(kinds.values()) == [
        "WebSite", ["org:OrganizationalCollaboration", "Organization"], ["org:OrganizationalUnit", "Organization"], "Dataset",
    ]  # fmt: skip
    files = linked(client, f"/editions/{judged.pk}/")["distribution"]
    assert len(files) == 6
    assert len(linked(client, f"/agreements/{agreement.pk}/")["org:hasMember"]) == 2


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b & <i>", '"}]'])
def test_no_name_ends_the_block_that_it_stands_in(judged, client, name) -> None:
    partner = Institution.objects.filter(is_home=False).first()
    Institution.objects.filter(pk=partner.pk).update(printed=name)
    text = client.get(f"/institutions/{partner.pk}/").content.decode()
    assert len(BLOCK.findall(text)) == 1
    assert "<script>alert" not in text
    assert "<!--<script" not in text
    told = linked(client, f"/institutions/{partner.pk}/")["name"]
    assert (told["@value"] if isinstance(told, dict) else told) == name


def test_whoever_shares_a_page_shares_its_one_address_and_title(judged, client) -> None:
    text = client.get("/en/territories/VN/?x=1").content.decode()
    assert '<link rel="canonical" href="http://localhost/en/territories/VN/">' in text
    assert dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', text)) == {
        "og:title": "Vietnam", "og:type": "website", "og:url": "http://localhost/en/territories/VN/", "og:site_name": "提携 Teikei",
        "og:description": unescape("Agreements with institutions there"), "og:locale": "en_GB",
    }  # fmt: skip


def test_the_sitemap_names_every_public_page_in_both_languages_and_no_other(judged, client) -> None:
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    parts = [one.text for one in ET.fromstring(client.get("/sitemap.xml").content).iterfind(".//s:loc", spaces)]
    assert len({part.partition("?")[0] for part in parts}) == 6
    addresses: set[str] = set()
    for part in parts:
        answer = client.get(part.removeprefix("http://localhost"))
        assert answer.status_code == 200, part
        addresses |= {one.text.removeprefix("http://localhost") for one in ET.fromstring(answer.content).iterfind(".//s:loc", spaces)}
    assert len([one for one in addresses if "/agreements/" in one]) == 2 * Agreement.objects.count()
    assert "/en/students/" in addresses
    assert not [one for one in addresses if "desk" in one or "search" in one]
    for address in [*sorted(addresses)[:8], *sorted(addresses)[-8:]]:
        assert client.get(address).status_code == 200, address
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").content.decode()
