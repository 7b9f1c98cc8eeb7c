import json
import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest
from django.utils.translation import override

from teikei.portal.map_drawing import ZOOMS, asked_view, marks, shades, step_of, whole
from teikei.portal.map_markup import land, small_map
from teikei.portal.world import COARSE, box_around, world
from teikei.registry.models import AuthorityRecord, Institution, Judgment
from teikei.registry.operations.judgment_files import load_judgments
from teikei.registry.queries.geography import PartnerThere, partners_there
from teikei.registry.queries.search import Terms, counted_by

from .conftest import EXAMPLE, RECEIVED

JUDGMENTS = EXAMPLE.with_suffix(".judgments.tsv")


def partner(number: int, latitude: float | None, longitude: float | None, city: str = "", agreements: int = 1) -> PartnerThere:
    return PartnerThere(number, f"大学{number}", f"University {number}", "XX", city, latitude, longitude, agreements)


@pytest.fixture
def judged(kept):
    load_judgments(JUDGMENTS.read_bytes(), JUDGMENTS.name, at=RECEIVED)
    return kept


def test_places_stand_where_the_generators_projection_puts_them() -> None:
    for longitude, latitude, x, y in world().checks:
        found = world().point(longitude, latitude)
        assert (round(found[0]), round(found[1])) == (round(x), round(y)), (longitude, latitude)


def test_japan_stands_in_the_middle_and_the_paper_is_cut_in_the_atlantic() -> None:
    assert abs(world().point(139.7, 35.7)[0] - world().width / 2) < world().width / 20
    assert world().point(-31, 0)[0] > world().width * 0.98
    assert world().point(-29, 0)[0] < world().width * 0.02


def test_every_outline_lies_on_the_paper_around_its_middle() -> None:
    for code, (left, top, right, bottom) in world().boxes.items():
        x, y = world().centres[code]
        assert left <= x <= right, code
        assert top <= y <= bottom, code
        assert right <= world().width + 1
    assert {"JP", "CN", "TW", "KR", "US", "FR", "VN"} <= set(world().shapes)
    assert {"HK", "MO", "SG"} <= set(world().centres)


def test_partners_of_one_place_are_one_mark_and_come_apart_where_one_zooms_in() -> None:
    there = [partner(1, 35.0, 135.8, "Kyoto"), partner(2, 35.0, 135.8, "Kyoto"), partner(3, 34.7, 135.5, "Osaka"), partner(4, -33.9, 18.4)]
    near, far = sorted(marks(there, whole()), key=lambda mark: -len(mark.partners))
    assert [one.id for one in near.partners] == [1, 2, 3]
    assert (near.places, near.cities) == (2, ("Kyoto", "Osaka"))
    assert [one.id for one in far.partners] == [4]
    assert far.view == ""
    view = asked_view(near.view)
    assert view.zoom == 2
    while len(seen := marks(there, view)) == 1:
        view = asked_view(seen[0].view)
    assert sorted(len(mark.partners) for mark in seen) == [1, 2]


