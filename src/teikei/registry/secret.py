"""The installation's secret key: one file, made at first use, readable by its owner only."""

import os
import secrets
from pathlib import Path

FILE_NAME = "secret-key"


def secret_key(home: Path) -> str:
    """The key in HOME/secret-key; made there, with mode 0600, where there is none yet.

    Two processes that start at once get the same key: the file appears whole under its name, once.
    """
    path = home / FILE_NAME
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f".{FILE_NAME}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first: its key is the key
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
