"""A process that is killed while it takes in a list…"""

import json
import os
import subprocess
import sys
from pathlib import Path

# A hundred with TEIKEI_KILLS=100; a dozen in every run, so that a fault shows.
TIMES = int(os.environ.get("TEIKEI_KILLS", "12"))


def test_leaves_all_of_it_or_nothing_and_a_ledger_that_agrees(tmp_path):
    root = Path(__file__).parents[2]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"TEIKEI_HOME": str(tmp_path / "home")}
    command = [sys.executable, str(Path(__file__).with_name("killed.py")), str(TIMES), "20240501"]
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    whole, *killed = map(json.loads, done.stdout.splitlines())
    assert (whole["editions"], whole["agreements"]) == (1, 378)
    assert len(killed) == TIMES
    nothing, everything = (0, 0, 0), (whole["editions"], whole["agreements"], whole["lines"])
    for left in killed:
        assert (left["editions"], left["agreements"], left["lines"]) in (nothing, everything), left
        assert left["tampering"] == [], left
        # The document's bytes may lie there without a list: the next attempt writes the same over them.
        assert left["stray"] <= 1
    assert any(left["editions"] == 0 for left in killed)