def test_marks_never_stand_closer_than_a_finger_and_lose_no_partner() -> None:
    there = [partner(number, -60 + number * 37 % 120, -180 + number * 61 % 360) for number in range(700)]
    for zoom in ZOOMS:
        view = asked_view(f"{zoom},2000,890")
        seen = marks(there, view)
        apart = min((((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for number, a in enumerate(seen) for b in seen[:number]), default=10_000)
        assert apart >= 24 * view.unit
        inside = [one for one in there if view.holds(*world().point(one.longitude, one.latitude))]
        assert sum(len(mark.partners) for mark in seen) == len(inside)


def test_a_partner_without_a_place_is_on_no_mark() -> None:
    assert marks([partner(1, None, None)], whole()) == []


@pytest.mark.parametrize("text", ["", "3,1,1", "8,-1,5", "99,1,1", "8,1", "8,10000,1", "x", "8,1,1,1", "２,1,1"])
def test_a_view_that_says_nothing_is_the_whole_world(text) -> None:
    assert asked_view(text) == whole()


def test_no_view_leaves_the_paper() -> None:
    for zoom in ZOOMS:
        for x, y in ((0, 0), (9999, 9999), (0, 9999)):
            left, top, width, height = asked_view(f"{zoom},{x},{y}").box
            assert left >= 0
            assert top >= 0
            assert left + width <= world().width + 1
            assert top + height <= world().height + 1
    assert whole().moved(1, 0) is None
    assert whole().enlarged(-1) is None
    assert asked_view("32,2000,900").enlarged(1) is None


@pytest.mark.parametrize("counts", [[1], [1, 2], [1, 3, 7, 900_000], [5, 5, 5], list(range(1, 60))])
def test_every_number_has_one_shade_and_a_greater_one_none_lighter(counts) -> None:
    steps = shades(counts)
    told = [step_of(count, steps) for count in sorted(counts)]
    assert told == sorted(told)
    assert told[-1] == 5
    assert min(told) >= 1
    assert shades([]) == []
    assert len(steps) <= len(set(counts))
    assert step_of(0, steps) == 0


def _there(**terms: object) -> list[PartnerThere]:
    return partners_there(counted_by(Terms(**terms))[0])


def test_the_map_counts_what_the_search_finds(judged, found) -> None:
    for terms in ({}, {"territory": "VN"}, {"text": "医"}, {"year": 2015}):
        assert sum(one.agreements for one in _there(**terms)) >= found(**terms).total
        assert counted_by(Terms(**{**terms, "territory": None}))[1] == {
            value.value: value.count for value in found(**{**terms, "territory": None}).facets["territory"]
        }


def test_only_the_record_that_counts_gives_a_place(judged) -> None:
    placed = next(one for one in _there() if one.latitude is not None)
    institution = Institution.objects.get(pk=placed.id)
    record = institution.judgment.record
    assert (placed.latitude, placed.longitude, placed.city) == (record.latitude, record.longitude, record.city)
    institution.judgment = Judgment.objects.create(institution=institution, verdict="unsure", maybe=record, source="test", made_at=RECEIVED)
    institution.save()
    assert next(one for one in _there() if one.id == placed.id).latitude is None
    assert AuthorityRecord.objects.filter(pk=record.pk).exists()


def test_the_page_has_the_map_its_table_and_the_filters_of_the_search(judged, client, see) -> None:
    page = see("/en/map/?territory=VN")
    assert page.headings[:1] == [1]
    assert "Hanoi" in page.text
    assert "Jakarta" not in page.text
    text = client.get("/en/map/?territory=VN").content.decode()
    assert re.search(r'<option value="VN" selected>', text)
    assert "19" in re.search(r'class="as-of"><strong>(\d+)</strong>', text)[1]
    assert text.count('class="dot') > 1


def test_every_step_of_the_map_is_a_link_that_keeps_the_filters(judged, client) -> None:
    text = client.get("/map/?territory=VN&view=4,1600,800").content.decode()
    moves = dict(re.findall(r'id="move-(\w+)" href="([^"]+)"', text))
    assert set(moves) == {"nearer", "further", "west", "north", "south", "east", "whole"}
    for address in moves.values():
        assert "territory=VN" in address
        assert client.get("/map/" + unescape(address).partition("#")[0]).status_code == 200
    assert "view" not in moves["whole"]


def test_every_link_of_a_mark_leads_somewhere(judged, client) -> None:
    text = client.get("/map/?view=8,1500,800").content.decode()
    links = re.findall(r'<a href="([^"]+)" aria-label=', text)
    assert len(links) > 10
    for link in links:
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in text
        else:
            assert client.get(unescape(link).partition("#")[0] if link.startswith("/") else "/map/" + unescape(link)).status_code == 200


def test_what_changes_with_the_view_comes_alone(judged, client) -> None:
    part = client.get("/map/?view=2,1600,800&part=1").content.decode()
    assert "<html" not in part
    assert 'viewBox="600 355 2000 890"' in part
    assert len(part) < 100_000


def test_a_territory_too_small_for_an_outline_is_shaded_as_a_spot() -> None:
    assert "SG" not in world().shapes
    with override("en"):
        drawn = land({"SG": 3, "VN": 1}, shades([3, 1]), whole())
    x, y = world().centres["SG"]
    assert f'<circle cx="{x}" cy="{y}" r="10" class="s5"><title>Singapore: 3 agreements</title></circle>' in drawn


def test_the_page_needs_eight_queries(judged, client, django_assert_max_num_queries) -> None:
    client.get("/search/")  # the search's index is made at the first question
    with django_assert_max_num_queries(8):
        client.get("/map/?view=2,1600,800")


def test_a_partner_without_a_record_is_named_below_the_map(kept, see) -> None:
    page = see("/en/map/")
    assert "Without a known place" in page.text
    assert "テレコム大学" in page.text


def test_the_file_to_print_is_svg_that_needs_nothing_else(judged, client) -> None:
    answer = client.get("/map/agreements.svg?territory=VN")
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    drawn = ET.fromstring(answer.content)
    told = "".join(drawn.itertext())
    assert "ベトナム" in told
    assert "Natural Earth" in told
    assert not re.search(r"href|<style|<script|class=", answer.content.decode())


def test_the_file_to_print_says_each_filter_that_it_was_narrowed_down_by(judged, client) -> None:
    told = "".join(ET.fromstring(client.get("/en/map/agreements.svg?q=大学&level=university&in_force=yes").content).itertext())
    for words in ("大学", "Level: Between universities", "In force today: yes"):
        assert words in told, words


def test_the_small_map_names_its_place_as_it_is_written() -> None:
    with override("en"):
        assert 'aria-label="Map: L&#x27;Aquila"' in small_map(13.4, 42.35, "L'Aquila")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"/><script>', "</title><script>alert(1)</script>", "'; url(x)"])
def test_a_name_is_never_markup(judged, client, name) -> None:  # BAD_INPUTS 52, 65
    placed = next(one for one in _there() if one.latitude is not None)
    Institution.objects.filter(pk=placed.id).update(printed=name)
    for address in ("/map/", "/map/?view=16,1893,579", "/map/agreements.svg"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        if address.endswith("svg"):
            ET.fromstring(text)


def test_the_committed_world_names_its_source() -> None:
    kept = json.loads((EXAMPLE.parents[1] / "src/teikei/portal/data/world.json").read_text(encoding="utf-8"))
    assert "Natural Earth" in kept["source"]


def test_a_long_table_is_folded_and_a_short_one_stands_open(judged, client) -> None:
    assert re.search(r'<details class="long-table"><summary>\d+か所</summary>', client.get("/map/").content.decode())
    assert '<details class="long-table" open>' in client.get("/map/?territory=VN").content.decode()


def test_filters_are_folded_until_one_of_them_is_set(judged, client) -> None:
    assert "<details><summary>ほかの条件" in client.get("/map/?q=大学").content.decode()
    assert "<details open><summary>ほかの条件" in client.get("/map/?territory=VN").content.decode()


def test_the_front_page_shades_each_territory_that_has_agreements_and_leads_there(kept, client) -> None:
    page = client.get("/").content.decode()
    drawn = page[page.index('<figure class="overview">') : page.index("</figure>")]
    counts = counted_by(Terms())[1]
    found = dict(re.findall(r'<a href="/territories/([A-Z]{2})/"[^>]*><title>[^<]*: 協定([0-9]+)件', drawn))
    assert found == {code: str(count) for code, count in counts.items()}
    assert "HK" in found
    assert drawn.count("<a ") == drawn.count('tabindex="-1"')  # the table beside it has the same links
    assert 'aria-hidden="true"' in drawn


def test_the_small_world_lies_within_its_paper_and_loses_no_country_that_can_be_seen() -> None:
    drawn, _ = world().coarse
    large = [code for code, (left, top, right, bottom) in world().boxes.items() if min(right - left, bottom - top) > 10 * COARSE]
    assert large
    assert [code for code in large if not drawn[code]] == []
    for code in large:
        (left, top, right, bottom), small = world().boxes[code], box_around(drawn[code])
        assert left - COARSE <= COARSE * small[0] < COARSE * small[2] <= right + COARSE, code
        assert top - COARSE <= COARSE * small[1] < COARSE * small[3] <= bottom + COARSE, code
