"""A process that is killed while it takes in a list, or publishes an edition…"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ON = {"sqlite": [], "postgresql": [sys.executable, str(ROOT / "scripts" / "on_postgresql.py")]}
# A hundred with TEIKEI_KILLS=100; some in every run, so that a fault shows.
TIMES = int(os.environ.get("TEIKEI_KILLS", "5"))
SEED = os.environ.get("TEIKEI_SEED", "20240501")
COUNTED = ("editions", "agreements", "rows", "files", "lines")


def killed(act, home, vendor):
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"TEIKEI_HOME": str(home)}
    command = [*ON[vendor], sys.executable, "-m", "tests.registry.killed", act, str(TIMES), SEED]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300 + 60 * TIMES)
    if "PostgreSQL is not installed" in done.stderr:
        pytest.skip("PostgreSQL is not on this machine: apt-get install postgresql, or `make postgresql`")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    for one in told:
        assert one["tampering"] == [], one
    return told


def counts(told):
    return tuple(told[name] for name in COUNTED)


@pytest.mark.parametrize("vendor", ON)
def test_leaves_all_of_the_list_or_nothing_and_a_ledger_that_agrees(vendor, tmp_path):
    whole, again, *left = killed("ingest", tmp_path / "home", vendor)
    assert (whole["editions"], whole["agreements"]) == (1, 63)
    assert counts(again) == counts(whole)
    assert len(left) == TIMES
    for one in left:
        assert counts(one) in ((0, 0, 0, 0, 0), counts(whole)), one
        # The document's bytes may lie there without a list: the next attempt writes the same over them.
        assert one["stray"] <= 1
    assert any(one["editions"] == 0 for one in left)


@pytest.mark.parametrize("vendor", ON)
def test_leaves_all_of_the_edition_or_nothing_and_it_can_be_published_again(vendor, tmp_path):
    whole, again, *left = killed("publish", tmp_path / "home", vendor)
    assert (whole["editions"], whole["files"], whole["stray"]) == (2, 12, 0)
    assert counts(again) == counts(whole)
    assert len(left) == 2 * TIMES
    before = (1, whole["agreements"], whole["rows"] // 2, 0, whole["lines"] - 1)
    for one, then in zip(left[::2], left[1::2], strict=True):
        assert counts(one) in (before, counts(whole)), one
        assert one["stray"] <= 12
        # The same files are made again: none of those that were left stays without a name.
        assert (counts(then), then["stray"]) == (counts(whole), 0)
    assert any(one["editions"] == 1 for one in left[::2])
