"""The generated parts of docs/reference/, written (`make docs`) or checked for freshness (`--check`, in `make lint`).

A page is written by hand, but for two kinds of part that lie between comments:

    <!-- generated: NAME -->  …  <!-- end -->   replaced by what BLOCKS[NAME] gives
    <!-- described: NAME -->  …  <!-- end -->   a table by hand; its first column names exactly what DESCRIBED[NAME] gives

A finding code, command, option, setting, field or rule that nobody described fails the build.
"""

import contextlib
import io
import json
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
EXAMPLE = "examples/hiroshima-2024-05-01.txt"
os.environ.setdefault("TEIKEI_HOME", tempfile.gettempdir())
os.environ["DJANGO_SETTINGS_MODULE"] = "teikei.settings"
sys.path.insert(0, str(ROOT / "src"))

import click  # noqa: E402
import django  # noqa: E402
from django.core.management import get_commands, load_command_class  # noqa: E402

from teikei import admin  # noqa: E402
from teikei.cli import main  # noqa: E402
from teikei.cli.commands import group  # noqa: E402
from teikei.cli.report import print_comparison  # noqa: E402
from teikei.lists.check import CATALOGUE, SEVERITIES  # noqa: E402
from teikei.lists.model import Entry, Listing, Region  # noqa: E402
from teikei.lists.read import read_content  # noqa: E402
from teikei.lists.read.findings import REPORTED  # noqa: E402
from teikei.lists.write import write_listing  # noqa: E402
from teikei.lists.write.columns import flat_columns, printed_columns  # noqa: E402
from teikei.lists.write.jsonfile import RowBehind  # noqa: E402
from teikei.lists.write.partners import KnownPartner, partner_key  # noqa: E402
from teikei.lists.write.words import words  # noqa: E402
from teikei.names.bilingual import LANGUAGES, Language, Text  # noqa: E402
from teikei.rules.comparison import Change, Comparison  # noqa: E402
from teikei.rules.days import PartialDate  # noqa: E402

# Options that Django gives to every management command.
DJANGOS = frozenset(("help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"))
SEVERITY_WORDS = {"serious": "serious · 重大", "warning": "warning · 警告", "info": "note (`info`) · 参考"}


class Undescribed(Exception):
    """Something that the program has and the manual lacks, or the other way round."""


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def fenced(text: str, kind: str = "text") -> str:
    return f"```{kind}\n{text.rstrip()}\n```"


def described(what: str, text: str | None) -> str:
    if not (text or "").strip():
        raise Undescribed(f"{what} has no description")
    return " ".join(str(text).split())


# Findings ------------------------------------------------------------------------------------------------------


def findings() -> str:
    parts = []
    for severity in SEVERITIES:
        parts.append(f"## {SEVERITY_WORDS[severity]}")
        for kind in [*CATALOGUE.values(), *REPORTED.values()]:
            if kind.severity == severity:
                en, ja, remedy, remedy_ja = (described(kind.code, text) for one in (kind.meaning, kind.remedy) for text in (one.en, one.ja))
                parts.append(f"### {kind.code}\n\n{en}\n**What to do:** {remedy}\n\n{ja}\n**対応:** {remedy_ja}")
    return "\n\n".join(parts)


# Commands ------------------------------------------------------------------------------------------------------


def commands() -> str:
    made: dict[Language, click.Group] = {language: group(language) for language in LANGUAGES}
    parts = []
    for name, english, japanese in _leaves(made["en"], made["ja"]):
        rows = []
        for one, other in zip(english.params, japanese.params, strict=True):
            if isinstance(one, click.Option) and isinstance(other, click.Option):
                form = ", ".join(f"`{option}`" for option in one.opts)
                rows.append((form, _values(one), described(form, one.help), described(form, other.help)))
        arguments = " ".join(str(one.metavar or one.name).upper() for one in english.params if isinstance(one, click.Argument))
        parts.append(f"### teikei {name}\n\n`teikei {name} [OPTIONS] {arguments}`")
        parts += [
            described(name, help_text).replace(" Exit status", "\n\nExit status").replace(" 終了コード 0", "\n\n終了コード 0")
            for help_text in (english.help, japanese.help)
        ]
        parts.append(table(("option", "values", "meaning", "意味"), rows))
    return "\n\n".join(parts)


