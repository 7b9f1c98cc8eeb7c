"""Agreements and what they name, read from the tables as the index of the search holds them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import msgspec
from django.db.models import QuerySet

from teikei.names.han import is_han
from teikei.names.places import city_keys
from teikei.registry.keys import chunks
from teikei.registry.models import Agreement, DocumentText, Entry, Institution, OrganizationalUnit, Region, Span, Territory
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.permissions.parts import PUBLIC_SIGHT, visible
from teikei.rules.held import on_day
from teikei.rules.papers import documents_of
from teikei.search.columns import NO_END, Row
from teikei.search.folding import name_sound, reading_sound
from teikei.search.known import Entity, Key, Known, Profile, Where
from teikei.search.naming import OWN, PLACE, SOUND, Name

AT_ONCE = 5_000


class _Unit(msgspec.Struct):
    unit: int
    printed: str = ""


class _Party(msgspec.Struct):
    institution: int
    units: list[_Unit] = []


class _Exchange(msgspec.Struct):
    mobility: str = ""
    places: int | None = None
    languages: list[tuple[str, str]] = []


class _Memorandum(msgspec.Struct):
    title: str = ""
    contents: list[int] = []
    exchanges: list[_Exchange] = []
    documents: list[Any] = []


class _Body(msgspec.Struct):
    """What the search needs of an agreement's value: reading the whole of a million takes three times as long."""

    level: str
    parties: list[_Party]
    title: str = ""
    kinds: list[str] = []
    contents: list[int] = []
    memoranda: list[_Memorandum] = []
    documents: list[Any] = []
    amendments: list[Any] = []
    entries: list[int] = []


class _Name(msgspec.Struct):
    text: str


class _Named(msgspec.Struct):
    names: list[_Name]
    territories: list[str] = []
    place: str = ""


_BODY, _NAMED = msgspec.json.Decoder(_Body), msgspec.json.Decoder(_Named)


