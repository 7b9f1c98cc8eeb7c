import tomllib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from teikei.desk.profiles import profile_in
from teikei.lists.layout import Profile

from .conftest import the_draft


def test_each_column_says_what_it_was_taken_for(see, draft):
    text = see(f"/en{draft}layout/").text
    for words in ("国・地域", "Country or region", "協定機関名", "Partner", "締結年月日", "Date concluded", "2015.01.09"):
        assert words in text


def test_a_column_is_overruled_and_the_list_read_again(client, draft):
    form = client.get(f"{draft}layout/").context["tables"][0]["columns"]
    name = next(column["name"] for column in form if column["head"] == "部局")
    assert client.post(f"{draft}layout/", {name: "-", "dates": "dmy", "units": "ナノ・バイオ研究所\r\n"})["Location"] == draft
    profile = Profile.fromtoml(the_draft().profile, "x")
    assert (dict(profile.columns), profile.dates, profile.units) == ({"部局": "-"}, "dmy", ("ナノ・バイオ研究所",))
    assert the_draft().round == 2
    shown = client.get(f"{draft}layout/").content.decode()
    assert '<option value="-" selected>' in shown


def test_the_profile_is_downloaded_and_handed_in_again(client, draft):
    client.post(f"{draft}layout/", {"units": "理学部", "counts-region": "institutions"})
    response = client.get(f"{draft}profile.toml")
    assert "attachment" in response["Content-Disposition"]
    assert tomllib.loads(response.content.decode()) == {"units": ["理学部"], "counts": {"region": "institutions"}}
    client.post(f"{draft}layout/", {"forget": "1"})
    assert the_draft().profile == ""
    client.post(f"{draft}layout/", {"profile": SimpleUploadedFile("p.toml", response.content)})
    assert the_draft().profile == response.content.decode()


@pytest.mark.parametrize("content", [b"columns = [", b"\xff\xfe", b"x" * 100_001, b""])
def test_a_file_that_is_no_profile_is_refused_and_nothing_read_again(client, draft, content):
    client.post(f"{draft}layout/", {"profile": SimpleUploadedFile("p.toml", content)})
    assert (the_draft().round, the_draft().state) == (1, "read")


def test_choices_that_are_none_are_not_taken(rf):
    form = rf.post("/", {"column-0-0": "owner", "separator": ";", "dates": "ymd", "counts-region": "all"}).POST
    assert profile_in(form, [{"columns": [{"key": "国"}]}]) == Profile()


def test_a_column_that_holds_several_values_stays_so_in_the_form(client, draft):
    profile = '[columns]\n"協定機関名" = "institution partner_unit"\n'
    client.post(f"{draft}layout/", {"profile": SimpleUploadedFile("p.toml", profile.encode())})
    assert '<option value="institution partner_unit" selected>' in client.get(f"{draft}layout/").content.decode()


def test_without_a_choice_the_file_says_what_the_reader_decided(client, draft):
    written = client.get(f"{draft}profile.toml").content.decode()
    assert Profile.fromtoml(written, "x").columns["部局"] == "units"


def test_a_list_that_could_not_be_read_can_be_given_a_profile(client, hand_in, see):
    address = hand_in("これは一覧ではありません。\n", "letter.txt")
    assert see(f"{address}layout/").headings[0] == 1
    assert client.post(f"{address}layout/", {"separator": "bar"}).status_code == 302
    assert the_draft().round == 2
