import json
from datetime import date

import pytest

from teikei.lists.check import check
from teikei.lists.model import Entry, Heading, Region, Stated
from teikei.lists.read import read_content
from teikei.lists.read.jsonfile import listing_of
from teikei.names.bilingual import Refusal
from teikei.rules.counting import CountingRules
from teikei.rules.days import PartialDate

LEAST = {"format": "teikei-listing", "version": 1}


def read(**parts):
    return listing_of(json.dumps({**LEAST, **parts}).encode(), "x.json")


def test_every_value_comes_back():
    listing = read(
        title="一覧",
        as_of="2024-05-01",
        legend=["※注。"],
        rules={"oldest_date_only": True},
        totals={"territories": 1, "institutions": 1},
        regions=[{"label": "アジア", "counted": True, "note": "", "institutions": 1}],
        territories=[{"label": "インド", "codes": ["IN"], "region": "アジア", "counted": True, "institutions": 1}],
        entries=[
            {
                "n": 5,
                "region": "アジア",
                "territory": "インド",
                "institution": "デリー大学",
                "institution_alt": "University of Delhi",
                "partner_unit": "理学部",
                "units": ["工学部", "理学部"],
                "concluded_on": "2020-02",
                "valid_to": "auto-renew",
                "kinds": ["学生交流"],
                "marks": ["△"],
                "number": "A-3",
                "renewed_on": "2023-04",
                "location": "デリー",
                "note": "更新手続中",
                "quota_in": "2名",
                "quota_out": "3名",
                "counted": True,
            }
        ],
    )
    region = Region("アジア", (Stated("institutions", 1, "1"),))
    heading = Heading("インド", ("IN",), Stated("institutions", 1, "1"), region)
    assert listing.entries == (
        Entry(
            5,
            "デリー大学",
            ("工学部", "理学部"),
            PartialDate(2020, 2),
            region,
            heading,
            True,
            "University of Delhi",
            "理学部",
            "auto-renew",
            ("学生交流",),
            ("△",),
            "工学部・理学部",
            "2020.02",
            number="A-3",
            renewed_on=PartialDate(2023, 4),
            location="デリー",
            note="更新手続中",
            quota_in="2名",
            quota_out="3名",
        ),
    )
    assert (listing.title, listing.as_of, listing.legend, listing.rules) == (
        "一覧",
        date(2024, 5, 1),
        ("※注。",),
        CountingRules(oldest_date_only=True),
    )
    assert listing.stated == (Stated("territories", 1, "1"), Stated("institutions", 1, "1"))


def test_the_least_listing_is_empty():
    assert read().content() == read(entries=None, legend=None, rules=None).content()


def test_an_entry_may_name_a_territory_that_the_list_does_not_head():
    listing = read(
        entries=[{"institution": "A", "territory": "インド", "territory_codes": ["IN"]}, {"institution": "B", "territory": "インド"}]
    )
    assert [(entry.n, entry.territory, entry.territory_codes) for entry in listing.entries] == [
        (1, "インド", ("IN",)),
        (2, "インド", ("IN",)),
    ]
    assert listing.entries[0].heading is listing.entries[1].heading


