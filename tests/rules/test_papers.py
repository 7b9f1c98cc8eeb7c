from dataclasses import replace
from datetime import date

import pytest

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement, Amendment, Contact, DocumentRef, Memorandum, Note, Party
from teikei.rules.papers import documents_of, mark, with_document, with_part, without_document, without_part

ONE = DocumentRef(sha256="a" * 64, name="signed.pdf")
TWO = DocumentRef(sha256="b" * 64, name="annex.pdf")
PLAIN = Agreement(level="unit", parties=(Party(institution=1), Party(institution=2)), memoranda=(Memorandum(id="m1"), Memorandum(id="m2")))


def test_a_document_hangs_on_the_agreement_or_on_the_memorandum_that_was_named() -> None:
    value = with_document(with_document(PLAIN, ONE), TWO, memorandum="m2")
    assert documents_of(value) == (("", ONE), ("m2", TWO))
    assert value.memoranda[0] == PLAIN.memoranda[0]


def test_documents_of_amendments_are_found_too() -> None:
    value = replace(PLAIN, amendments=(Amendment(effective_on=date(2024, 4, 1), changes={}, documents=(TWO,)),))
    assert documents_of(value) == (("", TWO),)


def test_the_same_file_twice_in_one_place_is_refused_and_in_two_places_it_is_not() -> None:
    value = with_document(PLAIN, ONE)
    with pytest.raises(Refusal, match="attached there already"):
        with_document(value, replace(ONE, name="again.pdf"))
    assert len(documents_of(with_document(value, ONE, memorandum="m1"))) == 2


def test_taking_a_document_off_leaves_the_others() -> None:
    value = with_document(with_document(PLAIN, ONE), TWO)
    assert documents_of(without_document(value, ONE.sha256)) == (("", TWO),)


@pytest.mark.parametrize("memorandum", ["", "m1", "none such"])
def test_what_hangs_there_no_more_cannot_be_taken_off(memorandum: str) -> None:
    with pytest.raises(Refusal, match="no longer there"):
        without_document(PLAIN, ONE.sha256, memorandum=memorandum)


def test_a_contact_that_moved_meanwhile_is_not_mistaken_for_another() -> None:
    value = with_part(with_part(PLAIN, "contacts", Contact(name="A")), "contacts", Contact(name="B"))
    assert without_part(value, "contacts", 0, shown=mark(Contact(name="A"))).contacts == (Contact(name="B"),)
    with pytest.raises(Refusal):
        without_part(value, "contacts", 1, shown=mark(Contact(name="A")))
    with pytest.raises(Refusal):
        without_part(value, "contacts", 2, shown=mark(Contact(name="A")))


def test_a_note_is_told_by_its_instant() -> None:
    assert mark(Note(text="x", by="y", at="2024-05-01T00:00:00+09:00")) == "2024-05-01T00:00:00+09:00"
