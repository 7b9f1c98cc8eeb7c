"""The database itself refuses…"""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from teikei.lists.located import Locator
from teikei.lists.model import Finding
from teikei.names.bilingual import Text
from teikei.registry.models import Agreement, AuthorityRecord, Derivation, Institution, Judgment, NameForm, Party, Source, Territory
from teikei.registry.operations.territories import ensure_territories
from tests.registry.made import RECEIVED, SAMPLE, made_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return Institution.objects.create(printed="広島大学", key="広島大学")


def test_twins_without_a_territory(institution):
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.create(printed="広島 大学", key="広島大学")


def test_twins_in_one_territory():
    ensure_territories()
    Institution.objects.create(printed="広島大学", key="広島大学", territory_id="JP")
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.create(printed="広島 大学", key="広島大学", territory_id="JP")


def test_one_party_twice_in_an_agreement(institution):
    agreement = Agreement.objects.create(level="unit", key="", sort_key="")
    Party.objects.create(agreement=agreement, institution=institution, position=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(agreement=agreement, institution=institution, position=2)


@pytest.mark.parametrize(("day", "precision"), [(None, "day"), (date(2024, 5, 1), "")])
def test_a_date_without_its_precision(day, precision):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(level="unit", key="", sort_key="", concluded_on=day, precision=precision)


def test_a_name_used_backwards(institution):
    with pytest.raises(IntegrityError), transaction.atomic():
        NameForm.objects.create(institution=institution, text="旧名", used_from=date(2024, 5, 1), used_to=date(2024, 4, 1))


def test_one_document_twice():
    Source.objects.create(sha256="0" * 64, name="a", format="txt", size=1, received_at=RECEIVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(sha256="0" * 64, name="b", format="txt", size=1, received_at=RECEIVED)


def test_no_outdated_name_of_a_territory():
    ensure_territories()
    Territory.objects.filter(code="SZ").update(name_ja="スワジランド")
    ensure_territories()
    assert Territory.objects.get(code="SZ").name_ja == "エスワティニ"
    assert Territory.objects.count() > 240


def test_nothing_a_name_to_be_shown_by(take_in):
    finding = Finding("made-up", "info", Text("a", "あ"), (Locator(1, 10),))
    take_in(made_listing(SAMPLE[:1], findings=(finding,)))
    shown = {model.__name__: str(model.objects.order_by("pk").last()) for model in apps.get_app_config("registry").get_models()}
    agreement = Agreement.objects.get()
    Derivation.objects.update_or_create(kind="agreement", defaults={"rules": 1})  # a migration's, which other tests may have flushed
    shown["Derivation"] = str(Derivation.objects.get())
    # None of these by taking in a list.
    desk = {"Correction", "Draft", "DraftFinding", "DraftJudgment", "DraftLines", "FailedLogin"}
    desk |= {"Appointment", "AuthorityRecord", "Candidate", "Deadline", "Judgment", "Matching", "Memorandum"}
    desk |= {"AgreementKind", "AgreementLink", "AlignedRow", "EditionDraft", "EditionFile", "FormDraft", "SavedFilter", "SheetDraft"}
    desk |= {"ApiToken", "KeptAnswer", "ListWords", "PartnerCopy"}
    desk |= {"AttachedDocument", "CalendarToken", "Decision", "DocumentText", "LeftAlone", "Proposal", "Reminder", "ReminderAddress"}
    assert {name for name, text in shown.items() if text == "None"} == desk
    shown = {name: text for name, text in shown.items() if name not in desk}
    assert shown == {
        "Agreement": f"agreement {agreement.pk}",
        "Chain": shown["Chain"],
        "Derivation": "agreement 1",
        "Change": shown["Change"],
        "Edition": "部局間国際交流協定校一覧 2024-05-01",
        "Entry": "デリー大学理学部",
        "EntryUnit": "統合生命科学研究科",
        "Finding": shown["Finding"],
        "FindingPlace": shown["FindingPlace"],
        "Heading": "インド",
        "Institution": "デリー大学理学部",
        "NameForm": "デリー大学理学部",
        "OrganizationalUnit": "統合生命科学研究科",
        "Party": f"デリー大学理学部 in agreement {agreement.pk}",
        "Region": "アジア",
        "Source": shown["Source"],
        "SourceLine": "10: インド\tデリー大学理学部\t理学部・統合生命科学研究科\t2020.02.12",
        "Span": "2020-02-12 – ",
        "Territory": shown["Territory"],
        "UnitName": "統合生命科学研究科",
    }


@pytest.fixture
def record():
    return AuthorityRecord.objects.create(ror="04gzb2213", status="active", name_en="University of Delhi", taken_at=RECEIVED)


@pytest.mark.parametrize(
    "changed",
    [
        {"ror": "short"}, {"status": "gone"}, {"name_en": ""}, {"latitude": 91.0, "longitude": 0.0}, {"latitude": 1.0},
        {"latitude": 0.0, "longitude": -181.0},
    ],
)  # fmt: skip
def test_a_record_that_is_none(changed):
    sound = {"ror": "05gzceg21", "status": "active", "name_en": "Kasetsart University", "taken_at": RECEIVED}
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityRecord.objects.create(**sound | changed)
    AuthorityRecord.objects.create(**sound)


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "perhaps"}, {"record": None}, {"verdict": "none"}, {"verdict": "unsure"}, {"source": "a file"}, {"made_by": None},
        {"undone_at": RECEIVED}, {"score": 1.5}, {"maybe_id": "04gzb2213"},
    ],
)  # fmt: skip
def test_a_judgment_without_what_belongs_to_it(institution, record, changed):
    person = User.objects.create_user("hanako")
    sound = {"institution": institution, "verdict": "accepted", "record": record, "made_by": person, "made_at": RECEIVED, "score": 0.9}
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgment.objects.create(**sound | changed)
    Judgment.objects.create(**sound)


def test_a_judgment_that_counts_for_two_institutions(institution, record):
    made = Judgment.objects.create(institution=institution, verdict="accepted", record=record, source="a file", made_at=RECEIVED)
    institution.judgment = made
    institution.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.create(printed="別の大学", key="別の大学", judgment=made)
