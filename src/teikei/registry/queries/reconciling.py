"""Who may be meant by a name: partners of the registry by all their names, and records of the authority where one is installed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from django.db.models import Count
from rapidfuzz import fuzz, process

from teikei.names.bilingual import Refusal
from teikei.registry import authority as authorities
from teikei.registry.models import Agreement, AuthorityRecord, Institution, NameForm
from teikei.registry.queries.english_names import english_name
from teikei.registry.queries.revision import revision
from teikei.search.folding import folded

Sort = Literal["partner", "record"]
LIKELY = 55.0  # of a hundred: what is less alike is nobody that could be meant
_NEAR = 50  # names looked at closely for one query
ELSEWHERE = 0.5  # what a name in another territory is still worth


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant. id: "p" and the number of a partner, or the nine characters of a record. score: 0 to 100.

    match: nobody else can be meant. exact: some name of it folds to what was asked.
    """

    id: str
    sort: Sort
    name: str
    about: str
    territory: str
    score: float
    exact: bool = False
    match: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A partner or record with what can be asked of it."""

    id: str
    sort: Sort
    name: str
    name_en: str
    names: tuple[str, ...]
    territory: str
    city: str
    ror: str
    website: str
    latitude: float | None
    longitude: float | None
    agreements: int | None

    @property
    def about(self) -> str:
        """Where it is, and what it is called in English."""
        return " · ".join(filter(None, (self.name_en if self.name_en != self.name else "", self.city, self.territory)))


@dataclass(frozen=True, slots=True)
class _Index:
    """All names of partners, folded: key, number; and of each partner what a candidate shows."""

    keys: tuple[str, ...]
    owners: tuple[int, ...]
    shown: dict[int, tuple[str, str, str, str]]  # name, about, territory, ror


@lru_cache(maxsize=1)
def _index(_revision: str) -> _Index:
    """The names as they are at a revision of the registry; the last one is remembered."""
    shown: dict[int, tuple[str, str, str, str]] = {}
    pairs: dict[tuple[str, int], None] = {}
    record = "judgment__record"
    columns = ("pk", "printed", "territory_id", english_name(), f"{record}__city", f"{record}_id", f"{record}__names")
    for pk, printed, code, name_en, city, ror, names in Institution.objects.filter(is_home=False).values_list(*columns):
        about = " · ".join(filter(None, (name_en if name_en != printed else "", city, code)))
        shown[pk] = (printed, about, code or "", ror or "")
        pairs |= dict.fromkeys((folded(text), pk) for text in (printed, name_en, *(one["text"] for one in names or ())))
    for text, pk in NameForm.objects.filter(institution__is_home=False).values_list("text", "institution_id"):
        pairs[folded(text), pk] = None
    every = [pair for pair in pairs if pair[0]]
    return _Index(tuple(key for key, _ in every), tuple(pk for _, pk in every), shown)


def candidates(
    text: str, *, territories: Sequence[str] = (), rors: Sequence[str] = (), sorts: Iterable[Sort] = ("partner", "record"), most: int = 10
) -> list[Candidate]:  # fmt: skip
    """Who may be meant, the likeliest first. territories, rors: what else is known; no text: whoever has these.

    Whoever is in another territory counts half. match is said of one alone: the only one of exactly that name (or, by the
    matcher's decision, record), not in another territory.
    """
    wanted = frozenset(sorts)
    index = _index(revision())
    found: dict[str, Candidate] = {}
    if "partner" in wanted:
        scores = _by_name(index, text) if text else {}
        if not text:
            scores = dict.fromkeys((pk for pk, one in index.shown.items() if one[3] in rors or one[2] in territories), 100.0)
        for pk, score in scores.items():
            name, about, code, ror = index.shown[pk]
            if ror in rors:
                score = 100.0
            found[f"p{pk}"] = Candidate(f"p{pk}", "partner", name, about, code, score, score >= 100.0)
    sure = ""
    if text and authorities.missing() is None:
        sure = _by_authority(index, text, territories, wanted, found)
    placed = [_placed(one, territories) for one in found.values() if one.score >= LIKELY]
    ranked = sorted(placed, key=lambda one: (-one.score, one.sort, one.name, one.id))
    exact = [one for one in ranked if one.exact and _is_in(one, territories)]
    only = exact[0].id if len({one.id for one in exact}) == 1 else sure if not exact else ""
    return [replace(one, match=one.id == only and _is_in(one, territories)) for one in ranked[:most]]


def _is_in(one: Candidate, territories: Sequence[str]) -> bool:
    return not territories or not one.territory or one.territory in territories


def _placed(one: Candidate, territories: Sequence[str]) -> Candidate:
    return one if _is_in(one, territories) else replace(one, score=one.score * ELSEWHERE)


def _by_name(index: _Index, text: str) -> dict[int, float]:
    """Partner → how alike its likest name is, of a hundred; a hundred only for one that folds the same."""
    key = folded(text)
    if not key:
        return {}
    found: dict[int, float] = {}
    for scorer, worth in ((fuzz.ratio, 1.0), (fuzz.partial_ratio, 0.8)):
        near = process.extract(key, index.keys, scorer=scorer, processor=None, limit=_NEAR, score_cutoff=LIKELY / worth)
        for met, score, place in near:
            # A part of a name is likest to everything: one that is far longer is less.
            share = min(len(key), len(met)) / max(len(key), len(met)) if worth < 1 else 1.0
            value = 100.0 if met == key else min(99.0, score * worth * (0.75 + 0.25 * share))
            pk = index.owners[place]
            found[pk] = max(found.get(pk, 0.0), value)
    return found


def _by_authority(
    index: _Index, text: str, territories: Sequence[str], wanted: frozenset[Sort], found: dict[str, Candidate]
) -> str:  # fmt: skip
    """Add what the matcher finds: records, and partners that were judged to be these. Gives whom it is sure of, "" for nobody."""
    try:
        with authorities.opened() as authority:
            answer = authorities.looked_up(authority, text, territories[0] if len(territories) == 1 else "")
            met = [(one, record) for one in answer.candidates if (record := authority.get(one.ror))]
    except Refusal:
        return ""
    judged = {one[3]: pk for pk, one in index.shown.items() if one[3]}
    sure = ""
    for one, record in met:
        score = min(99.0, one.score * 100)
        pk = judged.get(one.ror)
        if pk is not None and "partner" in wanted:
            name, about, code, _ = index.shown[pk]
            before = found.get(f"p{pk}")
            if before is None or before.score < score:
                found[f"p{pk}"] = Candidate(f"p{pk}", "partner", name, about, code, score, before.exact if before else False)
            chosen = f"p{pk}"
        elif "record" in wanted:
            city = record.places[0].name if record.places else ""
            about = " · ".join(filter(None, (city, record.territory)))
            found[one.ror] = Candidate(one.ror, "record", one.name, about, record.territory, score)
            chosen = one.ror
        else:
            continue
        if answer.decision == "accept" and not sure:
            sure = chosen
    return sure


def named_so(prefix: str, *, most: int = 10, skip: int = 0) -> list[Candidate]:
    """Partners of which some name begins so, then those in which it stands somewhere, by name."""
    key, index = folded(prefix), _index(revision())
    if not key:
        return []
    ranks: dict[int, int] = {}
    for met, pk in zip(index.keys, index.owners, strict=True):
        if key in met:
            ranks[pk] = min(ranks.get(pk, 2), 0 if met == key else 1 if met.startswith(key) else 2)
    ordered = sorted(ranks, key=lambda pk: (ranks[pk], index.shown[pk][0], pk))[skip : skip + most]
    return [Candidate(f"p{pk}", "partner", *index.shown[pk][:3], 100.0 - ranks[pk]) for pk in ordered]


def entities(ids: Sequence[str]) -> dict[str, Entity]:
    """Partners and records by their ids; whom there is not is left out. Records: those that are kept, else the authority's."""
    numbers = [int(one[1:]) for one in ids if one[:1] == "p" and one[1:].isascii() and one[1:].isdecimal() and len(one) < 19]
    found: dict[str, Entity] = {}
    partners = Institution.objects.filter(pk__in=numbers, is_home=False).select_related("judgment__record").prefetch_related("names")
    partners = partners.annotate(english=english_name())
    counts = dict(
        Agreement.objects.filter(parties__institution__in=numbers).order_by().values_list("parties__institution").annotate(Count("pk"))
    )
    for one in partners:
        record = one.judgment.record if one.judgment else None
        forms = tuple(dict.fromkeys(form.text for form in one.names.all()))
        found[f"p{one.pk}"] = Entity(
            f"p{one.pk}", "partner", one.printed, one.english, forms, one.territory_id or "",
            record.city if record else "", record.ror if record else "", record.website if record else "",
            record.latitude if record else None, record.longitude if record else None, counts.get(one.pk, 0),
        )  # fmt: skip
    rors = [one for one in ids if authorities.ror_id(one) == one]
    for kept in AuthorityRecord.objects.filter(ror__in=rors):
        texts = tuple(dict.fromkeys(form["text"] for form in kept.names))
        found[kept.ror] = Entity(
            kept.ror, "record", kept.name_en, kept.name_en, texts, kept.territory_code, kept.city, kept.ror, kept.website, kept.latitude,
            kept.longitude, None,
        )  # fmt: skip
    return found | _from_authority([ror for ror in rors if ror not in found])


def _from_authority(rors: Sequence[str]) -> dict[str, Entity]:
    if not rors or authorities.missing() is not None:
        return {}
    found: dict[str, Entity] = {}
    with authorities.opened() as authority:
        for ror in rors:
            if record := authority.get(ror):
                place = record.places[0] if record.places else None
                texts = tuple(dict.fromkeys(form.text for form in record.names))
                found[ror] = Entity(
                    ror, "record", record.english, record.english, texts, record.territory, place.name if place else "", ror, record.website,
                    place.latitude if place else None, place.longitude if place else None, None,
                )  # fmt: skip
    return found