@dataclass
class Reading:
    """Reads agreements into rows. names and writings gather what was read: names of entities, titles and texts by their number.

    written: the number of writings that the index has already; territories: of institutions, by id.
    """

    known: Known
    today: date
    territories: dict[int, tuple[str, ...]] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    written: int = 0
    writings: dict[str, int] = field(default_factory=dict)

    def institutions(self, numbers: Sequence[int] | None = None) -> None:
        """Names and places of these institutions, or of all."""
        record = "judgment__record__"
        fields = ("pk", "printed", "body", "is_home", f"{record}name_en", f"{record}names", f"{record}city", f"{record}territory_code")
        for rows in _some(Institution.objects.order_by("pk"), numbers):
            for pk, printed, body, is_home, name_en, forms, city, code in rows.values_list(*fields).iterator(chunk_size=AT_ONCE):
                value = _NAMED.decode(body)
                self.territories[pk] = tuple(value.territories)
                entity = self.known.entity(Entity("institution", pk, printed, ours=is_home))
                texts = [*(name.text for name in value.names), *([name_en] if name_en else ()), *(form["text"] for form in forms or ())]
                territory = code or next(iter(value.territories), "")
                self._add(entity, texts, OWN, territory)
                cities = [text for text in (value.place, city) if text]
                self._add(entity, cities, PLACE, territory)
                keys = [key for text in cities for key in city_keys(text, territory)]
                self._add(entity, filter(is_han, keys), PLACE)
                self.names += [Name(entity, reading_sound(key), SOUND) for key in keys]

    def _add(self, entity: int, texts: Iterable[str], worth: int, territory: str | None = None) -> None:
        """Names and how they sound: as names of that territory; without one, as those of our units, which are read in the usual way."""
        for text in dict.fromkeys(texts):
            self.names.append(Name(entity, text, worth))
            sound = reading_sound(text) if territory is None else name_sound(text, territory)
            if sound:
                self.names.append(Name(entity, sound, SOUND))

    def units(self, numbers: Sequence[int] | None = None) -> None:
        """Names of these units, or of all."""
        fields = ("pk", "name", "body", "position", "institution__is_home")
        for rows in _some(OrganizationalUnit.objects.order_by("pk"), numbers):
            for pk, name, body, position, ours in rows.values_list(*fields).iterator(chunk_size=AT_ONCE):
                entity = self.known.entity(Entity("unit", pk, name, position, ours))
                self._add(entity, (one.text for one in _NAMED.decode(body).names), PLACE)

    def regions_and_territories(self) -> None:
        """Names of those that are not known yet."""
        for pk, label, position in Region.objects.values_list("pk", "label", "position"):
            self._new("region", pk, (label,), position)
        for code, ja, en in Territory.objects.values_list("code", "name_ja", "name_en"):
            self._new("territory", code, (ja, en))

    def _new(self, kind: str, key: int | str, names: Sequence[str], position: int = 0) -> int:
        """The number of an entity whose names never change."""
        number = self.known.numbers.get((kind, key))
        if number is None:
            number = self.known.entity(Entity(kind, key, names[0], position))
            self.names += [Name(number, name, PLACE) for name in names]
            if kind == "territory":
                self.names.append(Name(number, name_sound(names[0]) or reading_sound(names[0]), SOUND))
        return number

    @cached_property
    def several_homes(self) -> bool:
        """Whether agreements are found by the home's names too: where one institution's lists are kept, they would find everything."""
        return several_homes(self.known)

    def rows(self, numbers: Sequence[int] | None = None) -> Iterator[Row]:
        """These agreements as rows, or all, in the order of their numbers. Four queries for some thousand."""
        fields = ("pk", "body", "concluded_on", "region_id", "sort_key")
        if numbers is not None:
            for pks in chunks(numbers):
                yield from self._rows(list(Agreement.objects.filter(pk__in=pks).order_by("pk").values_list(*fields)))
            return
        last = 0
        while found := list(Agreement.objects.filter(pk__gt=last).order_by("pk").values_list(*fields)[:AT_ONCE]):
            yield from self._rows(found)
            last = found[-1][0]

    def _rows(self, found: Sequence[tuple[int, str, date | None, int | None, str]]) -> Iterator[Row]:
        if not found:
            return
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        held = Span.objects.filter(agreement__gte=found[0][0], agreement__lte=found[-1][0])
        if found[-1][0] - found[0][0] > 2 * AT_ONCE:
            held = Span.objects.filter(agreement__in=[one[0] for one in found])
        for pk, first, end in held.order_by("agreement", "valid_from").values_list("agreement_id", "valid_from", "valid_to"):
            spans[pk].append((first.toordinal(), end.toordinal() if end else NO_END))
        bodies = {pk: self._current(body) for pk, body, *_ in found}
        self._place({region for *_, region, _ in found}, {party.institution for body, _ in bodies.values() for party in body.parties})
        headings = _headings([body.entries[-1] for body, _ in bodies.values() if body.entries])
        papers = self._papers({sha for _, several in bodies.values() for sha in several})
        for pk, _, day, region, sort_key in found:
            body, documents = bodies[pk]
            heading = headings.get(body.entries[-1], "") if body.entries else ""
            yield self._row(
                pk, body, day, region or 0, sort_key, heading, tuple(spans[pk]), [papers[sha] for sha in documents if sha in papers]
            )

    def _place(self, regions: Set[int | None], institutions: Set[int]) -> None:
        """Read the names of regions and territories where one of these is not known: they come with lists and new versions only."""
        wanted: set[Key] = {("region", region) for region in regions if region}
        wanted |= {("territory", code) for one in institutions for code in self.territories[one]}
        if not wanted <= self.known.numbers.keys():
            self.regions_and_territories()

    def _row(
        self, pk: int, body: _Body, day: date | None, region: int, sort_key: str, heading: str, spans: tuple[tuple[int, int], ...],
        papers: list[int],
    ) -> Row:  # fmt: skip
        known = self.known
        if heading:
            self._new("heading", heading, (heading,))
        parties = [party.institution for party in body.parties]
        partners = [one for one in parties if not known.entities[known.numbers["institution", one]].ours] or parties
        searched = parties if self.several_homes else partners
        others = [known.numbers["institution", one] for one in searched if one != partners[0]]
        others += [self._new("spelling", unit.printed, (unit.printed,)) for party in body.parties for unit in party.units if unit.printed]
        codes = dict.fromkeys(code for one in partners for code in self.territories[one] if ("territory", code) in known.numbers)
        texts = [self._writing(one.title) for one in body.memoranda if one.title]
        return Row(
            number=pk, partner=known.numbers["institution", partners[0]], others=tuple(dict.fromkeys(others)),
            where=known.where(Where(region, tuple(codes), heading)), profile=known.profile(_profile(body)), year=day.year if day else 0,
            day=day.toordinal() if day else 0, sorting=known.sort_key(sort_key), title=self._writing(body.title) if body.title else -1,
            units=tuple(known.numbers["unit", unit.unit] for party in body.parties for unit in party.units), spans=spans,
            papers=(*texts, *papers),
        )  # fmt: skip

    def _writing(self, text: str) -> int:
        return self.writings.setdefault(text, self.written + len(self.writings))

    def _current(self, text: str) -> tuple[_Body, tuple[str, ...]]:
        """An agreement's value as it is today, and the hashes of its documents that everybody may see."""
        body = _BODY.decode(text)
        if not body.amendments and not body.documents and not any(one.documents for one in body.memoranda):
            return body, ()
        value = visible(value_of(AGREEMENTS, text), PUBLIC_SIGHT)
        if body.amendments:
            # Who agreed is as the tables derived from the value have it; what was agreed is as amended by today.
            body = msgspec.convert(msgspec.to_builtins(on_day(value, self.today)), _Body)
            first = _BODY.decode(text)
            body.parties, body.amendments = first.parties, first.amendments
        return body, tuple(dict.fromkeys(one.sha256 for _, one in documents_of(value)))

    def _papers(self, hashes: set[str]) -> dict[str, int]:
        return {
            sha256: self._writing(text)
            for pks in chunks(sorted(hashes))
            for sha256, text in DocumentText.objects.filter(pk__in=pks).exclude(text="").values_list("sha256", "text")
        }


