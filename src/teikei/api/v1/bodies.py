"""What a program sends to change something: values of rules.agreement without what only the registry itself says.

Documents, notes, rows of lists, amendments and the closing are not among an agreement's fields here: each has an address of
its own, or comes from a document. Nobody can claim them by naming them.
"""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext_noop
from msgspec import Meta

from teikei.rules import agreement as values

Reason = Annotated[str, Meta(max_length=1000, description=gettext_noop("Why, for the ledger"))]
_TITLE = Annotated[str, Meta(max_length=300)]
_NAME = Annotated[str, Meta(min_length=1, max_length=300)]


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing that is not named is taken."""


class MemorandumBody(Body, frozen=True, kw_only=True):
    """A paper on details under an agreement, without its documents: those that it has stay with it."""

    id: Annotated[str, Meta(pattern="^[-a-zA-Z0-9_]{1,64}$", description=gettext_noop("Stable within the agreement"))]
    kind: values.MemorandumKind = "other"
    title: _TITLE = ""
    concluded_on: values.IsoDay = ""
    terms: tuple[values.Term, ...] = ()
    renewal: values.Renewal = values.Renewal()
    exchanges: tuple[values.Exchange, ...] = ()
    waiver: values.Waiver | None = None
    contents: tuple[values.Content, ...] = ()
    note: str = ""
    selection: str = ""
    degrees: str = ""

    def made_of(self, old: values.Memorandum | None) -> values.Memorandum:
        """The memorandum, with the documents of the one that it stands for."""
        return values.Memorandum(documents=old.documents if old else (), **_fields(self))


class AgreementBody(Body, frozen=True, kw_only=True):
    """An agreement as it was agreed."""

    level: values.Level
    parties: Annotated[tuple[values.Party, ...], Meta(min_length=2, max_length=200)]
    concluded_on: values.IsoDay = ""
    title: _TITLE = ""
    kinds: tuple[Annotated[str, Meta(max_length=100)], ...] = ()
    contents: tuple[values.Content, ...] = ()
    effect: values.EffectRule = "concluded"
    effective_on: date | None = None
    terms: tuple[values.Term, ...] = ()
    renewal: values.Renewal = values.Renewal()
    memoranda: tuple[MemorandumBody, ...] = ()
    links: tuple[values.Link, ...] = ()
    contacts: tuple[values.Contact, ...] = ()
    checks: tuple[values.SigningCheck, ...] = ()

    def made_of(self, old: values.Agreement | None = None) -> values.Agreement:
        """The agreement with these fields; all others as they were."""
        before = {one.id: one for one in old.memoranda} if old else {}
        fields = _fields(self) | {"memoranda": tuple(one.made_of(before.get(one.id)) for one in self.memoranda)}
        return replace(old, **fields) if old else values.Agreement(**fields)


def _fields(body: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(body, name) for name in body.__struct_fields__}


class RecordBody(Body, frozen=True, kw_only=True):
    """An agreement to be recorded or corrected."""

    agreement: AgreementBody
    reason: Reason = ""


class RenewalBody(Body, frozen=True, kw_only=True):
    """A further term that was agreed. valid_to: its last day, null without end."""

    valid_from: date
    valid_to: date | None = None
    reason: Reason = ""


class ConfirmationBody(Body, frozen=True, kw_only=True):
    """The terms assumed by automatic renewal that begin until then were looked at, and are so."""

    until: date
    reason: Reason = ""


class ClosingBody(Body, frozen=True, kw_only=True):
    """The first day on which the agreement no longer holds, and why."""

    closed_on: date
    reason: values.ClosingReason
    note: Annotated[str, Meta(max_length=1000)] = ""


class Changes(Body, frozen=True, kw_only=True):
    """New values of the fields that an amendment may change; those left out stay."""

    title: _TITLE | msgspec.UnsetType = msgspec.UNSET
    parties: Annotated[tuple[values.Party, ...], Meta(min_length=2, max_length=200)] | msgspec.UnsetType = msgspec.UNSET
    kinds: tuple[Annotated[str, Meta(max_length=100)], ...] | msgspec.UnsetType = msgspec.UNSET
    contents: tuple[values.Content, ...] | msgspec.UnsetType = msgspec.UNSET
    terms: tuple[values.Term, ...] | msgspec.UnsetType = msgspec.UNSET
    renewal: values.Renewal | msgspec.UnsetType = msgspec.UNSET

    def plain(self) -> dict[str, Any]:
        """What is said, in plain form."""
        return {name: values.plain(value) for name, value in _fields(self).items() if value is not msgspec.UNSET}


class AmendmentBody(Body, frozen=True, kw_only=True):
    """What was agreed later: from which day, and the new values of the fields that it changes."""

    effective_on: date
    changes: Changes
    reason: Reason = ""


class NoteBody(Body, frozen=True, kw_only=True):
    """A remark under the holder's name."""

    text: Annotated[str, Meta(min_length=1, max_length=5000, pattern="\\S")]
    visibility: values.Visibility = "staff"


class InstitutionBody(Body, frozen=True, kw_only=True):
    """A partner that no list has named yet."""

    name: _NAME
    name_en: Annotated[str, Meta(max_length=300)] = ""
    territory: Annotated[str, Meta(pattern="^([A-Z]{2})?$", description=gettext_noop("ISO 3166-1 code, empty where unknown"))] = ""


class IdentifiersBody(Body, frozen=True, kw_only=True):
    """By which EWP and Erasmus know an institution; empty to take an identifier away."""

    schac: Annotated[
        str, Meta(max_length=255, pattern="^([a-z0-9-]+(\\.[a-z0-9-]+)+)?$", description=gettext_noop("such as hiroshima-u.ac.jp"))
    ] = ""
    erasmus: Annotated[str, Meta(max_length=20, pattern="^[A-Z0-9 -]*$", description=gettext_noop("such as D  BERLIN01"))] = ""
    reason: Reason = ""


class JudgmentBody(Body, frozen=True, kw_only=True):
    """Who an institution is: a record by its ROR id; or without one: none that there is, or unsure."""

    ror: Annotated[str, Meta(pattern="^((https://ror\\.org/)?0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})?$")] = ""
    verdict: Annotated[str, Meta(pattern="^(|none|unsure)$", description=gettext_noop("none or unsure, where no record is given"))] = ""
    reason: Reason = ""
