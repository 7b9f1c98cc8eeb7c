"""Institutions and units that a list names: found under their folded names, made where they are new."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.timezone import localdate

from teikei.lists.model import Entry
from teikei.registry.keys import chunks, language_of, name_key
from teikei.registry.models import Institution, NameForm, OrganizationalUnit, UnitName
from teikei.registry.operations import ledger
from teikei.registry.operations.agreement_rows import refresh_agreements
from teikei.registry.operations.institution_rows import INSTITUTIONS, UNITS
from teikei.registry.operations.kept import add, change, value_of
from teikei.registry.operations.ledger import Act
from teikei.rules import institution as values
from teikei.rules.institution import Name

Place = tuple[str, str | None]  # folded name, code of the territory (None: none, or several)


def home_institution(name: str, name_en: str, act: Act) -> Institution:
    """The institution whose list is taken in. The ledger is locked by it, so that editions number themselves."""
    ledger.lock()
    found = list(Institution.objects.filter(key=name_key(name)).order_by("-is_home", "pk"))
    found = found or list(Institution.objects.filter(names__key=name_key(name), is_home=True).order_by("pk"))
    home = found[0] if found and (found[0].is_home or len(found) == 1) else None
    # Several of that name, in several territories: a list's own institution is none of them.
    home = home or next((one for one in found if one.territory_id is None), None)
    texts = [name, name_en] if name_en else [name]
    if home is None:
        made: Institution = add(INSTITUTIONS, [values.Institution(names=with_names((), texts), is_home=True)], act)[0]
        return made
    value = value_of(INSTITUTIONS, home.body)
    change(INSTITUTIONS, {home.pk: (None, replace(value, names=with_names(value.names, texts), is_home=True))}, act)
    home.refresh_from_db()
    return home


def with_names(names: Sequence[Name], texts: Iterable[str]) -> tuple[Name, ...]:
    """The names and these texts, each once: the first in a language is its label, later spellings are aliases."""
    kept = list(names)
    for text in texts:
        language = language_of(text)
        if any((name.text, name.language) == (text, language) for name in kept):
            continue
        first = all(name.language != language for name in kept)
        kept.append(Name(text=text, language=language, kind="label" if first else "alias"))
    return tuple(kept)


def keep_partners(entries: Sequence[Entry], known_codes: Iterable[str], act: Act) -> list[Institution]:
    """The institution of each entry, in the entries' order: one for each folded name in each territory."""
    codes = set(known_codes)
    places: list[Place] = [(name_key(entry.institution), _one_territory(entry, codes)) for entry in entries]
    kept = _kept_at(dict.fromkeys(places))
    texts: dict[Place, list[str]] = defaultdict(list)
    territories: dict[Place, dict[str, None]] = defaultdict(dict)
    for place, entry in zip(places, entries, strict=True):
        texts[place] += [name for name in (entry.institution, entry.institution_alt) if name]
        territories[place] |= dict.fromkeys(code for code in entry.territory_codes if code in codes)
    changed = {}
    for place, row in kept.items():
        value = value_of(INSTITUTIONS, row.body)
        lands = dict.fromkeys((*value.territories, *territories[place]))
        now = replace(value, names=with_names(value.names, texts[place]), territories=tuple(lands))
        if now != value:
            changed[row.pk] = (None, now)
    new = [place for place in texts if place not in kept]
    made = [values.Institution(names=with_names((), texts[place]), territories=tuple(territories[place])) for place in new]
    kept |= dict(zip(new, add(INSTITUTIONS, made, act), strict=True))
    change(INSTITUTIONS, changed, act)
    refresh_agreements(institutions=list(changed), today=localdate(act.at))
    return [kept[place] for place in places]


def _kept_at(places: Iterable[Place]) -> dict[Place, Institution]:
    """The institution kept under each folded name and territory: under the name first printed, else under any other."""
    wanted = set(places)
    kept: dict[Place, Institution] = {}
    for keys in chunks({key for key, _ in wanted}):
        forms = NameForm.objects.filter(key__in=keys).select_related("institution").order_by("institution_id", "pk")
        for form in forms:
            place = (form.key, form.institution.territory_id)
            if place in wanted and (place not in kept or form.institution.key == form.key):
                kept[place] = form.institution
    return kept


def _one_territory(entry: Entry, known_codes: set[str]) -> str | None:
    """The territory where a partner sits: none where the list names several, or none that ISO knows."""
    codes = entry.territory_codes
    return codes[0] if len(codes) == 1 and codes[0] in known_codes else None


def keep_units(names: Iterable[tuple[int, str]], act: Act) -> dict[tuple[int, str], OrganizationalUnit]:
    """The unit for each institution's pk and printed name; new ones follow the kept ones, in first-seen order."""
    wanted = list(dict.fromkeys(names))
    kept: dict[tuple[int, str], OrganizationalUnit] = {}
    last: dict[int, int] = defaultdict(int)
    for pks in chunks(dict.fromkeys(pk for pk, _ in wanted)):
        for form in UnitName.objects.filter(unit__institution__in=pks).select_related("unit").order_by("unit_id", "pk"):
            key = (form.unit.institution_id, form.key)
            if key not in kept or form.unit.key == form.key:
                kept[key] = form.unit
            last[form.unit.institution_id] = max(last[form.unit.institution_id], form.unit.position)
    new: dict[tuple[int, str], values.Unit] = {}
    for pk, name in wanted:
        key = (pk, name_key(name))
        if key not in kept and key not in new:
            last[pk] += 1
            new[key] = values.Unit(institution=pk, names=(Name(text=name, language=language_of(name)),), position=last[pk])
    kept |= dict(zip(new, add(UNITS, list(new.values()), act), strict=True))
    return {(pk, name): kept[pk, name_key(name)] for pk, name in wanted}