def _leaves(english: click.Group, japanese: click.Group, before: str = "") -> Iterator[tuple[str, click.Command, click.Command]]:
    """The commands of a group and of the groups in it, by their whole names."""
    for name, one in sorted(english.commands.items()):
        other = japanese.commands[name]
        if isinstance(one, click.Group) and isinstance(other, click.Group):
            yield from _leaves(one, other, f"{before}{name} ")
        else:
            yield f"{before}{name}", one, other


def _values(option: click.Option) -> str:
    shown = (
        ", ".join(f"`{choice}`" for choice in option.type.choices)
        if isinstance(option.type, click.Choice)
        else f"`{option.metavar or 'TEXT'}`"
    )
    if option.required:
        return f"{shown}; required"
    return f"{shown}; without it `{option.default}`" if option.show_default else shown


def admin_commands() -> str:
    django.setup()
    parts = []
    for name in sorted(name for name, app in get_commands().items() if app == "teikei.registry"):
        if any(f"  {name} " not in text for text in (admin.USAGE.en, admin.USAGE.ja)):
            raise Undescribed(f"teikei-admin --help says nothing of {name}")
        (about, usage, options), (about_ja, _, options_ja) = (_admin_help(name, language) for language in LANGUAGES[::-1])
        parts.append(f"### teikei-admin {name}\n\n`{usage}`\n\n{about}\n{about_ja}".rstrip())
        rows = [
            (form, values, described(form, text), described(form, text_ja))
            for (form, values, text), (*_, text_ja) in zip(options, options_ja, strict=True)
        ]
        if rows:
            parts.append(table(("option", "values", "meaning", "意味"), rows))
    return "\n\n".join(parts)


def _admin_help(name: str, language: Language) -> tuple[str, str, list[tuple[str, str, str]]]:
    """What a command is for, how it is called, and its own options, in that language."""
    os.environ["TEIKEI_LANG"] = language
    command = load_command_class("teikei.registry", name)
    if not hasattr(command, "about"):  # Django's own, with its many options
        return (
            ("As Django's own, then the territories' names." if language == "en" else "Django の migrate のあと、国・地域名を補います。"),
            f"teikei-admin {name}",
            [],
        )
    parser = command.create_parser("teikei-admin", name)
    own = [action for action in parser._actions if action.dest not in DJANGOS]
    options = [
        (
            ", ".join(f"`{option}`" for option in action.option_strings),
            (
                ", ".join(f"`{choice}`" for choice in action.choices)
                if action.choices
                else ""
                if action.nargs == 0
                else f"`{action.metavar or action.dest.upper()}`"
            )
            + ("; required" if action.required else ""),
            action.help or "",
        )
        for action in own
        if action.option_strings
    ]
    arguments = " ".join(str(action.metavar) for action in own if not action.option_strings)
    return described(name, parser.description), f"teikei-admin {name} [OPTIONS] {arguments}".strip(), options


# The API ----------------------------------------------------------------------------------------------------------


def endpoints() -> str:
    django.setup()
    from teikei.api.urls import PREFIX, endpoints

    rows = []
    for one in endpoints():
        address = re.sub("<.*?:(.*?)>", "{\\1}", f"/{PREFIX}{one.path}")
        told = (described(one.name, one.summary.en), described(one.name, one.summary.ja))
        rows.append((f"`{one.method}`", f"`{address}`", one.scope or "–", *told))
    return table(("method", "address", "scope", "what it does", "内容"), rows)


def problems() -> str:
    django.setup()
    from teikei.api.door.problems import KINDS

    rows = [(str(status), f"`urn:teikei:problem:{code}`", title.en, title.ja) for code, (status, title) in KINDS.items()]
    return table(("status", "type", "title", "題"), rows)


# What commands print -------------------------------------------------------------------------------------------


