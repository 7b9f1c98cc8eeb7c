"""The command teikei-admin…"""

import errno
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError

from teikei import admin
from teikei.lists.read import read_listing
from teikei.names.bilingual import spoken
from teikei.registry.commands import BilingualCommand
from teikei.registry.management.commands import ingest, render, serve
from teikei.registry.models import Edition, Institution, Judgment, Territory
from tests.registry.authorities import KASETSART, Authority, Candidate, Match, install
from tests.registry.conftest import EXAMPLE


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def terminal(monkeypatch, settings, tmp_path):
    """Nobody sits at the terminal unless a test says so; the home directory is the test's own."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    settings.TEIKEI_HOME = tmp_path / "home"
    # Django ends a command by closing its connections; the test's own transaction lives in them.
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


@pytest.fixture
def answer(monkeypatch):
    """Somebody sits at the terminal and gives these answers."""

    def answer(*answers: str) -> list[str]:
        asked: list[str] = []
        given = iter(answers)

        def ask(prompt: str) -> str:
            asked.append(prompt)
            try:
                return next(given)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr("builtins.input", ask)
        monkeypatch.setattr("getpass.getpass", ask)
        return asked

    return answer


@pytest.fixture(params=["en", "ja"])
def language(request, monkeypatch):
    monkeypatch.setenv("TEIKEI_LANG", request.param)
    return request.param


@pytest.fixture
def a_list(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(
        "協定校一覧\n\n国・地域\t協定機関名\t部局\t締結年月日\nタイ王国 (1機関)\tカセサート大学\t工学部\t2001.02.03\n", encoding="utf-8"
    )
    return path


def said(capsys) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_shows_its_commands_in_the_language_spoken(capsys, language):
    assert admin.run(["--help"]) == 0
    assert said(capsys) == (admin.USAGE.to(language), "")
    assert admin.run([]) == 2


def test_knows_no_other_command(capsys, language):
    assert admin.run(["ingset"]) == 2
    assert said(capsys)[1].startswith({"en": "teikei-admin: There is no command ingset.", "ja": "teikei-admin: ingset という"}[language])


def test_knows_its_commands_in_a_process_of_its_own(tmp_path):
    run = "import sys; from teikei.admin import run; sys.exit(run(['ingest', '--help']))"
    environment = {**os.environ, "TEIKEI_HOME": str(tmp_path / "home"), "TEIKEI_LANG": "ja"}
    done = subprocess.run([sys.executable, "-c", run], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "公表された一覧を取り込みます。" in done.stdout
    assert not (tmp_path / "home").exists()


def test_names_every_command_of_the_registry_in_its_usage():
    files = (Path(admin.__file__).parent / "registry" / "management" / "commands").glob("[a-z]*.py")
    listed = {line.split()[0] for line in admin.USAGE.en.splitlines() if line.startswith("  ")}
    assert listed == {file.stem for file in files} | {"check"}


@pytest.mark.parametrize("command", ["ingest", "align", "match", "judgments", "render", "createuser", "appoint", "serve", "verify"])
def test_describes_each_command_in_the_language_spoken(capsys, language, command):
    with pytest.raises(SystemExit) as ended:
        admin.run([command, "--help"])
    assert ended.value.code == 0
    about = {"ingest": ingest, "render": render, "serve": serve}.get(command)
    if about:
        assert about.Command.about.to(language).split()[0] in said(capsys)[0]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"), ({"LANG": "ja_JP.UTF-8"}, "ja"), ({"LANG": "C.UTF-8"}, "en"), ({"TEIKEI_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"TEIKEI_LANG": "", "LC_ALL": "ja_JP", "LANG": "C"}, "ja"),
    ],
)  # fmt: skip
def test_speaks_the_language_of_the_locale(environment, language):
    assert spoken(environment) == language


@pytest.mark.django_db
def test_takes_in_the_real_list_and_lays_it_out_again(capsys, tmp_path):
    assert admin.run(["ingest", str(EXAMPLE), "--institution", "広島大学"]) == 0
    assert said(capsys)[0].startswith("広島大学: edition 1, as of 2024-05-01: 378 rows (1 not counted), ")
    out = tmp_path / "out.txt"
    assert admin.run(["render", "--as-of", "2024-05-01", "--to", "txt", "-o", str(out)]) == 0
    assert said(capsys) == (f"{out}: 378 rows.\n", "")
    real, laid_out = read_listing(EXAMPLE), read_listing(out)
    assert [entry.content() for entry in laid_out.entries] == [entry.content() for entry in real.entries]
    assert {stated.of: stated.value for stated in laid_out.stated} == {"territories": 55, "institutions": 377}
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.django_db
def test_refuses_the_same_list_again_in_both_languages(capsys, language):
    admin.run(["ingest", str(EXAMPLE), "--institution", "広島大学"])
    said(capsys)
    assert admin.run(["ingest", str(EXAMPLE), "--institution", "広島大学"]) == 2
    out, err = said(capsys)
    assert out == ""
    assert err.startswith({"en": "teikei-admin: This very document is already kept", "ja": "teikei-admin: この文書はすでに"}[language])


@pytest.mark.django_db
def test_takes_the_institution_from_the_settings(settings, capsys):
    settings.TEIKEI_INSTITUTION, settings.TEIKEI_INSTITUTION_EN = "広島大学", "Hiroshima University"
    assert admin.run(["ingest", str(EXAMPLE)]) == 0
    assert set(Institution.objects.get(is_home=True).names.values_list("text", flat=True)) == {"広島大学", "Hiroshima University"}


@pytest.mark.django_db
def test_does_not_give_the_setting_s_english_name_to_another_institution(settings):
    settings.TEIKEI_INSTITUTION, settings.TEIKEI_INSTITUTION_EN = "広島大学", "Hiroshima University"
    admin.run(["ingest", str(EXAMPLE), "--institution", "京都大学"])
    assert list(Institution.objects.get(is_home=True).names.values_list("text", flat=True)) == ["京都大学"]


@pytest.mark.django_db
def test_says_which_option_is_missing_where_nobody_can_be_asked(capsys, a_list, language):
    assert admin.run(["ingest", str(a_list), "--as-of", "2024-05-01"]) == 2
    assert "--institution" in said(capsys)[1]
    assert admin.run(["ingest", str(a_list), "--as-of", "2024-05-01", "--institution", "広島大学"]) == 2
    assert "--level" in said(capsys)[1]
    assert admin.run(["ingest", str(a_list), "--level", "unit", "--institution", "広島大学"]) == 2
    assert "--as-of" in said(capsys)[1]
    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_asks_for_institution_and_level_on_a_terminal(capsys, a_list, answer):
    asked = answer("広島大学", "unit")
    assert admin.run(["ingest", str(a_list), "--as-of", "2024-05-01"]) == 0
    assert asked == ["Whose list is it? Institution: ", "At which level are the agreements: unit or university? "]
    edition = Edition.objects.get()
    assert (edition.level, edition.as_of, edition.institution.printed) == ("unit", date(2024, 5, 1), "広島大学")
    assert said(capsys)[0].startswith("広島大学: edition 1, as of 2024-05-01: 1 rows, ")


@pytest.mark.django_db
def test_refuses_where_the_person_at_the_terminal_answers_nothing(a_list, answer, capsys):
    answer()
    assert admin.run(["ingest", str(a_list), "--as-of", "2024-05-01"]) == 2
    assert "--institution" in said(capsys)[1]


@pytest.mark.django_db
def test_never_splits_units_that_a_file_names(tmp_path):
    path, units = tmp_path / "list.txt", tmp_path / "units.txt"
    path.write_text(
        "部局間協定\n国・地域\t協定機関名\t部局\t締結年月日\nタイ王国\tカセサート大学\t理学部・工学部\t2001.02.03\n", encoding="utf-8"
    )
    units.write_text("\ufeff理学部・工学部\n\n", encoding="utf-8")
    assert admin.run(["ingest", str(path), "--units", str(units), "--as-of", "2024-05-01", "--institution", "広島大学"]) == 0
    assert [unit.printed for unit in Edition.objects.get().entries.get().units.all()] == ["理学部・工学部"]


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["ingest", "no-such-file.txt"], ["render", "--to", "txt", "-o", "x", "--as-of", "2024-05-01"]])
def test_tells_a_mistake_in_words(capsys, arguments, language):
    assert admin.run([*arguments, "--institution", "広島大学"]) == 2
    out, err = said(capsys)
    assert (out, err.count("\n")) == ("", 1)
    assert "Traceback" not in err


@pytest.mark.django_db
def test_refuses_a_day_that_is_none(capsys, a_list):
    assert admin.run(["ingest", str(a_list), "--as-of", "2024-02-30"]) == 2
    assert said(capsys)[1] == "teikei-admin: --as-of 2024-02-30: not a day. Write it as 2024-05-01.\n"


@pytest.mark.django_db
def test_asks_which_level_to_lay_out_where_both_are_kept(take_in, capsys, tmp_path):
    take_in()
    take_in(level="university")
    command = ["render", "--to", "csv", "-o", str(tmp_path / "out.csv"), "--as-of", "2024-05-01", "--institution", "広島大学"]
    assert admin.run(command) == 2
    assert "--level unit or --level university" in said(capsys)[1]
    assert admin.run([*command, "--level", "university"]) == 0


@pytest.mark.django_db
def test_asks_whose_list_to_lay_out_where_several_are_kept(take_in, capsys, tmp_path, settings):
    take_in(institution="京都大学")
    take_in()
    command = ["render", "--to", "csv", "-o", str(tmp_path / "out.csv"), "--as-of", "2024-05-01"]
    assert admin.run(command) == 2
    assert "--institution" in said(capsys)[1]
    settings.TEIKEI_INSTITUTION = "京都大学"
    assert admin.run(command) == 0


@pytest.mark.django_db
def test_says_so_where_a_home_has_no_list(capsys, tmp_path):
    Institution.objects.create(printed="広島大学", key="広島大学", is_home=True)
    assert admin.run(["render", "--to", "csv", "-o", str(tmp_path / "o"), "--as-of", "2024-05-01", "--institution", "広島大学"]) == 2
    assert "keeps no list of 広島大学" in said(capsys)[1]


@pytest.mark.django_db
def test_leaves_the_old_file_where_the_new_one_cannot_be_written(take_in, capsys, tmp_path):
    take_in()
    out = tmp_path / "missing" / "out.csv"
    assert admin.run(["render", "--to", "csv", "-o", str(out), "--as-of", "2024-05-01", "--institution", "広島大学"]) == 2
    assert "No such file or directory. Check" in said(capsys)[1]


@pytest.mark.django_db
def test_fills_in_the_territories_when_it_migrates():
    Territory.objects.all().delete()
    assert admin.run(["migrate", "--check", "-v", "0"]) == 0
    assert Territory.objects.count() == 0
    assert admin.run(["migrate", "-v", "0"]) == 0
    assert Territory.objects.get(code="JP").name_ja == "日本"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OperationalError("no such table: registry_entry"), "Run: teikei-admin migrate"),
        (OperationalError('relation "registry_entry" does not exist'), "Run: teikei-admin migrate"),
        (OperationalError("database or disk is full"), "The disk is full"),
        (OperationalError("database is locked"), "Another command is writing"),
        (OperationalError("unable to open database file"), "The database cannot be used"),
        (DatabaseError("something else"), "The database refused"),
        (OSError(errno.ENOSPC, "No space left on device", "/srv/teikei"), "/srv/teikei: No space left on device. Check"),
        (ImproperlyConfigured("no such engine"), "The settings do not work: no such engine"),
    ],
)
def test_says_cause_and_remedy_of_a_fault_of_the_machine(monkeypatch, capsys, fault, words):
    def fail(_arguments):
        raise fault

    monkeypatch.setattr("django.core.management.execute_from_command_line", fail)
    assert admin.run(["migrate"]) == 2
    assert words in said(capsys)[1]


def test_admits_a_fault_of_its_own(monkeypatch, capsys):
    def fail(_arguments):
        raise KeyError("x")

    monkeypatch.setattr("django.core.management.execute_from_command_line", fail)
    assert admin.run(["migrate"]) == 70
    assert "Teikei itself is at fault (KeyError: 'x')" in said(capsys)[1]
    monkeypatch.setenv("TEIKEI_TRACE", "1")
    with pytest.raises(KeyError):
        admin.run(["migrate"])


def test_ends_quietly_on_ctrl_c(monkeypatch):
    def interrupt(_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("django.core.management.execute_from_command_line", interrupt)
    assert admin.run(["migrate"]) == 130


def test_ends_with_the_code_of_its_run(monkeypatch):
    monkeypatch.setattr("sys.argv", ["teikei-admin"])
    with pytest.raises(SystemExit) as ended:
        admin.main()
    assert ended.value.code == 2


def test_says_why_its_home_cannot_be_used(settings, tmp_path, capsys, monkeypatch):
    (tmp_path / "file").write_text("")
    settings.TEIKEI_HOME = tmp_path / "file" / "home"
    assert admin.run(["migrate"]) == 2
    assert "cannot be used: Not a directory. Make it writable" in said(capsys)[1]
    settings.TEIKEI_HOME = tmp_path
    monkeypatch.setattr("os.access", lambda *_: False)
    assert admin.run(["migrate"]) == 2
    assert "cannot be used: Permission denied" in said(capsys)[1]


@pytest.mark.django_db
def test_makes_an_account_with_a_password_typed_twice(answer, capsys, django_user_model):
    answer("long enough 提携", "long enough 提携")
    assert admin.run(["createuser", "hanako", "--email", "hanako@example.ac.jp"]) == 0
    assert said(capsys) == ("Account hanako is made: officer.\n", "")
    user = django_user_model.objects.get()
    assert (user.username, user.email, user.check_password("long enough 提携")) == ("hanako", "hanako@example.ac.jp", True)
    assert not user.is_staff
    assert not user.is_superuser
    assert [(one.role, one.unit, one.institution, one.level) for one in user.appointments.all()] == [("officer", None, None, "both")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (("one password 1", "another one 2"), "The two passwords differ"),
        (("short", "short"), "too short"),
        (("hanakohanako", "hanakohanako"), "too similar to the username"),
        (("", ""), "No account without a password"),
    ],
)
def test_makes_no_account_with_a_poor_password(answer, capsys, django_user_model, answers, words):
    answer(*answers)
    assert admin.run(["createuser", "hanakohanako"]) == 2
    assert words in said(capsys)[1]
    assert not django_user_model.objects.exists()


@pytest.mark.django_db
def test_makes_no_account_where_nobody_can_type_a_password(capsys, language, django_user_model):
    assert admin.run(["createuser", "hanako"]) == 2
    assert {"en": "No account without a password", "ja": "パスワードのない利用者は作れません"}[language] in said(capsys)[1]
    assert not django_user_model.objects.exists()


@pytest.mark.django_db
def test_makes_no_account_twice_and_none_without_a_name(answer, capsys):
    answer(*["long enough 提携"] * 6)
    admin.run(["createuser", "hanako"])
    said(capsys)
    assert admin.run(["createuser", "hanako"]) == 2
    assert "already an account hanako" in said(capsys)[1]
    assert admin.run(["createuser", " "]) == 2


@pytest.fixture
def server(monkeypatch):
    """What would have become the server."""
    started: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _path, arguments: started.append(arguments))
    return started


@pytest.mark.django_db
def test_serves_an_empty_registry_with_the_example_list(server, capsys, settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.chdir(EXAMPLE.parents[1])
    assert admin.run(["serve", "--port", "0", "--example"]) == 0
    out, _ = said(capsys)
    assert out.splitlines() == [
        "Example list taken in: 部局間国際交流協定校一覧 2024-05-01.",
        "Its partners' records: 378 judgments.",
        "提携（Teikei）: http://127.0.0.1:0/  （終了は Ctrl+C）",
        "Teikei is on http://127.0.0.1:0/  (Ctrl+C ends it)",
    ]
    assert server[0][1:6] == ["-m", "gunicorn", "teikei.wsgi", "--bind", "127.0.0.1:0"]
    assert any(settings.STATIC_ROOT.iterdir())
    assert admin.run(["serve", "--port", "0", "--example"]) == 0
    assert (Edition.objects.count(), Judgment.objects.count()) == (1, 378)


@pytest.mark.django_db
def test_takes_in_the_example_s_judgments_once_and_leaves_other_registries_alone(server, capsys, settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.chdir(EXAMPLE.parents[1])
    assert admin.run(["ingest", str(EXAMPLE), "--institution", "広島大学"]) == 0
    assert admin.run(["serve", "--port", "0", "--example"]) == 0
    assert Judgment.objects.count() == 0
    said(capsys)
    file = str(EXAMPLE.with_name("hiroshima-2024-05-01.judgments.tsv"))
    assert admin.run(["judgments", file]) == 0
    assert said(capsys)[0].startswith("Judgments: 378 new, 0 known already;")
    assert admin.run(["judgments", file]) == 0
    assert said(capsys)[0].startswith("Judgments: 0 new, 378 known already;")


@pytest.mark.django_db
def test_says_of_a_damaged_file_of_judgments_which_line(capsys, tmp_path, language):
    path = tmp_path / "bad.tsv"
    path.write_text("row\tinstitution\n", encoding="utf-8")
    assert admin.run(["judgments", str(path)]) == 2
    assert {"en": "bad.tsv, line 1: the columns ror,", "ja": "bad.tsv 1行目: 列 ror、"}[language] in said(capsys)[1]


@pytest.mark.django_db
def test_matches_the_partners_and_says_how_many(capsys, tmp_path, monkeypatch, a_list):
    assert admin.run(["ingest", str(a_list), "--institution", "広島大学", "--as-of", "2024-05-01", "--level", "unit"]) == 0
    said(capsys)
    answers = {"カセサート大学": Match("accept", (Candidate("05gzceg21", "Kasetsart University", 0.99),))}
    install(monkeypatch, Authority(KASETSART, answers=answers))
    assert admin.run(["match"]) == 0
    assert said(capsys)[0] == "v2.9: 1 partners matched: 1 sure, 0 to review, 0 without a record.\n"
    assert admin.run(["match", "--jobs", "0"]) == 2


@pytest.mark.django_db
def test_says_how_to_come_by_an_authority_where_there_is_none(capsys, settings, language):
    settings.TEIKEI_AUTHORITY = ""
    assert admin.run(["match"]) == 2
    assert "teikei authority build DUMP.zip" in said(capsys)[1]


@pytest.mark.django_db
def test_says_where_the_example_list_should_be(server, capsys, settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.chdir(tmp_path)
    assert admin.run(["serve", "--port", "0", "--example"]) == 2
    assert "the example list is not here" in said(capsys)[1]
    assert server == []


@pytest.mark.parametrize("port", ["1000000", "-1"])
def test_refuses_a_port_that_is_none(server, capsys, port):
    assert admin.run(["serve", f"--port={port}"]) == 2
    assert f"Port {port} cannot be used" in said(capsys)[1]
    assert server == []


def test_lets_no_command_of_its_own_wait_for_the_pages_checks():
    assert BilingualCommand.requires_system_checks == ()
