from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from teikei.registry.operations.tokens import make_token
from tests.desk.agreements import World, made_world
from tests.people import made_person

NOW = datetime(2024, 5, 1, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty_cache(settings, tmp_path):
    """Nobody has asked yet."""
    settings.SOURCES_DIR = tmp_path / "sources"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def world(db) -> World:
    """A home institution with its units and two partners."""
    return made_world()


@pytest.fixture
def token(db):
    """A token of somebody appointed to a role; gives the header that carries it."""
    calls = iter(range(1000))

    def token(role: str | None = "officer", *scopes: str, **scope: Any) -> dict[str, str]:
        name = f"{role}-{next(calls)}"
        made_person(name, role, **scope)  # type: ignore[arg-type]
        made = make_token("test", scopes or ("read", "agreements", "partners"), holder=name, by=None, at=timezone.now())
        return {"HTTP_AUTHORIZATION": f"Bearer {made}"}

    return token


@pytest.fixture
def client() -> Client:
    """A program."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def ask(client):
    """Ask for an address; gives the JSON where the status is as expected."""

    def ask(address: str, status: int = 200, **headers: str) -> Any:
        answer = client.get(f"/api/v1/{address}", **headers)
        assert answer.status_code == status, (address, answer.status_code, answer.content)
        return answer.json() if answer.content else None

    return ask
