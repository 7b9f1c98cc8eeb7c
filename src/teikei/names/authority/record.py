"""What an authority says of one institution: a record with its names, places and relations.

The shape is ROR's schema 2 (https://ror.readme.io/docs/ror-data-structure), with what a registry of agreements needs.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import msgspec

NameKind = Literal["label", "alias", "acronym"]
Status = Literal["active", "inactive", "withdrawn"]
RelationKind = Literal["parent", "child", "related", "successor", "predecessor"]


class NameForm(NamedTuple):
    """One form of a name: its kind as in ROR, its language (ISO 639-1, "" where the record does not say)."""

    text: str
    kind: NameKind
    language: str
    display: bool = False  # the form that the authority shows first


class RecordPlace(NamedTuple):
    """Where an institution sits: a city of GeoNames in an ISO 3166-1 territory; degrees north and east."""

    name: str
    territory: str
    geonames_id: int
    latitude: float | None
    longitude: float | None


class Relation(NamedTuple):
    """A tie to another record: that one is this one's parent, child, successor …"""

    kind: RelationKind
    ror: str
    label: str


class AuthorityRecord(NamedTuple):
    """One institution as the authority has it. `ror` is the nine characters behind https://ror.org/."""

    ror: str
    status: Status
    kinds: tuple[str, ...]  # education, healthcare, facility, government, nonprofit, company, archive, funder, other
    names: tuple[NameForm, ...]
    places: tuple[RecordPlace, ...]
    relations: tuple[Relation, ...]
    website: str = ""
    established: int | None = None
    wikidata: str = ""
    identifiers: int = 0  # how many other registries know it

    @property
    def url(self) -> str:
        """The identifier as it is cited."""
        return f"https://ror.org/{self.ror}"

    @property
    def display(self) -> str:
        """The name that the authority shows first."""
        return next((form.text for form in self.names if form.display), self.names[0].text)

    @property
    def english(self) -> str:
        """The name in English, else the name shown first."""
        labels = [form.text for form in self.names if form.language == "en" and form.kind == "label"]
        return self.display if self.display in labels or not labels else labels[0]

    @property
    def territory(self) -> str:
        """The ISO 3166-1 code of the first place, "" where the record has none."""
        return self.places[0].territory if self.places else ""

    def related(self, kind: RelationKind) -> tuple[Relation, ...]:
        """The ties of one kind."""
        return tuple(relation for relation in self.relations if relation.kind == kind)


def record_from(source: Mapping[str, Any]) -> AuthorityRecord:
    """A record of ROR's dump, schema 2. KeyError, TypeError or ValueError where it has another shape."""
    forms = [_name_form(name) for name in source["names"]]
    places = [_place(location) for location in source["locations"]]
    relations = [
        Relation(relation["type"].lower(), _short(relation["id"]), relation.get("label", ""))
        for relation in source.get("relationships", [])
    ]
    website = next((link["value"] for link in source.get("links", []) if link["type"] == "website"), "")
    wikidata = next((_preferred(known) for known in source.get("external_ids", []) if known["type"] == "wikidata"), "")
    if not forms:
        raise ValueError("a record without a name")
    return AuthorityRecord(
        ror=_short(source["id"]),
        status=source["status"],
        kinds=tuple(source["types"]),
        names=tuple(forms),
        places=tuple(places),
        relations=tuple(relations),
        website=website,
        established=source.get("established"),
        wikidata=wikidata,
        identifiers=len(source.get("external_ids", [])),
    )


packed = msgspec.json.Encoder().encode  # a record, or another tuple, as one JSON text for the authority file
unpacked = msgspec.json.Decoder(AuthorityRecord).decode
"""The record of a packed text."""


def _name_form(name: Mapping[str, Any]) -> NameForm:
    kinds = name["types"]
    kind: NameKind = "acronym" if "acronym" in kinds else "alias" if "alias" in kinds and "label" not in kinds else "label"
    return NameForm(str(name["value"]), kind, name.get("lang") or "", "ror_display" in kinds)


def _place(location: Mapping[str, Any]) -> RecordPlace:
    details = location["geonames_details"]
    return RecordPlace(details["name"], details["country_code"], int(location["geonames_id"]), details.get("lat"), details.get("lng"))


def _short(identifier: str) -> str:
    return identifier.rsplit("/", 1)[-1]


def _preferred(known: Mapping[str, Any]) -> str:
    return str(known.get("preferred") or (known.get("all") or [""])[0])
