"""Editions at the desk…"""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from teikei.lists.read import read_content
from teikei.registry.models import AlignedRow, Edition, EditionDraft
from teikei.registry.operations.appointing import appoint
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.institution_rows import UNITS
from teikei.registry.operations.kept import change, current
from teikei.registry.operations.ledger import Act
from teikei.rules.institution import Succession
from tests.desk.conftest import LIST
from tests.people import APPOINTED_AT, LONG_AGO, made_person

NEXT = LIST.replace("2024年5月1日", "2025年5月1日").replace("カセサート大学", "カセサート総合大学").replace("2020.07.15", "2021.07.15")


@pytest.fixture
def kept(db):
    content = LIST.encode()
    return ingest(read_content(content, "list.txt"), content, institution="広島大学", received_at=timezone.now())


@pytest.fixture
def newer(kept):
    content = NEXT.encode()
    return ingest(read_content(content, "next.txt"), content, institution="広島大学", received_at=timezone.now())


@pytest.fixture
def colleague(db) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(made_person("taro", "publisher"))
    return client


def drafted(client, kept) -> str:
    given = {"institution": kept.institution_id, "level": "unit", "as_of": "2025-05-01", "correction": ""}
    answer = client.post("/desk/editions/", given)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_the_english_of_the_list_is_set_on_the_draft_and_printed_on_its_page(client, kept):
    address = drafted(client, kept)
    page = client.get(address).content.decode()
    assert "Inter-departmental agreements of 広島大学" in page
    given = {"printed": [kept.title], "was": [""], "english": ["Partners of our schools"]}
    answer = client.post(f"{address}english/", given)
    assert answer["Location"] == f"{address}#english"
    assert 'value="Partners of our schools"' in client.get(address).content.decode()
    assert "<h1>Partners of our schools</h1>" in client.get(f"/en/editions/{kept.pk}/").content.decode()
    assert f"<h1>{kept.title}</h1>" in client.get(f"/editions/{kept.pk}/").content.decode()


def test_a_reason_of_many_rows_is_said_once_and_each_row_names_it(client):
    rows = "".join(f"\t第{n}大学\t理学部\t2015.04.0{n}\n" for n in range(1, 8))
    content = f"部局間協定一覧\n\n2024年5月1日現在\n\nアジア\n\n国・地域\t協定機関名\t部局\t締結年月日\nタイ{rows}\t別の大学\t工学部\t2016.04.01\n".encode()
    edition = ingest(read_content(content, "list.txt"), content, institution="広島大学", received_at=timezone.now())
    old, new = (edition.institution.units.get(name=name).pk for name in ("理学部", "工学部"))
    version, unit = current(UNITS, old)
    merged = replace(unit, successions=(Succession(on=date(2025, 4, 1), kind="merged", to=(new,)),), closed_on=date(2025, 4, 1))
    change(UNITS, {old: (version, merged)}, Act("revise", timezone.now()))
    page = client.get(drafted(client, edition)).content.decode()
    assert re.findall(r'<li id="reason-(\d)">([^<]*)', page) == [
        ("1", "理学部は 2025-04-01 に工学部へ改組。 "),
        ("2", "追加: 工学部、削除: 理学部。 "),
    ]
    assert page.count('<span class="quiet">7行</span>') == 2
    assert page.count('<a href="#reason-1">理由1</a> <a href="#reason-2">理由2</a>') == 7
    assert page.count("へ改組") == 1


@pytest.mark.parametrize(
    ("typed", "day"), [("令和7年5月1日", "2025-05-01"), ("２０２５．５．１", "2025-05-01"), ("2025-05", None), ("来年", None)]
)
def test_a_day_is_read_as_everywhere_else_or_said_to_be_none(client, kept, typed, day):
    answer = client.post("/desk/editions/", {"institution": kept.institution_id, "level": "unit", "as_of": typed, "correction": ""})
    assert [str(draft.as_of) for draft in EditionDraft.objects.all()] == ([day] if day else [])
    assert day or "日付として読めません" in answer.content.decode()


def test_a_form_that_changed_nothing_leaves_what_somebody_else_set(client, kept):
    address = drafted(client, kept)
    client.post(f"{address}english/", {"printed": [kept.title], "was": [""], "english": ["Partners"]})
    client.post(f"{address}english/", {"printed": [kept.title], "was": [""], "english": [""]})
    assert 'value="Partners"' in client.get(address).content.decode()


