"""Fifty people who edit the same agreements at once, by the forms of the running server…"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EDITORS = 50
# A minute with TEIKEI_EDITORS_SECONDS=60; some seconds in every run, so that a fault shows.
SECONDS = os.environ.get("TEIKEI_EDITORS_SECONDS", "5")
SEED = os.environ.get("TEIKEI_SEED", "20240501")
ON = {"sqlite": [], "postgresql": [sys.executable, str(ROOT / "scripts" / "on_postgresql.py")]}


@pytest.mark.parametrize("vendor", ON)
def test_lose_nothing_and_find_no_page_broken(vendor, tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"TEIKEI_HOME": str(tmp_path / "home")}
    command = [*ON[vendor], sys.executable, "-m", "tests.desk.editing", SECONDS, str(EDITORS), SEED]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=float(SECONDS) + 300)
    if "PostgreSQL is not installed" in done.stderr:
        pytest.skip("PostgreSQL is not on this machine: apt-get install postgresql, or `make postgresql`")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["vendor"] == vendor
    assert (told["faults"], told["log"]) == ([], "")
    for name in ("not once", "untold", "unseen", "lost", "gaps", "tampering"):
        assert told[name] == [], name
    assert set(told["successes"]) == {"revise", "note", "memorandum", "record", "bulk"}, told["met"]
    sys.stdout.write(f"{vendor}: {told['successes']}, answers {told['met']}, median {told['median']:.2f} s, 95 % {told['p95']:.2f} s\n")
