"""Every page of the desk over a registry of many agreements (DESK_AGREEMENTS, 50,000): processor time of its thread, queries.

DESK_HOME keeps the registry from one run to the next. `first` is the first view after a start; a page that says that its answer
is being worked out is asked again until it has it (`whole after`, s). Files to take away are no pages, and left out.
"""

import contextlib
import io
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
PARTNERS, UNITS, ROUNDS, ROWS = 5_000, 60, 5, 2_000
# The addresses of the URL map are all asked; these are further ways to ask some of them.
ASKED = {
    "agreements": (
        "?sort=partner", "?q=大学12", "?status=in-force", "?status=assumed", "?status=pending", "?status=ended", "?unit={unit}&sort=newest",
        "?territory=TH&level=unit", "?kind=覚書", "?memorandum=student-exchange", "?expiring={soon}&sort=deadline",
        "?as_of=2010-01-01&status=in-force", "?sort=deadline", "?page=900",
    ),
    "why": ("?action=edition.publish",), "choose_institutions": ("?path=parties[1].institution&parties[1].institution.find=大学12",),
    "institutions": ("?q=大学12",), "document_search": ("?q=協定",), "people": ("",),
}  # fmt: skip
FILES = {"export_agreements", "edition_file", "profile", "document_file"}


def run() -> Iterator[dict[str, Any]]:
    """For each page the median of milliseconds, its first view, and its queries."""
    with registry() as client:
        for name, address in _addresses().items():
            if row := _page(client, address):
                yield {"name": name, **row}


def _addresses() -> dict[str, str]:
    from django.urls import reverse

    from teikei.desk.urls import urlpatterns
    from teikei.registry.models import OrganizationalUnit

    soon = (datetime.now(UTC).date() + timedelta(days=90)).isoformat()
    unit = OrganizationalUnit.objects.latest("pk").pk
    found = {}
    for pattern in urlpatterns:
        known = _arguments(str(pattern.name))
        arguments = {one: known[one] for one in pattern.pattern.converters}
        if pattern.name in FILES | {"log_in"}:
            continue
        address = reverse(f"desk:{pattern.name}", kwargs=arguments)
        for asked in ("", *ASKED.get(str(pattern.name), ())):
            found[f"{pattern.name} {asked}".strip()] = address + asked.format(soon=soon, unit=unit)
    return found


def _arguments(name: str) -> dict[str, Any]:
    """What the numbers in an address may be: those with the most behind them."""
    from django.db.models import Count

    from teikei.registry import models as kept

    agreement = kept.Agreement.objects.filter(memoranda__isnull=False).order_by("-rolled_up", "pk").first()
    partner = kept.Party.objects.filter(institution__is_home=False).values("institution").annotate(n=Count("pk")).order_by("-n")[0]
    unit = kept.Party.units.through.objects.values("organizationalunit").annotate(n=Count("pk")).order_by("-n")[0]
    draft = kept.EditionDraft if name in ("edition_draft", "withdraw_edition") else kept.Draft
    return {
        "agreement_id": agreement.pk, "memorandum": "m1", "partner_id": partner["institution"], "institution_id": partner["institution"],
        "unit_id": unit["organizationalunit"], "draft_id": draft.objects.latest("pk").pk, "n": 1, "position": 9, "form": "csv",
        "edition_id": kept.Edition.objects.latest("pk").pk, "proposal_id": kept.Proposal.objects.latest("pk").pk,
        "sheet_id": kept.SheetDraft.objects.latest("pk").pk, "appointment_id": kept.Appointment.objects.latest("pk").pk,
        "language": "ja", "file_format": "csv", "sha256": "0" * 64, "act_name": "rename" if "_act" in name and "agreement" not in name else "revise",
    }  # fmt: skip


def _page(client: Any, address: str) -> dict[str, Any] | None:
    """None for what takes no GET."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> tuple[float, Any]:
        start = time.thread_time()
        answer = client.get(address)
        return (time.thread_time() - start) * 1000, answer

    first, answer = asked()
    if answer.status_code == 405:
        return None
    begun = waited = time.perf_counter()
    while b'hx-select="#found"' in answer.content:
        time.sleep(0.5)
        answer, waited = client.get(address), time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    number = len(queries)
    median = statistics.median(asked()[0] for _ in range(ROUNDS))
    row = {"status": answer.status_code, "ms": round(median), "first": round(first), "queries": number, "KB": len(answer.content) // 1000}
    return row | ({"whole after, s": round(waited - begun, 1)} if waited > begun else {})


@contextlib.contextmanager
def registry(*, empty: bool = False) -> Iterator[Any]:
    """The filled registry, or one of its own that is empty, and the browser of somebody who has logged in and may see everything."""
    with tempfile.TemporaryDirectory(prefix="teikei-bench-") as made:
        home = made if empty else os.environ.get("DESK_HOME", made)
        os.environ.update(TEIKEI_HOME=home, DJANGO_SETTINGS_MODULE="teikei.settings")
        Path(home, "static").mkdir(parents=True, exist_ok=True)
        import django
        from django.conf import settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        django.setup()
        from django.contrib.auth.models import User
        from django.core.management import call_command
        from django.test import Client

        from teikei.registry.models import Agreement, SheetDraft
        from teikei.registry.operations.appointing import appoint

        call_command("migrate", verbosity=0)
        client = Client(headers={"host": "localhost"})
        person, new = User.objects.get_or_create(username="hanako")
        client.force_login(person)
        for role in ("officer", "publisher", "administrator") if new else ():
            appoint("hanako", role, valid_from=date(2000, 1, 1), by=None, at=datetime.now(UTC))
        if not empty and not Agreement.objects.exists():
            fill(AGREEMENTS)
        if not empty and not SheetDraft.objects.exists():
            work(client)
        yield client


def work(client: Any) -> None:
    """What lies on the desk: two years' lists, a third one being read, an edition in preparation, a proposal, a sheet."""
    from teikei.lists.read import read_content
    from teikei.registry.models import Institution
    from teikei.registry.operations.ingest import ingest

    def text(year: int) -> bytes:
        rows = "".join(
            f"\t第{n}大学{n % 97}\t第{n % UNITS + 1}学部\t{2005 + n % 15}.04.{n % 28 + 1:02}\n" for n in range(year - 2024, ROWS)
        )
        return f"部局間協定一覧\n\n{year}年5月1日現在\n\nアジア\n\n国・地域\t協定機関名\t部局\t締結年月日\nタイ{rows}".encode()

    for year in (2024, 2025):
        ingest(read_content(text(year), "list.txt"), text(year), institution="本学", received_at=datetime.now(UTC))
    home = Institution.objects.get(is_home=True).pk
    sheet = client.get("/desk/agreements/agreements.csv?q=大学12").getvalue()
    sent = (
        ("/desk/", {"file": _file("next.txt", text(2026))}),
        ("/desk/editions/", {"institution": home, "level": "unit", "as_of": "2026-05-01", "correction": ""}),
        ("/desk/proposals/new/", {"title": "提案", "level": "university", "home": home, "partner": "第1大学1", "valid_from": "2026-04-01", "renewal": "none"}),
        ("/desk/agreements/sheets/", {"file": _file("sheet.csv", sheet)}),
    )  # fmt: skip
    for address, fields in sent:
        answer = client.post(address, fields)
        assert answer.status_code == 302, (address, answer.content.decode()[:5000])


def _file(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


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
