"""Parts of an agreement that not everybody may see: left out of what is shown, and put back into what is saved."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, TypeVar

import msgspec

from teikei.registry.permissions.decide import Appointment, OfAgreement, decide
from teikei.rules.agreement import (
    Agreement,
    Amendment,
    Contact,
    DocumentRef,
    Memorandum,
    Note,
    Party,
    Signature,
    SigningCheck,
    Visibility,
    plain,
)

T = TypeVar("T")
Part = DocumentRef | Note | Contact | SigningCheck
Sight = frozenset[Visibility]

PUBLIC_SIGHT: Final[Sight] = frozenset({"public"})
# Persons who answer for an agreement, and the results of checks, are never for the public.
OF_STAFF: Final = (Contact, SigningCheck)


def sight(appointments: Sequence[Appointment], subject: OfAgreement, day: date) -> Sight:
    """Which parts of an agreement somebody with these appointments may see: public, staff, unit."""
    seen: set[Visibility] = {"public"}
    if decide(appointments, "agreement.read", subject, day).allowed:
        seen.add("staff")
    if decide(appointments, "agreement.read-unit-parts", subject, day).allowed:
        seen.add("unit")
    return frozenset(seen)


def visibility_of(part: Part) -> Visibility:
    """For whom a part is: documents and notes say it themselves; contacts and checks are for staff."""
    return "staff" if isinstance(part, OF_STAFF) else part.visibility


def visible(value: Agreement, seen: Sight) -> Agreement:
    """The agreement with the parts that may be seen, and no sign of the others."""
    shown = _shows(seen)
    if "staff" not in seen:
        value = _without_remarks(value)
    return replace(
        value,
        documents=_kept(value.documents, shown),
        notes=_kept(value.notes, shown),
        contacts=_kept(value.contacts, shown),
        checks=_kept(value.checks, shown),
        memoranda=tuple(replace(one, documents=_kept(one.documents, shown)) for one in value.memoranda),
        amendments=tuple(_visible_amendment(one, seen) for one in value.amendments),
    )


def _without_remarks(value: Agreement) -> Agreement:
    """Without what staff wrote for staff: who signed (the days stay, by which it took effect), and reasons and notes."""
    return replace(
        value,
        parties=tuple(
            replace(one, signatures=tuple(Signature(signed_on=sign.signed_on) for sign in one.signatures)) for one in value.parties
        ),
        closing=replace(value.closing, note="") if value.closing else None,
        memoranda=tuple(replace(one, note="") for one in value.memoranda),
        amendments=tuple(replace(one, reason="", changes=_plain_without_remarks(one.changes)) for one in value.amendments),
    )


def _plain_without_remarks(changes: dict[str, Any]) -> dict[str, Any]:
    """The same of what an amendment brings, in its plain form."""
    made = dict(changes)
    if "parties" in made:
        parties = msgspec.convert(made["parties"], tuple[Party, ...])
        signed = [replace(one, signatures=tuple(Signature(signed_on=sign.signed_on) for sign in one.signatures)) for one in parties]
        made["parties"] = plain(signed)
    if "memoranda" in made:
        made["memoranda"] = [{**one, "note": ""} if isinstance(one, dict) else one for one in made["memoranda"]]
    return made


def _shows(seen: Sight) -> Callable[[Part], bool]:
    return lambda part: visibility_of(part) in seen


def _kept(parts: tuple[T, ...], shown: Callable[[Any], bool]) -> tuple[T, ...]:
    return tuple(part for part in parts if shown(part))


def _visible_amendment(one: Amendment, seen: Sight) -> Amendment:
    changes = {name: _visible_memoranda(value, seen) if name == "memoranda" else value for name, value in one.changes.items()}
    return replace(one, documents=_kept(one.documents, _shows(seen)), changes=changes)


def _visible_memoranda(plain_memoranda: Any, seen: Sight) -> Any:
    """The memoranda that an amendment brings, in their plain form, without the documents that may not be seen."""
    if not isinstance(plain_memoranda, list | tuple):
        return plain_memoranda
    return [
        {**one, "documents": [paper for paper in one.get("documents", ()) if paper.get("visibility", "staff") in seen]}
        if isinstance(one, dict) and one.get("documents")
        else one
        for one in plain_memoranda
    ]


def kept_hidden(old: Agreement, edited: Agreement, seen: Sight) -> Agreement:
    """What somebody made of `visible(old, seen)`, with the parts that they could not see put back where they stood.

    Hidden documents of a memorandum or amendment that was taken out stay with the agreement itself: nobody removes what
    they cannot see. What was not edited comes back exactly as it was.
    """
    shown = _shows(seen)
    memoranda, homeless = _memoranda(old.memoranda, edited.memoranda, shown)
    amendments, more = _amendments(old.amendments, edited.amendments, seen)
    documents = _with_hidden(old.documents, edited.documents, shown)
    return replace(
        edited,
        documents=(*documents, *(one for one in (*homeless, *more) if one not in documents)),
        notes=_with_hidden(old.notes, edited.notes, shown),
        contacts=_with_hidden(old.contacts, edited.contacts, shown),
        checks=_with_hidden(old.checks, edited.checks, shown),
        memoranda=memoranda,
        amendments=amendments,
    )


def kept_memoranda(old: tuple[Memorandum, ...], edited: tuple[Memorandum, ...], seen: Sight) -> tuple[Memorandum, ...]:
    """The edited memoranda with the documents that could not be seen put back into those of the same id."""
    return _memoranda(old, edited, _shows(seen))[0]


def _with_hidden(old: tuple[T, ...], edited: Iterable[T], shown: Callable[[Any], bool]) -> tuple[T, ...]:
    found = list(edited)
    for place, part in enumerate(old):
        if not shown(part):
            found.insert(min(place, len(found)), part)
    return tuple(found)


def _memoranda(
    old: tuple[Memorandum, ...], edited: tuple[Memorandum, ...], shown: Callable[[Any], bool]
) -> tuple[tuple[Memorandum, ...], list[DocumentRef]]:
    before = {one.id: one for one in old}
    made = tuple(
        replace(one, documents=_with_hidden(before[one.id].documents, one.documents, shown)) if one.id in before else one for one in edited
    )
    left = {one.id for one in edited}
    return made, [paper for one in old if one.id not in left for paper in one.documents if not shown(paper)]


def _amendments(
    old: tuple[Amendment, ...], edited: tuple[Amendment, ...], seen: Sight
) -> tuple[tuple[Amendment, ...], list[DocumentRef]]:  # fmt: skip
    """An amendment has no id: it is the one of the same day that changes the same fields."""
    shown = _shows(seen)
    waiting = list(old)
    made: list[Amendment] = []
    homeless: list[DocumentRef] = []
    for one in edited:
        before = next((was for was in waiting if _same_paper(was, one)), None)
        if before is None:
            made.append(one)
            continue
        waiting.remove(before)
        changes, left = _changes(before, one, seen)
        homeless += left
        made.append(replace(one, documents=_with_hidden(before.documents, one.documents, shown), changes=changes))
    for was in waiting:
        homeless += [paper for paper in was.documents if not shown(paper)]
        homeless += _changes(was, replace(was, changes={}), seen)[1]
    return tuple(made), homeless


def _changes(before: Amendment, one: Amendment, seen: Sight) -> tuple[dict[str, Any], list[DocumentRef]]:
    """What an edited amendment changes, with the hidden documents of the memoranda that it brings; and those without a place."""
    shown, changes = _visible_amendment(before, seen).changes, dict(one.changes)
    if changes.get("memoranda") == shown.get("memoranda") and "memoranda" in before.changes and "memoranda" in changes:
        return changes | {"memoranda": before.changes["memoranda"]}, []
    if "memoranda" not in before.changes:
        return changes, []
    old = msgspec.convert(before.changes["memoranda"], tuple[Memorandum, ...])
    edited = msgspec.convert(changes.get("memoranda", ()), tuple[Memorandum, ...])
    made, homeless = _memoranda(old, edited, _shows(seen))
    return (changes | {"memoranda": plain(made)} if "memoranda" in changes else changes), homeless


def _same_paper(one: Amendment, other: Amendment) -> bool:
    return one.effective_on == other.effective_on and one.changes.keys() == other.changes.keys()
