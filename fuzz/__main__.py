"""Fuzz every reader that there is, each in a process of its own with limits on memory and time.

python -m fuzz                      three seconds each, as CI does
python -m fuzz --seconds 600        long, as `make fuzz` does
python -m fuzz --only csv,html
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from fuzz.seeds import WORDS

ENDINGS = ("txt", "csv", "html", "json", "xlsx", "xls", "ods", "docx", "pdf")
FOUND = Path(__file__).parent / "found"
# Seconds for one input, MiB for the process (instrumented code and the corpus take some), bytes of an input.
ONE_INPUT, MEMORY, LONGEST = 20, 1024, 65_536
# Beside the fuzzing itself: importing with instrumentation, and the seeds.
STARTING = 60


def run(ending: str, seconds: int, seed: int) -> str | None:
    """Fuzz one reader. What went wrong, in its last lines; None where nothing did."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        words = _dictionary(Path(folder, "words"))
        command = [
            sys.executable, "-m", "fuzz.targets", ending, str(corpus), f"-dict={words}", f"-max_total_time={seconds}", f"-timeout={ONE_INPUT}",
            f"-rss_limit_mb={MEMORY}", f"-max_len={LONGEST}", f"-seed={seed}", f"-artifact_prefix={folder}/found-", "-print_final_stats=1",
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=seconds + STARTING, check=False)
        except subprocess.TimeoutExpired:
            return f"{ending}: no end after {seconds + STARTING} s"
        output = done.stdout + done.stderr
        tried = next((line.split()[-1] for line in output.splitlines() if "number_of_executed_units" in line), "?")
        print(f"{ending}: {tried} inputs, {'no fault' if done.returncode == 0 else f'status {done.returncode}'}", flush=True)
        if done.returncode == 0:
            return None
        kept = [shutil.copy(path, FOUND / f"{ending}-{path.name.removeprefix('found-')}") for path in Path(folder).glob("found-*")]
        tail = "\n".join(output.splitlines()[-40:])
        again = "\n".join(f"again: python -m fuzz.targets {ending} {os.path.relpath(path)}" for path in kept)
        return f"{ending}: {tail}\n{again}"


def _dictionary(path: Path) -> Path:
    """The words in libFuzzer's form: a quoted line each, every byte in hexadecimal."""
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
    path.write_text("".join(f'"{word}"\n' for word in quoted), encoding="ascii")
    return path


def main() -> int:
    """Status 0 where no reader failed."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Fuzz every reader.")
    parser.add_argument("--seconds", type=int, default=3, help="for each reader")
    parser.add_argument("--only", default="", help="endings, with commas between them")
    parser.add_argument("--seed", type=int, default=1, help="0 is another each time")
    arguments = parser.parse_args()
    if find_spec("atheris") is None:  # there is none but for Linux
        print("atheris is not installed here; nothing was fuzzed", file=sys.stderr)
        return int(os.environ.get("TEIKEI_NO_SKIP") == "1")
    FOUND.mkdir(exist_ok=True)
    chosen = [ending for ending in ENDINGS if not arguments.only or ending in arguments.only.split(",")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = list(filter(None, pool.map(lambda ending: run(ending, arguments.seconds, arguments.seed), chosen)))
    for failure in failed:
        print(f"\n{failure}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
