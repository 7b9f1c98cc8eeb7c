from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from teikei.lists.model import Listing
from teikei.lists.read import read_listing
from teikei.registry.models import Edition
from teikei.registry.operations.ingest import ingest
from teikei.registry.queries.search import Found, Terms, find

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"
RECEIVED = datetime(2024, 6, 3, 1, 0, tzinfo=UTC)


class Page(HTMLParser):
    """A page as a reader meets it: its text with the language of each run, its links, its headings."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.runs: list[tuple[str, str, str]] = []  # language, nearest element, text
        self.links: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.scripts: list[str] = []
        self._open: list[tuple[str, str]] = [("", "")]
        self.feed(markup.replace("<mark>", "").replace("</mark>", ""))  # a name with a mark in it is one name

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "a":
            self.links.append((named.get("href") or "", ""))
        if tag == "script":
            self.scripts.append(named.get("src") or "")
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self._open.append((tag, named.get("lang") or self._open[-1][1]))

    def handle_endtag(self, tag):
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        tag, language = self._open[-1]
        if text.strip() and tag != "script":  # a data block: programs read it, people do not
            self.runs.append((language, tag, text.strip()))

    @property
    def text(self) -> str:
        """All text of the page, runs apart."""
        return " | ".join(text for _, _, text in self.runs)

    @property
    def hrefs(self) -> list[str]:
        """All addresses that the page links to."""
        return [href for href, _ in self.links]


@pytest.fixture
def client() -> Client:
    """A visitor."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def see(client):
    """Open an address and read the page."""

    def see(address: str, status: int = 200) -> Page:
        response = client.get(address)
        assert response.status_code == status, (address, response.status_code)
        return Page(response.content.decode())

    return see


@pytest.fixture(scope="session")
def example() -> Listing:
    """The example list as read."""
    return read_listing(EXAMPLE)


@pytest.fixture(scope="module")
def _filled(django_db_setup, django_db_blocker, example):
    """The example list, taken in once for all tests of a file: each then works in a transaction of its own."""
    with django_db_blocker.unblock():
        ingest(example, EXAMPLE.read_bytes(), institution="広島大学", institution_en="Hiroshima University", received_at=RECEIVED)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def kept(_filled, db) -> Edition:
    """The example list in the registry. A file that uses it uses no list of its own making."""
    return Edition.objects.get()


@pytest.fixture
def take_in(db, tmp_path):
    """Take in a list written as text."""

    def take_in(text: str, institution: str = "本学", name: str = "list.txt") -> Edition:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return ingest(read_listing(path), path.read_bytes(), institution=institution, level="unit", received_at=RECEIVED)

    return take_in


@pytest.fixture
def found(kept):
    """Search the example list."""

    def found(text: str = "", **terms: object) -> Found:
        return find(Terms(text=text, **terms), page_size=1000)  # type: ignore[arg-type]

    return found
