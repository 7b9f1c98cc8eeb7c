"""What README and tutorial show is run, and what they link to is there."""

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
RUN = [("README.md", "en"), ("README.ja.md", "ja"), ("docs/tutorial/first-list.md", "en")]

# CI clones and makes by itself; the commands are on the path already.
NOT_RUN = ("git clone ", "make ", ". .venv/")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page):
    """The page's shell blocks in order, each with the output quoted right under it (None where there is none)."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = list(BLOCK.finditer(text))
    for block, following in zip(found, [*found[1:], None], strict=True):
        if block[1] == "sh":
            quoted = following and following[1] == "text" and not text[block.end() : following.start()].strip()
            yield block[2], following[2] if quoted else None


def commands(page):
    return [line for script, _ in blocks(page) for line in script.splitlines()]


def environment(home, language):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEIKEI_", "COV_", "DATABASE_URL"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
    return {**kept, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "TEIKEI_HOME": str(home), "TEIKEI_LANG": language}


def missing_line(quoted, output):
    """The first quoted line that does not follow in the output; "…" stands for what was left out."""
    lines = iter(output.splitlines())
    for line in quoted.splitlines():
        if (
            line.strip()
            and line != "…"
            and not any(found == line or (line.endswith("…") and found.startswith(line[:-1])) for found in lines)
        ):
            return line
    return None


@pytest.mark.parametrize(("page", "language"), RUN)
def test_every_command_runs_and_prints_what_is_quoted(page, language, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for script, quoted in blocks(page):
        output = ""
        for line in script.splitlines():
            if line.startswith(NOT_RUN) or not line.strip():
                continue
            done = subprocess.run(
                ["bash", "-c", f"exec 2>&1; {line}"],
                cwd=tmp_path,
                env=environment(tmp_path / "var", language),
                capture_output=True,
                encoding="utf-8",
            )
            assert done.returncode in (0, 1), f"{line}\n{done.stdout}"  # 1: findings, differences
            output += done.stdout
        assert missing_line(quoted or "", output) is None, output


def test_both_readmes_show_the_same_commands_in_the_same_order():
    assert commands("README.md") == commands("README.ja.md")


def test_both_readmes_have_the_same_sections_and_links():
    shapes = []
    for page in ("README.md", "README.ja.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("README")]
        shapes.append((len(re.findall("^## ", text, re.MULTILINE)), len(re.findall(r"^\| ", text, re.MULTILINE)), links))
    assert shapes[0] == shapes[1]


def slug(heading):
    """The anchor that a forge makes of a heading."""
    plain = re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return "".join("-" if char == " " else char for char in plain if char in " -_" or unicodedata.category(char)[0] in "LN")


def anchors(page):
    return {slug(head) for head in re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_page_that_is_there(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_of_the_manual_is_reached_from_its_index():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = [str(page.relative_to(ROOT / "docs")) for page in PAGES if page.is_relative_to(ROOT / "docs") and page.name != "index.md"]
    assert [page for page in pages if f"({page})" not in index] == []


def test_every_page_that_the_code_names_is_there():
    named = {name for path in (ROOT / "src").rglob("*.py") for name in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8"))}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