@pytest.mark.parametrize(
    ("parts", "path", "expected"),
    [
        ({"format": "other"}, "/format", "“teikei-listing”"),
        ({"version": 2}, "/version", "1"),
        ({"title": 1}, "/title", "a text"),
        ({"version": True}, "/version", "a whole number"),
        ({"as_of": "2024-02-30"}, "/as_of", "a date such as 2024-05-01"),
        ({"legend": "x"}, "/legend", "a list of texts"),
        ({"legend": [1]}, "/legend", "a list of texts"),
        ({"rules": {"oldest_date_only": 1}}, "/rules/oldest_date_only", "true or false"),
        ({"rules": [1]}, "/rules", "an object"),
        ({"entries": {"a": 1}}, "/entries", "a list"),
        ({"entries": [{}, 3]}, "/entries/1", "an object"),
        ({"entries": [{"institution": " "}]}, "/entries/0/institution", "a name"),
        ({"entries": [{"institution": "A", "concluded_on": "20240501"}]}, "/entries/0/concluded_on", "a date such as 2024-05-01"),
        ({"entries": [{"institution": "A", "renewed_on": "last year"}]}, "/entries/0/renewed_on", "a date such as 2024-05-01"),
        ({"entries": [{"institution": "A", "quota_in": 2}]}, "/entries/0/quota_in", "a text"),
        ({"totals": {"institutions": "3"}}, "/totals/institutions", "a whole number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_by_its_path(parts, path, expected):
    with pytest.raises(Refusal) as refused:
        read(**parts)
    assert refused.value.text.en.startswith(f"x.json: at {path} the listing's JSON needs {expected}.")
    assert refused.value.text.ja.startswith(f"x.json: {path} の値")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{\n "format": }', "x.json, line 2, column 12: not valid JSON"),
        (b"\xff\xfe\xff", "x.json: not valid JSON (UnicodeDecodeError"),
        (b"[" * 200_000, "x.json: not valid JSON (RecursionError"),
        (b'{"version": 1' + b"0" * 5000 + b"}", "x.json: not valid JSON (ValueError"),
        (b"[]", "x.json: at / the listing's JSON needs an object"),
    ],
)
def test_what_is_no_json_of_ours_is_refused(content, said):
    with pytest.raises(Refusal) as refused:
        listing_of(content, "x.json")
    assert refused.value.text.en.startswith(said)


def test_records_of_another_program_are_rows_under_their_keys():
    records = [
        {
            "country": "Germany",
            "university": "University of Bonn",
            "signed": "1990-06-27",
            "faculty": ["Faculty of Law", "School of Medicine"],
        },
        {"country": "France", "university": "Sciences Po Lyon", "signed": "2011", "faculty": None},
    ]
    expected = [
        ("DE", "University of Bonn", ("Faculty of Law", "School of Medicine"), "1990-06-27"),
        ("FR", "Sciences Po Lyon", (), "2011"),
    ]
    lines = "\r\n".join(json.dumps(record) for record in records) + "\n\n"
    for content in (json.dumps(records), json.dumps({"updated": "2024-05-01", "agreements": records}, indent=1), lines):
        entries = read_content(content.encode(), "list.json").entries
        assert [(*entry.territory_codes, entry.institution, entry.units, entry.concluded_on.isoformat()) for entry in entries] == expected
        assert [entry.locator().line for entry in entries] == [1, 2]


def test_a_broken_line_among_lines_of_json_is_refused_by_its_place():
    with pytest.raises(Refusal, match=r"list\.jsonl, line 3, column 13: not valid JSON"):
        read_content(b'{"university": "A"}\n\n{"country": Germany}\n', "list.jsonl")


def test_records_of_something_else_are_refused():
    with pytest.raises(Refusal, match="no list of agreements"):
        read_content(b'[{"colour": "red"}, {"colour": "blue"}]', "list.json")


BONN = {"name": "University of Bonn", "since": "1990-06-27"}
LYON = {"name": "Sciences Po Lyon", "since": "2011"}


@pytest.mark.parametrize(
    "parsed",
    [
        {"regions": [{"name": "Europe", "countries": [{"name": "Germany", "partners": [BONN]}, {"name": "France", "partners": [LYON]}]}]},
        {"Europe": {"Germany": [BONN], "France": [LYON]}},
        {"Germany": [BONN], "France": [LYON]},
        {"features": [{"properties": {**BONN, "country": "DE"}}, {"properties": {**LYON, "country": "FRA"}}]},
        {"a1": {**BONN, "country": "Germany"}, "a2": {**LYON, "country": "France"}},
        [
            {"partner": {"name": each["name"], "country": code}, "agreements": [{"signed": each["since"]}]}
            for each, code in ((BONN, "DE"), (LYON, "FR"))
        ],
    ],
    ids=["lists in lists", "two keys that are values", "keys that are values", "features", "objects by id", "agreements of a partner"],
)
def test_records_are_found_however_deep_they_stand(parsed):
    entries = read_content(json.dumps(parsed).encode(), "list.json").entries
    assert [(entry.territory_codes, entry.institution, entry.concluded_on.isoformat()) for entry in entries] == [
        (("DE",), "University of Bonn", "1990-06-27"),
        (("FR",), "Sciences Po Lyon", "2011"),
    ]


def test_what_json_says_of_the_list_is_checked_against_its_records():
    parsed = {
        "version": 2,
        "title": "Partner universities",
        "total": 3,
        "updated": "2024-05-01",
        "data": [{**BONN, "country": "DE"}, {**LYON, "country": "FR"}],
    }
    read = read_content(json.dumps(parsed).encode(), "list.json")
    assert (read.title, read.as_of.isoformat()) == ("Partner universities", "2024-05-01")
    [finding] = [finding for finding in check(read) if finding.code == "headline-differs"]
    assert "3 institutions; the rows give 2" in finding.text.en


def test_a_country_without_partners_is_told_and_lost_nowhere():
    parsed = {
        "countries": [{"name": "Germany", "partners": [BONN]}, {"name": "France", "partners": [LYON]}, {"name": "Laos", "partners": []}]
    }
    read = read_content(json.dumps(parsed).encode(), "list.json")
    assert len(read.entries) == 2
    assert [finding.text.en for finding in check(read) if finding.code == "territory-without-rows"] == ["Laos has no rows."]


def test_rows_of_a_table_in_json_are_records():
    rows = [["Country", "University", "Date"], ["Germany", "University of Bonn", "1990-06-27"], ["France", "Sciences Po Lyon", "2011"]]
    read = read_content(json.dumps({"title": "Partner universities", "rows": rows}).encode(), "list.json")
    assert [(*entry.territory_codes, entry.institution) for entry in read.entries] == [
        ("DE", "University of Bonn"),
        ("FR", "Sciences Po Lyon"),
    ]


MANY_KEYS = {f"key {number}": number for number in range(2_000)}


@pytest.mark.parametrize(
    "content",
    [
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b'{"a":' + b"[" * 900 + b"1" + b"]" * 900 + b"}",
        json.dumps({f"k{number}": [{f"a{number}": "X"}] for number in range(5_000)}).encode(),
        json.dumps({"a": {**MANY_KEYS, "data": [BONN] * 10_000}}).encode(),
    ],
    ids=["deep objects", "deep lists", "a table for each record", "much around many records"],
)
def test_json_made_to_exhaust_is_refused(content):
    with pytest.raises(Refusal):
        read_content(content, "x.json")
