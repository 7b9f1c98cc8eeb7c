"""Every public page asks the database little, however much is kept."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teikei.portal.urls import urlpatterns
from teikei.registry.models import Agreement, Edition, Entry, Institution, OrganizationalUnit, Source
from tests.desk.agreements import kept as keep
from tests.desk.agreements import made_agreement, made_world

MOST = 8
# A file that staff attached, and a calendar of one member of staff: both are files with tests of their own.
NO_PAGE = {"document", "calendar"}
LIST = """部局間協定一覧

2024年5月1日現在

アジア

国・地域\t協定機関名\t部局\t締結年月日
"""


@pytest.mark.parametrize("number", [10, 200])
def test_no_public_page_asks_more_than_eight_questions(client, take_in, number):
    rows = "".join(f"タイ\t第{n}大学\t{('理学部', '工学部')[n % 2]}\t2020.07.{n % 28 + 1:02}\n" for n in range(number))
    take_in(LIST + rows)
    take_in(LIST.replace("2024年", "2025年") + rows + "大韓民国\t高麗大学校\t理学部\t2020.07.15\n", name="next.txt")
    latest = Edition.objects.latest("pk")
    known = {
        "agreement_id": Agreement.objects.earliest("pk").pk, "institution_id": Institution.objects.get(is_home=True).pk,
        "unit_id": OrganizationalUnit.objects.get(name="理学部").pk, "code": "TH", "edition_id": latest.pk, "source_id": Source.objects.latest("pk").pk,
        "file_format": "csv",
    }  # fmt: skip
    assert (Agreement.objects.count(), Entry.objects.count(), latest.as_of) == (number, 2 * number + 1, date(2025, 5, 1))
    client.get("/search/")  # the first search after a write also reads what was written
    asked = {}
    for pattern in urlpatterns:
        if pattern.name in NO_PAGE:
            continue
        address = reverse(f"portal:{pattern.name}", kwargs={one: known[one] for one in pattern.pattern.converters})
        for query in ("", "?q=大学&year=2020&page=2", "?as_of=2024-06-01"):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address + query, follow=True)
                _ = answer.getvalue()
            assert answer.status_code == 200, address + query
            asked[address + query] = len(queries)
    assert len(asked) > 80
    assert "\n".join(f"{address} {found}" for address, found in asked.items() if found > MOST) == ""


def test_a_partner_with_more_agreements_than_its_page_shows_needs_no_more(client, db) -> None:
    world = made_world()
    keep(*(made_agreement(world) for _ in range(201)))
    client.get("/search/")
    for address in (f"/institutions/{world.chiang_mai}/", f"/institutions/{world.home}/", "/territories/TH/", f"/units/{world.science}/"):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        assert (len(queries) <= MOST, "201" in page, page.count("<tr>") >= 200) == (True, True, True), address
