"""An agreement as it was agreed: parties, terms, renewal, amendments, memoranda, closing. Values only.

`rules.held` says on which days it holds, `rules.rollup` which printed row it becomes. Institutions, units, documents and
rows of lists are named by their ids in the registry; a value never reaches into a table. `plain` and `agreement_from`
turn a value into JSON and back, checked by its types: what the ledger keeps and what the interfaces speak.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from teikei.rules.days import PartialDate

Level = Literal["university", "unit"]
# Terra Dotta and FOLIO know drafts and negotiations as states; here they are a proposal (registry.models.Proposal), and
# an agreement exists from the day it was concluded.
UnitRole = Literal["responsible", "participating"]
RenewalKind = Literal["unknown", "none", "procedure", "automatic"]
EffectRule = Literal["concluded", "last-signature", "stated"]
ClosingReason = Literal["expired", "cancelled", "superseded", "raised", "merged", "not-listed", "mistaken"]
LinkKind = Literal["supersedes", "under-framework", "raised-from"]
MemorandumKind = Literal[
    "student-exchange", "tuition-waiver", "credit-transfer", "double-degree", "joint-degree", "staff", "research", "other"
]
Mobility = Literal["student-studies", "student-traineeship", "staff-teaching", "staff-training"]
Visibility = Literal["public", "staff", "unit"]
CheckKind = Literal["export-control", "end-user", "other"]
CheckResult = Literal["cleared", "conditions", "refused"]

# The ministry's ten contents (DOMAIN §3): students, teachers and researchers, clerical staff, credit transfer, double
# degree, joint degree, joint research, a base on our campus, scholarships, other.
Content = Annotated[int, msgspec.Meta(ge=1, le=10)]
IsoDay = Annotated[str, msgspec.Meta(pattern=r"^(\d{4}(-\d\d(-\d\d)?)?)?$")]  # at its precision; "" where not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed for a party, in which post, on which day and where. What is not known is empty."""

    signed_on: date | None = None
    name: str = ""
    post: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyUnit:
    """A unit of a party and the part it has. printed: its spelling in the document where that differs from its name."""

    unit: int
    role: UnitRole = "participating"
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side: an institution with any number of its units. Without a unit, the institution itself is meant."""

    institution: int
    units: tuple[PartyUnit, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A confirmed period of validity, both days included. valid_to None: no end was agreed; valid_from date.min: since a day
    that nobody knows. automatic: it came by automatic renewal, and so counts as one of those that the rule allows.
    """

    valid_from: date
    valid_to: date | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """How a term goes on. automatic: every `years`, at most `at_most` times (None: without limit), unless notice is given
    `notice_months` before the end. procedure: only where both sides decide. unknown: the source does not say.
    """

    kind: RenewalKind = "unknown"
    years: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    at_most: Annotated[int, msgspec.Meta(ge=0, le=1000)] | None = None
    notice_months: Annotated[int, msgspec.Meta(ge=0, le=120)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Mobility of one kind in one direction under a memorandum: what a cooperation condition of EWP's IIA API v7 holds.

    places: persons a year; None where not limited or not said. pool: exchanges of the same pool share its places.
    months: total months a year of all persons. levels: EQF 5–8. fields: ISCED-F 2013 codes of two to four digits.
    languages: pairs of a language tag and a CEFR level ("" where none is asked). first_year, last_year: academic years
    as "2024/2025", "" where not said. hours: a week, for staff teaching.
    """

    sending: int
    receiving: int
    mobility: Mobility = "student-studies"
    places: Annotated[int, msgspec.Meta(ge=0)] | None = None
    pool: str = ""
    months: Annotated[float, msgspec.Meta(ge=0)] | None = None
    hours: Annotated[float, msgspec.Meta(ge=0)] | None = None
    sending_units: tuple[int, ...] = ()
    receiving_units: tuple[int, ...] = ()
    levels: tuple[Annotated[int, msgspec.Meta(ge=5, le=8)], ...] = ()
    fields: tuple[Annotated[str, msgspec.Meta(pattern=r"^\d{2,4}$")], ...] = ()
    field_note: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    first_year: str = ""
    last_year: str = ""
    blended: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A tuition waiver and its conditions. at_most: persons a year; months: how long for each."""

    mutual: bool = True
    at_most: Annotated[int, msgspec.Meta(ge=0)] | None = None
    months: Annotated[int, msgspec.Meta(ge=0)] | None = None
    credits: bool = False
    non_degree: bool = True
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """A stored document: the SHA-256 of its bytes, with what it is and who may see it."""

    sha256: str
    name: str
    title: str = ""
    language: str = ""
    visibility: Visibility = "staff"
    added_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memorandum:
    """A paper on details under an agreement. id: stable within the agreement. terms: its own; without any, it holds as
    long as the agreement does. selection, degrees: of a double or joint degree, how students are selected, and what they get.
    """

    id: str
    kind: MemorandumKind = "other"
    title: str = ""
    concluded_on: IsoDay = ""
    terms: tuple[Term, ...] = ()
    renewal: Renewal = Renewal()
    exchanges: tuple[Exchange, ...] = ()
    waiver: Waiver | None = None
    contents: tuple[Content, ...] = ()
    documents: tuple[DocumentRef, ...] = ()
    note: str = ""
    selection: str = ""
    degrees: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change agreed later: from which day, and the new values of the fields that it changes (in their plain form)."""

    effective_on: date
    changes: dict[str, Any]
    reason: str = ""
    documents: tuple[DocumentRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The day from which the agreement no longer holds, and why."""

    closed_on: date
    reason: ClosingReason
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A typed link to another agreement."""

    kind: LinkKind
    agreement: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody who answers for the agreement, of which unit, in which role, from when to when."""

    name: str
    role: str = ""
    unit: int | None = None
    email: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningCheck:
    """A check before signing: of what kind, its result, when, how long it is good for."""

    kind: CheckKind
    result: CheckResult
    checked_on: date
    valid_to: date | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark, by whom and when (ISO instant)."""

    text: str
    by: str
    at: str
    visibility: Visibility = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement. parties: two or more, of different institutions; entries: the printed rows that it comes from.

    rolled_up: it came from a row that may stand for several agreements, and nobody has said yet what stands behind it.
    listed_end: what the row printed of an end where that is no day and no rule of renewal.
    """

    level: Level
    parties: tuple[Party, ...]
    concluded_on: IsoDay = ""
    title: str = ""
    kinds: tuple[str, ...] = ()
    contents: tuple[Content, ...] = ()
    effect: EffectRule = "concluded"
    effective_on: date | None = None
    terms: tuple[Term, ...] = ()
    renewal: Renewal = Renewal()
    amendments: tuple[Amendment, ...] = ()
    closing: Closing | None = None
    links: tuple[Link, ...] = ()
    memoranda: tuple[Memorandum, ...] = ()
    documents: tuple[DocumentRef, ...] = ()
    contacts: tuple[Contact, ...] = ()
    checks: tuple[SigningCheck, ...] = ()
    notes: tuple[Note, ...] = ()
    entries: tuple[int, ...] = ()
    rolled_up: bool = False
    listed_end: str = ""

    @property
    def concluded(self) -> PartialDate | None:
        """The day it was concluded, as exactly as it is known."""
        return PartialDate.fromisoformat(self.concluded_on) if self.concluded_on else None

    def party_of(self, institution: int) -> Party | None:
        """That institution's side, or None where it is no party."""
        return next((party for party in self.parties if party.institution == institution), None)


def plain(value: object) -> Any:
    """A value of this module as JSON's kinds: objects, arrays, strings, numbers. Days are in ISO order."""
    return msgspec.json.decode(msgspec.json.encode(value))  # to_builtins would leave tuples


def agreement_from(plain_value: object) -> Agreement:
    """The inverse of `plain`. msgspec.ValidationError, naming the place, for what is no agreement."""
    return msgspec.convert(plain_value, Agreement)
