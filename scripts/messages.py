"""Keep the pages' Japanese catalogue: every msgid of templates and Python, translated, compiled.

python scripts/messages.py            bring django.po up to date and compile django.mo
python scripts/messages.py --check    fail where a msgid is missing, untranslated or obsolete, or the .mo is stale

Babel instead of GNU gettext: nobody needs a compiler of catalogues to change a word.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TEIKEI = ROOT / "src" / "teikei"
PAGES = [TEIKEI / "pages", TEIKEI / "portal", TEIKEI / "desk", TEIKEI / "api"]  # one catalogue for all: one word an idea
PO = TEIKEI / "locale" / "ja" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
# The command line's own few words, click's, have no source here to extract from: written by hand, compiled here.
CLICK_PO = ROOT / "src" / "teikei" / "cli" / "locale" / "ja" / "LC_MESSAGES" / "teikei.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2)}
# A day that never changes: a catalogue differs only where a word does.
DAY = datetime(2026, 1, 1, tzinfo=UTC)

Msgid = str | tuple[str, ...]


def wanted() -> dict[Msgid, list[str]]:
    """msgid (with its plural, where it has one) → files that use it."""
    found: dict[Msgid, list[str]] = {}
    for path in sorted(path for folder in PAGES for kind in ("*.html", "*.py") for path in folder.rglob(kind)):
        name = path.relative_to(ROOT).as_posix()
        for msgid in _messages(path):
            files = found.setdefault(msgid, [])
            if name not in files:
                files.append(name)
    return found


def _messages(path: Path) -> Iterator[Msgid]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = _as_python(text)
    for _, message, _, _ in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield message


def _as_python(template: str) -> str:
    """The template as Django turns it for gettext; indentation off, which a template may have anywhere."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    return "\n".join(line.lstrip() for line in templatize(template).splitlines())


def kept() -> Catalog:
    """The catalogue as it stands in the repository."""
    if not PO.exists():
        return Catalog(locale="ja", domain="django")
    with PO.open("rb") as file:
        return read_po(file, locale="ja", domain="django")


def updated(old: Catalog, msgids: dict[Msgid, list[str]]) -> Catalog:
    """A catalogue of exactly these msgids, with the translations that there are."""
    new = Catalog(
        locale="ja", domain="django", project="Teikei", charset="utf-8", creation_date=DAY, revision_date=DAY,
        version="0", msgid_bugs_address="see CONTRIBUTING.md", copyright_holder="the Teikei contributors",
        header_comment="# Japanese words of the pages. Kept by scripts/messages.py.", last_translator="the Teikei contributors",
        language_team="Japanese", fuzzy=False,
    )  # fmt: skip
    for msgid in sorted(msgids, key=lambda known: known if isinstance(known, str) else known[0]):
        before = old.get(msgid if isinstance(msgid, str) else msgid[0])
        string = before.string if before else None
        new.add(msgid, string or None, auto_comments=[", ".join(Path(file).name for file in msgids[msgid])], flags=_flags(msgid))
    return new


def _flags(msgid: Msgid) -> set[str]:
    first = msgid if isinstance(msgid, str) else msgid[0]
    return {"python-format"} if re.search(r"%\(\w+\)s", first) else set()


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as a .po file."""
    written = io.BytesIO()
    write_po(written, catalog, width=120, omit_header=False)
    return written.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue compiled."""
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def compiled(path: Path) -> bytes:
    """A .po file compiled."""
    with path.open("rb") as file:
        return as_mo(read_po(file, locale="ja", domain=path.stem))


def problems() -> list[str]:
    """What is wrong with the catalogue, in words."""
    old, msgids = kept(), wanted()
    found = []
    firsts = {msgid if isinstance(msgid, str) else msgid[0] for msgid in msgids}
    present = {message.id if isinstance(message.id, str) else message.id[0]: message for message in old if message.id}
    found += [f"missing: {msgid!r}" for msgid in sorted(firsts - present.keys())]
    found += [f"obsolete: {msgid!r}" for msgid in sorted(present.keys() - firsts)]
    for msgid, message in present.items():
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if msgid in firsts and (not all(strings) or not strings or message.fuzzy):
            found.append(f"untranslated: {msgid!r}")
        for string in filter(None, strings):
            if set(re.findall(r"%\(\w+\)s", string)) - set(re.findall(r"%\(\w+\)s", "".join(message.id))):
                found.append(f"a placeholder that the msgid does not have: {string!r}")
    if not found and (not MO.exists() or MO.read_bytes() != as_mo(old)):
        found.append("django.mo is stale")
    click_mo = CLICK_PO.with_suffix(".mo")
    if not click_mo.exists() or click_mo.read_bytes() != compiled(CLICK_PO):
        found.append("teikei.mo of the command line is stale")
    return [f"{PO.relative_to(ROOT)}: {problem}; run python scripts/messages.py" for problem in found]


def write() -> None:
    """Bring both files up to date; say what waits for a translation."""
    catalog = updated(kept(), wanted())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalog))
    MO.write_bytes(compiled(PO))
    CLICK_PO.with_suffix(".mo").write_bytes(compiled(CLICK_PO))
    for message in catalog:
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string):
            print(f"untranslated: {message.id!r}")


if __name__ == "__main__":
    os.chdir(ROOT)
    if "--check" in sys.argv:
        sys.exit("\n".join(problems()) or 0)
    write()
