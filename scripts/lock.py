"""Pin the dependencies: hashes for every file, no registry host in any lock.

python scripts/lock.py            write the lock files
python scripts/lock.py --check    fail where pyproject.toml asks for what the locks do not pin, or a host is named
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ["pyproject.toml", "--extra", "postgresql", "--group", "build"],
    "requirements-dev.lock": ["pyproject.toml", "--extra", "postgresql", "--group", "build", "--group", "dev"],
}


def write() -> None:
    for name, arguments in LOCKS.items():
        compile_lock(name, arguments)
    uv = ROOT / "scripts" / "uv.in"
    compile_lock("scripts/uv.lock", [str(uv)])


def compile_lock(name: str, arguments: list[str]) -> None:
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url"]
    command = [str(Path(sys.executable).parent / "uv"), "pip", "compile", "--quiet", *options, *arguments]
    subprocess.run([*command, "-o", name], cwd=ROOT, check=True)


def problems() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = [*project["project"]["dependencies"], *groups["build"], *groups["dev"]]
    found = []
    pinned = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    for requirement in asked:
        name = re.split(r"[\[<>=~! ]", requirement)[0].lower()
        if not re.search(rf"^{re.escape(name)}(\[.*\])?==", pinned, re.MULTILINE):
            found.append(f"requirements-dev.lock does not pin {name}: run `make lock`")
    for name in [*LOCKS, "scripts/uv.lock"]:
        text = (ROOT / name).read_text(encoding="utf-8")
        if re.search(r"https?://|--index-url|file:", text):
            found.append(f"{name} names a registry host: run `make lock`")
        blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
        found += [f"{name}: no hash for {block.split()[0]}" for block in blocks if "--hash=sha256:" not in block]
    return found


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(problems()) or 0)
    write()
