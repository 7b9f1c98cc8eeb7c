"""Institutions and units that somebody adds by hand, in the middle of a form."""

from datetime import datetime

from django.db import transaction

from teikei.names.bilingual import Refusal
from teikei.registry.keys import NAME_LENGTH, language_of, name_key
from teikei.registry.models import Institution, OrganizationalUnit, Territory
from teikei.registry.operations import institutions, ledger
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere
from teikei.rules import institution as values
from teikei.rules.institution import Name


class NameMissing(Refusal):
    """Something is to be added and has no name, or one longer than any."""

    def __init__(self) -> None:
        super().__init__(
            en=f"Nothing was added: give a name of at most {NAME_LENGTH} characters.",
            ja=f"追加していません。{NAME_LENGTH}字以内の名称を入力してください。",
        )


class AlreadyNamed(Refusal):
    """There is one of that name already. found: its number."""

    def __init__(self, name: str, found: int) -> None:
        self.found = found
        super().__init__(
            en=f"{name} is already there, and was chosen. Nothing was added.",
            ja=f"{name} はすでに登録されているので、それを選びました。追加はしていません。",
        )


class NoSuchTerritory(Refusal):
    """The territory's code is none that is known."""

    def __init__(self, code: str) -> None:
        super().__init__(
            en=f"{code} is no two-letter code of a country or region that is known here. Nothing was added.",
            ja=f"{code} は国・地域の2文字コードとして知られていません。追加していません。",
        )


def add_institution(name: str, *, name_en: str = "", territory: str = "", by: Person, at: datetime) -> int:
    """A new institution; gives its number. AlreadyNamed where that territory has one of the name."""
    require_anywhere(by, "agreement.record")
    code = territory.strip().upper()
    names = _names(name, name_en)
    with transaction.atomic():
        ledger.lock()
        if code and not Territory.objects.filter(pk=code).exists():
            raise NoSuchTerritory(code)
        twin = Institution.objects.filter(key=name_key(names[0].text), territory=code or None).first()
        if twin:
            raise AlreadyNamed(twin.printed, twin.pk)
        value = values.Institution(names=names, territories=(code,) if code else ())
        return institutions.add_institution(value, by=by, at=at)


def add_unit(institution: int, name: str, *, name_en: str = "", by: Person, at: datetime) -> int:
    """A new unit of an institution, after those that it has; gives its number. AlreadyNamed where it has one of the name."""
    require_anywhere(by, "agreement.record")
    names = _names(name, name_en)
    with transaction.atomic():
        ledger.lock()
        if not Institution.objects.filter(pk=institution).exists():
            raise Refusal(
                "Choose the institution first; the unit is added to it.", "先に機関を選んでください。部局はその機関に追加します。"
            )
        twin = OrganizationalUnit.objects.filter(institution=institution, key=name_key(names[0].text)).first()
        if twin:
            raise AlreadyNamed(twin.name, twin.pk)
        return institutions.add_unit(values.Unit(institution=institution, names=names), by=by, at=at)


def _names(name: str, name_en: str) -> tuple[Name, ...]:
    texts = [text for text in (name.strip(), name_en.strip()) if text]
    if not name.strip() or any(len(text) > NAME_LENGTH for text in texts):
        raise NameMissing
    made = [Name(text=texts[0], language=language_of(texts[0]))]
    made += [Name(text=text, language="en") for text in texts[1:] if text != texts[0]]
    return tuple(made)
