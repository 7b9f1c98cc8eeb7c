"""What programs read: lists, pages, formats, kept answers, errors (BAD_INPUTS 67, 70, 71, 74, 75)."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pyarrow.parquet as pq
import pytest

from teikei.registry.operations.judging import choose
from teikei.registry.queries import open_agreements
from teikei.rules.agreement import Amendment, Closing, Contact, Exchange, Memorandum, Note, Party, PartyUnit, Signature, Term, plain
from tests.api.conftest import NOW
from tests.desk.agreements import kept, made_agreement
from tests.people import made_person
from tests.registry.authorities import Authority, install, record

BASE = "/api/v1/"


@pytest.fixture
def three(world) -> list[int]:
    """One that runs on by renewal, one that was closed, one between universities that is over."""
    french = (Party(institution=world.home, units=(PartyUnit(unit=world.letters),)), Party(institution=world.orleans))
    return kept(
        made_agreement(world, notes=(Note(text="内密", by="x", at="2024-01-01", visibility="staff"),), contacts=(Contact(name="担当者"),)),
        made_agreement(world, parties=french, concluded_on="2010", closing=Closing(closed_on=date(2018, 4, 1), reason="cancelled")),
        made_agreement(
            world, level="university", concluded_on="2001-04", terms=(Term(valid_from=date(2001, 4, 1), valid_to=date(2006, 3, 31)),),
            renewal=made_agreement(world).renewal.__class__(kind="none"), title="大学間協定",
        ),
    )  # fmt: skip


def test_a_list_names_parties_places_and_what_each_agreement_is_today(ask, three, world) -> None:
    rows = ask("agreements")["rows"]
    assert [row["id"] for row in rows] == three
    assert [row["status"] for row in rows] == ["assumed", "ended", "ended"]
    first = rows[0]
    assert (first["territories"], first["concluded_on"], first["level"]) == (["TH"], "2015-11-09", "unit")
    assert [(party["name"], party["home"], [unit["name"] for unit in party["units"]]) for party in first["parties"]] == [
        ("本学", True, ["理学部"]), ("チェンマイ大学", False, []),
    ]  # fmt: skip


def test_who_has_no_record_is_named_in_english_by_its_own_name_and_so_it_is_on_english_pages(ask, three, client) -> None:
    home, partner = ask("agreements")["rows"][0]["parties"]
    assert (home["name_en"], partner["name_en"], partner["ror"]) == ("Our University", "Chiang Mai University", "")
    for address in ("/en/", "/en/search/", f"/en/agreements/{three[0]}/"):
        assert "Chiang Mai University" in client.get(address).content.decode(), address


@pytest.mark.parametrize("rare", [0, 50_000])
def test_words_and_filters_find_the_same_however_few_pass_the_filters(ask, three, monkeypatch, rare) -> None:
    monkeypatch.setattr(open_agreements, "TRIED", 0)
    monkeypatch.setattr(open_agreements, "RARE", rare)
    asked = ("q=マイ&concluded_to=2005-01-01", "q=マイ&status=assumed", "q=マイ", "q=マイ&sort=oldest", "q=マイ&concluded_to=1900-01-01")
    found = [[row["id"] for row in ask(f"agreements?{query}")["rows"]] for query in asked]
    assert found == [[three[2]], [three[0]], [three[0], three[2]], [three[2], three[0]], []]


def test_as_of_shows_what_held_on_that_day_and_a_status_asks_for_something_else(ask, three) -> None:
    assert [row["id"] for row in ask("agreements?as_of=2016-01-01")["rows"]] == three[:2]
    assert [(row["id"], row["status"]) for row in ask("agreements?as_of=2003-01-01")["rows"]] == [(three[2], "in-force")]
    assert [row["id"] for row in ask("agreements?as_of=2019-01-01&status=ended")["rows"]] == three[1:]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("q=ﾁｪﾝﾏｲ", [0, 2]), ("q=Orleans", [1]), ("q=orelans", [1]), ("q=マイ&sort=oldest", [2, 0]), ("q=マイ&level=unit", [0]), ("q=マイ&unit=999", []),
        ("q=マイ&concluded_to=2005-01-01", [2]), ("q=マイ&territory=FR", []), ("q=マイ&as_of=2016-01-01", [0]), ("q=マイ&status=ended", [2]),
        ("territory=FR", [1]), ("level=university", [2]), ("concluded_from=2012-01-01", [0]),
        ("concluded_to=2005-01-01", [2]), ("sort=oldest", [2, 1, 0]), ("sort=newest", [0, 1, 2]), ("sort=partner&territory=TH", [0, 2]),
        ("q=%00", [0, 1, 2]), ("ror=05gzceg21", []),
    ],
)  # fmt: skip
def test_filters_and_orders_find_what_they_say(ask, three, query, places) -> None:
    assert [row["id"] for row in ask(f"agreements?{query}")["rows"]] == [three[place] for place in places]


@pytest.mark.parametrize("sort", ["list", "partner", "newest", "oldest"])
def test_pages_follow_one_another_by_their_links_and_lose_no_row(client, three, world, sort) -> None:
    kept(*(made_agreement(world, concluded_on="") for _ in range(4)))
    address, seen = f"{BASE}agreements?limit=2&sort={sort}", []
    while address:
        answer = client.get(address)
        page = answer.json()
        seen += [row["id"] for row in page["rows"]]
        assert len(page["rows"]) <= 2
        assert answer.headers.get("Link") == (f'<{page["next"]}>; rel="next"' if page["next"] else None)
        assert not page["next"] or page["next"].startswith("/")  # no host that somebody else could have sent
        address = page["next"]
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("sort", ["best", "list", "partner", "newest", "oldest"])
def test_pages_of_what_words_find_follow_one_another_in_the_order_of_the_whole_result(client, three, world, sort) -> None:
    others = kept(*(made_agreement(world, concluded_on="") for _ in range(4)))
    address, seen = f"{BASE}agreements?q=マイ&limit=2&sort={sort}", []
    while address:
        page = client.get(address).json()
        seen += [row["id"] for row in page["rows"]]
        address = page["next"]
    whole = client.get(f"{BASE}agreements?q=マイ&sort={sort}&format=jsonl").getvalue().splitlines()
    assert seen == [json.loads(line)["id"] for line in whole]
    assert sorted(seen) == [three[0], three[2], *others]


def test_what_matches_the_words_best_comes_first_unless_another_order_is_asked_for(ask, world) -> None:
    french = (Party(institution=world.home), Party(institution=world.orleans))
    titled, named = kept(made_agreement(world, title="Marine biology with Orleans"), made_agreement(world, parties=french))
    assert [row["id"] for row in ask("agreements?q=orleans&sort=list")["rows"]] == [titled, named]
    assert [row["id"] for row in ask("agreements?q=orleans")["rows"]] == [named, titled]


def test_fields_leave_the_others_out_and_an_unknown_one_is_named(ask, three) -> None:
    assert ask("agreements?fields=id,level&limit=1")["rows"] == [{"id": three[0], "level": "unit"}]
    for unknown in ("id,owner", "id,,level", ","):
        assert ask(f"agreements?fields={unknown}", 400)["faults"][0]["place"] == "fields"
    assert ask("agreements?fields=") == ask("agreements")


def test_the_whole_result_comes_as_csv_as_lines_and_as_parquet(client, three) -> None:
    lines = list(csv.DictReader(io.StringIO(client.get(f"{BASE}agreements?format=csv").getvalue().decode("utf-8-sig"))))
    assert [(line["id"], line["parties.name"], line["territories"]) for line in lines][:1] == [
        (str(three[0]), "本学; チェンマイ大学", "TH")
    ]
    told = [json.loads(line) for line in client.get(f"{BASE}agreements?format=jsonl&limit=1").getvalue().splitlines()]
    assert [row["id"] for row in told] == three
    table = pq.read_table(io.BytesIO(client.get(f"{BASE}agreements?format=parquet&fields=id,ends_on").getvalue()))
    assert table.to_pydict() == {"id": three, "ends_on": [row["ends_on"] and date.fromisoformat(row["ends_on"]) for row in told]}


def test_a_name_that_looks_like_a_formula_stays_text_in_csv(client, world) -> None:
    kept(made_agreement(world, title="=1+1"))
    assert "'=1+1" in client.get(f"{BASE}agreements?format=csv").getvalue().decode()


def test_what_was_kept_is_right_until_the_registry_changes(client, three, world) -> None:
    first = client.get(f"{BASE}agreements")
    again = client.get(f"{BASE}agreements", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    kept(made_agreement(world))
    assert client.get(f"{BASE}agreements", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    one = client.get(f"{BASE}agreements/{three[0]}")
    assert client.get(f"{BASE}agreements/{three[0]}", HTTP_IF_NONE_MATCH=one["ETag"]).status_code == 304
    assert client.get(f"{BASE}agreements", HTTP_IF_NONE_MATCH=first["ETag"], HTTP_ACCEPT_LANGUAGE="en").status_code == 200
    assert {"Accept-Language", "Authorization"} <= set(first["Vary"].split(", "))


def test_one_agreement_shows_the_public_no_part_for_staff_and_no_version(ask, three, token) -> None:
    public, staff = ask(f"agreements/{three[0]}"), ask(f"agreements/{three[0]}", **token("viewer"))
    assert (public["value"]["notes"], public["value"]["contacts"], public["version"]) == ([], [], None)
    assert (staff["value"]["notes"][0]["text"], staff["value"]["contacts"][0]["name"], staff["version"]) == ("内密", "担当者", 1)


def test_the_public_reads_no_remark_that_the_pages_do_not_show(ask, world, token) -> None:
    signed = (Signature(signed_on=date(2015, 11, 9), name="学長 山田"),)
    parties = tuple(replace(party, signatures=signed) for party in made_agreement(world).parties)
    brought = plain({"parties": parties, "memoranda": (Memorandum(id="m2", note="内部の事情"),)})
    number = kept(
        made_agreement(
            world, parties=parties, effect="last-signature", closing=Closing(closed_on=date(2018, 4, 1), reason="cancelled", note="内部の事情"),
            memoranda=(Memorandum(id="m1", note="内部の事情"),),
            amendments=(Amendment(effective_on=date(2016, 4, 1), changes=brought, reason="内部の事情"),),
        )
    )[0]  # fmt: skip
    public, staff = (
        json.dumps(ask(f"agreements/{number}"), ensure_ascii=False),
        json.dumps(ask(f"agreements/{number}", **token("viewer")), ensure_ascii=False),
    )
    assert [word in public for word in ("内部の事情", "山田", "2015-11-09")] == [False, False, True]
    assert [word in staff for word in ("内部の事情", "山田", "2015-11-09")] == [True, True, True]


def test_who_is_appointed_elsewhere_sees_what_the_public_sees(ask, three, token, world) -> None:
    other = token("unit-editor", unit=world.medicine)
    assert ask(f"agreements/{three[0]}", **other)["value"] == ask(f"agreements/{three[0]}")["value"]
    ask(f"agreements/{three[0]}/versions", 404, **other)
    assert ask(f"agreements/{three[0]}/versions", **token("viewer"))[0]["version"] == 1
    ask(f"agreements/{three[0]}/versions", 401)
    ask(f"agreements/{three[0]}/versions", 403, **token("administrator"))


def test_what_was_known_at_an_instant_is_for_those_who_may_read_the_history(ask, three, token) -> None:
    asked = f"agreements/{three[0]}?known_at=2000-01-01T00:00:00Z"
    ask(asked, 401)
    ask(asked, 404, **token("viewer"))
    ask(f"agreements/{three[0]}?known_at=2999-01-01T00:00:00Z", **token("viewer"))


def test_an_exchange_counts_its_places(ask, world) -> None:
    exchanges = tuple(Exchange(sending=one, receiving=other, places=places) for one, other, places in (
        (world.home, world.chiang_mai, 3), (world.chiang_mai, world.home, 2),
    ))  # fmt: skip
    kept(made_agreement(world, memoranda=(Memorandum(id="m1", kind="student-exchange", exchanges=exchanges),)))
    row = ask("agreements")["rows"][0]
    assert (row["places"], row["memoranda"]) == (5, ["student-exchange"])


@pytest.mark.parametrize(
    "query",
    [
        "page=1000000000000", "limit=-1", "limit=0", "limit=501", "parties__institution__judgment__reason=x", "q__regex=.*", "as_of=2024-02-30",
        "as_of=令和6年", "level=unit&level=university", "sort=secret", "territory=jp", "institution=x", "institution=99999999999999999999",
        "expand=owner", "unit=null", "lang=null", "format=xml", "rolled_up=maybe",
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_named(ask, db, query) -> None:
    problem = ask(f"agreements?{query}", 400)
    assert problem["type"] == "urn:teikei:problem:parameters"
    assert problem["faults"][0]["place"] == query.partition("=")[0]


def test_a_word_that_stands_nowhere_is_told_with_the_name_spelled_alike(ask, world) -> None:
    kept(made_agreement(world, parties=(Party(institution=world.home), Party(institution=world.orleans))))
    misspelt = ask("agreements?q=orelans")
    assert misspelt["instead"] == [{"word": "orelans", "name": "Université d'Orléans"}]
    assert [row["parties"][1]["id"] for row in misspelt["rows"]] == [world.orleans]
    assert "instead" not in ask("agreements?q=orleans")
    assert "instead" not in ask("agreements?q=zzzzzz")


def test_the_page_after_a_row_that_the_words_no_longer_find_is_not_an_empty_one(ask, world) -> None:
    named, other = kept(
        made_agreement(world, parties=(Party(institution=world.home), Party(institution=world.orleans))), made_agreement(world)
    )
    assert [row["id"] for row in ask("agreements?q=orleans")["rows"]] == [named]
    ask(f"agreements?q=orleans&after=~{other}", 404)


def test_ten_thousand_filters_are_refused(ask, db) -> None:
    ask("agreements?" + "&".join(f"f{n}=1" for n in range(10_000)), 400)


@pytest.mark.parametrize("after", ["x", "~", "~-1", "2024~1~x", "99~9999999999999999999", "nonsense~3&sort=newest"])
def test_a_page_that_there_is_not_is_not_found(ask, db, after) -> None:
    ask(f"agreements?after={after}", 404)


@pytest.mark.parametrize(
    "address",
    ["agreements/0", "agreements/999999", "agreements/1.json", "agreements/", "Agreements", "agreements/%2531", "agreements/" + "9" * 400,
     "nothing", "institutions/999999", "units/5", "editions/7/rows", "territories/xx", ""],
)  # fmt: skip
def test_an_address_of_nothing_is_a_problem_in_words(client, db, address) -> None:
    answer = client.get(BASE + address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["title"] == "このアドレスには何もありません。"


def test_errors_speak_the_language_that_was_asked_for(client, db) -> None:
    assert client.get(f"{BASE}agreements?limit=x", HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9").json()["title"] == "A parameter cannot be read."
    assert client.get(f"{BASE}agreements?limit=x&lang=en", HTTP_ACCEPT_LANGUAGE="ja").json()["title"] == "A parameter cannot be read."
    assert client.get(f"{BASE}agreements?limit=x", HTTP_ACCEPT_LANGUAGE="de").json()["title"] == "パラメーターを読めません。"


def test_a_method_that_an_address_does_not_take_is_told_with_those_that_it_takes(client, db) -> None:
    answer = client.delete(f"{BASE}agreements")
    assert (answer.status_code, "GET" in answer["Allow"]) == (405, True)
    assert client.post(f"{BASE}territories", HTTP_X_HTTP_METHOD_OVERRIDE="GET").status_code == 405


def test_pages_of_other_sites_may_read_and_not_write(client, db) -> None:
    assert client.get(f"{BASE}territories", HTTP_ORIGIN="https://example.org")["Access-Control-Allow-Origin"] == "*"
    answer = client.options(f"{BASE}agreements", HTTP_ORIGIN="https://example.org")
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")


def test_a_cookie_of_the_desk_opens_nothing(client, three) -> None:
    from tests.people import made_person

    client.force_login(made_person("hanako"))
    assert client.get(f"{BASE}agreements/{three[0]}").json()["version"] is None
    assert client.get(f"{BASE}agreements/{three[0]}/versions").status_code == 401


def test_who_asks_too_often_is_told_when_to_come_back(client, db, settings) -> None:
    settings.API_REQUESTS = 2
    left = [client.get(f"{BASE}territories") for _ in range(3)]
    assert [answer.status_code for answer in left] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in left] == ["1", "0", "0"]
    assert 0 < int(left[2]["Retry-After"]) <= 60


def test_a_fault_of_ours_tells_nothing_of_it(client, db, monkeypatch, caplog) -> None:
    monkeypatch.setattr("teikei.api.v1.parts.territories_open", lambda: 1 / 0)
    answer = client.get(f"{BASE}territories?lang=en")
    assert (answer.status_code, "division" in answer.content.decode()) == (500, False)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("level=faculty", "level: one of: unit, university"),
        ("format=xml", "format: one of: csv, json, jsonl, parquet"),
        ("as_of=2024-13-01", "as_of: a day is written 2024-05-01"),
        ("limit=501", "limit: at most 500"),
        ("limit=many", "limit: a whole number is expected"),
        ("territory=th", "territory: it has to look like ^[A-Z]{2}$"),
        ("rolled_up=maybe", "rolled_up: true or false is expected"),
    ],
)
def test_a_wrong_parameter_is_told_what_it_may_be(ask, db, asked, said) -> None:
    assert ask(f"agreements?{asked}&lang=en", 400)["detail"] == said


def test_a_wrong_address_is_told_where_the_addresses_stand(ask, db) -> None:
    assert "/api/v1/openapi.json" in ask("agreement?lang=en", 404)["detail"]


def test_institutions_and_units_are_found_as_the_search_finds_them(ask, world, monkeypatch) -> None:
    install(
        monkeypatch,
        Authority(record("05m2fqn25", "Chiang Mai University", names=[("CMU", "acronym", "en")], city="Chiang Mai", territory="TH")),
    )
    choose(world.chiang_mai, "05m2fqn25", by=made_person("hanako", "officer"), at=NOW)
    for words in ("CMU", "CHIANG-MAI", "ﾁｪﾝﾏｲ 大学"):
        assert [one["id"] for one in ask(f"institutions?q={words}")["rows"]] == [world.chiang_mai], words
    assert [one["name"] for one in ask("units?q=rigakubu")["rows"]] == ["理学部"]
    first = ask("units?q=学部&limit=1")
    assert [row["name"] for row in first["rows"]] == ["理学部"]
    assert [row["name"] for row in ask(first["next"].removeprefix("/api/v1/"))["rows"]] == ["文学部"]


def test_institutions_units_and_territories_are_read(ask, world) -> None:
    found = ask("institutions?q=chiang&home=false")["rows"]
    assert [(one["name"], one["territory"], [name["text"] for name in one["names"]]) for one in found] == [
        ("チェンマイ大学", "TH", ["Chiang Mai University", "チェンマイ大学"]),
    ]  # fmt: skip
    assert ask(f"institutions/{world.home}")["home"] is True
    assert [one["name"] for one in ask(f"units?institution={world.home}&limit=2")["rows"]] == ["理学部", "文学部"]
    assert ask(f"units/{world.faculty}")["institution"] == world.chiang_mai
    assert ask("territories/TH") == {"code": "TH", "name_ja": "タイ", "name_en": "Thailand"}
    assert len(ask("territories")["rows"]) > 200
