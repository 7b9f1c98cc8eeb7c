"""`teikei match` and `teikei authority`: what they print, how they end, what they say when they cannot."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teikei.cli import main
from tests.lists.made import CLEAN
from tests.names.authorities import dump, record
from tests.names.world import RECORDS

Run = Callable[..., tuple[int, str, str]]
FIELDS = ["n", "institution", "territory_code", "decision", "ror", "score", "correction", "candidates"]
COLUMNS = ["n", "institution", "territory_code", "decision", "ror", "name", "score", "correction", "why"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def teikei(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process: exit status, standard output, standard error."""
    monkeypatch.setenv("TEIKEI_LANG", "en")
    monkeypatch.delenv("TEIKEI_AUTHORITY", raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return int(str(left.value.code)), out, err

    return run


@pytest.fixture(scope="module")
def ror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authority file of the small world, built by the command."""
    folder = tmp_path_factory.mktemp("ror")
    with pytest.raises(SystemExit) as left:
        main(["authority", "build", str(dump(folder, RECORDS)), "-o", str(folder / "ror.authority")])
    assert left.value.code == 0
    return folder / "ror.authority"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """A file with this text."""

    def written(text: str, *, name: str = "partners.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


PARTNERS = "institution,territory\n雲南農業大学,中国\n東海大学,台湾\nコインブラ大学,ポルトガル\n無名機関,Portugal\n"


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


# ---------------------------------------------------------------- match: the contract of the output


def test_match_prints_a_json_object_for_each_name_in_order_with_the_fields_of_the_contract(teikei: Run, table, ror: Path) -> None:
    status, out, err = teikei("match", table(PARTNERS), "--authority", ror, "--to", "jsonl")
    assert status == 0
    found = lines(out)
    assert [list(one) for one in found] == [FIELDS] * 4
    assert [(one["n"], one["institution"], one["territory_code"]) for one in found] == [
        (1, "雲南農業大学", "CN"), (2, "東海大学", "TW"), (3, "コインブラ大学", "PT"), (4, "無名機関", "PT"),
    ]  # fmt: skip
    assert [(one["decision"], one["ror"]) for one in found[:2]] == [
        ("accept", "https://ror.org/0yunnanag"),
        ("accept", "https://ror.org/0tunghai1"),
    ]
    assert found[3]["ror"] is None
    assert "4 names: " in err


def test_each_candidate_has_its_id_name_score_and_evidence_and_scores_fall(teikei: Run, table, ror: Path) -> None:
    _, out, _ = teikei("match", table(PARTNERS), "--authority", ror, "--to", "jsonl")
    for one in lines(out):
        candidates = one["candidates"]
        assert isinstance(candidates, list)
        assert len(candidates) <= 10
        assert all(list(candidate) == ["ror", "name", "score", "why"] for candidate in candidates)
        assert all(candidate["ror"].startswith("https://ror.org/") and 0 <= candidate["score"] <= 1 for candidate in candidates)
        assert [candidate["score"] for candidate in candidates] == sorted((candidate["score"] for candidate in candidates), reverse=True)
        assert one["score"] == (candidates[0]["score"] if candidates else 0)
        assert one["correction"] is None or isinstance(one["correction"], str)
    first = lines(out)[0]["candidates"][0]  # type: ignore[index]
    assert (first["name"], "the same name: 云南农业大学" in first["why"]) == ("Yunnan Agricultural University", True)


def test_match_prints_the_same_as_csv(teikei: Run, table, ror: Path) -> None:
    path = table(PARTNERS)
    found = lines(teikei("match", path, "--authority", ror, "--to", "jsonl")[1])
    rows = list(csv.DictReader(io.StringIO(teikei("match", path, "--authority", ror, "--to", "csv")[1])))
    assert list(rows[0]) == COLUMNS
    assert [[row[name] for name in COLUMNS[:5]] for row in rows] == [
        [str("" if one[name] is None else one[name]) for name in COLUMNS[:5]] for one in found
    ]
    assert rows[0]["name"] == "Yunnan Agricultural University"


def test_a_name_that_a_spreadsheet_would_take_for_a_formula_is_disarmed_in_csv(teikei: Run, table, ror: Path) -> None:
    _, out, _ = teikei("match", table('institution,territory\n"=HYPERLINK(""x"")",PT\n@SUM,PT\n'), "--authority", ror, "--to", "csv")
    assert [row["institution"] for row in csv.DictReader(io.StringIO(out))] == ['\'=HYPERLINK("x")', "'@SUM"]


def test_match_prints_text_for_people_unless_told_otherwise(teikei: Run, table, ror: Path) -> None:
    status, out, _ = teikei("match", table(PARTNERS), "--authority", ror)
    assert status == 0
    assert "1\tCN\t雲南農業大学\taccepted\n" in out
    assert "https://ror.org/0yunnanag  Yunnan Agricultural University" in out
    assert "the same name: 云南农业大学" in out


def test_the_evidence_comes_in_the_language_asked_for_and_the_fields_do_not_change(teikei: Run, table, ror: Path) -> None:
    path = table(PARTNERS)
    english, japanese = (
        lines(teikei("--lang", language, "match", path, "--authority", ror, "--to", "jsonl")[1]) for language in ("en", "ja")
    )
    assert "同じ名称: 云南农业大学" in str(japanese[0]["candidates"])
    assert [{**one, "candidates": None} for one in english] == [{**one, "candidates": None} for one in japanese]
    out = teikei("match", path, "--authority", ror, "--lang", "ja")
    assert "1\tCN\t雲南農業大学\t確定\n" in out[1]
    assert "4件: " in out[2]


def test_two_runs_and_two_processes_print_the_same(teikei: Run, table, ror: Path) -> None:
    path = table("institution,territory\n" + "雲南農業大学,中国\n東海大学,台湾\nトリニティ・カレッジ,アメリカ合衆国\n東海大学,\n" * 20)
    once = teikei("match", path, "--authority", ror, "--to", "jsonl")[1]
    assert [one["n"] for one in lines(once)] == list(range(1, 81))
    assert teikei("match", path, "--authority", ror, "--to", "jsonl")[1] == once
    assert teikei("match", path, "--authority", ror, "--to", "jsonl", "--jobs", "2")[1] == once


# ---------------------------------------------------------------- match: what it reads


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("institution,territory\n雲南大学,中国\n東海大学,台湾\n", "utf-8"),
        ("institution,territory\n雲南大学,中国\n東海大学,台湾\n", "utf-8-sig"),
        ("institution,territory\r\n雲南大学,中国\r\n東海大学,台湾\r\n", "cp932"),
        ("institution,territory\n雲南大学,中国\n東海大学,台湾\n", "utf-16"),
        ("institution\tterritory\n雲南大学\t中国\n東海大学\t台湾\n", "utf-8"),
        ('"institution","territory"\n"雲南大学","中国"\n"東海大学","台湾"\n', "utf-8"),
        ("Territory, Institution ,note\n中国,雲南大学,x\n台湾,東海大学\n", "utf-8"),
        ("institution,territory\r雲南大学,CN\r東海大学,tw\r", "utf-8"),
    ],
)
def test_a_plain_table_is_read_whatever_its_separator_quotes_order_and_encoding(
    teikei: Run, table, ror: Path, text: str, encoding: str
) -> None:
    found = lines(teikei("match", table(text, encoding=encoding), "--authority", ror, "--to", "jsonl")[1])
    assert [(one["n"], one["institution"], one["territory_code"], one["ror"]) for one in found] == [
        (1, "雲南大学", "CN", "https://ror.org/0yunnan01"),
        (2, "東海大学", "TW", "https://ror.org/0tunghai1"),
    ]


def test_quoted_names_keep_their_commas_and_line_breaks(teikei: Run, table, ror: Path) -> None:
    text = 'institution,territory\n"University of Coimbra, Faculty of Law",Portugal\n"University of\nMinho",Portugal\n'
    found = lines(teikei("match", table(text), "--authority", ror, "--to", "jsonl")[1])
    assert [(one["institution"], one["ror"]) for one in found] == [
        ("University of Coimbra, Faculty of Law", "https://ror.org/0coimbra1"),
        ("University of\nMinho", "https://ror.org/0minho001"),
    ]


def test_a_blank_name_and_an_unknown_territory_have_their_line(teikei: Run, table, ror: Path) -> None:
    text = "institution,territory\n,ポルトガル\n東海大学,アトランティス\n東海大学,\n雲南大学\n"
    found = lines(teikei("match", table(text), "--authority", ror, "--to", "jsonl")[1])
    assert [(one["n"], one["institution"], one["territory_code"]) for one in found] == [
        (1, "", "PT"), (2, "東海大学", None), (3, "東海大学", None), (4, "雲南大学", None),
    ]  # fmt: skip
    assert (found[0]["decision"], found[0]["ror"], found[0]["candidates"]) == ("none", None, [])
    assert all(one["decision"] != "accept" for one in found)


def test_a_table_with_a_head_alone_gives_no_lines(teikei: Run, table, ror: Path) -> None:
    path = table("institution,territory\n")
    assert teikei("match", path, "--authority", ror, "--to", "jsonl")[:2] == (0, "")
    assert teikei("match", path, "--authority", ror, "--to", "csv")[1] == ",".join(COLUMNS) + "\n"


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line(teikei: Run, table, ror: Path) -> None:
    path = table('institution,territory\n雲南大学,中国\n"東海大学,台湾\n雲南大学,中国\n')
    status, out, err = teikei("match", path, "--authority", ror)
    assert (status, out) == (2, "")
    assert "partners.csv: the quotation mark that opens in line 3 is never closed" in err


def test_any_list_is_matched_in_its_order(teikei: Run, table, ror: Path) -> None:
    path = table("\n".join(CLEAN), name="list.txt")
    read = lines(teikei("read", path)[1])
    found = lines(teikei("match", path, "--authority", ror, "--to", "jsonl")[1])
    assert [(one["n"], one["institution"], one["territory_code"]) for one in found] == [
        (entry["n"], entry["institution"], entry["territory_code"]) for entry in read
    ]


def test_a_list_written_as_a_workbook_is_matched_as_its_text_is(teikei: Run, table, ror: Path, tmp_path: Path) -> None:
    path = table("\n".join(CLEAN), name="list.txt")
    assert teikei("write", path, "--to", "xlsx", "-o", tmp_path / "list.xlsx")[0] == 0
    text, workbook = (teikei("match", each, "--authority", ror, "--to", "jsonl")[1] for each in (path, tmp_path / "list.xlsx"))
    assert workbook == text


def run_apart(*arguments: object, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """The command in a process of its own, its streams pipes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TEIKEI_LANG": "en"}
    environment.pop("TEIKEI_AUTHORITY", None)
    command = [sys.executable, "-c", "from teikei.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, input=given, env=environment, capture_output=True, check=False)


def test_a_dash_is_standard_input_and_nothing_but_the_summary_is_said_on_a_pipe(ror: Path) -> None:
    done = run_apart("match", "-", "--authority", ror, "--to", "jsonl", given=PARTNERS.encode())
    assert done.returncode == 0
    assert [one["institution"] for one in lines(done.stdout.decode())] == ["雲南農業大学", "東海大学", "コインブラ大学", "無名機関"]
    said = done.stderr.decode().splitlines()
    assert len(said) == 1
    assert said[0].startswith("4 names: ")


def test_the_environment_may_name_the_authority(teikei: Run, table, ror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEIKEI_AUTHORITY", str(ror))
    assert teikei("match", table(PARTNERS))[0] == 0


# ---------------------------------------------------------------- match: what it refuses


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["No authority file is given", "teikei authority build", "--authority", "TEIKEI_AUTHORITY"]),
        ("ja", ["典拠ファイルの指定がありません", "teikei authority build", "TEIKEI_AUTHORITY"]),
    ],
)
@pytest.mark.parametrize("command", ["match", "show", "search"])
def test_without_an_authority_the_remedy_is_named_in_the_language_asked_for(
    teikei: Run, table, language: str, words: list[str], command: str
) -> None:
    arguments = ("match", table(PARTNERS)) if command == "match" else ("authority", command, "x")
    status, out, err = teikei("--lang", language, *arguments)
    assert (status, out) == (2, "")
    assert [word for word in words if word not in err] == []


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 5000])
@pytest.mark.parametrize("to", ["jsonl", "csv", "text"])
def test_a_damaged_authority_is_refused_before_anything_is_printed(teikei: Run, table, tmp_path: Path, content: bytes, to: str) -> None:
    path = tmp_path / "ror.authority"
    path.write_bytes(content)
    status, out, err = teikei("match", table(PARTNERS), "--authority", path, "--to", to)
    assert (status, out) == (2, "")
    assert "teikei authority build" in err


