"""What the manuals of the interfaces show is run, against a server of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.interface import free_port, served
from tests.docs.test_readme import ROOT, blocks, missing_line

PAGES = ("docs/how-to/use-the-api.md", "docs/how-to/reconcile-a-column.md")
_MAKE = "import sys; from pathlib import Path; from fuzz.interface import made_registry; made_registry(Path(sys.argv[1]))"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The environment of somebody whose registry runs, filled from the example."""
    if not shutil.which("curl"):  # the reader of the manual needs it as well
        pytest.skip("curl is not on this machine: apt-get install curl, or `make browser`")
    home, port = tmp_path_factory.mktemp("site"), free_port()
    commands = Path(sys.executable).parent
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TEIKEI_", "COV_", "DATABASE_URL"))}
    environment |= {"TEIKEI_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "TEIKEI_LANG": "en"}
    environment |= {"PATH": f"{commands}{os.pathsep}{environment['PATH']}", "TEIKEI": f"http://127.0.0.1:{port}"}
    subprocess.run([sys.executable, "-W", "ignore", "-c", _MAKE, str(home)], env=environment, cwd=ROOT, check=True, capture_output=True)
    account = "from django.contrib.auth.models import User; User.objects.filter(username='officer').update(username='hanako')"
    subprocess.run([sys.executable, "-c", f"import django; django.setup(); {account}"], check=True,
                   env={**environment, "DJANGO_SETTINGS_MODULE": "teikei.settings"})  # fmt: skip
    server = served(home, port, environment)
    yield environment
    server.terminate()
    server.wait(20)


@pytest.mark.parametrize("page", PAGES)
def test_every_block_runs_and_prints_what_is_quoted(page, site, tmp_path):
    script, quotes = "set -e\n", []
    for number, (block, quoted) in enumerate(blocks(page)):
        script += f"echo; echo '--{number}--'\n{block}"
        quotes.append(quoted)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=site, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for number, quoted in enumerate(quotes):
        printed = done.stdout.partition(f"--{number}--")[2].partition(f"--{number + 1}--")[0]
        assert "urn:teikei:problem:" not in printed or "limit=0" in script, printed
        assert quoted is None or missing_line(quoted, printed) is None, (quoted, printed)
    if page == PAGES[0]:
        assert (tmp_path / "agreements.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
        assert (tmp_path / "agreements.parquet").read_bytes()[:4] == b"PAR1"
        assert (tmp_path / "registry.zip").read_bytes()[:2] == b"PK"
    else:
        assert '"match":true' in done.stdout


def test_schemathesis_finds_nothing_as_nobody_and_as_an_officer():
    """A short run; `make interface` asks as every role, and longer."""
    command = [sys.executable, "-W", "ignore", "-m", "fuzz.interface", "--examples", "2", "--role", "anonymous", "--role", "officer"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
