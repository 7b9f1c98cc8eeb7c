"""A partner's copy of an agreement, as it came over EWP: kept as it is beside ours, for people to compare."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from teikei.exchange.names import children, iias_of, text_at
from teikei.names.bilingual import Refusal
from teikei.registry.models import Institution, PartnerCopy
from teikei.registry.operations import ledger
from teikei.registry.operations.concluding import seen_values
from teikei.registry.operations.institution_rows import INSTITUTIONS
from teikei.registry.operations.kept import text_of, value_of
from teikei.registry.operations.ledger import Act, Line
from teikei.registry.permissions import Person, asker
from teikei.rules.agreement import Agreement


class NotOfThisAgreement(Refusal):
    """The document speaks of other institutions."""

    def __init__(self, heis: str) -> None:
        super().__init__(
            en=f"The document speaks of {heis}, and of no two parties of this agreement. Nothing was stored: choose the agreement that it "
            "belongs to, or enter the parties' SCHAC ids.",
            ja=f"文書にあるのは {heis} で、この協定の当事者2者ではありません。保存していません。該当する協定を選ぶか、当事者の SCHAC ID を"
            "登録してください。",
        )


class CopyKept(Refusal):
    """This very copy is kept already."""

    def __init__(self) -> None:
        super().__init__(
            en="This very copy is kept already. Nothing was stored.", ja="同じ写しがすでに登録されています。保存していません。"
        )


def take_in_copy(agreement: int, content: bytes, *, by: Person, at: datetime) -> list[int]:
    """Keep what a document of EWP says of an agreement; gives the numbers of the copies, one for each two parties.

    NoIia for a document that is none; NotOfThisAgreement; CopyKept. Agreement.DoesNotExist where the person sees none.
    """
    asked = asker(by, "agreement.revise")
    _, value = seen_values([agreement], asked)[agreement]
    asked.require("agreement.revise", value)
    iias = iias_of(content)
    heis = set(schac_ids(value).values())
    named = [[text_at(one, "hei-id") for one in children(iia, "partner")] for iia in iias]
    fitting = [position for position, both in enumerate(named) if set(both) <= heis]
    if not fitting:
        raise NotOfThisAgreement(", ".join(dict.fromkeys(hei for both in named for hei in both))[:200])
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        chain = ledger.lock()
        if PartnerCopy.objects.filter(agreement=agreement, sha256=digest).exists():
            raise CopyKept
        homes = _home_heis(value)
        made = PartnerCopy.objects.bulk_create(
            PartnerCopy(
                agreement_id=agreement, content=content, sha256=digest, position=position + 1, received_at=at, received_by=asked.person,
                iia_id=next((text_at(one, "iia-id") for one in children(iias[position], "partner") if text_at(one, "hei-id") not in homes), "")[:300],
            )
            for position in fitting
        )  # fmt: skip
        act = Act("take-in-copy", at, asked.person)
        told = [text_of({"agreement": agreement, "sha256": digest, "position": one.position, "iia_id": one.iia_id}) for one in made]
        ledger.enter([Line("partner-copy", one.pk, 1, after) for one, after in zip(made, told, strict=True)], act, chain=chain)
    return [one.pk for one in made]


def schac_ids(value: Agreement) -> dict[int, str]:
    """The SCHAC ids of the parties that have one, by institution."""
    found: dict[int, str] = {}
    for pk, body in Institution.objects.filter(pk__in=[party.institution for party in value.parties]).values_list("pk", "body"):
        for one in value_of(INSTITUTIONS, body).identifiers:
            if one.scheme == "schac":
                found[pk] = one.value
    return found


def _home_heis(value: Agreement) -> set[str]:
    ids = schac_ids(value)
    homes = Institution.objects.filter(pk__in=list(ids), is_home=True).values_list("pk", flat=True)
    return {ids[pk] for pk in homes}