def test_a_file_that_holds_no_names_is_refused(teikei: Run, table, ror: Path, tmp_path: Path) -> None:
    for path, word in (
        (tmp_path / "none.csv", "there is no such file"),
        (table("", name="empty.csv"), "is empty"),
        (table("hello\n", name="x.txt"), "no list"),
    ):
        status, out, err = teikei("match", path, "--authority", ror)
        assert (status, out) == (2, "")
        assert word in err


@pytest.mark.parametrize("arguments", [["--to", "xml"], ["--jobs", "0"], ["--jobs", "x"], ["--nothing"]])
def test_a_mistaken_option_ends_with_2(teikei: Run, table, ror: Path, arguments: list[str]) -> None:
    assert teikei("match", table(PARTNERS), "--authority", ror, *arguments)[0] == 2


# ---------------------------------------------------------------- authority


def test_build_says_what_was_built_and_what_was_left_out(teikei: Run, tmp_path: Path) -> None:
    many = [record(f"0many{n:04}", f"University {n}", city="X", territory="FR") for n in range(150)]
    del many[7]["names"]
    status, out, err = teikei("authority", "build", dump(tmp_path, many), "-o", tmp_path / "ror.authority")
    assert (status, out) == (0, "")
    assert "v2.9, 149 records with 149 names; 1 left out" in err
    assert "left out: https://ror.org/0many0007" in err