def several_homes(known: Known) -> bool:
    """Whether the lists of more than one institution are kept here."""
    return sum(one.ours for one in known.entities if one.kind == "institution") > 1


def territories_of_institutions() -> dict[int, tuple[str, ...]]:
    """The codes of every institution's territories, by its id."""
    bodies = Institution.objects.values_list("pk", "body").iterator(chunk_size=AT_ONCE)
    return {pk: tuple(_NAMED.decode(body).territories) for pk, body in bodies}


def _profile(body: _Body) -> Profile:
    exchanges = [exchange for memorandum in body.memoranda for exchange in memorandum.exchanges]
    contents = {*body.contents, *(number for memorandum in body.memoranda for number in memorandum.contents)}
    places = any(one.mobility.startswith("student") and one.places != 0 for one in exchanges)
    languages = {language.lower() for one in exchanges for language, _ in one.languages}
    kinds = tuple(sorted({kind[:100] for kind in body.kinds}))
    students = bool(body.amendments) or any(one.mobility.startswith("student") for one in exchanges)
    return Profile(body.level, kinds, tuple(sorted(contents)), "yes" if places else "no", tuple(sorted(languages)), students)


def _headings(entries: Sequence[int]) -> dict[int, str]:
    """The heading under which each entry was printed."""
    return {
        pk: label
        for pks in chunks(dict.fromkeys(entries))
        for pk, label in Entry.objects.filter(pk__in=pks, heading__isnull=False).values_list("pk", "heading__label")
    }


def _some(rows: QuerySet[Any], numbers: Sequence[int] | None) -> Iterator[QuerySet[Any]]:
    if numbers is None:
        yield rows
        return
    for pks in chunks(numbers):
        yield rows.filter(pk__in=pks)
