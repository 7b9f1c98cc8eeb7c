"""Documents of agreements: kept by hash, found by words, verified."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from teikei.lists.read.words_of import words_of
from teikei.names.bilingual import Refusal
from teikei.registry.models import Agreement, AttachedDocument, DocumentText, Institution
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.annotating import add_note, add_part, take_away
from teikei.registry.operations.attaching import attach, detach, file_name
from teikei.registry.operations.concluding import record, revise
from teikei.registry.operations.documents import document_path
from teikei.registry.operations.kept import current
from teikei.registry.operations.verify import verify
from teikei.registry.queries.agreements import agreement_page
from teikei.registry.queries.papers import document_for_staff, documents_with, papers_of, public_document
from teikei.registry.refusals import ChangedMeanwhile, EmptyFile
from teikei.rules.agreement import Agreement as Value
from teikei.rules.agreement import Contact, Memorandum, Party
from teikei.rules.papers import mark
from tests.people import made_person
from tests.registry.made import made_listing

pytestmark = pytest.mark.django_db
AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)
CONTENT = "学生交流に関する覚書。ＡＢＣ大学に二名を派遣する。".encode()


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr("teikei.registry.operations.attaching.words_limited", lambda content, name, **_: words_of(content, name))


@pytest.fixture
def officer():
    return made_person("officer")


@pytest.fixture
def agreement(take_in, officer) -> int:
    take_in(made_listing())
    home, partner = Institution.objects.get(is_home=True).pk, Institution.objects.get(printed="カセサート大学").pk
    value = Value(
        level="university", parties=(Party(institution=home), Party(institution=partner)), concluded_on="2020-04-01",
        memoranda=(Memorandum(id="m1", kind="student-exchange"),),
    )  # fmt: skip
    return record(value, by=officer, at=AT)


def attached(agreement: int, officer: User, *, content: bytes = CONTENT, name: str = "覚書.txt", **more) -> str:
    attach(agreement, content, name, version=None, by=officer, at=AT, **more)
    return AttachedDocument.objects.order_by("-pk").values_list("sha256", flat=True)[0]


def test_a_document_is_kept_under_its_hash_and_found_by_its_words(agreement, officer):
    sha256 = attached(agreement, officer, memorandum="m1", title="学生交流覚書", language="ja")
    assert document_path(sha256).read_bytes() == CONTENT
    assert current(AGREEMENTS, agreement)[1].memoranda[0].documents[0].title == "学生交流覚書"
    found = documents_with("abc大学", by=officer)  # widths and cases do not matter
    assert [(one.agreement, one.ref.name) for one in found] == [(agreement, "覚書.txt")]
    assert documents_with("理学部", by=officer) == []


def test_a_scan_is_kept_and_it_is_said_that_its_words_are_not_found(agreement, officer):
    said = attach(agreement, b"\x89PNG\x00\x00", "scan.png", version=None, by=officer, at=AT)
    assert said
    assert "scan.png" in said.en
    assert [(one.ref.name, bool(one.refusal_ja)) for one in papers_of(agreement, by=officer).documents] == [("scan.png", True)]


def test_only_a_public_document_is_given_to_everybody(agreement, officer):
    staff = attached(agreement, officer)
    public = attached(agreement, officer, content=b"public words", name="public.txt", visibility="public")
    assert public_document(agreement, staff) is None
    assert public_document(agreement, public).name == "public.txt"
    assert document_for_staff(agreement, staff, by=officer).name == "覚書.txt"
    assert [one.name for one in agreement_page(agreement).documents] == ["public.txt"]


def test_a_document_of_another_agreement_is_not_given_under_this_one(agreement, officer):
    sha256 = attached(agreement, officer, visibility="public")
    other = record(replace(current(AGREEMENTS, agreement)[1], documents=()), by=officer, at=AT)
    assert public_document(other, sha256) is None
    assert document_for_staff(other, sha256, by=officer) is None


def test_a_document_that_was_taken_off_is_given_no_more_and_its_bytes_stay(agreement, officer):
    sha256 = attached(agreement, officer, visibility="public")
    detach(agreement, sha256, version=None, by=officer, at=AT)
    assert public_document(agreement, sha256) is None
    assert documents_with("覚書", by=officer) == []
    assert document_path(sha256).exists()
    assert verify().tampering == ()


def test_what_is_refused_leaves_no_file_and_no_row(agreement, officer, sources, settings):
    before = sorted(sources.iterdir())
    settings.UPLOAD_BYTES = 10
    for content, version, refusal in ((b"", None, EmptyFile), (b"12345678901", None, Refusal), (b"small", 9, ChangedMeanwhile)):
        with pytest.raises(refusal):
            attach(agreement, content, "a.txt", version=version, by=officer, at=AT)
    assert sorted(sources.iterdir()) == before
    assert not DocumentText.objects.exists()


def test_the_same_file_on_two_agreements_is_stored_once_and_stays_when_a_third_is_refused(agreement, officer):
    sha256 = attached(agreement, officer)
    with pytest.raises(Refusal):
        attached(agreement, officer, name="again.txt")
    assert document_path(sha256).exists()
    assert DocumentText.objects.count() == 1


@pytest.mark.parametrize("damage", ["altered", "removed"])
def test_verify_names_a_document_that_was_altered_or_removed(agreement, officer, damage):
    sha256 = attached(agreement, officer)
    if damage == "altered":
        document_path(sha256).write_bytes(b"other")
    else:
        document_path(sha256).unlink()
    assert [one.place for one in verify().tampering] == [f"document {sha256[:12]} of agreement {agreement}"]


def test_verify_names_an_agreement_whose_documents_were_made_public_in_the_table(agreement, officer):
    attached(agreement, officer)
    AttachedDocument.objects.update(visibility="public")
    assert [one.place for one in verify().tampering] == [f"agreement {agreement}"]


@pytest.mark.parametrize("known", [True, False])
def test_nobody_else_reads_or_writes_papers(agreement, officer, known):
    person = User.objects.create_user("nobody") if known else AnonymousUser()
    for act in (
        lambda: attach(agreement, b"x", "x.txt", version=None, by=person, at=AT),
        lambda: detach(agreement, "a" * 64, version=None, by=person, at=AT),
        lambda: add_note(agreement, "x", version=None, by=person, at=AT),
        lambda: add_part(agreement, "contacts", Contact(name="x"), version=None, by=person, at=AT),
        lambda: take_away(agreement, "notes", 0, shown="", version=None, by=person, at=AT),
        lambda: papers_of(agreement, by=person),
        lambda: document_for_staff(agreement, "a" * 64, by=person),
        lambda: documents_with("x", by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\docs\\覚書.pdf", "覚書.pdf"),
        ("a\r\nX: y.pdf", "a X: y.pdf"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_name_is_kept_without_folders_and_control_signs(given, kept):
    assert file_name(given) == kept


def test_contacts_and_notes_come_and_go_and_the_history_keeps_them(agreement, officer):
    add_part(agreement, "contacts", Contact(name="山田", email="yamada@example.ac.jp"), version=None, by=officer, at=AT)
    add_note(agreement, "  原本は理学部  ", version=None, by=officer, at=AT)
    value = current(AGREEMENTS, agreement)[1]
    assert (value.contacts[0].email, value.notes[0].text, value.notes[0].by) == ("yamada@example.ac.jp", "原本は理学部", "officer")
    take_away(agreement, "contacts", 0, shown=mark(value.contacts[0]), version=None, by=officer, at=AT)
    assert current(AGREEMENTS, agreement)[1].contacts == ()
    assert Agreement.objects.get(pk=agreement).version == 4


def test_revising_keeps_the_documents(agreement, officer):
    sha256 = attached(agreement, officer)
    revise(agreement, lambda value: replace(value, title="new title"), version=None, by=officer, at=AT)
    assert [one.ref.sha256 for one in papers_of(agreement, by=officer).documents] == [sha256]
