"""Every page there is, made from the URL map: a new address is looked at without anybody's doing."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from teikei.desk.agreement_forms.acts import ACTS
from teikei.desk.structure_acts import ACTS as STRUCTURE_ACTS
from teikei.lists.read import read_content
from teikei.registry.models import (
    Agreement,
    Appointment,
    Draft,
    DraftFinding,
    Edition,
    EditionDraft,
    Institution,
    OrganizationalUnit,
    SheetDraft,
)
from teikei.registry.operations.appointing import appoint
from teikei.registry.operations.attaching import attach
from teikei.registry.operations.concluding import revise
from teikei.registry.operations.exchanging import take_in_copy
from teikei.registry.operations.ingest import ingest
from teikei.registry.operations.institutions import revise_institution
from teikei.registry.operations.proposals import decide, propose, save_draft
from teikei.registry.operations.tokens import make_token
from teikei.registry.queries import worked_out
from teikei.registry.queries.exchanged import iia_document
from teikei.rules.agreement import Contact, Renewal, SigningCheck, Term
from teikei.rules.approval import Proposal
from teikei.rules.institution import Identifier
from tests.desk.conftest import LIST
from tests.desk.test_doors import routes
from tests.desk.test_institutions import send
from tests.people import APPOINTED_AT, LONG_AGO, made_person

from .portal_sites import agree_on_exchanges, identify

Answers = dict[str, HttpResponse]
_ACTS = {
    "desk:agreement_act": tuple(ACTS), "desk:institution_act": tuple(STRUCTURE_ACTS["institution"]), "desk:unit_act": tuple(STRUCTURE_ACTS["unit"]),
}  # fmt: skip
NOT_PAGES = {
    "desk:log_out",
    "portal:calendar",
    "portal:document",
    "desk:document_file",
    "portal:download",
    "desk:edition_file",
    "desk:profile",
}
# What nobody wrote: days that are none, pages and filters that there are not.
NONSENSE = "?q=zzz&as_of=x&year=abc&page=0&line=x&sort=x&region=x&view=x&show=x&known_on=x&since=x&until=x&above=x&kind=x&unit=x"


def filled() -> tuple[Client, dict[str, object]]:
    """A registry in which every page has something to show; somebody who may open each, and what the addresses name."""
    identify()
    agree_on_exchanges()
    by, at = made_person("hanako", email="hanako@example.ac.jp"), timezone.now()
    for role in ("administrator", "publisher"):
        appoint("hanako", role, valid_from=LONG_AGO, by=None, at=APPOINTED_AT)
    client = Client(headers={"host": "localhost"})
    client.force_login(by)
    number = _worked_on(by, at)
    further = Term(valid_from=timezone.localdate() + timedelta(days=22))
    proposal = save_draft(Proposal(kind="renewal", title="5年の更新", agreement=number, term=further), by=by, at=at)
    propose(proposal, version=None, by=by, at=at)
    decide(proposal, "unit", "approved", on=timezone.localdate(at), minute="24-12", comment="異議なし", version=None, by=by, at=at)
    make_token("nightly", ["read"], holder="hanako", by=by, at=at)
    _handed_in(client)
    partner = Institution.objects.get(is_home=False, parties__agreement=number)
    newest = Edition.objects.order_by("-pk")[0]
    named = {
        "agreement_id": number, "memorandum": "m1", "proposal_id": proposal, "institution_id": partner.pk, "partner_id": partner.pk,
        "unit_id": OrganizationalUnit.objects.filter(parties__agreement=number)[0].pk, "edition_id": newest.pk, "source_id": newest.source_id,
        "code": "VN", "n": 1, "position": 8, "sheet_id": SheetDraft.objects.get().pk, "appointment_id": Appointment.objects.order_by("pk")[0].pk,
        "draft_id": Draft.objects.order_by("pk")[0].pk,
        "edition_draft": EditionDraft.objects.order_by("pk")[0].pk,
    }  # fmt: skip
    return client, named


def _worked_on(by, at) -> int:
    """An agreement with exchanges, terms that end soon, papers, people, checks, and the partner's copy of it."""
    today = timezone.localdate()
    number = Agreement.objects.order_by("pk")[0].pk
    term = Term(valid_from=today - timedelta(days=800), valid_to=today + timedelta(days=21))
    check = SigningCheck(kind="export-control", result="conditions", checked_on=today, valid_to=today, by="輸出管理室", note="年1回")
    contact = Contact(name="山田 花子", role="担当教員", email="yamada@example.ac.jp")

    def enriched(value):
        years = {"first_year": "2023/2024", "last_year": "2027/2028", "pool": "", "field_note": ""}
        exchanges = tuple(replace(one, **years) for one in value.memoranda[0].exchanges)
        memoranda = (replace(value.memoranda[0], exchanges=exchanges),)
        return replace(value, terms=(term,), renewal=Renewal(kind="procedure"), contacts=(contact,), checks=(check,), memoranda=memoranda)

    revise(number, enriched, version=None, by=by, at=at)
    attach(number, "学生交流に関する覚書。".encode(), "覚書.txt", version=None, by=by, at=at, visibility="public")
    for party, schac in zip(Agreement.objects.get(pk=number).parties.order_by("pk"), ("our.ac.jp", "their.ac.in"), strict=True):
        known = (Identifier(scheme="schac", value=schac),)
        revise_institution(party.institution_id, lambda value, known=known: replace(value, identifiers=known), version=None, by=by, at=at)
    ours = iia_document(number, as_of=today, by=by) or b""
    take_in_copy(number, ours.replace(b">2<", b">5<"), by=by, at=at)
    return number


