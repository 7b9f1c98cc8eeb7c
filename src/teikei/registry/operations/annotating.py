"""Contacts, checks before signing and notes of an agreement: each added or taken away as an act of its own."""

from datetime import datetime

from teikei.names.bilingual import Refusal
from teikei.registry.operations.concluding import revise
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere
from teikei.rules.agreement import Contact, Note, SigningCheck, Visibility
from teikei.rules.papers import Part, with_part, without_part


class NothingSaid(Refusal):
    """A contact without a name, or a note without a word."""

    def __init__(self) -> None:
        super().__init__(en="Nothing was entered, so nothing was stored.", ja="入力がないため、保存していません。")


def add_part(agreement: int, part: Part, added: Contact | SigningCheck, *, version: int | None, by: Person, at: datetime) -> None:
    """Add a contact or a check. NothingSaid for a contact without a name; NotSound where its days contradict one another."""
    require_anywhere(by, "agreement.revise")
    if isinstance(added, Contact) and not added.name.strip():
        raise NothingSaid
    revise(agreement, lambda value: with_part(value, part, added), version=version, by=by, at=at, operation=f"add-{part}")


def add_note(agreement: int, text: str, *, visibility: Visibility = "staff", version: int | None, by: Person, at: datetime) -> None:
    """Add a remark under the person's name."""
    person = require_anywhere(by, "agreement.revise")
    if not text.strip():
        raise NothingSaid
    note = Note(text=text.strip()[:5000], by=person.get_username(), at=at.isoformat(), visibility=visibility)
    revise(agreement, lambda value: with_part(value, "notes", note), version=version, by=by, at=at, operation="add-notes")


def take_away(agreement: int, part: Part, position: int, *, shown: str, version: int | None, by: Person, at: datetime) -> None:
    """Take a contact, check or note away, if it is still the one that was shown. The ledger keeps what it was."""
    require_anywhere(by, "agreement.revise")
    revise(
        agreement, lambda value: without_part(value, part, position, shown=shown), version=version, by=by, at=at, operation=f"remove-{part}"
    )
