"""The generated parts of docs/reference/, written (`make docs`) or checked for freshness (`--check`, in `make lint`).

A page is written by hand, but for two kinds of part that lie between comments:

    <!-- generated: NAME -->  …  <!-- end -->   replaced by what BLOCKS[NAME] gives
    <!-- described: NAME -->  …  <!-- end -->   a table by hand; its first column names exactly what DESCRIBED[NAME] gives

A finding code, command, option, setting, field or rule that nobody described fails the build.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
os.environ.setdefault("TEIKEI_HOME", tempfile.gettempdir())
os.environ["DJANGO_SETTINGS_MODULE"] = "teikei.settings"
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from manual import formats, programs, rules  # noqa: E402
from manual.markup import Undescribed  # noqa: E402

BLOCKS: dict[str, Callable[[], str]] = {
    "findings": programs.findings,
    "commands": programs.commands,
    "admin-commands": programs.admin_commands,
    "entry-example": formats.entry_example,
    "csv-columns": formats.csv_columns,
    "counting-rules": rules.counting_rules,
    "held-rules": rules.held_rules,
    "roll-up-rules": rules.roll_up_rules,
    "roles": programs.roles,
    "endpoints": programs.endpoints,
    "problems": programs.problems,
    "columns": formats.columns,
    "sample-txt": formats.sample("txt"),
    "sample-csv": formats.sample("csv"),
    "sample-html": formats.sample("html"),
}
DESCRIBED: dict[str, Callable[[], set[str]]] = {
    "entry-fields": formats.entry_fields,
    "check-fields": formats.check_fields,
    "compare-fields": formats.compare_fields,
    "match-fields": formats.match_fields,
    "listing-fields": formats.listing_fields,
    "settings": programs.settings_names,
}

_PART = re.compile(r"<!-- (generated|described): ([a-z-]+) -->\n(.*?)<!-- end -->", re.DOTALL)


def page_made_anew(text: str, seen: set[str]) -> str:
    """The page with its generated parts written anew and its described parts checked."""

    def part(match: re.Match[str]) -> str:
        kind, name, body = match.groups()
        seen.add(name)
        if kind == "generated":
            return f"<!-- generated: {name} -->\n\n{BLOCKS[name]()}\n\n<!-- end -->"
        rows = re.findall(r"^\| `([^`]+)`", body, re.MULTILINE)
        there, named = DESCRIBED[name](), set(rows)
        if there != named:
            raise Undescribed(f"{name}: not described: {sorted(there - named)}; described, but not there: {sorted(named - there)}")
        return match[0]

    return _PART.sub(part, text)


def run(*, check: bool) -> int:
    seen: set[str] = set()
    stale = []
    for page in sorted(PAGES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        try:
            made = page_made_anew(text, seen)
        except Undescribed as fault:
            print(f"{page.relative_to(ROOT)}: {fault}", file=sys.stderr)
            return 1
        if made != text:
            stale.append(page.relative_to(ROOT))
            if not check:
                page.write_text(made, encoding="utf-8")
    if missing := ({*BLOCKS, *DESCRIBED} - seen):
        print(f"docs/reference: no page has {', '.join(sorted(missing))}", file=sys.stderr)
        return 1
    for page in stale:
        print(f"{page}: {'is stale; run make docs' if check else 'written'}", file=sys.stderr)
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(run(check="--check" in sys.argv[1:]))