def _handed_in(client: Client) -> None:
    """Lists in drafts with findings, one decided and one not yet read; a newer list beside what is kept; an edition, a sheet."""
    client.post("/desk/", {"file": SimpleUploadedFile("list.txt", LIST.encode())})
    draft, older = Draft.objects.get(), Edition.objects.get()
    first = DraftFinding.objects.filter(draft=draft).order_by("position")[0].position
    client.post(f"/desk/drafts/{draft.pk}/findings/{first}/", {"decision": "dismiss", "reason": "確認済み"})
    client.post(f"/desk/drafts/{draft.pk}/entries/2/no-entry/", {"reason": "重複"})
    at = timezone.now()
    Draft.objects.create(
        sha256="0" * 64, name="waits.txt", size=1, content=b"x", uploaded_by=draft.uploaded_by, uploaded_at=at, state_at=at
    )
    newer = LIST.replace("2024年5月1日", "2025年5月1日").encode()
    ingest(read_content(newer, "next.txt"), newer, institution="広島大学", received_at=timezone.now())
    answer = client.post("/desk/editions/", {"institution": older.institution_id, "level": "unit", "as_of": "2026-05-01", "correction": ""})
    assert answer.status_code == 302, answer.content.decode()
    sheet = client.get("/desk/agreements/agreements.csv").getvalue()
    changed = sheet.replace("学術交流協定".encode(), "交流協定".encode())
    answer = client.post("/desk/agreements/sheets/", {"file": SimpleUploadedFile("sheet.csv", changed)})
    assert answer.status_code == 302, answer.content.decode()


def addresses(named: dict[str, object], *, acts_each: int = 1) -> list[str]:
    """Every address of the site for people, without its language; those that name something only where it is named.

    acts_each: how many of the acts that share an address and a template.
    """
    found: list[str] = []
    with override("ja"):
        for name, pattern in dict(routes(get_resolver().url_patterns)).items():
            if name in NOT_PAGES or not name.startswith(("portal:", "desk:", "api_pages:")):
                continue
            given = dict(named)
            if name in ("desk:edition_draft", "desk:withdraw_edition"):
                given["draft_id"] = named.get("edition_draft")
            acts = _ACTS.get(name, ("",))
            for act in acts[:acts_each]:
                arguments = {one: (given | {"act_name": act}).get(one) for one in pattern.pattern.converters}
                if None in arguments.values():
                    continue
                try:
                    found.append(reverse(name, kwargs=arguments))
                except NoReverseMatch:
                    continue
    return list(dict.fromkeys(found))


def answers(client: Client, language: str, asked: list[str], named: dict[str, object], *, posted: bool = False) -> Answers:
    """Each page at these addresses in that language; with those that only a form leads to, where `posted`. Parts of pages are asked for too."""
    found = {address: client.get(language + address) for address in asked}
    if named:
        found |= {address: client.get(address if address.startswith("/reconcile") else language + address) for address in _further(named)}
    if posted:
        found |= {f"{address} {fields}": send(client, language + address, **fields) for address, fields in _sent(named)}
    return {address: answer for address, answer in found.items() if _is_page(answer)}


def changed_by_nonsense(client: Client, language: str, named: dict[str, object]) -> Answers:
    """The pages that say something else where nonsense is asked of them."""
    asked = addresses(named)
    plain, wrong = answers(client, language, asked, {}), answers(client, language, [address + NONSENSE for address in asked], {})
    return {
        address: answer for address, answer in wrong.items()
        if (usual := plain.get(address.removesuffix(NONSENSE))) is None or len(_main(usual)) != len(_main(answer))
    }  # fmt: skip


