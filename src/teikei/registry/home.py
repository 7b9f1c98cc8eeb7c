"""The directory where the installation keeps everything."""

import errno
import os
from pathlib import Path

from teikei.names.bilingual import Refusal


def make_home(home: Path) -> None:
    """The directory for everything kept; Refusal where it cannot be made or written to."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        cause = fault.strerror or str(fault)
        raise _home_refused(home, cause) from fault
    if not os.access(home, os.W_OK | os.X_OK):
        raise _home_refused(home, os.strerror(errno.EACCES))


def _home_refused(home: Path, cause: str) -> Refusal:
    return Refusal(
        f"TEIKEI_HOME {home} cannot be used: {cause}. Make it writable, or name another: TEIKEI_HOME=/path teikei-admin …",
        f"TEIKEI_HOME {home} を使えません（{cause}）。書込み可能にするか、別の場所を TEIKEI_HOME で指定してください。",
    )
