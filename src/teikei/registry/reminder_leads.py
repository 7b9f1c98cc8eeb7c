"""The lead times of reminders here: TEIKEI_HOME/reminders.toml, else the usual ones."""

from pathlib import Path

from django.conf import settings

from teikei.names.bilingual import Refusal
from teikei.rules.reminders import Leads, leads_from_toml

FILE_NAME = "reminders.toml"


def reminder_leads() -> Leads:
    """The stages. Refusal, naming the file, where it cannot be read or holds none."""
    path = Path(settings.TEIKEI_HOME) / FILE_NAME
    try:
        return leads_from_toml(path.read_text(encoding="utf-8-sig"), str(path))
    except FileNotFoundError:
        return Leads()
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(f"{path}: the file cannot be read ({fault}).", f"{path}: ファイルを読めません（{fault}）。") from fault
