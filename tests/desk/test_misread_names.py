"""A partner's name that meets a record only with a misread sign put right: a finding of the list, to accept or to dismiss."""

from pathlib import Path

import pytest

from teikei.registry.models import Correction, DraftFinding, Entry, Finding, SourceLine
from tests.names.authorities import authority, record

CODE = "name-misread"
LIST = """部局間協定一覧

2024年5月1日現在

国・地域\t協定機関名\t部局\t締結年月日
インドネシア\tポゴール農科大学\t理学部\t2015.01.09
\tガジャマダ大学\t理学部\t2016.02.10
"""
RECORDS = [
    record("05smgpd89", "IPB University", "en:Bogor Agricultural University", "id:Institut Pertanian Bogor", city="Bogor", territory="ID"),
    record("03ke6d638", "Universitas Gadjah Mada", "en:Gadjah Mada University", city="Yogyakarta", territory="ID", geonames_id=2),
]


@pytest.fixture
def list_read(settings, tmp_path: Path, hand_in) -> str:
    opened = authority(tmp_path, RECORDS)
    settings.TEIKEI_AUTHORITY = str(opened.path)
    opened.close()
    return hand_in(LIST)


def misread() -> DraftFinding:
    return DraftFinding.objects.get(code=CODE)


def kept(client, address: str) -> Entry:
    client.post(f"{address}keep/", {"institution": "本学", "institution_en": "", "level": "unit", "as_of": "2024-05-01"})
    return Entry.objects.order_by("n").first()


def test_the_finding_proposes_the_name_and_says_which_record_it_then_is(list_read, see):
    found = misread()
    assert found.proposal == {"of": "institution", "printed": "ポゴール農科大学", "proposed": "ボゴール農科大学"}
    assert "05smgpd89" in found.message_ja
    assert "ボゴール農科大学" in see(f"{list_read}findings/").text


def test_accepted_it_corrects_the_name_and_the_printed_line_stays(client, list_read):
    client.post(f"{list_read}findings/{misread().position}/", {"decision": "accept"})
    entry = kept(client, list_read)
    assert entry.institution == "ボゴール農科大学"
    assert any("ポゴール農科大学" in line.text for line in SourceLine.objects.all())
    made = Correction.objects.get()
    assert (made.printed, made.value, made.finding.code) == (["ポゴール農科大学"], ["ボゴール農科大学"], CODE)


def test_dismissed_the_name_stays_and_the_edition_says_who_found_it_right(client, list_read):
    client.post(f"{list_read}findings/{misread().position}/", {"decision": "dismiss", "reason": "相手方の表記"})
    assert kept(client, list_read).institution == "ポゴール農科大学"
    found = Finding.objects.get(code=CODE)
    assert found.verdict == "dismissed"


def test_undecided_it_is_a_finding_of_the_edition(client, list_read):
    kept(client, list_read)
    assert Finding.objects.filter(code=CODE).count() == 1


def test_without_an_authority_nothing_is_said_of_names(hand_in):
    hand_in(LIST)
    assert not DraftFinding.objects.filter(code=CODE).exists()