def test_are_prepared_by_one_and_published_by_another(client, colleague, kept, see):
    address = drafted(client, kept)
    assert "別の担当者" in see(address).text
    page = colleague.get(address).content.decode()
    sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)[1]
    assert "を公開できません" not in page
    appoint("hanako", "publisher", valid_from=LONG_AGO, by=None, at=APPOINTED_AT)
    refused = client.post(address, {"decision": "publish", "sha256": sha256}, follow=True)
    assert "本人は公開できません" in refused.content.decode()
    assert Edition.objects.count() == 1
    colleague.post(address, {"decision": "publish", "sha256": sha256})
    edition = Edition.objects.get(number=2)
    assert edition.as_of == date(2025, 5, 1)
    assert "第2版" in see(address).text
    for language in ("ja", "en"):
        answer = client.get(f"/desk/editions/{edition.pk}/files/{language}/csv")
        assert answer.status_code == 200
    public = client.get(f"/editions/{edition.pk}/download/csv")
    assert public.content == client.get(f"/desk/editions/{edition.pk}/files/ja/csv").content


def test_are_not_published_where_the_page_is_out_of_date(client, colleague, kept):
    address = drafted(client, kept)
    answer = colleague.post(address, {"decision": "publish", "sha256": "0" * 64}, follow=True)
    assert "もう一度確かめてください" in answer.content.decode()
    assert Edition.objects.count() == 1


def test_can_be_withdrawn(client, kept):
    client.post(drafted(client, kept) + "withdraw/")
    assert EditionDraft.objects.get().state == "withdrawn"


def test_show_what_waits_of_a_newer_list_and_do_it_after_a_preview(client, newer, see):
    assert "判断待ちの行" in see("/desk/").text
    page = see(f"/desk/editions/{newer.pk}/rows/")
    assert "カセサート総合大学" in page.text
    assert "更新の日を締結日として" in page.text
    rows = list(AlignedRow.objects.filter(edition=newer, verdict="").values_list("position", flat=True))
    preview = client.post(f"/desk/editions/{newer.pk}/rows/", {"decision": "accepted", "row": rows})
    assert "相手機関の名称を「カセサート総合大学」に" in preview.content.decode()
    assert AlignedRow.objects.filter(verdict="").count() == len(rows) == 2
    client.post(f"/desk/editions/{newer.pk}/rows/", {"decision": "accepted", "row": rows, "confirmed": "1", "reason": "確認済み"})
    assert not AlignedRow.objects.filter(verdict="").exists()
    assert "すべて判断済み" in see(f"/desk/editions/{newer.pk}/rows/").text


def test_decide_all_that_waits_only_where_it_is_what_was_shown(client, newer):
    address = f"/desk/editions/{newer.pk}/rows/"
    client.post(address, {"decision": "ours", "all": "1", "total": "7", "confirmed": "1"})
    assert AlignedRow.objects.filter(verdict="").count() == 2
    client.post(address, {"decision": "ours", "all": "1", "total": "2", "confirmed": "1"})
    assert not AlignedRow.objects.filter(verdict="").exists()


@pytest.mark.parametrize(
    "address", ["/desk/editions/", "/desk/editions/drafts/1/", "/desk/editions/1/rows/", "/desk/editions/1/files/ja/csv"]
)
def test_are_for_staff(visitor, kept, address):
    assert visitor.get(address)["Location"].startswith("/desk/login/")


def test_answer_not_found_for_what_is_not_there(see):
    for address in ("/desk/editions/drafts/9/", "/desk/editions/9/rows/", "/desk/editions/9/files/ja/csv"):
        see(address, 404)


def test_explain_each_row_of_a_computed_list(client, kept, see):
    page = see(f"/editions/{kept.pk}/?as_of=2024-05-01")
    assert "数え方ごとの数" in page.text
    assert page.text.count("のもとになる協定は") == 7
    whole = client.get(f"/editions/{kept.pk}/download/json?as_of=2024-05-01").json()
    (number,) = whole["entries"][0]["agreements"]
    assert whole["entries"][0]["why_ja"] == [f"この行のもとになる協定は #{number} の1件。"]
