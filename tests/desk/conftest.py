import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from teikei.lists.read import read_content
from teikei.registry.models import Draft
from tests.desk.agreements import World, made_world
from tests.people import made_person
from tests.portal.conftest import Page

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"
PASSWORD = "a long enough password"
# Two misprinted units (研究所 once, 研究科 five times), a country of no such name, an impossible date.
LIST = """部局間協定一覧

2024年5月1日現在

アジア (7機関)

国・地域\t協定機関名\t部局\t締結年月日
タイ (2機関)\tチェンマイ大学\t人間社会科学研究科\t2015.01.09
\tカセサート大学\t人間社会科学研究科\t2016.02.10
バトナム (2機関)\tハノイ大学\t人間社会科学研究所\t2017.03.11
\tフエ大学\t人間社会科学研究科・理学部\t2018.02.30
韓国 (3機関)\tソウル大学校\t人間社会科学研究科\t2019.05.13
\t釜山大学校\t人間社会科学研究科\t2019.06.14
\t延世大学校\t理学部\t2020.07.15
"""


class AtOnce:
    """A thread that runs where it is started: a test's transaction belongs to one connection."""

    def __init__(self, target, args, **_):
        self.run = lambda: target(*args)

    def start(self):
        self.run()

    def join(self, timeout):
        pass


def in_this_process(content, name, *, profile, **_):
    """What the child process does (tests/lists/read/test_limited.py), without a process for every test."""
    return read_content(content, name, profile=profile)


@pytest.fixture(autouse=True)
def at_once(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("teikei.registry.operations.readings.Thread", AtOnce)
    monkeypatch.setattr("teikei.registry.operations.readings.connections", type("None_", (), {"close_all": staticmethod(lambda: None)}))
    monkeypatch.setattr("teikei.registry.operations.readings.read_limited", in_this_process)
    settings.SOURCES_DIR = tmp_path / "sources"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes its time


@pytest.fixture
def officer(db) -> User:
    return made_person("hanako", password=PASSWORD)


@pytest.fixture
def client(officer) -> Client:
    """A member of staff who has logged in."""
    client = Client(headers={"host": "localhost"})
    client.force_login(officer)
    return client


@pytest.fixture
def visitor(db) -> Client:
    """Somebody who has not."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def see(client):
    """Open an address and read the page."""

    def see(address: str, status: int = 200, by: Client = client) -> Page:
        response = by.get(address)
        assert response.status_code == status, (address, response.status_code, response.headers)
        return Page(response.content.decode())

    return see


@pytest.fixture
def hand_in(client, tmp_path):
    """Hand in a file; the address of its draft."""

    def hand_in(content: str | bytes = LIST, name: str = "list.txt", by: Client = client) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with path.open("rb") as file:
            response = by.post("/desk/", {"file": file})
        assert response.status_code == 302, response.content.decode()
        return response["Location"]

    return hand_in


@pytest.fixture
def draft(hand_in) -> str:
    """The address of a draft of the small list."""
    return hand_in()


def the_draft() -> Draft:
    return Draft.objects.get()


def position(page: Page, code: str) -> int:
    """The number of the first finding of a code on a page."""
    found = [href for href in page.hrefs if re.search(r"#finding-\d+$", href)]
    assert found
    return int(found[0].rpartition("-")[2])


@pytest.fixture
def world(db) -> World:
    """A home institution with its units and two partners."""
    return made_world()
