"""/desk/agreements/N/ACT/: the forms of one agreement."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone
from lxml import html

from teikei.desk.agreement_forms.acts import ACTS
from teikei.registry.models import Agreement, Change, FormDraft
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import revise
from teikei.registry.operations.kept import current
from teikei.rules.agreement import DocumentRef, Exchange, Memorandum, Note, Signature, Term
from tests.people import made_person

from .agreements import kept, made_agreement

PAPER = DocumentRef(sha256="a" * 64, name="paper.pdf")


@pytest.fixture
def number(world) -> int:
    return kept(made_agreement(world))[0]


def value_of(number):
    return current(AGREEMENTS, number)[1]


def revision(world, **changes):
    """The form of a revision as a browser sends it."""
    fields = {
        "version": "1", "level": "unit", "title": "学術交流協定", "concluded_on": "2015-11-09", "effect": "concluded", "effective_on": "",
        "kinds": "", "parties[0].was": "0", "parties[0].institution": world.home, "parties[0].units[0].was": "0",
        "parties[0].units[0].unit": world.science, "parties[0].units[0].role": "responsible", "parties[1].was": "1",
        "parties[1].institution": world.chiang_mai, "terms[0].was": "0", "terms[0].valid_from": "2015-11-09", "terms[0].valid_to": "2020-11-08",
        "renewal.kind": "automatic", "renewal.years": "5", "renewal.notice_months": "6", "for_history": "届出",
    }  # fmt: skip
    return {**fields, **changes}


def test_a_revision_is_kept_with_its_reason(client, world, number):
    response = client.post(
        f"/desk/agreements/{number}/revise/", revision(world, title="改めた名称", kinds="学術交流、学生交流", contents=["1", "7"])
    )
    assert response.status_code == 302, response.content.decode()
    value = value_of(number)
    assert (value.title, value.kinds, value.contents) == ("改めた名称", ("学術交流", "学生交流"), (1, 7))
    assert Change.objects.latest("position").reason == "届出"


def test_a_form_sent_unchanged_changes_nothing(client, world, number):
    before = value_of(number)
    client.post(f"/desk/agreements/{number}/revise/", revision(world))
    assert value_of(number) == before
    assert Agreement.objects.get(pk=number).version == 1


def test_what_a_form_does_not_show_survives_it(client, world):
    value = made_agreement(world)
    home = replace(value.parties[0], signatures=(Signature(name="学長", signed_on=date(2015, 11, 9)),))
    note, exchange = (
        Note(text="覚え", by="x", at="2024-01-01T00:00:00"),
        Exchange(sending=world.home, receiving=world.chiang_mai, hours=8.0, places=1),
    )
    number = kept(
        replace(
            value,
            parties=(home, value.parties[1]),
            notes=(note,),
            memoranda=(Memorandum(id="m1", exchanges=(exchange,), documents=(PAPER,)),),
        )
    )[0]
    sent = revision(
        world,
        title="別名",
        **{
            "parties[0].signatures[0].was": "0",
            "parties[0].signatures[0].name": "学長",
            "parties[0].signatures[0].signed_on": "2015-11-09",
        },
    )
    client.post(f"/desk/agreements/{number}/revise/", sent)
    after = value_of(number)
    assert after.title == "別名"
    assert (after.notes, after.memoranda[0].exchanges, after.parties[0].signatures) == ((note,), (exchange,), home.signatures)
    fields = {"version": "2", "kind": "student-exchange", "exchanges[0].was": "0", "exchanges[0].sending": world.home, "exchanges[0].receiving": world.chiang_mai, "exchanges[0].mobility": "student-studies", "exchanges[0].places": "4", "exchanges[0].hours": "8"}  # fmt: skip
    client.post(f"/desk/agreements/{number}/memoranda/m1/", fields)
    assert value_of(number).memoranda[0].exchanges == (replace(exchange, places=4),)
    assert value_of(number).memoranda[0].documents == (PAPER,)


def test_units_hours_fields_in_words_renewal_selection_and_degrees_are_entered(client, world, number):
    address = f"/desk/agreements/{number}/memoranda/new/"
    exchange = {
        "sending": world.home,
        "receiving": world.chiang_mai,
        "mobility": "staff-teaching",
        "hours": "7.5",
        "field_note": "材料工学",
    }
    sent = {f"exchanges[0].{name}": value for name, value in exchange.items()} | {
        "version": "1", "kind": "double-degree", "exchanges[0].sending_units": [world.science, world.letters],
        "exchanges[0].receiving_units": [world.faculty], "renewal.kind": "automatic", "renewal.years": "3", "terms[0].valid_from": "2020-04-01",
        "terms[0].valid_to": "2023-03-31", "selection": "書類選考と面接", "degrees": "修士（両大学）",
    }  # fmt: skip
    found = client.get(
        "/desk/choose/units/",
        {"path": "exchanges[0].receiving_units", "exchanges[0].receiving": world.chiang_mai, "exchanges[0].receiving_units.find": "理"},
    )
    assert f'type="checkbox" name="exchanges[0].receiving_units" value="{world.faculty}"' in found.content.decode()
    assert client.post(address, sent).status_code == 302
    made = value_of(number).memoranda[-1]
    one = made.exchanges[0]
    assert (one.sending_units, one.receiving_units, one.hours, one.field_note) == (
        (world.science, world.letters),
        (world.faculty,),
        7.5,
        "材料工学",
    )
    assert (made.renewal.kind, made.renewal.years, made.selection, made.degrees) == ("automatic", 3, "書類選考と面接", "修士（両大学）")
    page = client.get(f"/desk/agreements/{number}/").content.decode()
    assert [
        words for words in ("文学部", "理学研究科", "材料工学", "週7.5時間", "書類選考と面接", "修士（両大学）") if words not in page
    ] == []


def test_a_contact_is_of_one_of_the_units_that_the_agreement_names(client, world, number):
    page = client.get(f"/desk/agreements/{number}/revise/").content.decode()
    assert "理学部" in page
    sent = revision(world, **{"contacts[0].name": "鈴木", "contacts[0].unit": str(world.science)})
    client.post(f"/desk/agreements/{number}/revise/", sent)
    assert value_of(number).contacts[0].unit == world.science


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"concluded_on": "2023-02-30"}, "concluded-on", "日付として読めません"),
        ({"concluded_on": "2999-01-01"}, "concluded-on", "将来の日"),
        ({"terms[0].valid_to": "2014-01-01"}, "terms-0-valid-to", "始まり 2015-11-09 より前"),
        ({"terms[3].valid_from": "2018-01-01", "terms[3].valid_to": ""}, "terms-3", "重な"),
        ({"renewal.years": "五"}, "renewal-years", "整数ではありません"), ({"renewal.years": "-3"}, "renewal-years", "0以上の整数ではありません"),
        ({"renewal.years": "99999999999"}, "renewal-years", "大きすぎます"),
        ({"parties[1].institution": ""}, "parties", "2つ以上"),
        ({"effect": "stated"}, "effective-on", "別に定める日"),
        ({"level": "galaxy"}, "level", "選択肢から"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(client, world, number, changes, path, words):
    response = client.post(f"/desk/agreements/{number}/revise/", revision(world, **changes))
    markup = response.content.decode()
    assert response.status_code == 200
    assert words in markup
    assert f'href="#f-{path}' in markup
    assert Agreement.objects.get(pk=number).version == 1
    checked = client.post(f"/desk/agreements/{number}/revise/check/", revision(world, **changes)).content.decode()
    assert words in checked
    assert 'hx-swap-oob="true"' in checked


def test_whatever_the_check_may_say_has_its_place_in_the_form(client, world, number):
    form = client.get(f"/desk/agreements/{number}/revise/").content.decode()
    checked = client.post(f"/desk/agreements/{number}/revise/check/", revision(world)).content.decode()
    said = set(re.findall(r'id="(wrong-[^"]+)"', checked))
    assert "wrong-f-parties-0-units-0-role" in said
    assert said <= set(re.findall(r'id="(wrong-[^"]+)"', form))


@pytest.mark.parametrize("typed", ["平成27年11月9日", "2015.11.9", "２０１５．１１．９", "H27.11.9"])
def test_a_day_is_read_as_people_write_it(client, world, number, typed):
    client.post(f"/desk/agreements/{number}/revise/", revision(world, **{"title": "x", "terms[0].valid_from": typed}))
    assert value_of(number).terms[0].valid_from == date(2015, 11, 9)


def test_what_is_typed_is_kept_as_a_draft_until_it_is_saved(client, world, number):
    client.post(f"/desk/agreements/{number}/revise/check/", revision(world, title="途中まで"))
    markup = client.get(f"/desk/agreements/{number}/revise/").content.decode()
    assert 'value="途中まで"' in markup
    assert "入力途中" in markup
    client.post(f"/desk/agreements/{number}/revise/", revision(world, title="途中まで"))
    assert FormDraft.objects.count() == 0
    client.post(f"/desk/agreements/{number}/revise/check/", revision(world, version="2", title="捨てる"))
    client.post(f"/desk/agreements/{number}/revise/", {"discard": "1"})
    assert "捨てる" not in client.get(f"/desk/agreements/{number}/revise/").content.decode()


def test_a_draft_belongs_to_its_writer(client, visitor, world, number, django_user_model):
    client.post(f"/desk/agreements/{number}/revise/check/", revision(world, title="途中まで"))
    visitor.force_login(made_person("jiro", password="x"))
    assert "途中まで" not in visitor.get(f"/desk/agreements/{number}/revise/").content.decode()


def test_rows_are_added_and_taken_out_without_script(client, world, number):
    more = client.post(f"/desk/agreements/{number}/revise/", revision(world, more="terms")).content.decode()
    assert 'name="terms[1].valid_from"' in more
    without = client.post(f"/desk/agreements/{number}/revise/", revision(world, remove="terms[0]")).content.decode()
    assert 'name="terms[0].valid_from"' not in without
    assert Agreement.objects.get(pk=number).version == 1


@pytest.mark.parametrize("button", ["more", "remove", "find", "make"])
@pytest.mark.parametrize("path", ["", "terms[", "x.y.z", "terms[999999].a", "parties[0].units[0].unit[3]", "\x00", "renewal", "a" * 5000])
def test_a_button_that_names_nothing_does_nothing(client, world, number, button, path):
    assert client.post(f"/desk/agreements/{number}/revise/", revision(world, **{button: path})).status_code in (200, 302)


# Bad inputs 68, 69, 72


def test_bad_input_68_fields_that_the_form_does_not_have_are_not_read(client, world, number):
    sent = revision(
        world,
        title="x",
        **{"rolled_up": "on", "entries": "1", "closing.reason": "expired", "version2": "9", "id": "77", "notes[0].text": "x"},
    )
    client.post(f"/desk/agreements/{number}/revise/", sent)
    value = value_of(number)
    assert (value.title, value.rolled_up, value.entries, value.closing, value.notes) == ("x", False, (), None, ())


@pytest.mark.parametrize("version", ["", "0", "-1", "99", "1e3", "9" * 40, "１"])
def test_bad_input_69_an_edit_without_a_version_that_was_is_refused(client, world, number, version):
    client.post(f"/desk/agreements/{number}/revise/", revision(world, version=version, title="x"))
    assert value_of(number).title == "学術交流協定"


def test_bad_input_69_a_stale_edit_shows_both_versions_and_is_saved_by_choice(client, world, number, officer):
    revise(number, lambda value: replace(value, title="同僚の名称", contents=(7,)), version=1, by=officer, at=timezone.now())
    sent = revision(world, title="私の名称", kinds="学生交流")
    response = client.post(f"/desk/agreements/{number}/revise/", sent)
    assert response.status_code == 409
    for words in ("私の名称", "同僚の名称", "学術交流協定", "学生交流", "hanako"):
        assert words in response.content.decode(), words
    assert value_of(number).title == "同僚の名称"
    response = client.post(f"/desk/agreements/{number}/revise/", {**sent, "theirs": "2"})
    assert response.status_code == 409
    assert "選んでください" in response.content.decode()
    response = client.post(f"/desk/agreements/{number}/revise/", {**sent, "theirs": "2", "choice-0": "mine"})
    assert response.status_code == 302, response.content.decode()
    value = value_of(number)
    assert (value.title, value.kinds, value.contents) == ("私の名称", ("学生交流",), (7,))


def test_bad_input_69_edits_of_different_fields_are_both_kept(client, world, number, officer):
    revise(
        number,
        lambda value: replace(value, terms=(Term(valid_from=date(2016, 1, 1), valid_to=date(2020, 12, 31)),)),
        version=1,
        by=officer,
        at=timezone.now(),
    )
    sent = revision(world, title="私の名称")
    assert client.post(f"/desk/agreements/{number}/revise/", sent).status_code == 409
    assert client.post(f"/desk/agreements/{number}/revise/", {**sent, "theirs": "2"}).status_code == 302
    assert (value_of(number).title, value_of(number).terms) == (
        "私の名称",
        (Term(valid_from=date(2016, 1, 1), valid_to=date(2020, 12, 31)),),
    )


def test_bad_input_69_two_memoranda_added_at_once_are_both_kept(client, world, number):
    sent = {"version": "1", "kind": "student-exchange", "title": "一方"}
    assert client.post(f"/desk/agreements/{number}/memoranda/new/", sent).status_code == 302
    sent["title"] = "他方"
    page = client.post(f"/desk/agreements/{number}/memoranda/new/", sent)
    assert page.status_code == 409
    assert "choice-0" not in page.content.decode()
    assert client.post(f"/desk/agreements/{number}/memoranda/new/", {**sent, "theirs": "2"}).status_code == 302
    assert {one.id: one.title for one in value_of(number).memoranda} == {"m1": "一方", "m2": "他方"}


def test_bad_input_69_a_third_edit_during_the_choice_is_shown_again(client, world, number, officer):
    for title in ("二", "三"):
        revise(number, lambda value, title=title: replace(value, title=title), version=None, by=officer, at=timezone.now())
    response = client.post(f"/desk/agreements/{number}/revise/", {**revision(world, title="私"), "theirs": "2", "choice-0": "mine"})
    assert response.status_code == 409
    assert value_of(number).title == "三"


@pytest.mark.parametrize(
    "name", ["terms[0]" * 300, "terms[0].terms[0].terms[0]", "terms[999].valid_from", "parties[0].units[0].units[0].unit"]
)
def test_bad_input_72_names_of_fields_that_go_deep_are_left_alone(client, world, number, name):
    response = client.post(f"/desk/agreements/{number}/revise/", revision(world, **{name: "2020-01-01"}))
    assert response.status_code in (200, 302, 400)  # Django refuses a name longer than any header


@pytest.mark.parametrize("typed", ["1e400", "NaN", "9" * 400, "-1", "9223372036854775808", "٣"])
def test_bad_input_72_numbers_that_no_column_holds_are_refused_at_their_field(client, world, number, typed):
    markup = client.post(f"/desk/agreements/{number}/revise/", revision(world, **{"renewal.years": typed})).content.decode()
    assert 'href="#f-renewal-years"' in markup
    assert Agreement.objects.get(pk=number).version == 1


# The other acts


def test_a_term_is_renewed_from_where_it_ends(client, world, number):
    markup = client.get(f"/desk/agreements/{number}/renew/").content.decode()
    assert 'value="2020-11-09"' in markup
    assert 'value="2025-11-08"' in markup
    client.post(f"/desk/agreements/{number}/renew/", {"version": "1", "valid_from": "2020-11-09", "valid_to": "2025-11-08"})
    assert value_of(number).terms[1] == Term(valid_from=date(2020, 11, 9), valid_to=date(2025, 11, 8))


def test_an_assumed_renewal_is_confirmed(client, world, number):
    client.post(f"/desk/agreements/{number}/confirm/", {"version": "1", "until": "2021-01-01"})
    assert value_of(number).terms[1] == Term(valid_from=date(2020, 11, 9), valid_to=date(2025, 11, 8), automatic=True)


def test_an_agreement_is_closed_and_reopened(client, world, number):
    client.post(f"/desk/agreements/{number}/close/", {"version": "1", "closed_on": "2024-04-01", "reason": "cancelled", "note": "合意解約"})
    closing = value_of(number).closing
    assert (closing.closed_on, closing.reason, closing.note) == (date(2024, 4, 1), "cancelled", "合意解約")
    client.post(f"/desk/agreements/{number}/reopen/", {"version": "2"})
    assert value_of(number).closing is None


@pytest.mark.parametrize("act", sorted(set(ACTS) - {"memorandum"}))
def test_no_two_fields_of_a_form_go_by_one_name_so_that_it_can_be_sent_as_it_stands(client, world, number, act):
    forms = [
        form for form in html.document_fromstring(client.get(f"/desk/agreements/{number}/{act}/").content).forms if "version" in form.fields
    ]
    named = [one.name for form in forms for one in form.inputs if getattr(one, "type", "") not in ("radio", "checkbox") and one.name]
    assert sorted(named) == sorted(set(named))


def test_an_agreement_is_closed_with_the_form_as_it_opens(client, world, number):
    address = f"/desk/agreements/{number}/close/"
    form = next(form for form in html.document_fromstring(client.get(address).content).forms if "version" in form.fields)
    client.post(address, {**dict(form.form_values()), "for_history": "満了の通知"})
    closing = value_of(number).closing
    assert (closing.closed_on, closing.reason) == (timezone.localdate(), "expired")
    assert Change.objects.latest("position").reason == "満了の通知"


def test_an_amendment_counts_from_its_day(client, world, number):
    sent = {"version": "1", "effective_on": "2018-04-01", "why": "双方合意", "changes.title": "新協定", "changes.kinds": "", "changes.renewal.kind": "automatic", "changes.renewal.years": "5", "changes.renewal.notice_months": "6", "changes.terms[0].was": "0", "changes.terms[0].valid_from": "2015-11-09", "changes.terms[0].valid_to": "2020-11-08"}  # fmt: skip
    client.post(f"/desk/agreements/{number}/amend/", sent)
    amendment = value_of(number).amendments[0]
    assert (amendment.effective_on, amendment.changes, amendment.reason) == (date(2018, 4, 1), {"title": "新協定"}, "双方合意")


def test_a_note_carries_its_writer(client, world, number):
    client.post(f"/desk/agreements/{number}/note/", {"version": "1", "text": "電話で確認\n二行目", "visibility": "staff"})
    note = value_of(number).notes[0]
    assert (note.text, note.by) == ("電話で確認\n二行目", "hanako")


def test_a_memorandum_is_added_changed_and_taken_out(client, world, number):
    page = client.get(f"/desk/agreements/{number}/memoranda/new/").content.decode()
    assert 'name="exchanges[1].places"' in page
    sent = {
        "version": "1", "kind": "student-exchange", "concluded_on": "2018-04-01", "exchanges[0].sending": world.home,
        "exchanges[0].receiving": world.chiang_mai, "exchanges[0].mobility": "student-studies", "exchanges[0].places": "2",
        "exchanges[0].months": "20", "exchanges[0].levels": ["6", "7"], "exchanges[0].fields": "0511 06", "exchanges[0].languages": "en B2, ja",
        "exchanges[0].first_year": "2018/2019", "exchanges[1].sending": world.chiang_mai, "exchanges[1].receiving": world.home,
        "exchanges[1].mobility": "student-studies", "exchanges[1].places": "3", "waiver.there": "on", "waiver.mutual": "on", "waiver.at_most": "5",
        "contents": ["1", "4"],
    }  # fmt: skip
    response = client.post(f"/desk/agreements/{number}/memoranda/new/", sent)
    assert response.status_code == 302, response.content.decode()
    one = value_of(number).memoranda[0]
    first = one.exchanges[0]
    assert (first.places, first.months, first.levels, first.fields, first.languages) == (
        2,
        20.0,
        (6, 7),
        ("0511", "06"),
        (("en", "B2"), ("ja", "")),
    )
    assert (one.exchanges[1].places, one.waiver.at_most, one.waiver.credits, one.contents) == (3, 5, False, (1, 4))
    client.post(
        f"/desk/agreements/{number}/memoranda/{one.id}/", {**sent, "version": "2", "exchanges[0].places": "9", "exchanges[0].was": "0"}
    )
    assert value_of(number).memoranda[0].exchanges[0].places == 9
    client.post(f"/desk/agreements/{number}/memoranda/{one.id}/remove/", {"version": "3"})
    assert value_of(number).memoranda == ()


def test_levels_of_study_are_asked_for_by_their_names(client, world, number):
    page = client.get(f"/desk/agreements/{number}/memoranda/new/").content.decode()
    assert re.findall(r'name="exchanges\[0\].levels" value="(\d)"> ([^<]+)<', page)[1:3] == [("6", "6 学士課程"), ("7", "7 修士課程")]


def test_a_fault_in_a_memorandum_is_said_at_its_field(client, world, number):
    sent = {"version": "1", "kind": "student-exchange", "exchanges[1].sending": world.home, "exchanges[1].receiving": world.home, "exchanges[1].mobility": "student-studies", "exchanges[1].places": "2"}  # fmt: skip
    markup = client.post(f"/desk/agreements/{number}/memoranda/new/", sent).content.decode()
    assert 'href="#f-exchanges-1-receiving"' in markup


@pytest.mark.parametrize("address", ["nothing/", "memoranda/zz/", "memoranda/zz/remove/", "nothing/check/"])
def test_a_form_that_is_none_is_not_found(client, number, address):
    assert client.post(f"/desk/agreements/{number}/{address}", {"version": "1"}).status_code == 404
