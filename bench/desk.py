"""Pages of the desk over a registry of many agreements (50,000 unless DESK_AGREEMENTS says otherwise): median time and queries."""

import contextlib
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

AGREEMENTS = int(os.environ.get("DESK_AGREEMENTS", "50000"))
PARTNERS, UNITS, ROUNDS = 5_000, 60, 7
PAGES = {
    "today": "/desk/", "table": "/desk/agreements/", "table, by partner": "/desk/agreements/?sort=partner",
    "table, words": "/desk/agreements/?q=大学12", "table, in force": "/desk/agreements/?status=in-force", "table, assumed": "/desk/agreements/?status=assumed",
    "table, pending": "/desk/agreements/?status=pending", "table, ended": "/desk/agreements/?status=ended",
    "table, one unit": "/desk/agreements/?unit=7&sort=newest", "table, a territory": "/desk/agreements/?territory=TH&level=unit",
    "table, a kind": "/desk/agreements/?kind=覚書", "table, memorandum": "/desk/agreements/?memorandum=student-exchange",
    "table, expiring": "/desk/agreements/?expiring={soon}&sort=deadline", "table, as of 2010": "/desk/agreements/?as_of=2010-01-01&status=in-force",
    "agreement": "/desk/agreements/777/", "revise": "/desk/agreements/777/revise/", "memorandum": "/desk/agreements/777/memoranda/new/",
    "record": "/desk/agreements/new/", "choose": "/desk/choose/institutions/?path=parties[1].institution&parties[1].institution.find=大学12",
    "partners": "/desk/partners/", "table, by deadline": "/desk/agreements/?sort=deadline", "deadlines": "/desk/reminders/",
    "survey": "/desk/survey/", "year": "/desk/yearly/", "institutions": "/desk/institutions/", "proposals": "/desk/proposals/",
}  # fmt: skip


def run() -> list[dict[str, Any]]:
    """The median of some requests of each page, in milliseconds, and its queries."""
    with registry() as client:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        fill(AGREEMENTS)
        rows = []
        for name, address in PAGES.items():
            address = address.replace("{soon}", (datetime.now(UTC).date() + timedelta(days=90)).isoformat())
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200, address
            number, times = len(queries), []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                client.get(address)
                times.append((time.perf_counter() - start) * 1000)
            rows.append({"name": f"desk, {AGREEMENTS} agreements: {name}", "ms": round(statistics.median(times)), "queries": number})
        return rows


@contextlib.contextmanager
def registry() -> Iterator[Any]:
    """A registry of its own without agreements; gives the browser of somebody who has logged in."""
    with tempfile.TemporaryDirectory(prefix="teikei-bench-") as home:
        os.environ.update(TEIKEI_HOME=home, DJANGO_SETTINGS_MODULE="teikei.settings")
        Path(home, "static").mkdir()
        import django
        from django.conf import settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        django.setup()
        from django.contrib.auth.models import User
        from django.core.management import call_command
        from django.test import Client

        from teikei.registry.operations.appointing import appoint

        call_command("migrate", verbosity=0)
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.create_user("hanako", "", None))
        for role in ("officer", "publisher"):
            appoint("hanako", role, valid_from=date(2000, 1, 1), by=None, at=datetime.now(UTC))
        yield client


def fill(number: int, seed: int = 0) -> None:
    """A home institution with its units, partners over the world, and so many agreements of every kind, by the one way of keeping."""
    from teikei.registry.models import Territory
    from teikei.registry.operations.agreement_rows import AGREEMENTS as KIND
    from teikei.registry.operations.institution_rows import INSTITUTIONS
    from teikei.registry.operations.institution_rows import UNITS as UNIT_KIND
    from teikei.registry.operations.kept import add
    from teikei.registry.operations.ledger import Act
    from teikei.rules.institution import Institution, Name, Unit

    chance = random.Random(seed)
    act = Act("record", datetime.now(UTC), program="bench")
    codes = sorted(Territory.objects.values_list("code", flat=True))[::3] + ["TH", "CN", "KR", "TW", "FR", "DE", "US"] * 10
    home = add(INSTITUTIONS, [Institution(names=(Name(text="本学", language="ja"),), is_home=True)], act)[0].pk
    partners = [
        Institution(
            names=(Name(text=f"第{n}大学{n % 97}", language="ja"), Name(text=f"University {n} of {n % 97}", language="en")),
            territories=(chance.choice(codes),),
        )
        for n in range(PARTNERS)
    ]
    others = [row.pk for row in add(INSTITUTIONS, partners, act)]
    units = [
        row.pk
        for row in add(UNIT_KIND, [Unit(institution=home, names=(Name(text=f"第{n}学部"),), position=n) for n in range(1, UNITS + 1)], act)
    ]
    for start in range(0, number, 5_000):
        add(KIND, [_agreement(chance, home, others, units) for _ in range(min(5_000, number - start))], act)


def _agreement(chance: random.Random, home: int, others: list[int], units: list[int]) -> Any:
    from teikei.rules.agreement import Agreement, Closing, Exchange, Memorandum, Party, PartyUnit, Renewal
    from teikei.rules.held import term_from

    day = date(1985, 1, 1) + timedelta(days=chance.randrange(40 * 365))
    partner = chance.choice(others)
    chosen = [PartyUnit(unit=unit) for unit in chance.sample(units, chance.randint(1, 3))]
    years = chance.choice((3, 5, 5, 10))
    terms = [] if chance.random() < 0.3 else [term_from(day, years)]
    while terms and terms[-1].valid_to and terms[-1].valid_to < date(2024, 1, 1) and chance.random() < 0.85:
        terms.append(term_from(terms[-1].valid_to + timedelta(days=1), years))
    renewal = chance.choice(
        (Renewal(), Renewal(kind="none"), Renewal(kind="procedure"), Renewal(kind="automatic", years=years, notice_months=6))
    )
    memoranda = ()
    if chance.random() < 0.4:
        both = tuple(
            Exchange(sending=one, receiving=other, places=chance.randint(1, 5)) for one, other in ((home, partner), (partner, home))
        )
        memoranda = (Memorandum(id="m1", kind=chance.choice(("student-exchange", "double-degree", "staff")), exchanges=both),)
    closing = Closing(closed_on=terms[-1].valid_from + timedelta(days=200), reason="cancelled") if terms and chance.random() < 0.1 else None
    return Agreement(
        level=chance.choice(("unit", "unit", "university")), parties=(Party(institution=home, units=tuple(chosen)), Party(institution=partner)),
        concluded_on=day.isoformat(), kinds=(chance.choice(("学術交流協定", "覚書")),), contents=(1, 2), terms=tuple(terms), renewal=renewal,
        memoranda=memoranda, closing=closing, rolled_up=chance.random() < 0.2,
    )  # fmt: skip


if __name__ == "__main__":
    for row in run():
        sys.stdout.write(f"{row}\n")