def of_a_viewer(viewer: Client, language: str, named: dict[str, object]) -> Answers:
    """What somebody sees who may look and do nothing, or not even look."""
    draft = f"/desk/drafts/{named['draft_id']}/"
    asked = ["/desk/", "/desk/people/", "/desk/partners/", f"{draft}findings/", f"{draft}layout/", f"{draft}keep/", f"{draft}entries/1/"]
    return answers(viewer, language, asked, {})


def _main(answer: HttpResponse) -> bytes:
    return answer.content.partition(b"<main")[2]


def of_nobody(visitor: Client, language: str) -> Answers:
    """What somebody meets who has not logged in, or mistyped."""
    wrong = ("/nowhere/", "/institutions/999999/", "/desk/login/")
    login = visitor.post(f"{language}/desk/login/", {"username": "x", "password": "y"})
    return {address: visitor.get(language + address) for address in wrong} | {"login": login}


def being_made(client: Client, language: str) -> Answers:
    """What waits for a file that takes seconds."""
    address = f"{language}/desk/survey/?as_of=2020-05-01&file=xlsx"
    with mock.patch.multiple(worked_out, AT_ONCE=-1, PATIENCE=0, _worker=mock.Mock(submit=lambda *_: Future()), _begun={}, _kept={}):
        return {address: client.get(address)}


def _further(named: dict[str, object]) -> list[str]:
    """Addresses with what they are asked."""
    partner, draft = named["partner_id"], Draft.objects.order_by("-pk")[0].pk
    return [
        "/search/?q=vietnam", "/search/?q=インドネシァ", "/search/suggestions/?q=イン", "/map/?view=8,1500,700", "/students/?year=2027",
        "/editions/1/?as_of=2000-01-01", "/editions/1/findings/", f"/desk/partners/{partner}/?q=bogor", "/desk/partners/?show=accepted",
        "/desk/partners/?show=none", "/desk/partners/accept/?above=0.5", "/desk/agreements/?q=イン", "/desk/agreements/?known_on=2030-01-01",
        "/desk/documents/?q=学生", "/desk/proposals/new/?kind=amendment&agreement=1", "/desk/yearly/?since=2010-05-01&until=2024-05-01",
        "/desk/survey/?as_of=2024-05-01", f"/desk/drafts/{draft}/", f"/desk/drafts/{named['draft_id']}/lines/3/", "/desk/institutions/1/",
        "/desk/choose/units/?path=units&units.find=学部", "/desk/why/?action=people.appoint",
        f"/reconcile/preview?id=p{partner}", f"/reconcile/flyout?id=p{partner}", f"/desk/drafts/{named['draft_id']}/entries/2/",
    ]  # fmt: skip


def _sent(named: dict[str, object]) -> list[tuple[str, dict[str, object]]]:
    """What forms send, refused or shown once more before it is done."""
    agreement, unit = f"/desk/agreements/{named['agreement_id']}/", f"/desk/units/{named['unit_id']}/"
    ticked = {"agreement": [named["agreement_id"]]}
    return [
        ("/desk/", {}), ("/desk/agreements/new/", {"concluded_on": "x"}), (f"{agreement}revise/", {"version": "1", "terms[0].valid_to": "2099-03-31"}),
        (f"{agreement}revise/check/", {"concluded_on": "x"}), (f"{agreement}terms/", {"terms[0].valid_from": "2024-13-01"}),
        (f"{agreement}close/", {"closed_on": "x"}), ("/desk/agreements/bulk/", ticked),
        ("/desk/agreements/bulk/", {**ticked, "edit": "renew", "years": "x"}), ("/desk/agreements/bulk/", {**ticked, "edit": "renew", "years": "5"}),
        (f"{unit}end/", {"closed_on": "2030-04-01"}), (f"{unit}rename/", {"on": "x"}), (f"{unit}rename/check/", {"on": "x"}),
        (f"/desk/editions/{named['edition_id']}/rows/", {"decision": "accepted", "all": "1"}), ("/desk/proposals/new/", {}),
        ("/desk/tokens/", {}), ("/desk/tokens/", {"label": "x", "scope": "read", "days": "90"}), ("/desk/institutions/new/", {}),
        ("/desk/editions/", {}), ("/desk/agreements/sheets/", {}),
    ]  # fmt: skip


def _is_page(answer: HttpResponse) -> bool:
    return answer["Content-Type"].startswith("text/html") and not answer.streaming and b"<html" in answer.content
