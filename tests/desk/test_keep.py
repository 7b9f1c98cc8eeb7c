from datetime import date

import pytest
from django.utils import timezone

from teikei.registry.models import (
    Agreement,
    Correction,
    Draft,
    DraftFinding,
    DraftJudgment,
    DraftLines,
    Edition,
    Entry,
    Finding,
    Institution,
    OrganizationalUnit,
    Source,
    SourceLine,
)
from teikei.registry.operations.keeping import keep_draft
from teikei.registry.refusals import DraftChanged, DraftKept, NoDay
from tests.people import made_person

from .conftest import EXAMPLE, LIST, the_draft

ANSWERS = {"institution": "本学", "institution_en": "Our University", "level": "unit", "as_of": "2024-05-01"}
CLEAN = LIST.replace("研究所", "研究科").replace("バトナム", "ベトナム").replace("02.30", "02.28")


@pytest.fixture
def keep(client):
    def keep(address: str, **answers: str):
        return client.post(f"{address}keep/", ANSWERS | answers)

    return keep


def nothing_registered() -> bool:
    return not any(kind.objects.exists() for kind in (Source, Edition, Entry, Agreement, Institution))


def test_a_clean_list_becomes_an_edition_that_the_public_pages_show(keep, hand_in, see):
    address = hand_in(CLEAN)
    assert keep(address)["Location"] == address
    edition = Edition.objects.get()
    assert (edition.number, edition.as_of, edition.level, edition.entries.count()) == (1, date(2024, 5, 1), "unit", 7)
    assert edition.source
    assert bytes(the_draft().content) == b""
    page = see(address)
    assert f"/editions/{edition.pk}/" in page.hrefs
    assert "hanako" in page.text
    assert "チェンマイ大学" in see(f"/editions/{edition.pk}/").text


# PostgreSQL empties no table in a transaction that wrote to it, and goes on counting where a test that was rolled back had ended.
@pytest.mark.django_db(reset_sequences=True)
def test_it_is_kept_exactly_as_the_command_keeps_it(client, hand_in, tmp_path, settings):
    from django.core.management import call_command

    address = hand_in(EXAMPLE.read_bytes(), EXAMPLE.name)
    client.post(f"{address}keep/", ANSWERS | {"institution": "広島大学", "institution_en": "", "confirmed": "1"})
    ours = everything()
    Draft.objects.all().delete()
    call_command("flush", interactive=False, verbosity=0)
    call_command("ingest", str(EXAMPLE), institution="広島大学", verbosity=0)
    assert everything() == ours


def everything() -> list[object]:
    kinds = (Edition, Entry, Finding, SourceLine, Agreement, Institution, OrganizationalUnit)
    hidden = {"id", "edition_id", "source_id", "heading_id", "institution_id", "region_id", "kept_at", "territory_id"}
    return [
        [{name: value for name, value in row.items() if name not in hidden} for row in kind.objects.order_by("pk").values()]
        for kind in kinds
    ]


def test_serious_findings_that_are_open_are_kept_only_after_a_word(keep, draft, client):
    answer = keep(draft)
    assert answer.status_code == 200
    assert "判断していない重大な指摘が1件あります" in answer.content.decode()
    assert nothing_registered()
    assert keep(draft, confirmed="2").status_code == 200
    assert nothing_registered()
    assert keep(draft, confirmed="1").status_code == 302
    assert Edition.objects.count() == 1


def test_corrections_and_judgments_are_kept_with_who_and_when(client, keep, draft, officer):
    for finding in DraftFinding.objects.all():
        if finding.proposal:
            client.post(f"{draft}findings/{finding.position}/", {"decision": "accept"})
        elif finding.code == "date-impossible":
            client.post(f"{draft}findings/{finding.position}/", {"decision": "correct-0", "value-0": "2018-02-28"})
    assert keep(draft).status_code == 302
    edition = Edition.objects.get()
    hue, hanoi = Entry.objects.get(institution="フエ大学"), Entry.objects.get(institution="ハノイ大学")
    assert (hue.concluded_on, hue.date_text, hue.raw) == ("2018-02-28", "2018.02.30", "\tフエ大学\t人間社会科学研究科・理学部\t2018.02.30")
    assert [unit.printed for unit in hanoi.units.all()] == ["人間社会科学研究科"]
    assert hanoi.units_text == "人間社会科学研究所"
    assert hue.heading.label == hanoi.heading.label == "ベトナム"
    assert list(hue.heading.territories.values_list("code", flat=True)) == ["VN"]
    assert {finding.code: (finding.verdict, finding.judged_by) for finding in edition.findings.all()} == {
        "date-impossible": ("corrected", officer), "territory-unknown": ("accepted", officer), "unit-spelling": ("accepted", officer),
    }  # fmt: skip
    kept = {(one.field, tuple(one.printed), tuple(one.value)): one for one in Correction.objects.all()}
    assert set(kept) == {
        ("concluded_on", (), ("2018-02-28",)), ("territory", ("バトナム",), ("ベトナム",)),
        ("units", ("人間社会科学研究所",), ("人間社会科学研究科",)),
    }  # fmt: skip
    date_set_right = kept["concluded_on", (), ("2018-02-28",)]
    assert (date_set_right.entry, date_set_right.finding.code) == (hue, "date-impossible")
    assert "バトナム" in SourceLine.objects.get(line=10).text
    assert not OrganizationalUnit.objects.filter(name="人間社会科学研究所").exists()


