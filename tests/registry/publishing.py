"""Editions published in tests: by whom, when, and of which day."""

from datetime import UTC, date, datetime

from django.contrib.auth.models import User

from teikei.registry.operations.appointing import appoint
from teikei.registry.operations.editions import draft_edition, publish
from teikei.registry.queries.edition_drafts import edition_draft_page
from tests.people import APPOINTED_AT, LONG_AGO, made_person

NOW = datetime(2025, 4, 10, 1, 0, tzinfo=UTC)
DAY = date(2025, 5, 1)


def officer_and_publisher(name):
    """Somebody who may prepare editions, and publish those of others."""
    made_person(name)
    appoint(name, "publisher", valid_from=LONG_AGO, by=None, at=APPOINTED_AT)
    return User.objects.get(username=name)


def published(home, hanako, taro, day=DAY, **further):
    """An edition of the list between units that the one prepares and the other publishes."""
    draft = draft_edition(home.pk, "unit", day, by=hanako, at=NOW, **further)
    sha256 = edition_draft_page(draft, by=taro).sha256
    return publish(draft, sha256=sha256, by=taro, at=NOW)
