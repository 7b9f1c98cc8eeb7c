"""Agreements in EWP's words, and the partner's copies beside ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from teikei.exchange.compare import Laid, hash_holds, laid_side_by_side
from teikei.exchange.names import Iia, children, iias_of, text_at
from teikei.exchange.write import Side, written
from teikei.names.bilingual import Refusal, Text
from teikei.registry.models import Agreement, Institution, OrganizationalUnit, PartnerCopy
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.exchanging import schac_ids
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions import Person, asker, visible
from teikei.registry.permissions.asking import sight_of
from teikei.registry.permissions.named import named_units
from teikei.rules import agreement as values


@dataclass(frozen=True, slots=True)
class OpenCopy:
    """A partner's copy that is kept."""

    id: int
    iia_id: Annotated[str, Meta(description="The partner's own")]
    received_at: datetime
    received_by: str
    sha256: Annotated[str, Meta(description="Of the document")]
    hash_holds: Annotated[bool, Meta(description="Whether its iia-hash is that of what it says")]


@dataclass(frozen=True, slots=True)
class OpenComparison:
    """Both copies side by side. differing: how many elements differ; agreed: whether the iia-hash would be the same."""

    copy: OpenCopy
    rows: tuple[Laid, ...]
    differing: int
    agreed: Annotated[bool, Meta(description="Whether nothing that counts in the iia-hash differs")]


def iia_document(agreement: int, *, as_of: date, by: Person) -> bytes | None:
    """The agreement as an answer of EWP's IIA API v7, as of a day. None where there is none; NoExport with the reason."""
    body = Agreement.objects.filter(pk=agreement).values_list("body", flat=True).first()
    if body is None:
        return None
    value = value_of(AGREEMENTS, body)
    return _document(agreement, visible(value, sight_of(by, value)), as_of, _copies(agreement))


def _copies(agreement: int) -> list[PartnerCopy]:
    """The partner's copies, the newest first."""
    return list(PartnerCopy.objects.filter(agreement=agreement).select_related("received_by"))


def _document(agreement: int, value: values.Agreement, as_of: date, copies: Sequence[PartnerCopy]) -> bytes:
    value = _home_first(value)
    ids = schac_ids(value)
    names = dict(Institution.objects.filter(pk__in=[party.institution for party in value.parties]).values_list("pk", "printed"))
    sides = {pk: Side(ids.get(pk, ""), name) for pk, name in names.items()}
    units = dict(OrganizationalUnit.objects.filter(pk__in=named_units(value)).values_list("pk", "name"))
    partners: dict[str, str] = {}
    for copy in reversed(copies):
        for one in children(_of(copy), "partner"):
            if text_at(one, "iia-id") == copy.iia_id:
                partners[text_at(one, "hei-id")] = copy.iia_id
    return written(agreement, value, as_of, sides=sides, units=units, ids=partners)


def _home_first(value: values.Agreement) -> values.Agreement:
    """The same with our own parties first: whoever answers names itself first."""
    homes = set(Institution.objects.filter(is_home=True, pk__in=[one.institution for one in value.parties]).values_list("pk", flat=True))
    ordered = tuple(sorted(value.parties, key=lambda one: one.institution not in homes))
    return values.agreement_from({**values.plain(value), "parties": values.plain(ordered)})


def copies_of(agreement: int, *, by: Person) -> tuple[OpenCopy, ...] | None:
    """The partner's copies that are kept, the newest first; None where there is no agreement that the person may see."""
    if _seen(agreement, by) is None:
        return None
    return tuple(map(_line, _copies(agreement)))


def comparison(agreement: int, copy: int | None = None, *, as_of: date, by: Person) -> OpenComparison | Text | None:
    """Ours beside a copy (None: the newest). None where there is none; words where ours cannot be said in EWP's."""
    value = _seen(agreement, by)
    if value is None:
        return None
    copies = _copies(agreement)
    try:
        return _beside(_document(agreement, value, as_of, copies), copies, copy)
    except Refusal as refusal:
        return refusal.text if _chosen(copies, copy) else None


@dataclass(frozen=True, slots=True)
class BothCopies:
    """An agreement's page of the exchange: the partner's copies, our document, or why there is none, and both side by side."""

    copies: tuple[OpenCopy, ...]
    document: bytes
    refused: Text | None
    beside: OpenComparison | Text | None


def both_copies(agreement: int, copy: int | None = None, *, as_of: date, by: Person) -> BothCopies | None:
    """All of it, read once; copy: the one to set beside ours (None: the newest). None where there is no such agreement for them."""
    value = _seen(agreement, by)
    if value is None:
        return None
    copies = _copies(agreement)
    lines = tuple(map(_line, copies))
    try:
        document = _document(agreement, value, as_of, copies)
    except Refusal as refusal:
        return BothCopies(lines, b"", refusal.text, None)
    return BothCopies(lines, document, None, _beside(document, copies, copy))


def _chosen(copies: Sequence[PartnerCopy], copy: int | None) -> PartnerCopy | None:
    return next((one for one in copies if copy in (None, one.pk)), None)


def _beside(document: bytes, copies: Sequence[PartnerCopy], copy: int | None) -> OpenComparison | Text | None:
    found = _chosen(copies, copy)
    if found is None:
        return None
    theirs, every = _of(found), iias_of(document)
    ours = next((one for one in every if _heis(one) == _heis(theirs)), None)
    if ours is None:
        return Text(
            "Our agreement has no exchange between the two institutions of that copy.",
            "この協定には、写しにある2機関の間の交流の条件がありません。",
        )
    rows = laid_side_by_side(ours, theirs)
    differing = [one for one in rows if one.differs]
    return OpenComparison(_line(found), rows, len(differing), not any(one.hashed for one in differing))


def _seen(agreement: int, by: Person) -> values.Agreement | None:
    asked = asker(by, "agreement.read")
    body = Agreement.objects.filter(pk=agreement).values_list("body", flat=True).first()
    value = value_of(AGREEMENTS, body) if body else None
    return visible(value, asked.sight(value)) if value and asked.reads(value) else None


def _of(copy: PartnerCopy) -> Iia:
    return iias_of(bytes(copy.content))[copy.position - 1]


def _heis(iia: Iia) -> set[str]:
    return {text_at(one, "hei-id") for one in children(iia, "partner")}


def _line(copy: PartnerCopy) -> OpenCopy:
    return OpenCopy(copy.pk, copy.iia_id, copy.received_at, copy.received_by.get_username(), copy.sha256, hash_holds(_of(copy)))
