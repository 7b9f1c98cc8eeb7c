"""Run a command with DATABASE_URL naming a PostgreSQL server of its own, which is gone afterwards.

    python scripts/on_postgresql.py COMMAND …

The server listens on a socket in a temporary directory only. It refuses to run as root: there, it runs as the account
`postgres` that Debian's package makes. Where PostgreSQL is not installed nothing is run, and that is said; with
TEIKEI_NO_SKIP=1 it is a failure.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The directory of initdb and pg_ctl: the newest that Debian has, else whatever is on the PATH."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def server(bin_directory: Path) -> Iterator[str]:
    """A server with an empty cluster; gives the address of its database."""
    with tempfile.TemporaryDirectory(prefix="teikei-postgresql-", dir="/tmp") as text:
        root = Path(text)
        account = []
        if os.geteuid() == 0:
            shutil.chown(root, "postgres", "postgres")
            account = ["runuser", "-u", "postgres", "--"]
        cluster, log = root / "cluster", root / "log"
        initdb = [
            str(bin_directory / "initdb"),
            "-D",
            str(cluster),
            "-U",
            "teikei",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run([*account, *initdb], check=True, stdout=subprocess.DEVNULL, cwd=root)
        # Nothing of it outlives the command, so that it need not be safe against a power cut.
        options = f"-k {root} -c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"
        # What a test rolled back is dead rows: counted by chance in between, they would make the planner think every table empty.
        options += " -c autovacuum=off"
        control = [*account, str(bin_directory / "pg_ctl"), "-D", str(cluster)]
        subprocess.run([*control, "-w", "-l", str(log), "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=root)
        try:
            yield f"postgres://teikei@/postgres?host={root}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=root)


def main(command: list[str]) -> int:
    bin_directory = programs()
    if bin_directory is None:
        print("PostgreSQL is not installed: left out (on Debian: apt-get install postgresql)", file=sys.stderr)
        return int(os.environ.get("TEIKEI_NO_SKIP") == "1")
    # Told to end, it still stops the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server(bin_directory) as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
