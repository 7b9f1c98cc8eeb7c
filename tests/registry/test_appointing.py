"""People are appointed to roles, within what they are appointed for."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from teikei import admin
from teikei.registry.models import Appointment, Change
from teikei.registry.operations import (
    drafts,
    keeping,
)
from teikei.registry.operations.appointing import AlreadyAppointed, AlreadyEnded, NotAppointed, appoint, end_appointment
from teikei.registry.operations.verify import verify
from teikei.registry.permissions import NotAllowed
from teikei.registry.permissions.asking import decision_on
from teikei.registry.permissions.decide import Office, OfList, Subject
from teikei.registry.queries import (
    partners,
    people,
)
from teikei.registry.refusals import ChangedMeanwhile
from tests.people import LONG_AGO, made_person
from tests.registry.roles import NOW

pytestmark = pytest.mark.django_db


def test_appointing_and_ending_stand_in_the_ledger_and_verify(places) -> None:
    chief = made_person("chief", "administrator")
    made_person("taro", None)
    pk = appoint("taro", "unit-editor", unit=places.own, level="unit", reason="人事異動", by=chief, at=NOW)
    end_appointment(pk, version=1, reason="退職", by=chief, at=NOW)
    lines = Change.objects.filter(kind="appointment", subject=pk).order_by("version")
    assert [(line.operation, line.who, line.reason, line.version) for line in lines] == [
        ("appoint", "chief", "人事異動", 1), ("end appointment", "chief", "退職", 2),
    ]  # fmt: skip
    # The documents that the made agreements name are not there, which is told, too.
    assert [one for one in verify().tampering if not one.place.startswith("document ")] == []
    Appointment.objects.filter(pk=pk).update(role="administrator")
    assert [one.place for one in verify().tampering if not one.place.startswith("document ")] == [f"appointment {pk}"]


def test_an_appointment_ends_at_once_and_what_was_looked_at_has_to_be_current(places) -> None:
    chief, taro = made_person("chief", "administrator"), made_person("taro", "viewer")
    pk = Appointment.objects.get(person=taro).pk
    now = timezone.now()
    assert partners.queue_counts(by=User.objects.get(username="taro"))
    with pytest.raises(ChangedMeanwhile):
        end_appointment(pk, version=7, by=chief, at=now)
    end_appointment(pk, version=1, by=chief, at=now)
    with pytest.raises(NotAllowed):
        partners.queue_counts(by=User.objects.get(username="taro"))
    with pytest.raises(AlreadyEnded):
        end_appointment(pk, version=2, by=chief, at=now)


def test_an_operation_asks_anew_even_of_somebody_who_was_asked_before(places) -> None:
    officer = made_person("officer")
    assert partners.queue_counts(by=officer)
    end_appointment(Appointment.objects.get(person=officer).pk, by=None, at=NOW)
    with pytest.raises(NotAllowed):
        drafts.stage(b"x", "x", by=officer, at=timezone.now())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "nobody"}, "There is no account nobody"),
        ({"role": "owner"}, "no such role"),
        ({"level": "all"}, "no level"),
        ({"valid_from": date(2024, 5, 1), "valid_to": date(2024, 4, 1)}, "before the first"),
        ({"institution": 10**6}, "no such institution or unit of ours"),
        ({"unit": 10**6}, "no such institution or unit of ours"),
    ],
)
def test_nobody_is_appointed_to_what_there_is_not(places, given, words) -> None:
    made_person("taro", None)
    with pytest.raises(NotAppointed) as refused:
        appoint(**({"name": "taro", "role": "viewer"} | given), by=None, at=NOW)
    assert words in refused.value.text.en
    assert not Appointment.objects.exists()


def test_a_partner_has_no_scope_and_nobody_is_appointed_twice(places) -> None:
    made_person("taro", "viewer", unit=places.own)
    with pytest.raises(NotAppointed):
        appoint("taro", "viewer", institution=places.partner, by=None, at=NOW)
    with pytest.raises(NotAppointed):
        appoint("taro", "viewer", institution=places.home, unit=places.own, by=None, at=NOW)
    with pytest.raises(AlreadyAppointed):
        appoint("taro", "viewer", unit=places.own, by=None, at=NOW)
    assert appoint("taro", "viewer", unit=places.other, by=None, at=NOW)


def test_an_administrator_of_an_institution_appoints_within_it(places) -> None:
    chief = made_person("chief", "administrator", institution=places.home)
    made_person("taro", None)
    assert appoint("taro", "unit-editor", unit=places.inner, by=chief, at=NOW)
    assert appoint("taro", "officer", institution=places.home, by=chief, at=NOW)
    for scope in ({}, {"institution": places.elsewhere}, {"unit": places.foreign}, {"unit": 10**6}):
        with pytest.raises(NotAllowed):
            appoint("taro", "viewer", **scope, by=chief, at=NOW)
    page = people.people_page(by=chief, day=timezone.localdate())
    assert {one.name for one in page.standing} == {"chief", "taro"}
    assert [name for _, name in page.scopes] == ["本学", "工学部", "理学部", "電気工学科"]
    assert not page.everything


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "owner"}, {"level": "all"}, {"valid_to": date(1999, 1, 1)}, {"ended_on": date(1999, 1, 1)}, {"both": True},
    ],
)  # fmt: skip
def test_the_database_itself_takes_no_appointment_that_cannot_be(places, changed) -> None:
    taro = made_person("taro", None)
    sound = {"body": "{}", "person": taro, "role": "viewer", "level": "both", "valid_from": LONG_AGO}
    if changed.pop("both", False):
        changed = {"institution_id": places.home, "unit_id": places.own}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(**sound | changed)
    Appointment.objects.create(**sound)


def test_the_command_appoints_within_a_unit_by_its_name(places, capsys, monkeypatch) -> None:
    # A command closes its connection, and this test's transaction would end with it.
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    made_person("taro", None)
    asked = [
        "appoint",
        "taro",
        "unit-editor",
        "--unit",
        "工学部",
        "--level",
        "unit",
        "--from",
        "2024-04-01",
        "--to",
        "2025-03-31",
        "--kind",
        "学術交流",
    ]
    assert admin.run(asked) == 0
    assert capsys.readouterr().out == "taro is appointed: unit editor.\n"
    one = Appointment.objects.get()
    assert (one.role, one.unit_id, one.level, one.valid_from, one.valid_to) == (
        "unit-editor", places.own, "unit", date(2024, 4, 1), date(2025, 3, 31),
    )  # fmt: skip
    assert Change.objects.get(kind="appointment").who == "teikei-admin"
    assert admin.run(["appoint", "taro", "viewer", "--unit", "どこか学部"]) == 2
    assert "knows no such unit" in capsys.readouterr().err
    assert admin.run(["appoint", "taro", "viewer", "--from", "soon"]) == 2
    assert "--from soon: not a day" in capsys.readouterr().err


def test_whose_list_it_becomes_is_asked_when_it_is_kept(places) -> None:
    officer = made_person("officer", institution=places.home, level="unit")
    subjects: dict[str, Subject] = {
        "own": keeping._subject("本学", "unit"), "level": keeping._subject("本学", "university"),
        "other": keeping._subject("分校大学", "unit"), "new": keeping._subject("新設大学", "unit"), "partner": keeping._subject("ボン大学", "unit"),
    }  # fmt: skip
    taken = {name: decision_on(officer, "list.take-in", subject).allowed for name, subject in subjects.items()}
    assert taken == {"own": True, "level": False, "other": False, "new": False, "partner": False}
    assert decision_on(made_person("all"), "list.take-in", subjects["new"]).allowed


def test_a_door_is_never_asked_about_somewhere(places) -> None:
    from teikei.registry.permissions import require

    with pytest.raises(TypeError, match="say to which"):
        require(made_person("officer"), "agreement.revise")
    assert decision_on(AnonymousUser(), "partner.read", Office()).allowed is False
    assert decision_on(AnonymousUser(), "list.take-in", OfList()).allowed is False


def test_who_could_use_the_desk_before_is_an_officer_after_migrating() -> None:
    step = import_module("teikei.registry.migrations.0006_roles")
    kinds = ContentType.objects.get(app_label="registry", model="draft")
    keeping_lists = Permission.objects.create(codename="keep_list", content_type=kinds, name="Can take in, correct and keep lists")
    User.objects.create_user("staff", is_staff=True)
    User.objects.create_user("left", is_staff=True, is_active=False)
    User.objects.create_user("root", is_superuser=True)
    User.objects.create_user("given").user_permissions.add(keeping_lists)
    group = Group.objects.create(name="office")
    group.permissions.add(keeping_lists)
    User.objects.create_user("member").groups.add(group)
    User.objects.create_user("teacher")
    step.appoint_those_who_kept_lists(apps, None)
    given = Appointment.objects.order_by("person__username", "pk").values_list("person__username", "role")
    assert list(given) == [
        ("given", "officer"), ("member", "officer"), ("root", "officer"), ("root", "administrator"), ("staff", "officer"),
    ]  # fmt: skip
    assert verify().tampering == ()
    assert partners.queue_counts(by=User.objects.get(username="given"))
    assert not Permission.objects.filter(codename="keep_list").exists()
    pk = Appointment.objects.get(person__username="staff").pk
    end_appointment(pk, version=1, by=None, at=timezone.now())  # its value is one that the program reads and writes
    assert verify().tampering == ()
