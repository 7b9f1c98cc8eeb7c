"""The desk's pages of documents, contacts, notes and checks."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from teikei.lists.read.words_of import words_of
from teikei.registry.models import Agreement, AttachedDocument
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.kept import current
from tests.registry.made import made_listing

AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr("teikei.registry.operations.attaching.words_limited", lambda content, name, **_: words_of(content, name))


@pytest.fixture
def page(client) -> str:
    ingest(made_listing(), b"list", institution="広島大学", received_at=AT)
    return f"/desk/agreements/{Agreement.objects.order_by('pk')[0].pk}/"


def value_of(page: str):
    return current(AGREEMENTS, int(page.split("/")[3]))


def attach(client, page, content=b"words of a signed copy", name="signed.txt", **more):
    fields = {"file": SimpleUploadedFile(name, content), "visibility": "staff", **more}
    return client.post(f"{page}documents/", fields, follow=True)


def test_a_document_attached_at_the_desk_is_listed_and_downloaded_as_an_attachment(client, page, see):
    assert "signed.txt を添付しました" in attach(client, page, title="署名済み").content.decode()
    assert "署名済み" in see(f"{page}documents/").text
    sha256 = AttachedDocument.objects.get().sha256
    answer = client.get(f"{page}documents/{sha256}/")
    assert b"".join(answer) == b"words of a signed copy"
    assert answer["Content-Disposition"] == 'attachment; filename="signed.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_an_internal_document_and_a_missing_one_look_the_same_to_the_public(client, visitor, page):
    attach(client, page)
    sha256 = AttachedDocument.objects.get().sha256
    public = page.replace("/desk", "")
    internal, missing = visitor.get(f"{public}documents/{sha256}/"), visitor.get(f"{public}documents/{'0' * 64}/")
    assert (internal.status_code, missing.status_code) == (404, 404)
    assert visitor.get(f"{page}documents/{sha256}/").status_code == 302
    assert "signed.txt" not in visitor.get(public).content.decode()


def test_a_public_document_is_on_the_public_page(client, visitor, page):
    attach(client, page, visibility="public")
    public = page.replace("/desk", "")
    sha256 = AttachedDocument.objects.get().sha256
    assert f"{public}documents/{sha256}/" in visitor.get(public).content.decode()
    answer = visitor.get(f"{public}documents/{sha256}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    answer.close()


def test_a_page_in_a_document_is_never_served_as_a_page(client, visitor, page):
    attach(client, page, content=b"<html><script>alert(1)</script>", name="x.html", visibility="public")
    answer = visitor.get(f"{page.replace('/desk', '')}documents/{AttachedDocument.objects.get().sha256}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    answer.close()


def test_a_document_over_the_limit_is_refused_in_words(client, page, settings):
    settings.UPLOAD_BYTES = 1024
    answer = attach(client, page, content=b"x" * 2048)
    assert answer.status_code == 413
    assert "保存していません" in answer.content.decode()
    assert not AttachedDocument.objects.exists()


def test_documents_are_found_by_words(client, page, see):
    attach(client, page)
    assert "signed.txt" in see("/desk/documents/?q=Signed+Copy").text
    assert "signed.txt" not in see("/desk/documents/?q=nothing").text


def test_taking_a_document_off_needs_the_version_that_was_seen(client, page, see):
    attach(client, page)
    sha256, version = AttachedDocument.objects.get().sha256, value_of(page)[0]
    stale = client.post(f"{page}documents/", {"take_off": sha256, "version": version - 1}, follow=True)
    assert "その間にほかの人が変更しました" in stale.content.decode()
    client.post(f"{page}documents/", {"take_off": sha256, "version": version})
    assert not AttachedDocument.objects.exists()


def test_a_contact_is_entered_and_taken_away(client, page, see):
    version = value_of(page)[0]
    client.post(f"{page}people/", {"contact-version": version, "contact-name": "山田花子", "contact-email": "y@example.ac.jp"})
    assert "山田花子" in see(f"{page}people/").text
    fields = {"take_away": "contacts:0", "shown": "山田花子/y@example.ac.jp", "version": version + 1}
    client.post(f"{page}people/", fields)
    assert value_of(page)[1].contacts == ()


def test_a_contact_without_a_proper_address_is_asked_for_again(client, page):
    answer = client.post(f"{page}people/", {"contact-version": 1, "contact-name": "A", "contact-email": "no address"})
    assert (answer.status_code, value_of(page)[1].contacts) == (200, ())
    assert 'class="wrong"' in answer.content.decode()


def test_a_note_stands_under_the_name_of_its_writer(client, page, see):
    client.post(f"{page}people/", {"note-version": value_of(page)[0], "note-text": "原本は理学部", "note-visibility": "staff"})
    text = see(f"{page}people/").text
    assert "原本は理学部" in text
    assert "hanako" in text


def test_a_check_that_is_no_longer_good_says_so(client, page, see):
    fields = {
        "version": 1,
        "kind": "export-control",
        "result": "cleared",
        "checked_on": "2020-01-06",
        "valid_to": "2021-01-05",
        "by": "輸出管理室",
    }
    client.post(f"{page}checks/", fields)
    text = see(f"{page}checks/").text
    assert "輸出管理室" in text
    assert "期限切れ" in text


@pytest.mark.parametrize("part", ["documents/", "people/", "checks/"])
def test_papers_of_no_agreement_are_missing_and_strangers_are_asked_to_log_in(client, visitor, page, part):
    assert client.get(f"/desk/agreements/999999/{part}").status_code == 404
    assert visitor.get(f"{page}{part}")["Location"].startswith("/desk/login/")
