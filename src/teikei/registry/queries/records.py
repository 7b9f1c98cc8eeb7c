"""Records of the authority as pages show them, and looking for one."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from teikei.names.bilingual import Refusal, Text
from teikei.registry import authority as authorities
from teikei.registry.models import AuthorityRecord
from teikei.registry.permissions import Person, require
from teikei.registry.proposals import kept_form

if TYPE_CHECKING:
    from teikei.names.authority import AuthorityRecord as Taken

_MOST_FOUND = 10
_KINDS = {"label": 0, "alias": 1, "acronym": 2}


@dataclass(frozen=True, slots=True)
class RecordName:
    """The names of a record in one language, "" where the authority does not say which."""

    language: str
    texts: tuple[tuple[str, str], ...]  # text, kind


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the authority as it was last looked at, with its names by language."""

    ror: str
    name: str
    status: str
    names: tuple[RecordName, ...]
    kinds: tuple[str, ...]
    city: str
    territory: str
    latitude: float | None
    longitude: float | None
    website: str
    parents: tuple[tuple[str, str], ...]  # id, name
    successors: tuple[str, ...]
    version: str

    @property
    def url(self) -> str:
        """The identifier as it is cited."""
        return f"https://ror.org/{self.ror}"

    @property
    def web_address(self) -> str:
        """The website where it is an address that a page may link to, else ""."""
        return self.website if self.website.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A record that can be chosen, and why it stands here: a candidate, a successor, one that was thought of, one found."""

    record: Record
    sort: str  # candidate, successor, maybe, found
    score: float | None
    why: tuple[Text, ...]
    chosen: bool = False


def record_shown(record: AuthorityRecord) -> Record:
    """A record as pages show it: names by language, the English ones first, those without a language last."""
    by_language: dict[str, list[tuple[str, str]]] = {}
    for form in sorted(record.names, key=lambda form: _KINDS.get(form["kind"], 0)):
        by_language.setdefault(form["language"], []).append((form["text"], form["kind"]))
    order = sorted(by_language, key=lambda language: (language == "", language not in ("en", "ja"), language))
    return Record(
        ror=record.ror, name=record.name_en, status=record.status,
        names=tuple(RecordName(language, tuple(by_language[language])) for language in order), kinds=tuple(record.kinds),
        city=record.city, territory=record.territory_code, latitude=record.latitude, longitude=record.longitude, website=record.website,
        parents=tuple((tie["ror"], tie["label"]) for tie in record.relations if tie["kind"] == "parent"),
        successors=tuple(record.successors), version=record.version,
    )  # fmt: skip


def records_found(text: str, territory: str, *, by: Person, at: datetime) -> tuple[tuple[Choice, ...], Text | None]:
    """Records for words or a ROR id that a person typed, and a remark where something is missing.

    Without an authority only the records that are kept are searched, by id or by a part of the name in English.
    """
    require(by, "partner.read")
    ror = authorities.ror_id(text)
    if refused := authorities.missing():
        kept = AuthorityRecord.objects.filter(Q(ror=ror) if ror else Q(name_en__icontains=text))
        return tuple(Choice(record_shown(record), "found", None, ()) for record in kept[:_MOST_FOUND]), refused.text
    try:
        with authorities.opened() as authority:
            if ror:
                record = authority.get(ror)
                return ((Choice(_seen(record, authority.version, at), "found", None, ()),) if record else ()), None
            found = authorities.looked_up(authority, text, territory).candidates
            if not found and territory:
                found = authorities.looked_up(authority, text, "").candidates
            shown = [(one, record) for one in found if (record := authority.get(one.ror))]
            return tuple(Choice(_seen(record, authority.version, at), "found", one.score, tuple(one.why)) for one, record in shown), None
    except Refusal as refusal:
        return (), refusal.text


def _seen(record: "Taken", version: str, at: datetime) -> Record:
    return record_shown(kept_form(record, name="", successors=(), version=version, at=at))
