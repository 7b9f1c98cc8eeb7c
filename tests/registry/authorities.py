"""A small authority made by hand, in the place of the file and the matcher: what it answers, a test says."""

from collections import defaultdict
from contextlib import contextmanager
from typing import NamedTuple

from teikei.names.authority.record import AuthorityRecord, NameForm, RecordPlace, Relation
from teikei.names.bilingual import Text


class Candidate(NamedTuple):
    ror: str
    name: str
    score: float
    why: tuple[Text, ...] = (Text("sounds alike", "音が似ている"),)


class Match(NamedTuple):
    decision: str
    candidates: tuple[Candidate, ...] = ()
    correction: str = ""


def record(ror, english, *, names=(), city="Bogor", territory="ID", status="active", relations=(), kinds=("education",)) -> AuthorityRecord:
    """A record with an English label, and names as (text, kind, language)."""
    forms = (NameForm(english, "label", "en", True), *(NameForm(*form) for form in names))
    places = (RecordPlace(city, territory, 1, -6.5944, 106.7892),) if city else ()
    return AuthorityRecord(ror, status, kinds, forms, places, tuple(Relation(*tie) for tie in relations), website="https://example.org/")


IPB = record("05smgpd89", "IPB University", names=[("Institut Pertanian Bogor", "label", "id"), ("IPB", "acronym", "")])
KASETSART = record("05gzceg21", "Kasetsart University", names=[("มหาวิทยาลัยเกษตรศาสตร์", "label", "th")], city="Bangkok", territory="TH")
DELHI = record(
    "04gzb2213", "University of Delhi", city="New Delhi", territory="IN", relations=[("parent", "02n9z0v62", "Ministry of Education")]
)


class Authority:
    """What stands for the authority file: records by id; `answers`: printed name → Match; `found`: words typed → Match."""

    def __init__(self, *records: AuthorityRecord, version: str = "v2.9", answers=None, found=None) -> None:
        self.records = {one.ror: one for one in records}
        self.version = version
        self.answers = answers if isinstance(answers, defaultdict) else defaultdict(lambda: Match("none"), answers or {})
        self.found = {} if found is None else found

    def get(self, ror):
        return self.records.get(ror.rpartition("/")[2])

    def successors(self, one):
        return tuple(self.records[tie.ror] for tie in one.related("successor") if tie.ror in self.records)


def install(monkeypatch, authority: Authority) -> Authority:
    """Let the registry meet this authority."""
    from teikei.registry import authority as door

    @contextmanager
    def opened():
        yield authority

    monkeypatch.setattr(door, "opened", opened)
    monkeypatch.setattr(door, "matches", lambda names, **_: (authority.answers[name.institution] for name in names))
    monkeypatch.setattr(door, "looked_up", lambda _authority, text, _territory: authority.found.get(text, Match("none")))
    return authority
