"""Queries, suggestions and properties in the words of the reconciliation API 0.2."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from teikei.api.door.given import plain_body
from teikei.api.door.problems import Problem
from teikei.names.bilingual import Language, Text
from teikei.names.territories import codes_given, territory_name
from teikei.registry.authority import ror_id
from teikei.registry.queries.reconciling import Candidate, Entity, Sort, candidates, entities

MOST_QUERIES, MOST_CANDIDATES, MOST_IDS = 100, 50, 500
TYPES: Final[Mapping[Sort, Text]] = {
    "partner": Text("Partner of the registry", "登録機関の協定機関"), "record": Text("Record of the authority (ROR)", "典拠レコード（ROR）"),
}  # fmt: skip
# Properties that a query may say of whom it means, and that data extension gives.
PROPERTIES: Final[Mapping[str, tuple[Text, Text]]] = {
    "territory": (
        Text("Country or region", "国・地域"),
        Text("ISO 3166-1 code; in a query also a name", "ISO 3166-1 コード（照会では名称も可）"),
    ),
    "ror": (Text("ROR id", "ROR ID"), Text("https://ror.org/…", "https://ror.org/…")),
    "territory_name": (Text("Name of the country or region", "国・地域の名称"), Text("in the language asked for", "要求の言語で")),
    "name_en": (Text("Name in English", "英語名"), Text("by the authority", "典拠による")),
    "names": (Text("All names", "すべての名称"), Text("in every language that is known", "知られている全言語")),
    "city": (Text("City", "都市"), Text("by the authority", "典拠による")),
    "website": (Text("Website", "ウェブサイト"), Text("by the authority", "典拠による")),
    "latitude": (Text("Latitude", "緯度"), Text("degrees north", "北緯（度）")),
    "longitude": (Text("Longitude", "経度"), Text("degrees east", "東経（度）")),
    "agreements": (Text("Number of agreements", "協定数"), Text("all that are kept of the partner", "その機関の登録協定すべて")),
}


class _Property(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pid: str
    v: Any


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One query of a batch."""

    query: str | UnsetType = UNSET
    type: str | list[str] = ""
    limit: float = 10
    properties: list[_Property] = []
    type_strict: str = "should"


class _Wanted(msgspec.Struct, frozen=True):
    id: str
    settings: dict[str, Any] = {}


class Extension(msgspec.Struct, frozen=True):
    """Whose properties, and which."""

    ids: list[str]
    properties: list[_Wanted]


def queries_of(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys; a problem where it is none."""
    made: dict[str, Query] = _read(text, dict[str, Query])
    if len(made) > MOST_QUERIES:
        said = Text(f"A batch has {MOST_QUERIES} queries at most.", f"1回の照会は{MOST_QUERIES}件までです。")
        raise Problem("parameters", said)
    for key, one in made.items():
        if one.query is UNSET and not one.properties:
            said = Text("a query needs query, or properties", "query か properties のどちらかが必要です")
            raise Problem("parameters", said, faults=((key, said),))
    return made


def answers(batch: Mapping[str, Query], language: Language) -> dict[str, Any]:
    """The candidates for every query."""
    return {key: {"result": [_shown(one, language) for one in _candidates(query)]} for key, query in batch.items()}


def _candidates(query: Query) -> list[Candidate]:
    text = query.query if isinstance(query.query, str) else ""
    asked = [query.type] if isinstance(query.type, str) else query.type
    sorts = [sort for sort in TYPES if not any(asked) or sort in asked]
    most = int(max(1, min(query.limit, MOST_CANDIDATES)))
    codes = [code for value in _said(query, "territory") if (code := _code(value))]
    rors = [ror for value in _said(query, "ror") if (ror := ror_id(value))]
    if not text and not codes and not rors:
        return []
    return candidates(text[:500], territories=codes, rors=rors, sorts=sorts, most=most)


def _said(query: Query, pid: str) -> list[str]:
    found: list[str] = []
    for one in query.properties:
        if one.pid == pid:
            for value in one.v if isinstance(one.v, list) else [one.v]:
                found.append(str(value.get("id", "")) if isinstance(value, dict) else str(value))
    return found


def _code(value: str) -> str:
    """The code of a territory that is given by its code or by a name."""
    codes = codes_given(value)
    return codes[0] if len(codes) == 1 else ""


def _shown(one: Candidate, language: Language) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "description": one.about, "score": round(one.score, 2), "match": one.match,
        "type": [type_of(one.sort, language)],
        "features": [{"id": "exact", "value": one.exact}],
    }  # fmt: skip


def type_of(sort: Sort, language: Language) -> dict[str, str]:
    """A type with its name."""
    return {"id": sort, "name": TYPES[sort].to(language)}


def extended(text: str, language: Language) -> dict[str, Any]:
    """The properties of those who were matched. Whom or what there is not gives no value."""
    asked: Extension = _read(text, Extension)
    if len(asked.ids) > MOST_IDS:
        said = Text(f"{MOST_IDS} ids at most.", f"IDは{MOST_IDS}件までです。")
        raise Problem("parameters", said)
    found = entities(asked.ids)
    known = [one for one in asked.properties if one.id in PROPERTIES]
    return {
        "meta": [{"id": one.id, "name": PROPERTIES[one.id][0].to(language)} for one in known],
        "rows": {id_: {one.id: _values(found.get(id_), one, language) for one in known} for id_ in asked.ids},
    }


def _values(entity: Entity | None, wanted: _Wanted, language: Language) -> list[dict[str, Any]]:
    if entity is None:
        return []
    if wanted.id == "names":
        most = wanted.settings.get("limit", "")
        several = entity.names[: int(most)] if str(most).isdecimal() and 0 < len(str(most)) < 6 and int(most) else entity.names
        return [{"str": text} for text in several]
    if wanted.id == "territory_name":
        return [{"str": territory_name(entity.territory, language)}] if entity.territory else []
    if wanted.id == "ror":
        return [{"str": f"https://ror.org/{entity.ror}"}] if entity.ror else []
    value = getattr(entity, wanted.id)
    if value in ("", None):
        return []
    return [{"int": value} if isinstance(value, int) else {"float": value} if isinstance(value, float) else {"str": value}]


def proposed(language: Language, most: int = 100) -> dict[str, Any]:
    """The properties that can be fetched, for whichever type."""
    return {"properties": list(properties_like("", language))[:most], "limit": most}


def properties_like(prefix: str, language: Language) -> Iterable[dict[str, str]]:
    """Properties whose id or name begins so."""
    for pid, (name, about) in PROPERTIES.items():
        if prefix.lower() in f"{pid} {name.en} {name.ja}".lower():
            yield {"id": pid, "name": name.to(language), "description": about.to(language)}


def types_like(prefix: str, language: Language) -> Iterable[dict[str, str]]:
    """Types whose id or name holds that."""
    for sort, name in TYPES.items():
        if prefix.lower() in f"{sort} {name.en} {name.ja}".lower():
            yield type_of(sort, language)


def _read(text: str, kind: Any) -> Any:
    try:
        return msgspec.convert(plain_body(text.encode(errors="surrogatepass")), kind)
    except msgspec.ValidationError as fault:
        said = Text(str(fault), f"値が正しくありません（{fault}）")
        raise Problem("parameters", said) from None