def test_the_public_pages_say_what_was_decided(client, keep, draft, see):
    address = f"{draft}entries/4/"
    form = {field["name"]: field["text"] for field in client.get(address).context["fields"]}
    client.post(address, form | {"concluded_on": "2018-02-28", "location": "フエ市", "quota_in": "2名", "renewed_on": "2023-02-28"})
    client.post(f"{draft}findings/1/", {"decision": "dismiss", "reason": "x"})
    keep(draft)
    agreement = Agreement.objects.get(entries__institution="フエ大学")
    text = see(f"/agreements/{agreement.pk}/").text
    for words in ("フエ市", "2名", "2023-02-28", "訂正", "2018.02.30"):
        assert words in text
    assert "hanako" not in text
    found = see(f"/editions/{Edition.objects.get().pk}/findings/").text
    assert "対応不要" in found
    assert "hanako" not in found


def test_what_is_corrected_into_a_new_fault_is_found_again(client, keep, hand_in):
    address = hand_in(CLEAN)
    entry = f"{address}entries/2/"
    form = {field["name"]: field["text"] for field in client.get(entry).context["fields"]}
    client.post(entry, form | {"concluded_on": "2031-02-10"})
    keep(address, confirmed="1") if keep(address).status_code == 200 else None
    future = Finding.objects.filter(code="date-future")
    assert [finding.verdict for finding in future] == [""]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"institution": ""}, "id_institution_error"), ({"level": ""}, "id_level_error"), ({"level": "faculty"}, "id_level_error"),
        ({"as_of": ""}, "id_as_of_error"), ({"as_of": "2024-02-30"}, "id_as_of_error"), ({"as_of": "1/5/2024"}, "id_as_of_error"),
        ({"institution": "フエ大学"}, "協定機関がフエ大学自身"), ({"confirmed": "many"}, ""),
    ],
)  # fmt: skip
def test_an_answer_that_is_missing_or_wrong_is_asked_for_and_nothing_stored(keep, draft, answers, words):
    answer = keep(draft, **({"confirmed": "1"} | answers))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert nothing_registered()


def test_a_list_without_a_day_asks_for_it(client, keep, hand_in, see, officer):
    address = hand_in(CLEAN.replace("2024年5月1日現在", ""))
    assert 'value="2024' not in client.get(f"{address}keep/").content.decode()
    with pytest.raises(NoDay):
        keep_draft(the_draft().pk, institution="本学", level="unit", as_of=None, by=officer, at=timezone.now(), confirmed=0)
    assert keep(address, as_of="2023-05-01").status_code == 302
    assert Edition.objects.get().as_of == date(2023, 5, 1)


def test_keeping_twice_is_refused_kindly(keep, hand_in, see, client):
    address = hand_in(CLEAN)
    keep(address)
    assert keep(address)["Location"] == address
    assert "すでに第1版として登録されています" in see(address).text
    assert Edition.objects.count() == 1


def test_two_people_who_keep_at_once_make_one_edition(hand_in, officer, monkeypatch):
    hand_in(CLEAN)
    draft, other = the_draft().pk, made_person("taro")
    answers = {"institution": "本学", "level": "unit", "as_of": None, "at": timezone.now()}
    from teikei.registry.operations import keeping

    read = keeping.listing_of

    def meanwhile(found):
        monkeypatch.setattr(keeping, "listing_of", read)
        keep_draft(draft, by=other, **answers)
        return read(found)

    monkeypatch.setattr(keeping, "listing_of", meanwhile)
    with pytest.raises(DraftKept):
        keep_draft(draft, by=officer, **answers)
    assert Edition.objects.count() == 1
    assert the_draft().kept_by == other


def test_a_decision_made_while_keeping_is_not_lost(client, draft, officer, monkeypatch):
    from teikei.registry.operations import drafts, keeping

    read = keeping.listing_of

    def meanwhile(found):
        drafts.dismiss(found.pk, 1, "", by=officer, at=timezone.now())
        return read(found)

    monkeypatch.setattr(keeping, "listing_of", meanwhile)
    with pytest.raises(DraftChanged):
        keep_draft(the_draft().pk, institution="本学", level="unit", as_of=None, confirmed=1, by=officer, at=timezone.now())
    assert nothing_registered()


def test_a_reading_that_this_program_makes_otherwise_is_not_kept_unseen(keep, hand_in):
    address = hand_in(CLEAN)
    draft = the_draft()
    Draft.objects.update(summary=draft.summary | {"hash": "0" * 64})
    assert "下書きが変更されました" in keep(address).content.decode()
    assert nothing_registered()


def test_a_failure_half_way_leaves_nothing(keep, hand_in, monkeypatch, settings):
    address = hand_in(CLEAN)

    def fail(*_):
        raise RuntimeError("half-way")

    monkeypatch.setattr("teikei.registry.operations.keeping.clear", fail)
    with pytest.raises(RuntimeError):
        keep(address)
    assert nothing_registered()
    assert the_draft().state == "read"
    assert DraftLines.objects.exists()


def test_a_kept_draft_has_no_file_no_lines_and_no_pages_of_its_own(keep, hand_in, client):
    address = hand_in(CLEAN)
    keep(address)
    assert not any(kind.objects.exists() for kind in (DraftLines, DraftFinding, DraftJudgment))
    for part in ("findings/", "layout/", "keep/", "entries/1/"):
        assert client.get(address + part).status_code == 302
    assert client.post(f"{address}findings/1/", {"decision": "accept"}).status_code == 302
    assert client.post(f"{address}delete/").status_code == 302
    assert Draft.objects.count() == 1


def test_the_institution_of_the_last_list_is_proposed(keep, hand_in, client):
    keep(hand_in(CLEAN))
    again = hand_in(CLEAN.replace("延世大学校", "高麗大学校"), "next.txt")
    assert 'value="本学"' in client.get(f"{again}keep/").content.decode()