def printed(*arguments: str) -> str:
    """What `teikei ARGUMENTS` writes to standard output, run where the example list is."""
    out = io.StringIO()
    with (
        contextlib.chdir(ROOT),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.suppress(SystemExit),
    ):
        main(arguments)
    return out.getvalue()


def paths(value: Any, before: str = "") -> Iterator[str]:
    """The names of all fields of a JSON value: "findings[].locators[].line"."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{before}{name}"
            yield from paths(inner, f"{before}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{before.removesuffix('.')}[].")


def check_fields() -> set[str]:
    found = set(paths(json.loads(printed("check", EXAMPLE, "--to", "json"))))
    return {name for name in found if not name.startswith("findings[].locators[].")}  # those are the entries' locators


def compare_fields() -> set[str]:
    one, other = _small().entries[0], _small().entries[1]
    changed = Comparison((one,), (other,), (Change(("renamed",), one, other),))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print_comparison(changed, "json", "en")
    found = paths(json.loads(out.getvalue()))
    return {name for name in found if not re.match(r"(added|gone)\[\]|changed\[\]\.(old|new)\.", name)}  # those are entries'


def match_fields() -> set[str]:
    """The fields that `teikei match --to jsonl` prints, of a name found in an authority of one record."""
    names = [{"value": "University of Somewhere", "types": ["label", "ror_display"], "lang": "en"}]
    place = {"geonames_id": 1, "geonames_details": {"name": "Somewhere", "country_code": "PT", "lat": 1, "lng": 1}}
    one = {"id": "https://ror.org/000000000", "status": "active", "types": ["education"], "names": names, "locations": [place]}
    with tempfile.TemporaryDirectory() as folder:
        dump, table, authority = (str(Path(folder, name)) for name in ("dump.json", "partners.csv", "authority"))
        Path(dump).write_text(json.dumps([one]), encoding="utf-8")
        Path(table).write_text("institution,territory\nUniversity of Somewhere,PT\n", encoding="utf-8")
        printed("authority", "build", dump, "-o", authority)
        return set(paths(json.loads(printed("match", table, "--authority", authority, "--to", "jsonl"))))


def listing_fields() -> set[str]:
    known = {partner_key(entry): KnownPartner("", "", "", "", None, None) for entry in _everything().entries}
    behind = {entry.n: RowBehind((1,), (Text("why", "理由"),)) for entry in _everything().entries}
    whole = json.loads(write_listing(_everything(), "json", partners=known, behind=behind))
    return {name for name in paths(whole) if not name.startswith("findings")}


def entry_example() -> str:
    return fenced(json.dumps(json.loads(printed("read", EXAMPLE).splitlines()[0]), ensure_ascii=False, indent=1), "json")


def csv_columns() -> str:
    return fenced(printed("read", EXAMPLE, "--to", "csv").splitlines()[0], "csv")


# Settings ------------------------------------------------------------------------------------------------------


def settings_names() -> set[str]:
    """Every environment variable that the program, its tests or the Makefile reads."""
    own = {path: path.read_text(encoding="utf-8") for path in [*(ROOT / "src").rglob("*.py"), ROOT / "tests" / "conftest.py"]}
    found = {name for text in own.values() for name in re.findall(r'"(TEIKEI_[A-Z_]+|DATABASE_URL)"', text)}
    head = own[ROOT / "src" / "teikei" / "settings.py"].split('"""')[1]
    read = set(re.findall(r'"(TEIKEI_[A-Z_]+|DATABASE_URL)"', own[ROOT / "src" / "teikei" / "settings.py"]))
    if said := read ^ set(re.findall(r"^(TEIKEI_\w+|DATABASE_URL)", head, re.MULTILINE)):
        raise Undescribed(f"settings.py: its head and its code differ in {', '.join(sorted(said))}")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return found | set(re.findall(r"^(?:export )?([A-Z_]+) \?=", makefile, re.MULTILINE))


# Counting rules ------------------------------------------------------------------------------------------------


def spec_of(name: str) -> Any:
    return tomllib.loads((ROOT / "tests" / "rules" / f"spec_{name}.toml").read_text(encoding="utf-8"))


