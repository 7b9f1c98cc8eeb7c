import pytest

from teikei.registry.models import DraftJudgment


def values(client, address: str) -> dict[str, str]:
    """What the form of an entry holds."""
    return {field["name"]: field["text"] for field in client.get(address).context["fields"]}


def test_an_entry_shows_its_line_and_what_was_read(client, see, draft):
    page = see(f"{draft}entries/4/")
    for words in ("フエ大学", "2018.02.30", "l.11"):
        assert words in page.text
    read = values(client, f"{draft}entries/4/")
    assert (read["institution"], read["units"], read["concluded_on"]) == ("フエ大学", "人間社会科学研究科\n理学部", "")


def test_values_are_set_right_by_hand_and_shown_as_such(client, draft, see):
    address = f"{draft}entries/4/"
    sent = values(client, address) | {"concluded_on": "2018-02", "units": "理学部\r\n工学部", "location": "フエ市"}
    response = client.post(address, sent)
    assert response["Location"] == f"{draft}?page=1#r11"
    judgment = DraftJudgment.objects.get()
    assert {one["field"] for one in judgment.corrections} == {"concluded_on", "units", "location"}
    assert values(client, address) | {"units": ""} == sent | {"units": ""}
    assert "フエ市" in see(draft).text
    assert "手作業の訂正" in see(f"{draft}findings/").text


def test_sending_what_was_read_is_no_correction_and_takes_an_earlier_one_back(client, draft):
    address = f"{draft}entries/4/"
    read = values(client, address)
    client.post(address, read)
    assert DraftJudgment.objects.count() == 0
    client.post(address, read | {"note": "x"})
    client.post(address, read)
    assert DraftJudgment.objects.count() == 0


def test_the_territory_of_one_row_is_set_right_without_its_neighbours(client, draft):
    address = f"{draft}entries/4/"
    client.post(address, values(client, address) | {"territory": "ベトナム"})
    assert client.get(draft).content.decode().count('class="territory corrected"') == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("institution", " ", "空にできません"), ("concluded_on", "2018-13", "日付ではありません"), ("note", "x" * 301, "長すぎる"),
        ("location", "a\nb", "1つだけ"), ("number", "9" * 101, "長すぎる"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_stand_there_is_refused_and_what_was_typed_stays(client, draft, field, value, words):
    address = f"{draft}entries/4/"
    response = client.post(address, values(client, address) | {field: value})
    assert words in response.content.decode()
    assert next(one["text"] for one in response.context["fields"] if one["name"] == field) == value
    assert DraftJudgment.objects.count() == 0


def test_fields_that_are_none_are_ignored(client, draft):
    client.post(f"{draft}entries/4/", {"counted": "0", "n": "7", "owner": "me"})
    assert DraftJudgment.objects.count() == 0


@pytest.mark.parametrize("n", [0, 8, 10**9])
def test_an_entry_that_is_not_there_is_not_found(client, draft, n):
    assert client.get(f"{draft}entries/{n}/").status_code == 404
