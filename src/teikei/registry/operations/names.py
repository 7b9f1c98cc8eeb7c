"""Institutions, their names and their units: found under their folded names, made where they are new."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from teikei.lists.model import Entry
from teikei.registry.keys import chunks, language_of, name_key
from teikei.registry.models import Institution, NameForm, OrganizationalUnit

BATCH = 2_000


def home_institution(name: str, name_en: str) -> Institution:
    """The institution whose list is taken in, locked until the transaction ends, so that editions number themselves."""
    found = list(Institution.objects.select_for_update().filter(key=name_key(name)).order_by("-is_home", "pk"))
    if not found:
        home = Institution.objects.create(printed=name, key=name_key(name), is_home=True)
    elif found[0].is_home or len(found) == 1:
        home = found[0]
    else:  # several of that name, in several territories: a list's own institution is none of them
        home = next((one for one in found if one.territory_id is None), None) or Institution.objects.create(
            printed=name, key=name_key(name)
        )
    if not home.is_home:
        home.is_home = True
        home.save(update_fields=["is_home"])
    keep_names([(home, name), *([(home, name_en)] if name_en else [])])
    return home


def keep_partners(entries: Sequence[Entry], known_codes: Iterable[str]) -> list[Institution]:
    """The institution of each entry, in the entries' order: one for each folded name in each territory."""
    codes = set(known_codes)
    places = [(name_key(entry.institution), _one_territory(entry, codes)) for entry in entries]
    printed = dict(zip(reversed(places), (entry.institution for entry in reversed(entries)), strict=True))
    kept = {
        (institution.key, institution.territory_id): institution
        for keys in chunks({key for key, _ in places})
        for institution in Institution.objects.filter(key__in=keys)
    }
    new = [Institution(printed=printed[place], key=place[0], territory_id=place[1]) for place in dict.fromkeys(places) if place not in kept]
    kept |= {(made.key, made.territory_id): made for made in Institution.objects.bulk_create(new, batch_size=BATCH)}
    partners = [kept[place] for place in places]
    keep_names(
        (partner, name)
        for partner, entry in zip(partners, entries, strict=True)
        for name in (entry.institution, entry.institution_alt)
        if name
    )
    return partners


def _one_territory(entry: Entry, known_codes: set[str]) -> str | None:
    """The territory where a partner sits: none where the list names several, or none that ISO knows."""
    codes = entry.territory_codes
    return codes[0] if len(codes) == 1 and codes[0] in known_codes else None


def keep_names(names: Iterable[tuple[Institution, str]]) -> None:
    """Keep each name of each institution once: the first in a language is its label, later spellings are aliases."""
    wanted = dict.fromkeys((institution.pk, text) for institution, text in names)
    kept: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pks in chunks(dict.fromkeys(pk for pk, _ in wanted)):
        for pk, text, language in NameForm.objects.filter(institution__in=pks).values_list("institution_id", "text", "language"):
            kept[pk].add((text, language))
    new = []
    for pk, text in wanted:
        language = language_of(text)
        if (text, language) in kept[pk]:
            continue
        first = all(other != language for _, other in kept[pk])
        kind = NameForm.Kind.LABEL if first else NameForm.Kind.ALIAS
        new.append(NameForm(institution_id=pk, text=text, language=language, kind=kind))
        kept[pk].add((text, language))
    NameForm.objects.bulk_create(new, batch_size=BATCH)


def keep_units(names: Iterable[tuple[int, str]]) -> dict[tuple[int, str], OrganizationalUnit]:
    """The unit for each institution's pk and printed name; new ones follow the kept ones, in first-seen order."""
    wanted = list(dict.fromkeys(names))
    kept: dict[tuple[int, str], OrganizationalUnit] = {}
    last: dict[int, int] = defaultdict(int)
    for pks in chunks(dict.fromkeys(pk for pk, _ in wanted)):
        for unit in OrganizationalUnit.objects.filter(institution__in=pks):
            kept[unit.institution_id, unit.key] = unit
            last[unit.institution_id] = max(last[unit.institution_id], unit.position)
    new = []
    for pk, name in wanted:
        key = name_key(name)
        if (pk, key) not in kept:
            last[pk] += 1
            kept[pk, key] = OrganizationalUnit(institution_id=pk, name=name, key=key, position=last[pk])
            new.append(kept[pk, key])
    OrganizationalUnit.objects.bulk_create(new, batch_size=BATCH)
    return {(pk, name): kept[pk, name_key(name)] for pk, name in wanted}
