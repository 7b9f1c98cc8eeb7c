"""A computed list with English names: partners by their own dated English name, else by that of the record that was accepted;
units by theirs; regions and territories by CLDR's names. What has no English name stays as printed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from teikei.lists.model import Entry, Listing
from teikei.lists.write.english import EnglishWords, headings_in_english, usual_title
from teikei.names.segments import segments_of
from teikei.registry.keys import chunks
from teikei.registry.models import Institution, ListWords
from teikei.registry.operations.kept import value_of
from teikei.registry.operations.list_words import LIST_WORDS
from teikei.registry.queries.computed import Computed, ComputedRow
from teikei.registry.queries.english_names import english_label
from teikei.registry.queries.held import Held
from teikei.rules.institution import english_on

Records = Mapping[int, tuple[str, bool]]  # institution → its record's name, and whether that record is itself a part of another


def in_english(listing: Listing, computed: Computed, known: EnglishWords) -> Listing:
    """The listing, whose entries are those of the computed rows in their order, with the English names that are known, and its own
    words in English (`english_words`). One query.
    """
    records = _records(pk for one in computed.rows for pk in one.row.partners)
    entries = tuple(_entry(entry, one, computed.held, records) for entry, one in zip(listing.entries, computed.rows, strict=True))
    return headings_in_english(replace(listing, entries=entries), known)


def english_words(institution: int, level: str) -> EnglishWords:
    """What is known in English of the words of an institution's lists at one level. One query."""
    kept = ListWords.objects.filter(institution=OuterRef("pk"), level=level).values("body")[:1]
    found = Institution.objects.filter(pk=institution).values_list(Subquery(kept), Coalesce(english_label("pk"), "printed"))
    body, name = found.get()
    return words_of(body, level, name)


def words_of(kept: str | None, level: str, institution: str) -> EnglishWords:
    """The same from the value as it is kept (None: nothing was set) and the institution's name."""
    phrases = dict(value_of(LIST_WORDS, kept).english) if kept else {}
    return EnglishWords(phrases, usual_title(level, institution))


def _records(institutions: Iterable[int]) -> Records:
    found: dict[int, tuple[str, bool]] = {}
    for pks in chunks(dict.fromkeys(institutions)):
        judged = Institution.objects.filter(pk__in=pks, judgment__record__isnull=False)
        for pk, name, relations in judged.values_list("pk", "judgment__record__name_en", "judgment__record__relations"):
            found[pk] = (name, any(tie.get("kind") == "parent" for tie in relations))
    return found


def _entry(entry: Entry, one: ComputedRow, held: Held, records: Records) -> Entry:
    units = tuple(english_on(held.units[pk].names, held.day) or name for pk, name in zip(one.units, entry.units, strict=True))
    entry = entry._replace(units=units, units_text="" if units != entry.units else entry.units_text)
    partners = [_partner(pk, held, records) for pk in one.row.partners]
    if not partners or not all(partners):
        return entry
    inner = [english_on(held.units[pk].names, held.day) for pk in one.row.partner_units]
    if entry.partner_unit or not one.row.partner_units:
        unit = ", ".join(inner) if inner and all(inner) else entry.partner_unit
        name = "; ".join(partners)
    else:  # a list without a column for the partner's unit prints it behind the partner's name
        if not all(inner):
            return entry
        unit, name = entry.partner_unit, f"{'; '.join(partners)}, {', '.join(inner)}"
    # What stood beside the printed name was its English name, or another spelling of what is English now.
    return entry._replace(institution=name, institution_alt=None, partner_unit=unit)


def _partner(pk: int, held: Held, records: Records) -> str:
    """Its English name, "" where none is known. A record of the whole is followed by the part that the list prints."""
    own = held.institutions[pk].names
    if english := english_on(own, held.day):
        return english
    name, is_part = records.get(pk, ("", False))
    if not name or is_part:
        return name
    inner = segments_of(own[0].text)[1:]
    return f"{name} ({'・'.join(level.text for level in inner)})" if inner else name
