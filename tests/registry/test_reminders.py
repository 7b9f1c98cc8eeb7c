"""Reminders: sent once, to whom they concern, in their language. BAD_INPUTS 81 (SIGTERM) and 83 (midnight, leap day, the clock)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from teikei.names.bilingual import Refusal
from teikei.registry.mail import email_settings
from teikei.registry.models import CalendarToken, Deadline, Institution, OrganizationalUnit, Reminder
from teikei.registry.operations.concluding import record, revise
from teikei.registry.operations.deadlines import add_address, leave_alone, make_calendar, remove_address, revoke_calendar
from teikei.registry.operations.institution_rows import INSTITUTIONS
from teikei.registry.operations.kept import add
from teikei.registry.operations.ledger import Act
from teikei.registry.operations.proposals import propose, save_draft
from teikei.registry.operations.reminding import keep_up, remind
from teikei.registry.operations.verify import verify
from teikei.registry.queries.deadlines import addresses, calendar_feed, calendars, coming_deadlines, left_alone
from teikei.rules.agreement import Agreement as Value
from teikei.rules.agreement import Contact, Party, PartyUnit, Renewal, Term
from teikei.rules.approval import Proposal as Proposed
from teikei.rules.changes import closed, renewed
from teikei.rules.institution import Institution as Named
from teikei.rules.institution import Name
from tests.people import made_person
from tests.registry.made import made_listing

pytestmark = pytest.mark.django_db
AT = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)
END = date(2025, 3, 31)
WEEK_BEFORE = date(2025, 3, 24)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.TEIKEI_HOME = tmp_path
    settings.TEIKEI_URL = "https://teikei.example.ac.jp"
    return tmp_path


@pytest.fixture
def officer():
    return made_person("officer", email="officer@example.ac.jp")


@pytest.fixture
def unit(take_in) -> int:
    take_in(made_listing())
    return OrganizationalUnit.objects.get(name="工学部", institution__is_home=True).pk


@pytest.fixture
def value(unit) -> Value:
    home, partner = Institution.objects.get(is_home=True).pk, Institution.objects.get(printed="カセサート大学").pk
    return Value(
        level="unit", parties=(Party(institution=home, units=(PartyUnit(unit=unit),)), Party(institution=partner)), concluded_on="2020-04-01",
        terms=(Term(valid_from=date(2020, 4, 1), valid_to=END),), renewal=Renewal(kind="procedure"), title="学術交流協定",
        contacts=(Contact(name="山田", email="yamada@example.ac.jp"), Contact(name="前任", email="old@example.ac.jp", valid_to=date(2024, 1, 1))),
    )  # fmt: skip


@pytest.fixture
def agreement(value, officer) -> int:
    return record(value, by=officer, at=AT)


def told(on: date = WEEK_BEFORE) -> list[str]:
    return [one.address for one in remind(on=on, at=AT).mails]


def test_contacts_units_and_the_office_are_told_once_in_their_language(agreement, unit, officer):
    add_address(unit, "dean@example.ac.jp", "en", by=officer, at=AT)
    assert told() == ["dean@example.ac.jp", "officer@example.ac.jp", "yamada@example.ac.jp"]
    by_address = {one.to[0]: one for one in mail.outbox}
    assert by_address["dean@example.ac.jp"].subject == "Agreements: 1 deadline"
    assert by_address["yamada@example.ac.jp"].subject == "協定の期限のお知らせ: 1件"
    text = by_address["yamada@example.ac.jp"].body
    assert "■ 工学部" in text
    assert "カセサート大学 (学術交流協定)" in text
    assert "2025-03-31  有効期間の満了  あと7日" in text
    assert f"https://teikei.example.ac.jp/agreements/{agreement}/" in text


def test_an_officer_of_another_institution_unit_or_level_is_told_nothing_of_it(agreement, unit):
    home = Institution.objects.get(is_home=True)
    elsewhere = add(INSTITUTIONS, [Named(names=(Name(text="分校大学"),), is_home=True)], Act("test", AT))[0]
    other = OrganizationalUnit.objects.filter(institution=home).exclude(pk=unit).first()
    made_person("own", email="own@example.ac.jp", institution=home.pk)
    made_person("own-unit", email="own-unit@example.ac.jp", unit=unit)
    made_person("elsewhere", email="elsewhere@example.ac.jp", institution=elsewhere.pk)
    made_person("other-unit", email="other-unit@example.ac.jp", unit=other.pk)
    made_person("other-level", email="other-level@example.ac.jp", level="university")
    assert told() == ["officer@example.ac.jp", "own-unit@example.ac.jp", "own@example.ac.jp", "yamada@example.ac.jp"]


def test_a_second_run_on_the_same_day_or_stage_sends_nothing(agreement):
    assert len(told()) == 2
    assert told() == []
    assert told(END) == []
    assert len(told(END + timedelta(days=1))) == 2


def test_a_clock_that_was_set_back_sends_nothing_again(agreement):
    told()
    assert told(WEEK_BEFORE - timedelta(days=1)) != []  # the stage of 30 days was not sent yet
    assert told(WEEK_BEFORE - timedelta(days=1)) == []
    assert told() == []


def test_a_dry_run_shows_what_would_go_out_and_leaves_it_to_be_sent(agreement):
    shown = remind(on=WEEK_BEFORE, at=AT, dry_run=True)
    assert ([one.address for one in shown.mails], Reminder.objects.count(), mail.outbox) == (
        ["officer@example.ac.jp", "yamada@example.ac.jp"], 0, [],
    )  # fmt: skip
    assert len(told()) == 2
    assert remind(on=WEEK_BEFORE, at=AT, dry_run=True).mails == ()


@pytest.mark.parametrize("decided", ["renewed", "closed", "left alone"])
def test_what_is_decided_is_not_spoken_of(agreement, officer, decided):
    if decided == "renewed":
        further = Term(valid_from=END + timedelta(days=1), valid_to=date(2030, 3, 31))
        revise(agreement, lambda value: renewed(value, further, today=date(2025, 1, 1)), version=None, by=officer, at=AT)
    elif decided == "closed":
        revise(agreement, lambda value: closed(value, END, "cancelled", today=date(2025, 1, 1)), version=None, by=officer, at=AT)
    else:
        leave_alone(agreement, "end", END, reason="先方の廃校", by=officer, at=AT)
        assert [(one.reason, one.by) for one in left_alone(by=officer)] == [("先方の廃校", "officer")]
    assert told() == []
    assert coming_deadlines(by=officer, today=WEEK_BEFORE) == ([], 0)


def test_leaving_a_deadline_alone_needs_a_reason(agreement, officer):
    with pytest.raises(Refusal, match="Say why"):
        leave_alone(agreement, "end", END, reason=" ", by=officer, at=AT)
    assert len(told()) == 2


def test_a_near_deadline_is_brought_before_the_units_above(agreement, unit, officer):
    above = OrganizationalUnit.objects.get(name="理学部", institution__is_home=True).pk
    OrganizationalUnit.objects.filter(pk=unit).update(parent=above)
    add_address(above, "above@example.ac.jp", "ja", by=officer, at=AT)
    assert "above@example.ac.jp" not in told(END - timedelta(days=90))
    assert "above@example.ac.jp" in told(END - timedelta(days=30))


def test_a_mail_that_could_not_be_sent_is_sent_by_the_next_run_and_the_others_have_theirs(agreement):
    def broken(one):
        if one.address.startswith("yamada"):
            raise ConnectionRefusedError

    first = remind(on=WEEK_BEFORE, at=AT, send=broken)
    assert ([one.address for one in first.mails], first.failed) == (["officer@example.ac.jp"], 1)
    assert told() == ["yamada@example.ac.jp"]


def test_what_a_killed_run_had_claimed_is_sent_after_an_hour_and_not_before(agreement):
    remind(on=WEEK_BEFORE, at=AT)
    Reminder.objects.filter(address="yamada@example.ac.jp").update(sent_at=None)
    assert remind(on=WEEK_BEFORE, at=AT + timedelta(minutes=59)).mails == ()
    assert [one.address for one in remind(on=WEEK_BEFORE, at=AT + timedelta(minutes=61)).mails] == ["yamada@example.ac.jp"]


def test_a_step_that_does_not_answer_is_spoken_of_and_then_brought_further(value, officer, home):
    (home / "approval.toml").write_text(
        "[[step]]\nid='a'\nja='部局'\nen='unit'\npeople=['taro']\ndays=30\n[[step]]\nid='b'\nja='評議会'\nen='council'\npeople=['jiro']\n",
        encoding="utf-8",
    )
    for name in ("taro", "jiro"):
        User.objects.create_user(name, f"{name}@example.ac.jp")
    number = save_draft(Proposed(kind="new", title="新規", draft=replace(value, concluded_on="")), by=officer, at=AT)
    propose(number, version=None, by=officer, at=AT)
    assert told(date(2024, 7, 24)) == ["taro@example.ac.jp"]
    assert told(date(2024, 8, 1)) == ["jiro@example.ac.jp", "taro@example.ac.jp"]
    assert f"/desk/proposals/{number}/" in mail.outbox[-1].body


def test_every_mail_of_the_same_words_has_the_same_id_so_that_programs_know_it_again(agreement):
    told()
    ids = {one.to[0]: one.extra_headers["Message-ID"] for one in mail.outbox}
    Reminder.objects.all().delete()
    mail.outbox.clear()
    told()
    assert {one.to[0]: one.extra_headers["Message-ID"] for one in mail.outbox} == ids


def test_the_day_is_that_of_tokyo_and_not_of_utc(agreement, capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2025, 3, 23, 15, 0, tzinfo=UTC))  # midnight in Tokyo
    call_command("remind", "--dry-run")
    assert "あと7日" in capsys.readouterr().out
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2025, 3, 23, 14, 59, tzinfo=UTC))
    call_command("remind", "--dry-run")
    assert "あと8日" in capsys.readouterr().out


def test_the_command_sends_says_so_and_fails_where_a_mail_failed(agreement, capsys, monkeypatch):
    call_command("remind", "--on", "2025-03-24")
    assert "2 e-mails sent, 0 could not be sent." in capsys.readouterr().out
    monkeypatch.setattr("teikei.registry.operations.reminding.send_mail", lambda _mail: 1 / 0)
    with pytest.raises(SystemExit, match="1"):
        call_command("remind", "--on", "2025-04-01")
    with pytest.raises(Refusal, match="not a day"):
        call_command("remind", "--on", "2025-02-29")


def test_deadlines_of_endless_renewals_are_kept_up(value, officer):
    number = record(replace(value, renewal=Renewal(kind="automatic", years=1, notice_months=3)), by=officer, at=AT)
    last = Deadline.objects.filter(agreement=number).latest("due_on").due_on
    assert keep_up(date(2024, 7, 2)) == 0
    assert keep_up(date(2027, 7, 1)) == 1
    assert Deadline.objects.filter(agreement=number).latest("due_on").due_on > last
    assert verify().tampering == ()


def test_as_many_queries_for_many_agreements_as_for_a_few(value, officer, django_assert_max_num_queries):
    for _ in range(12):
        record(value, by=officer, at=AT)
    with django_assert_max_num_queries(12):
        assert len(coming_deadlines(by=officer, today=WEEK_BEFORE).remarks) == 12


# Calendars ----------------------------------------------------------------------------------------------------------


def test_a_calendar_shows_the_deadlines_of_its_unit_and_of_no_other(agreement, value, unit, officer):
    other = replace(value, parties=(Party(institution=value.parties[0].institution), value.parties[1]))
    record(other, by=officer, at=AT)
    token = make_calendar(unit, label="", language="ja", by=officer, at=AT)
    everything = make_calendar(None, label="", language="en", by=officer, at=AT)
    feed = calendar_feed(token, date(2024, 7, 1)).decode()
    assert feed.count("BEGIN:VEVENT") == 1
    assert f"UID:end-{agreement}-2025-03-31@teikei" in feed
    assert calendar_feed(everything, date(2024, 7, 1)).count(b"BEGIN:VEVENT") == 2
    assert calendar_feed(token, date(2024, 7, 1)).decode() == feed


def test_a_revoked_token_and_a_made_up_one_open_nothing(agreement, officer):
    token = make_calendar(None, label="x", language="ja", by=officer, at=AT)
    row = calendars(by=officer)[0]
    assert token not in repr(CalendarToken.objects.values().get())
    revoke_calendar(row.pk, by=officer, at=AT)
    assert (calendar_feed(token, date(2024, 7, 1)), calendar_feed("made up", date(2024, 7, 1))) == (None, None)


def test_an_address_is_entered_once_and_taken_away(unit, officer):
    for _ in range(2):
        add_address(unit, " dean@example.ac.jp ", "en", by=officer, at=AT)
    assert [row[1:] for row in addresses(by=officer)] == [("工学部", "dean@example.ac.jp", "en")]
    remove_address(addresses(by=officer)[0][0], by=officer, at=AT)
    assert addresses(by=officer) == []
    with pytest.raises(Refusal):
        add_address(unit, "no address\nBcc: x@y.z", "ja", by=officer, at=AT)


def test_nobody_else_decides_about_deadlines(agreement):
    for person in (AnonymousUser(), User.objects.create_user("stranger")):
        for act in (
            lambda person=person: leave_alone(agreement, "end", END, reason="x", by=person, at=AT),
            lambda person=person: add_address(None, "a@b.jp", "ja", by=person, at=AT),
            lambda person=person: remove_address(1, by=person, at=AT),
            lambda person=person: make_calendar(None, label="", language="ja", by=person, at=AT),
            lambda person=person: revoke_calendar(1, by=person, at=AT),
            lambda person=person: coming_deadlines(by=person, today=END),
            lambda person=person: calendars(by=person),
            lambda person=person: addresses(by=person),
        ):
            with pytest.raises(PermissionDenied):
                act()


# E-mail -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("file:///var/mail%20out", {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": "/var/mail out"}),
        (
            "smtp://a%40b:p%3Aw@mail.example.ac.jp",
            {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "mail.example.ac.jp", "EMAIL_PORT": 587,
                "EMAIL_HOST_USER": "a@b", "EMAIL_HOST_PASSWORD": "p:w", "EMAIL_USE_SSL": False, "EMAIL_USE_TLS": True, "EMAIL_TIMEOUT": 30,
            },
        ),
    ],
)  # fmt: skip
def test_one_address_says_how_mail_is_sent(url, made):
    assert email_settings(url) == made


def test_smtps_is_secure_from_the_start_and_a_relay_inside_may_be_plain():
    secure, plain = email_settings("smtps://mail"), email_settings("smtp://mail:25?tls=0")
    assert [(one["EMAIL_PORT"], one["EMAIL_USE_SSL"], one["EMAIL_USE_TLS"]) for one in (secure, plain)] == [
        (465, True, False),
        (25, False, False),
    ]


@pytest.mark.parametrize("url", ["http://mail", "mail.example.ac.jp", "smtp://"])
def test_an_address_that_says_nothing_of_mail_is_refused(url):
    with pytest.raises(ValueError, match="TEIKEI_EMAIL_URL"):
        email_settings(url)
