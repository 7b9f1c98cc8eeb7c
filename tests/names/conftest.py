"""The small world's authority, built once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from teikei.names.authority import Authority
from teikei.names.match import Match, match
from tests.names.authorities import authority
from tests.names.world import RECORDS

Ask = Callable[..., Match]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """The authority of the small world, opened."""
    with authority(tmp_path_factory.mktemp("world"), RECORDS) as opened:
        yield opened


@pytest.fixture
def ask(world: Authority) -> Ask:
    """What the matcher finds in the small world for a name and a territory."""

    def found(institution: str, territory: str = "", *, other: str = "") -> Match:
        return match(world, institution, territory, other=other)

    return found


@pytest.fixture(scope="session")
def world_file(world: Authority) -> Path:
    """The file of the small world."""
    return world.path
