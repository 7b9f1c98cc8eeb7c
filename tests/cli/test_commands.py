"""The command `teikei`: what it prints, how it ends, what it says when it cannot."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from teikei.cli import main
from teikei.cli.language import language_of
from tests.lists.made import CLEAN, replaced

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"
ENTRY_FIELDS = [
    "n",
    "locator",
    "region",
    "territory",
    "territory_code",
    "institution",
    "institution_alt",
    "partner_unit",
    "units",
    "concluded_on",
    "renewed_on",
    "valid_to",
    "kinds",
    "marks",
    "number",
    "location",
    "quota_in",
    "quota_out",
    "note",
    "counted",
    "raw",
]


@pytest.fixture
def teikei(capfd, monkeypatch):
    """Run the command in this process: exit status, standard output, standard error."""
    monkeypatch.setenv("TEIKEI_LANG", "en")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capfd.readouterr()
        return left.value.code, out, err

    return run


@pytest.fixture
def clean(tmp_path):
    path = tmp_path / "clean.txt"
    path.write_text("\n".join(CLEAN), encoding="utf-8")
    return str(path)


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "faulty.txt"
    path.write_text("\n".join(replaced("\t慶北大学校\t理学部\t2001.03.04", "\t慶北大学校\t理学部\t2001.02.30")), encoding="utf-8")
    return str(path)


def test_read_prints_a_json_object_a_line_with_the_fields_of_the_contract(teikei, clean):
    status, out, err = teikei("read", clean)
    entries = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [list(entry) for entry in entries] == [ENTRY_FIELDS] * 6
    assert entries[1] == {
        "n": 2, "locator": {"page": None, "line": CLEAN.index("\tカセサート大学農学部\t農学部・国際センター\t2016.02.10") + 1, "sheet": None, "cell": None},
        "region": "アジア", "territory": "タイ王国", "territory_code": "TH", "institution": "カセサート大学農学部", "institution_alt": None, "partner_unit": None,
        "units": ["農学部", "国際センター"], "concluded_on": "2016-02-10", "renewed_on": None, "valid_to": None, "kinds": [], "marks": [],
        "number": None, "location": None, "quota_in": None, "quota_out": None, "note": None, "counted": True,
        "raw": "\tカセサート大学農学部\t農学部・国際センター\t2016.02.10",
    }  # fmt: skip
    assert "6 entries, 5 counted" in err


def test_read_prints_the_same_entries_as_one_array_and_as_csv(teikei, clean):
    lines = [json.loads(line) for line in teikei("read", clean)[1].splitlines()]
    assert json.loads(teikei("read", clean, "--to", "json")[1]) == lines
    table = list(csv.DictReader(io.StringIO(teikei("read", clean, "--to", "csv")[1])))
    assert [(row["institution"], row["units"], row["counted"], row["line"]) for row in table] == [
        (line["institution"], "; ".join(line["units"]), "true" if line["counted"] else "false", str(line["locator"]["line"]))
        for line in lines
    ]


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_read_takes_back_what_it_printed(teikei, clean, tmp_path, form):
    printed = tmp_path / f"printed.{form}"
    printed.write_text(teikei("read", clean, "--to", form)[1], encoding="utf-8")
    first, again = ([json.loads(line) for line in teikei("read", path)[1].splitlines()] for path in (clean, str(printed)))
    assert [entry["counted"] for entry in again].count(False) == 1
    for entry in first + again:
        del entry["locator"], entry["raw"]
    assert again == first


def test_read_takes_the_names_of_units_from_a_file(teikei, tmp_path):
    path, units = tmp_path / "list.txt", tmp_path / "units.txt"
    path.write_text("\n".join(replaced("\t慶北大学校\t理学部\t2001.03.04", "\t慶北大学校\t理学部・工学部\t2001.03.04")), encoding="utf-8")
    units.write_text("理学部・工学部\n\n", encoding="utf-8")
    entries = [json.loads(line) for line in teikei("read", str(path), "--units", str(units))[1].splitlines()]
    assert entries[2]["units"] == ["理学部・工学部"]


def test_check_of_a_clean_list_ends_with_0_and_of_a_faulty_one_with_1(teikei, clean, faulty):
    assert teikei("check", clean)[0] == 0
    status, out, _ = teikei("check", faulty)
    assert status == 1
    assert "date-impossible" in out
    assert "institutions: stated 5 · counted 5" in out
    assert "agreements: stated 7 · counted at least 5" in out


def test_check_prints_its_report_as_json(teikei, faulty):
    report = json.loads(teikei("check", faulty, "--to", "json")[1])
    assert list(report) == ["as_of", "stated", "counted", "findings"]
    assert report["as_of"] == "2024-05-01"
    assert {key: report["stated"][key] for key in ("territories", "institutions", "agreements")} == {
        "territories": 3,
        "institutions": 5,
        "agreements": 7,
    }
    assert {key: report["counted"][key] for key in ("territories", "institutions", "agreements", "uncounted")} == {
        "territories": 3,
        "institutions": 5,
        "agreements": None,
        "uncounted": 1,
    }
    assert report["stated"]["regions"] == [{"region": "アジア", "institutions": 4}, {"region": "欧州", "institutions": 1}]
    assert report["counted"]["regions"][0] == {"region": "アジア", "institutions": 4, "territories": 2}
    [finding] = [finding for finding in report["findings"] if finding["severity"] != "info"]
    assert list(finding) == ["code", "severity", "message", "message_ja", "locators", "proposal"]
    assert finding["locators"] == [
        {"page": None, "line": CLEAN.index("\t慶北大学校\t理学部\t2001.03.04") + 1, "column": 12, "sheet": None, "cell": None}
    ]


def test_check_of_the_example_reports_its_headline_with_the_explanation(teikei):
    report = json.loads(teikei("check", str(EXAMPLE), "--to", "json")[1])
    grave = [finding for finding in report["findings"] if finding["severity"] != "info"]
    assert "378 = 377 counted rows + the one row" in grave[0]["message"]
    proposals = {(finding["proposal"]["printed"], finding["proposal"]["proposed"]) for finding in grave[1:]}
    # Read against the university's own names of its units, not copied from the program.
    assert proposals == {
        ("人間社会科学研究所", "人間社会科学研究科"), ("統合生命科学研究所", "統合生命科学研究科"),
        ("先進理工科学研究科", "先進理工系科学研究科"), ("原爆放射線医科学研究科", "原爆放射線医科学研究所"),
    }  # fmt: skip


def test_what_check_prints_for_no_findings_at_all(teikei, tmp_path):
    path = tmp_path / "plain.txt"
    path.write_text(
        "2024年5月1日現在\n国・地域\t協定機関名\t部局\t締結年月日\nタイ王国\tチェンマイ大学\t工学部\t2015.01.09\n", encoding="utf-8"
    )
    assert "No findings." in teikei("check", str(path))[1]


@pytest.mark.parametrize("to", ["txt", "csv", "xlsx", "html", "json"])
def test_what_write_wrote_compares_equal_to_what_it_read(teikei, clean, tmp_path, to):
    out = str(tmp_path / f"out.{to}")
    status, _, err = teikei("write", clean, "--to", to, "-o", out)
    assert (status, "6 rows" in err) == (0, True)
    assert teikei("compare", clean, out)[:2] == (0, "No difference.\n")


def test_write_can_write_to_standard_output(teikei, clean):
    assert "カセサート大学農学部" in teikei("write", clean, "--to", "txt", "-o", "-")[1]


def test_compare_tells_added_gone_and_changed_with_both_places(teikei, clean, tmp_path):
    lines = replaced("\t慶北大学校\t理学部\t2001.03.04", "\t慶北大学校\t理学部\t2002.03.04")
    lines = [line for line in lines if "釜山" not in line] + ["フランス共和国\tリヨン第三大学\t法学部\t2020.01.01"]
    newer = tmp_path / "newer.txt"
    newer.write_text("\n".join(lines), encoding="utf-8")
    status, out, _ = teikei("compare", clean, str(newer))
    assert status == 1
    assert "+ フランス共和国 / リヨン第三大学" in out
    assert "- 大韓民国 / 釜山大学校工科大学" in out
    assert "~ redated: [l.18 → l.18]" in out
    report = json.loads(teikei("compare", clean, str(newer), "--to", "json")[1])
    assert ([entry["institution"] for entry in report["added"]], [entry["institution"] for entry in report["gone"]]) == (
        ["リヨン第三大学"],
        ["釜山大学校工科大学"],
    )
    assert [(change["kinds"], change["old"]["concluded_on"], change["new"]["concluded_on"]) for change in report["changed"]] == [
        (["redated"], "2001-03-04", "2002-03-04")
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read", "/no/such/file"], "there is no such file"), (["check", "."], "this is a folder"), (["read"], "Missing argument"),
        (["write", "x", "--to", "doc", "-o", "y"], "is not one of"), (["compare", "-", "-"], "Only one of the two"), (["nothing"], "No such command"),
    ],
)  # fmt: skip
def test_a_mistake_ends_with_2_and_one_clear_message(teikei, arguments, words):
    status, out, err = teikei(*arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_an_unwritable_place_is_named_with_its_cause_and_leaves_nothing(teikei, clean, tmp_path):
    status, _, err = teikei("write", clean, "--to", "txt", "-o", str(tmp_path / "no" / "folder.txt"))
    assert status == 2
    assert "No such file or directory" in err
    assert list(tmp_path.iterdir()) == [Path(clean)]


def test_a_fault_of_the_program_is_said_without_a_traceback(teikei, clean, monkeypatch):
    monkeypatch.setattr("teikei.cli.commands.check", lambda _: 1 / 0)
    status, _, err = teikei("check", clean)
    assert (status, "a fault of this program" in err, "Traceback" in err) == (70, True, False)
    monkeypatch.setenv("TEIKEI_TRACE", "1")
    with pytest.raises(ZeroDivisionError):
        main(["check", clean])


def test_an_interruption_is_said_and_ends_with_130(teikei, clean, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("teikei.cli.commands.check", interrupted)
    status, _, err = teikei("check", clean)
    assert (status, "stopped" in err) == (130, True)


@pytest.mark.parametrize("command", [[], ["read"], ["check"], ["write"], ["compare"]])
@pytest.mark.parametrize(("language", "word"), [("en", "Usage:"), ("ja", "使い方:")])
def test_help_comes_in_both_languages(teikei, command, language, word):
    status, out, _ = teikei("--lang", language, *command, "--help")
    assert status == 0
    assert word in out
    assert ("表示して終了します" in out) == (language == "ja")


def test_messages_come_in_japanese_where_asked(teikei, clean):
    assert "ファイルがありません" in teikei("--lang=ja", "read", "/no/such/file")[2]
    assert "違いはありません" in teikei("compare", clean, clean, "--lang", "ja")[1]
    assert "機関: 記載 5 · 実数 5" in teikei("check", clean, "--lang", "ja")[1]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "ja_JP"}, "en"),
        ({"TEIKEI_LANG": "ja", "LANG": "C"}, "ja"),
    ],
)
def test_the_language_is_the_systems_unless_named(environment, language):
    assert language_of(["read", "x"], environment) == language
    assert language_of(["read", "--lang", "en"], environment) == "en"


def test_on_a_terminal_the_step_is_shown_while_it_lasts(teikei, clean, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert "Checking" in teikei("check", clean)[2]


def run_outside(*arguments: str, **options):
    return subprocess.run(
        [sys.executable, "-c", "from teikei.cli import main; main()", *arguments], capture_output=True, check=False, **options
    )


def test_a_list_comes_from_standard_input_in_any_format(clean, tmp_path):
    for to in ("txt", "csv", "xlsx", "html", "json"):
        out = tmp_path / f"out.{to}"
        assert run_outside("write", clean, "--to", to, "-o", str(out)).returncode == 0
        read = run_outside("read", "-", input=out.read_bytes())
        assert len(read.stdout.splitlines()) == 6, (to, read.stderr)


def test_a_reader_that_goes_away_is_no_fault():
    shell = f"{sys.executable} -c 'from teikei.cli import main; main()' read {EXAMPLE} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, check=False, env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"}
    )
    assert (done.stdout.count(b"\n"), b"Traceback" in done.stderr, b"Exception" in done.stderr) == (1, False, False)