def test_build_refuses_a_shrunken_dump_unless_told_that_it_is_meant(teikei: Run, tmp_path: Path) -> None:
    many = [record(f"0many{n:04}", f"University {n}", city="X", territory="FR") for n in range(10)]
    out = tmp_path / "ror.authority"
    assert teikei("authority", "build", dump(tmp_path, many), "-o", out)[0] == 0
    fewer = dump(tmp_path, many[:6], "v3.0-later")
    before = out.read_bytes()
    status, _, err = teikei("authority", "build", fewer, "-o", out)
    assert (status, "6 records, where ror.authority has 10" in err, out.read_bytes() == before) == (2, True, True)
    assert teikei("authority", "build", fewer, "-o", out, "--smaller")[0] == 0
    assert out.read_bytes() != before


def test_build_refuses_what_is_no_dump_and_a_place_that_is_not_there(teikei: Run, tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    path.write_bytes(b"PK\x03\x04 broken")
    status, _, err = teikei("--lang", "ja", "authority", "build", path, "-o", tmp_path / "ror.authority")
    assert (status, "もう一度取得" in err) == (2, True)
    assert teikei("authority", "build", tmp_path / "none.zip", "-o", tmp_path / "ror.authority")[0] == 2
    assert teikei("authority", "build", dump(tmp_path, RECORDS), "-o", tmp_path / "no" / "ror.authority")[0] == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["dump.zip", "v2.9-2026-11-01-ror-data.zip"]


def test_show_prints_a_record_with_its_names_place_and_successor(teikei: Run, ror: Path) -> None:
    for given in ("0vale0old", "https://ror.org/0vale0old"):
        status, out, _ = teikei("authority", "show", given, "--authority", ror)
        assert status == 0
        assert "https://ror.org/0vale0old  Universidade Técnica do Vale  [inactive]\n" in out
        assert "now: https://ror.org/0vale0new  Universidade Atlântica Nova\n" in out
        assert "name (en): Technical University of Vale\n" in out
        assert "Lisbon, Portugal (PT)" in out


def test_the_language_may_stand_after_any_command(teikei: Run, ror: Path) -> None:
    assert "現在は: https://ror.org/0vale0new" in teikei("authority", "show", "0vale0old", "--authority", ror, "--lang", "ja")[1]


def test_show_prints_a_record_as_json(teikei: Run, ror: Path) -> None:
    shown = json.loads(teikei("authority", "show", "0tartuhos", "--authority", ror, "--to", "json")[1])
    assert (shown["ror"], shown["status"], shown["kinds"]) == ("https://ror.org/0tartuhos", "active", ["healthcare"])
    assert [name["text"] for name in shown["names"]] == ["Tartu University Hospital", "Tartu Ülikooli Kliinikum"]
    assert [(relation["kind"], relation["ror"]) for relation in shown["relations"]] == [("parent", "0tartu001")]


def test_show_of_an_unknown_id_ends_with_2_and_says_how_to_search(teikei: Run, ror: Path) -> None:
    status, out, err = teikei("authority", "show", "099999999", "--authority", ror)
    assert (status, out) == (2, "")
    assert "teikei authority search" in err


@pytest.mark.parametrize(
    ("name", "territory"),
    [("コインブラ大学", "ポルトガル"), ("コインブラ大学", "PT"), ("University of Coimbra", "pt"), ("Universidade de Coimbra", "")],
)
def test_search_prints_the_likeliest_record_first(teikei: Run, ror: Path, name: str, territory: str) -> None:
    arguments = ["--territory", territory] if territory else []
    status, out, _ = teikei("authority", "search", name, "--authority", ror, *arguments)
    assert status == 0
    assert out.splitlines()[0].endswith("https://ror.org/0coimbra1  University of Coimbra")


def test_search_says_that_nothing_was_found_and_refuses_an_unknown_territory(teikei: Run, ror: Path) -> None:
    status, out, err = teikei("authority", "search", "マリボル大学", "--authority", ror, "--territory", "SI")
    assert (status, out) == (0, "")
    assert "No record comes into question." in err
    status, _, err = teikei("authority", "search", "x", "--authority", ror, "--territory", "Atlantis")
    assert (status, "Atlantis: no country or region of that name" in err) == (2, True)


@pytest.mark.parametrize("command", [["match"], ["authority"], ["authority", "build"], ["authority", "show"], ["authority", "search"]])
@pytest.mark.parametrize(("language", "word"), [("en", "Usage:"), ("ja", "使い方:")])
def test_help_comes_in_both_languages(teikei: Run, command: list[str], language: str, word: str) -> None:
    status, out, _ = teikei("--lang", language, *command, "--help")
    assert (status, word in out) == (0, True)
    assert ("典拠ファイル" in out) == (language == "ja")
