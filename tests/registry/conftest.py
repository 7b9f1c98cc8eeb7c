from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from teikei.lists.model import Listing
from teikei.registry.models import Edition, Institution
from teikei.registry.operations.deciding import Accept
from teikei.registry.operations.ingest import ingest
from teikei.registry.queries.publication import home_named
from tests.people import made_person
from tests.registry.made import RECEIVED, made_listing
from tests.registry.publishing import officer_and_publisher
from tests.registry.roles import Places, made_places

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"


@pytest.fixture(autouse=True)
def sources(settings, tmp_path):
    """Each test keeps documents in a directory of its own."""
    settings.SOURCES_DIR = tmp_path / "sources"
    return settings.SOURCES_DIR


@pytest.fixture
def take_in(db):
    """Take in a listing made by hand, as it stands; its bytes are any, different for each call unless given."""
    calls = iter(range(1000))

    def take_in(
        listing: Listing | None = None, content: bytes | None = None, *, institution: str = "広島大学",
        institution_en: str = "", level: str | None = None, received_at: datetime = RECEIVED, accept: Accept = "all",
    ) -> Edition:  # fmt: skip
        return ingest(
            listing or made_listing(), content if content is not None else f"document {next(calls)}".encode(),
            institution=institution, institution_en=institution_en, level=level, received_at=received_at, accept=accept,
        )  # fmt: skip

    return take_in


@pytest.fixture
def places() -> Places:
    return made_places()


@pytest.fixture
def editor(places) -> User:
    """Who keeps the unit-level agreements of one unit and of what sits inside it."""
    return made_person("editor", "unit-editor", unit=places.own, level="unit")


@pytest.fixture
def hanako(db) -> User:
    return officer_and_publisher("hanako")


@pytest.fixture
def taro(db) -> User:
    return officer_and_publisher("taro")


@pytest.fixture
def home(take_in) -> Institution:
    """A home institution with a list between units, one row of it not counted."""
    take_in(made_listing(uncounted=[("", "国際ネットワーク", ("工学部",), "2019-11-08")]))
    return home_named("広島大学")
