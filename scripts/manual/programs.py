"""What the program offers: findings, commands, addresses of the API, settings and roles."""

import os
import re
from collections.abc import Iterator

import click
import django
from django.core.management import get_commands, load_command_class

from manual.markup import ROOT, Undescribed, described, table
from teikei import admin
from teikei.cli.commands import group
from teikei.lists.check import CATALOGUE, SEVERITIES
from teikei.lists.read.findings import REPORTED
from teikei.names.bilingual import LANGUAGES, Language

# Options that Django gives to every management command.
DJANGOS = frozenset(("help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"))
SEVERITY_WORDS = {"serious": "serious · 重大", "warning": "warning · 警告", "info": "note (`info`) · 参考"}


def findings() -> str:
    parts = []
    for severity in SEVERITIES:
        parts.append(f"## {SEVERITY_WORDS[severity]}")
        for kind in [*CATALOGUE.values(), *REPORTED.values()]:
            if kind.severity == severity:
                en, ja, remedy, remedy_ja = (described(kind.code, text) for one in (kind.meaning, kind.remedy) for text in (one.en, one.ja))
                parts.append(f"### {kind.code}\n\n{en}\n**What to do:** {remedy}\n\n{ja}\n**対応:** {remedy_ja}")
    return "\n\n".join(parts)


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
