import json
import zipfile
from pathlib import Path

import pytest

from teikei.names.authority import Authority, build
from teikei.names.bilingual import Refusal
from tests.names.authorities import authority, dump, record

GADJAH = record("03ke6d638", "Universitas Gadjah Mada", "en:Gadjah Mada University", city="Yogyakarta", territory="ID")
OLD = record("000000001", "Old University", city="Paris", territory="FR", status="inactive", relations=[("successor", "000000002")])
MIDDLE = record("000000002", "Middle University", city="Paris", territory="FR", status="inactive", relations=[("successor", "000000003")])
NEW = record("000000003", "New University", city="Paris", territory="FR", relations=[("predecessor", "000000002"), ("parent", "03ke6d638")])
ALL = [GADJAH, OLD, MIDDLE, NEW]


def test_a_record_is_got_by_its_id_or_its_address(tmp_path: Path) -> None:
    with authority(tmp_path, ALL) as opened:
        for given in ("03ke6d638", "https://ror.org/03ke6d638", "https://ror.org/03ke6d638/"):
            found = opened.get(given)
            assert found is not None
            assert found.english == "Gadjah Mada University"
        assert opened.get("099999999") is None


def test_a_record_keeps_its_names_place_and_website(tmp_path: Path) -> None:
    with authority(tmp_path, ALL) as opened:
        found = opened.get("03ke6d638")
        assert found is not None
        assert [(form.text, form.language) for form in found.names] == [("Universitas Gadjah Mada", ""), ("Gadjah Mada University", "en")]
        assert (found.places[0].name, found.territory, found.places[0].latitude) == ("Yogyakarta", "ID", 1.5)
        assert found.website == "https://03ke6d638.example"


def test_the_successors_of_a_record_are_the_active_ones_however_many_changes_later(tmp_path: Path) -> None:
    with authority(tmp_path, ALL) as opened:
        old, new = opened.get("000000001"), opened.get("000000003")
        assert old is not None
        assert new is not None
        assert [one.ror for one in opened.successors(old)] == ["000000003"]
        assert opened.successors(new) == (new,)
        assert [relation.ror for relation in new.related("parent")] == ["03ke6d638"]


def test_records_that_succeed_each_other_in_a_circle_end(tmp_path: Path) -> None:
    ring = [
        record("000000001", "A", city="P", territory="FR", status="inactive", relations=[("successor", "000000002")]),
        record("000000002", "B", city="P", territory="FR", status="inactive", relations=[("successor", "000000001")]),
    ]
    with authority(tmp_path, ring) as opened:
        one = opened.get("000000001")
        assert one is not None
        assert opened.successors(one) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 broken", "neither a zip nor a JSON array"),
        (b"", "neither a zip nor a JSON array"),
        (b"[{", "no JSON"),
        (b"[]", "no array of records"),
        (json.dumps([{"id": "https://ror.org/x", "name": "schema 1"}]).encode(), "schema 2"),
    ],
)
def test_a_damaged_dump_is_refused_with_the_file_the_cause_and_the_remedy(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "dump.zip"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        build(path, tmp_path / "out.authority")
    assert said in refused.value.text.en
    assert refused.value.text.en.startswith("dump.zip: ")
    assert "もう一度取得" in refused.value.text.ja
    assert not list(tmp_path.glob("out.authority*"))


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    path = dump(tmp_path, [record(f"{n:09}", f"University {n}", city="X", territory="FR") for n in range(200)])
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(Refusal):
        build(path, tmp_path / "out.authority")


def test_a_zip_without_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(Refusal, match="no JSON file"):
        build(path, tmp_path / "out.authority")


def test_a_dump_that_shrank_by_a_third_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    many = [record(f"{n:09}", f"University {n}", city="X", territory="FR") for n in range(10)]
    out = tmp_path / "ror.authority"
    build(dump(tmp_path, many), out)
    fewer = dump(tmp_path, many[:6], "v3.0-2027-01-01-ror-data")
    with pytest.raises(Refusal, match=r"6 records, where ror\.authority has 10"):
        build(fewer, out)
    with Authority(out) as opened:
        assert (opened.records, opened.version) == (10, "v2.9")
    assert build(fewer, out, smaller=True).records == 6


def test_a_record_in_another_shape_is_left_out_and_told(tmp_path: Path) -> None:
    many = [record(f"{n:09}", f"University {n}", city="X", territory="FR") for n in range(150)]
    del many[7]["names"]
    built = build(dump(tmp_path, many), tmp_path / "out.authority")
    assert built.records == 149
    assert built.left_out == ("https://ror.org/000000007: KeyError 'names'",)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 5000])
def test_what_is_no_authority_file_is_refused_with_the_command_that_makes_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ror.authority"
    path.write_bytes(content)
    with pytest.raises(Refusal, match="teikei authority build"):
        Authority(path)


def test_a_missing_authority_file_is_refused_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="teikei authority build"):
        Authority(tmp_path / "none.authority")


def test_the_same_dump_gives_the_same_file(tmp_path: Path) -> None:
    source = dump(tmp_path, ALL)
    for name in ("a", "b"):
        build(source, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_file_that_was_built_by_other_rules_is_refused_with_the_command_that_builds_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ror.authority"
    build(dump(tmp_path, ALL), path)
    monkeypatch.setattr("teikei.names.authority.store.rules_of", lambda: "other")
    with pytest.raises(Refusal, match=r"built by another version of Teikei.*teikei authority build"):
        Authority(path)


def test_a_place_that_cannot_be_written_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written"):
        build(dump(tmp_path, ALL), tmp_path / "no" / "ror.authority")
    assert [path.name for path in tmp_path.iterdir()] == ["v2.9-2026-11-01-ror-data.zip"]