def counting_rules() -> str:
    spec = spec_of("counting")
    parts = ["## The rules"]
    for rule in spec["rule"]:
        quoted = "\n".join(f"> {sentence}" + ("  " if sentence != rule["legend"][-1] else "") for sentence in rule["legend"])
        parts.append(f"### {rule['name']}\n\n{rule['en']}\n{rule['ja']}\n\nRead from legends such as\n\n{quoted}")
    parts.append("## Examples")
    for example in spec["example"]:
        rows = [(territory or "–", institution, "yes" if counted else "no") for territory, institution, counted in example["rows"]]
        head = ("under", "countries", "institutions", "not counted", "agreements", "rows")
        tallies = [
            (
                ", ".join(f"`{name}`" for name in case["under"]) or "no rule",
                *(
                    str(case["gives"].get(name, "cannot be counted"))
                    for name in ("territories", "institutions", "uncounted", "agreements", "rows")
                ),
            )
            for case in example["tally"]
        ]
        parts.append(f"### {example['en']}\n\n{example['ja']}")
        parts.append(table(("国・地域", "協定機関名", "counted"), rows) if rows else "(no rows)")
        parts.append(table(head, tallies))
    return "\n\n".join(parts)


# Days and rows of agreements -----------------------------------------------------------------------------------


def held_rules() -> str:
    spec = spec_of("held")
    parts = [table(("word", "meaning", "意味"), [(f"`{word['name']}`", word["en"], word["ja"]) for word in spec["word"]])]
    for example in spec["example"]:
        gives = example["gives"]
        agreed = [(name, _agreed(value)) for name, value in example["agreement"].items()]
        parts.append(f"### {example['en']}\n\n{example['ja']}")
        parts.append(table(("agreed", "value"), agreed) if agreed else "(nothing known)")
        parts.append(table(("holds from", "to", "ground"), [(first, last or "–", f"`{basis}`") for first, last, basis in gives["spans"]]))
        parts.append(table(("on", "it is"), [(day, f"`{state}`") for day, state in gives["days"]]))
        if notices := gives.get("notice"):
            head = ("seen from", "next notice by", "else renewed after")
            parts.append(table(head, [(day, due or "none is due", end or "–") for day, due, end in notices]))
    return "\n\n".join(parts)


def _agreed(value: Any) -> str:
    """A plain value in words: names and values of objects, elements apart by semicolons."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_agreed(inner)}" for name, inner in value.items())
    return "; ".join(map(_agreed, value)) if isinstance(value, list) else str(value)


def roll_up_rules() -> str:
    spec = spec_of("rollup")
    parts = [f"### {rule['name']}\n\n{rule['en']}\n{rule['ja']}" for rule in spec["rule"]]
    for example in spec["example"]:
        parts.append(f"### {example['en']}\n\n{example['ja']}")
        agreements = [
            (str(number), "、".join(partners), "・".join(units), day or "–") for number, partners, units, day in example["agreements"]
        ]
        parts.append(table(("agreement", "協定機関名 / 相手部局", "部局", "締結年月日"), agreements))
        for case in example["rows"]:
            parts.append(f"Under {', '.join(f'`{name}`' for name in case['under']) or 'no rule'}:")
            rows = [
                ("、".join(partners), "・".join(units), day, ", ".join(map(str, behind))) for partners, units, day, behind in case["gives"]
            ]
            parts.append(table(("協定機関名 / 相手部局", "部局", "締結年月日", "agreements"), rows))
            parts.append(table(tuple(case["totals"]), [tuple(str(number) for number in case["totals"].values())]))
    return "\n\n".join(parts)


# Roles --------------------------------------------------------------------------------------------------------------

DONE_TO = {
    "desk": "nothing in particular", "office": "what all units share", "list": "a list or edition", "agreement": "an agreement",
    "unit": "an institution or unit", "appointment": "an appointment",
}  # fmt: skip


def roles() -> str:
    """Which role may do what, to what; read from the very table that the program asks."""
    django.setup()
    from teikei.registry.permissions.spec import ACTION_SPECS, ROLE_SPECS, ROLES

    parts = ["## Roles", table(
        ("role", "役割", "in commands", "what for", "何をするか"),
        [(spec.name.en, spec.name.ja, f"`{role}`", described(role, spec.about.en), described(role, spec.about.ja)) for role, spec in ROLE_SPECS.items()],
    )]  # fmt: skip
    head = ("action", "in words", "操作", "done to", *(ROLE_SPECS[role].name.en for role in ROLES))
    rows = [
        (
            f"`{action}`", described(action, spec.words.en), described(action, spec.words.ja), DONE_TO[spec.of],
            *(("second person" if spec.second_person else "writes" if spec.writes else "reads") if role in spec.roles else "" for role in ROLES),
        )
        for action, spec in ACTION_SPECS.items()
    ]  # fmt: skip
    return "\n\n".join([*parts, "## What each may do", table(head, rows)])


# Formats -------------------------------------------------------------------------------------------------------

SMALL = """部局間協定一覧\t\t\t

