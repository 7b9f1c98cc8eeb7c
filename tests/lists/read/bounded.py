"""Reading in a child process that is watched: 20 seconds and 512 MiB a file, as the catalogue of bad inputs asks."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS, MEBIBYTES = 20, 512
_CHILD = """
import json, sys
from pathlib import Path
from teikei.lists.check import check
from teikei.lists.read import read_listing
from teikei.names.bilingual import Refusal
refused, listing = None, None
try:
    listing = read_listing(Path(sys.argv[1]))
except Refusal as refusal:
    refused = [refusal.text.en, refusal.text.ja]
# Of this process since it began: ru_maxrss would count what the parent held when it forked.
peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
entries = [entry.institution for entry in listing.entries[:100]] if listing else []
codes = sorted({finding.code for finding in check(listing)}) if listing else []
print(json.dumps({"refused": refused, "entries": entries, "codes": codes, "peak": peak}))
"""


@dataclass(frozen=True)
class Outcome:
    """What came of a file: the refusal in English and Japanese, or the first hundred names and the codes of findings."""

    refused: tuple[str, str] | None
    entries: tuple[str, ...]
    codes: tuple[str, ...]


def read_bounded(path: Path, content: bytes) -> Outcome:
    """Read and check the content as a file of that name. Fails where it takes too long, too much, or crashes."""
    path.write_bytes(content)
    try:
        done = subprocess.run([sys.executable, "-c", _CHILD, str(path)], capture_output=True, timeout=SECONDS, check=False)
    finally:
        path.unlink()
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    said = json.loads(done.stdout)
    assert said["peak"] < MEBIBYTES, said
    return Outcome(tuple(said["refused"]) if said["refused"] else None, tuple(said["entries"]), tuple(said["codes"]))
