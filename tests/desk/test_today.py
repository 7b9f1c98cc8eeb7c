import pytest

from teikei.registry.models import Draft, Edition, Source

from .conftest import EXAMPLE, LIST, the_draft


def test_an_empty_desk_says_what_would_be_here(see):
    assert "受け付けた一覧が" in see("/desk/").text


def test_a_list_that_is_handed_in_is_read_and_nothing_is_registered(see, hand_in, officer):
    address = hand_in()
    draft = the_draft()
    assert (draft.state, draft.name, draft.uploaded_by) == ("read", "list.txt", officer)
    assert address == f"/desk/drafts/{draft.pk}/"
    assert (Source.objects.count(), Edition.objects.count()) == (0, 0)
    page = see("/desk/")
    for words in ("list.txt", "部局間協定一覧", "確認待ち", "hanako", "未判断の指摘"):
        assert words in page.text


def test_the_same_file_again_leads_to_the_draft_that_there_is(client, hand_in, see):
    assert hand_in() == hand_in(name="renamed.txt")
    assert Draft.objects.count() == 1
    assert "以前に受け付けています" in see(f"/desk/drafts/{the_draft().pk}/").text


def test_a_file_that_is_no_list_is_refused_in_words(hand_in, see):
    address = hand_in("これは一覧ではありません。\n", "letter.txt")
    page = see(address)
    assert "協定の一覧が見つかりません" in page.text
    assert f"{address}delete/" in page.hrefs
    assert "no list of agreements in it" in see(f"/en{address}").text
    assert f"{address}layout/" in page.hrefs  # a profile may say where the list is


def test_a_picture_is_told_what_can_be_read_and_offered_no_profile(hand_in, see):
    address = hand_in(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "scan.png")
    page = see(address)
    assert "テキスト・CSV・XLSX・XLS・ODS・DOCX・PDF" in page.text
    assert f"{address}layout/" not in page.hrefs


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 100, b"PK\x03\x04broken", b"%PDF-1.4 broken", b"\xff\xfe\x00", b"<html>", b"{"])
def test_any_bytes_are_refused_and_not_crashed_on(hand_in, see, content):
    address = hand_in(content, "any.bin")
    assert the_draft().state == "refused"
    assert 'role="alert"' not in see(address).text
    assert the_draft().refusal_ja


def test_an_empty_file_is_refused(client, tmp_path):
    (tmp_path / "empty.csv").touch()
    with (tmp_path / "empty.csv").open("rb") as file:
        response = client.post("/desk/", {"file": file})
    assert "空のファイルです" in response.content.decode()
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_file_over_the_limit_is_refused_with_the_limit(client, tmp_path, settings, language):
    settings.UPLOAD_BYTES = 1024 * 1024
    (tmp_path / "large.csv").write_bytes(b"x" * (1024 * 1024 + 1))
    with (tmp_path / "large.csv").open("rb") as file:
        response = client.post(f"{language}/desk/", {"file": file})
    assert response.status_code == 413
    assert ("1 MBを超えています" if not language else "larger than 1 MB") in response.content.decode()
    assert Draft.objects.count() == 0


def test_no_file_at_all_is_asked_for(client):
    assert 'id="file-wrong"' in client.post("/desk/", {}).content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd", "<script>alert(1)</script>.txt", "一覧\u202etxt.exe", "x" * 300 + ".txt"])
def test_a_name_is_shown_as_text_and_never_a_path(client, name, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = client.post("/desk/", {"file": SimpleUploadedFile(name, LIST.encode())})
    assert response.status_code == 302
    assert "/" not in the_draft().name
    assert "<script>alert" not in client.get("/desk/").content.decode()


def test_a_list_that_is_kept_already_leads_to_its_edition(client, see, hand_in):
    address = hand_in(EXAMPLE.read_bytes(), "hiroshima.txt")
    client.post(f"{address}keep/", {"institution": "広島大学", "level": "unit", "as_of": "2024-05-01", "confirmed": "1"})
    edition = Edition.objects.get()
    with EXAMPLE.open("rb") as file:
        text = client.post("/desk/", {"file": file}).content.decode()
    assert "すでに登録されています" in text
    assert f'href="/editions/{edition.pk}/"' in text


def test_the_public_pages_lead_to_the_desk(see):
    assert "/desk/" in see("/").hrefs
    assert "/en/desk/" in see("/en/").hrefs
