"""`teikei-admin`: what needs the database. Django's management commands under one name."""

import os
import sys
from collections.abc import Sequence

from teikei.names.bilingual import Refusal, Text, spoken

USAGE = Text(
    en="""\
usage: teikei-admin COMMAND [OPTIONS]        (teikei-admin COMMAND --help says more)

  migrate       make or update the database's tables
  ingest FILE   take a published list into the registry
  align         what a newer list says beside what is kept; accept it
  match         find candidates for the partners, by the authority file
  judgments FILE take in who the partners are, as a file says
  render        lay out what the registry holds as of a day, as a file
  remind        write to those whose agreements come due
  worker        send the reminders every day, until it is ended
  survey        write the ministry's survey as of a day
  yearly        write what became of agreements between two days
  createuser    make an account
  appoint NAME ROLE  give somebody a role
  token [NAME]  make a token for a program of an account; list or revoke tokens
  verify        look for tampering: the ledger, the tables, the documents
  serve         the pages on this machine
  check         Django's own checks of the installation

Everything is kept in TEIKEI_HOME (./var where it is not set). Reading and checking a list needs no database: teikei --help
""",
    ja="""\
使い方: teikei-admin コマンド [オプション]        （詳しくは teikei-admin コマンド --help）

  migrate         データベースの表を作成・更新する
  ingest ファイル 公表された一覧を取り込む
  align           新しい一覧と登録内容の照合を表示し、反映する
  match           典拠ファイルで協定機関の候補を求める
  judgments ファイル 協定機関の判定を取り込む
  render          ある日現在の一覧をファイルに書き出す
  remind          期限の近い協定を通知する
  worker          毎日通知を送る（終了させるまで動く）
  survey          文部科学省の調査の表を書き出す
  yearly          2つの日の間の異動を書き出す
  createuser      利用者を作る
  appoint 名前 役割 利用者を役割に任命する
  token [名前]    利用者のプログラム用トークンを作る・一覧・失効
  verify          台帳・表・文書の改ざんを調べる
  serve           この計算機で画面を表示する
  check           設置状態を検査する（Django の検査）

すべて TEIKEI_HOME（指定がなければ ./var）に保存します。一覧を読むだけ・検査するだけなら: teikei --help
""",
)


def main() -> None:
    """The entry point of the command `teikei-admin`."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Do one command; gives the exit code. A person's mistake or a full disk is told in words, never as a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teikei.settings")
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        sys.stdout.write(USAGE.to(spoken()))
        return 0 if arguments else 2
    import django  # only now: `--help` needs none of it
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line, get_commands
    from django.db import DatabaseError

    try:
        django.setup()  # get_commands lists, and remembers, no more than Django's own before this
        if arguments[0] not in get_commands():
            return _tell(unknown_command(arguments[0]))
        _prepare(arguments)
        execute_from_command_line(["teikei-admin", *arguments])
    except Refusal as refusal:
        return _tell(refusal.text)
    except DatabaseError as fault:
        return _tell(database_fault(fault))
    except ImproperlyConfigured as fault:
        return _tell(Text(en=f"The settings do not work: {fault}", ja=f"設定に誤りがあります: {fault}"))
    except OSError as fault:
        return _tell(file_fault(fault))
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        if os.environ.get("TEIKEI_TRACE"):
            raise
        _tell(own_fault(fault))
        return 70
    return 0


def _prepare(arguments: Sequence[str]) -> None:
    if not {"-h", "--help"} & set(arguments):
        from django.conf import settings

        from teikei.registry.home import make_home

        make_home(settings.TEIKEI_HOME)


def _tell(text: Text) -> int:
    sys.stderr.write(f"teikei-admin: {text.to(spoken())}\n")
    return 2


def unknown_command(name: str) -> Text:
    """What is said of a command that there is none of."""
    return Text(
        en=f"There is no command {name}. teikei-admin --help lists them.",
        ja=f"{name} というコマンドはありません。teikei-admin --help で一覧を表示します。",
    )


def database_fault(fault: Exception) -> Text:
    """What a database's own words mean for the person at the terminal, and what to do."""
    words = str(fault).strip()
    small = words.lower()
    if any(sign in small for sign in ("no such table", "no such column", "has no column", "does not exist")):
        return Text(
            en=f"The database's tables are not those of this version ({words}). Run: teikei-admin migrate",
            ja=f"データベースの表がこの版のものではありません（{words}）。次を実行してください: teikei-admin migrate",
        )
    if "full" in small or "no space" in small:
        return Text(
            en=f"The disk is full ({words}). Free some space and do it again; nothing was stored.",
            ja=f"ディスクの空きがありません（{words}）。空きを作ってやり直してください。何も登録していません。",
        )
    if "locked" in small:
        return Text(
            en=f"Another command is writing to the database ({words}). Wait for it to end and do it again; nothing was stored.",
            ja=f"別の処理がデータベースに書込み中です（{words}）。終わってからやり直してください。何も登録していません。",
        )
    if any(sign in small for sign in ("readonly", "read-only", "unable to open", "not a database", "malformed", "connect")):
        return Text(
            en=f"The database cannot be used ({words}). Check TEIKEI_HOME or DATABASE_URL, and that you may write there.",
            ja=f"データベースを使えません（{words}）。TEIKEI_HOME または DATABASE_URL と書込み権限を確かめてください。",
        )
    return Text(
        en=f"The database refused ({words}). Nothing was stored. If it goes on, report it with these words.",
        ja=f"データベースが処理を拒みました（{words}）。何も登録していません。続く場合はこの文言を添えて報告してください。",
    )


def own_fault(fault: Exception) -> Text:
    """A mistake of the program's own, which nobody at a terminal can mend."""
    words = f"{type(fault).__name__}: {fault}"
    return Text(
        en=f"Teikei itself is at fault ({words}). Nothing was stored. With TEIKEI_TRACE=1 it says where; please report that.",
        ja=f"Teikei の不具合です（{words}）。何も登録していません。TEIKEI_TRACE=1 を付けて実行し、表示を添えて報告してください。",
    )


def file_fault(fault: OSError) -> Text:
    """What the file system said, about which file, and what to do."""
    cause, place = fault.strerror or str(fault), fault.filename or ""
    return Text(
        en=f"{place}: {cause}. Check the disk's space and that you may write there.",
        ja=f"{place}: {cause}。空き容量と書込み権限を確かめてください。",
    )