2024年5月1日現在

アジア

国・地域\t協定機関名\t相手部局\t部局\t締結年月日\t有効期限
タイ\tチェンマイ大学\t工学部\t工学部・理学部\t2015.01.09\t2025.01.08
\tカセサート大学\t\t農学部\t2016.02.10\t自動更新
"""


@cache
def _small() -> Listing:
    return read_content(SMALL.encode(), "small.txt")


@cache
def _everything() -> Listing:
    """A listing in which every optional column has a value, so that every column is laid out."""
    listing = _small()
    full = {"institution_alt": "Chiang Mai University", "partner_unit": "-", "valid_to": "2025", "kinds": ("a",), "marks": ("*",)}
    full |= {"number": "1", "location": "Chiang Mai", "renewed_on": PartialDate(2020), "quota_in": "2", "quota_out": "2", "note": "-"}
    several = Region("複数国", counted=False, note="(機関数には含まない。)")
    entries = [
        *(entry._replace(**full) for entry in listing.entries),
        Entry(3, "無名", units_text="?", date_text="?", region=several, counted=False),
    ]
    return Listing(
        regions=(*listing.regions, several), headings=listing.headings, entries=tuple(entries), as_of=listing.as_of, legend=("※",)
    )


def columns() -> str:
    listing, ja, en = _everything(), words("ja").columns, words("en").columns
    flat, grouped = flat_columns(listing), printed_columns(listing)
    rows = [(f"`{name}`", ja[name], en[name], "yes" if name in flat else "", "yes" if name in grouped else "") for name in flat]
    return table(("column", "Japanese head", "English head", "flat (CSV, XLSX)", "grouped (text, HTML, PDF)"), rows)


def sample(format_name: str) -> Callable[[], str]:
    def shown() -> str:
        content = write_listing(_small(), format_name).decode("utf-8-sig").replace("\r\n", "\n")  # type: ignore[arg-type]
        if format_name == "html":
            content = content[content.index("<main>") : content.index("</main>") + 7]
        return fenced(content, format_name if format_name != "txt" else "text")

    return shown


BLOCKS: dict[str, Callable[[], str]] = {
    "findings": findings,
    "commands": commands,
    "admin-commands": admin_commands,
    "entry-example": entry_example,
    "csv-columns": csv_columns,
    "counting-rules": counting_rules,
    "held-rules": held_rules,
    "roll-up-rules": roll_up_rules,
    "roles": roles,
    "endpoints": endpoints,
    "problems": problems,
    "columns": columns,
    "sample-txt": sample("txt"),
    "sample-csv": sample("csv"),
    "sample-html": sample("html"),
}
DESCRIBED: dict[str, Callable[[], set[str]]] = {
    "entry-fields": lambda: set(Entry(0, "").to_json()) | set(paths(Entry(0, "").to_json())),
    "check-fields": check_fields,
    "compare-fields": compare_fields,
    "match-fields": match_fields,
    "listing-fields": listing_fields,
    "settings": settings_names,
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
