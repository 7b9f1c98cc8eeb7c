"""The path that proposals take here: TEIKEI_HOME/approval.toml, else the usual one."""

from importlib.resources import files
from pathlib import Path

from django.conf import settings

from teikei.names.bilingual import Refusal
from teikei.rules.approval import Step, path_from_toml

FILE_NAME = "approval.toml"


def approval_path() -> tuple[Step, ...]:
    """The steps. Refusal, naming the file, where it cannot be read or is no path."""
    path = Path(settings.TEIKEI_HOME) / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return path_from_toml((files("teikei.rules") / "data" / FILE_NAME).read_text(encoding="utf-8"), FILE_NAME)
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(f"{path}: the file cannot be read ({fault}).", f"{path}: ファイルを読めません（{fault}）。") from fault
    return path_from_toml(text, str(path))
