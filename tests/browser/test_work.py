"""The desk's work around agreements in a real browser: documents, a proposal, deadlines, the survey."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from teikei.registry.models import Agreement
from teikei.registry.operations.attaching import attach
from teikei.registry.operations.concluding import revise
from teikei.registry.operations.proposals import decide, propose, save_draft
from teikei.rules.agreement import Contact, Renewal, SigningCheck, Term
from teikei.rules.approval import Proposal
from tests.browser.test_every_page import WCAG
from tests.people import made_person

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"
ADDRESSES = [
    "documents/", "agreements/{0}/documents/", "agreements/{0}/people/", "agreements/{0}/checks/", "proposals/", "proposals/{1}/",
    "proposals/new/", "proposals/new/?kind=amendment&agreement={0}", "reminders/", "reminders/addresses/", "reminders/calendars/",
    "survey/?as_of=2024-05-01", "yearly/?since=2022-05-01&until=2024-05-01",
]  # fmt: skip


@pytest.fixture
def worked(small_site, settings, tmp_path):
    """An agreement with a term that ends in three weeks, papers, and a proposal on its way; the numbers of both."""
    settings.TEIKEI_HOME = tmp_path
    by, at = made_person("hanako", password=PASSWORD, email="hanako@example.ac.jp"), timezone.now()
    agreement = Agreement.objects.filter(concluded_on__lt="2020-01-01", concluded_on__gt="2015-01-01", precision="day").order_by("pk")[0]
    today = timezone.localdate()
    term = Term(valid_from=agreement.concluded_on, valid_to=today + timedelta(days=21))
    checked = SigningCheck(kind="export-control", result="conditions", checked_on=today, valid_to=today, by="輸出管理室", note="年1回")
    contact = Contact(name="山田 花子", role="担当教員", email="yamada@example.ac.jp")

    def filled(value):
        return replace(value, terms=(term,), renewal=Renewal(kind="procedure"), contacts=(contact,), checks=(checked,))

    revise(agreement.pk, filled, version=None, by=by, at=at)
    attach(agreement.pk, "学生交流に関する覚書。".encode(), "覚書.txt", version=None, by=by, at=at, visibility="public")
    further = Term(valid_from=today + timedelta(days=22))
    number = save_draft(Proposal(kind="renewal", title="5年の更新", agreement=agreement.pk, term=further), by=by, at=at)
    propose(number, version=None, by=by, at=at)
    decide(number, "unit", "approved", on=today, minute="24-12", comment="異議なし", version=None, by=by, at=at)
    return agreement.pk, number


def log_in(page) -> None:
    page.goto("/desk/login/")
    page.locator("input[name=username]").fill("hanako")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/desk/")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
@pytest.mark.parametrize("language", ["", "/en"])
def test_axe_finds_nothing_on_the_pages_of_work_and_nothing_overflows(open_page, worked, language, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed: make dev").Axe()
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    log_in(page)
    for address in ADDRESSES:
        where = f"{language}/desk/{address.format(*worked)}"
        page.goto(where)
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=str(Path(shots, f"{language.strip('/') or 'ja'}-{width}-{ADDRESSES.index(address)}.png")), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, where
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["failureSummary"]) for one in found] == [], where


def test_a_renewal_is_decided_carried_out_and_the_deadline_is_quiet(open_page, worked):
    _, number = worked
    page = open_page()
    log_in(page)
    page.goto("/desk/reminders/")
    assert "あと21日" in page.locator(".due-list").inner_text()
    page.goto(f"/desk/proposals/{number}/")
    for step in ("国際センター", "委員会", "教育研究評議会"):
        assert step in page.locator(".approval [aria-current=step]").inner_text()
        page.get_by_label("議事録番号").fill("24-13")
        page.get_by_role("button", name="決定を記録").click()
        page.wait_for_load_state()
    page.get_by_role("button", name="協定に反映する").click()
    page.wait_for_url("**/proposals/**")
    assert "締結済み" in page.locator("main").inner_text()
    page.goto("/desk/reminders/")
    assert page.locator(".due-list").count() == 0


def test_a_document_is_dropped_on_the_field_without_a_script_and_downloaded(open_page, worked, tmp_path):
    agreement, _ = worked
    page = open_page(java_script_enabled=False, accept_downloads=True)
    log_in(page)
    page.goto(f"/desk/agreements/{agreement}/documents/")
    path = tmp_path / "signed.txt"
    path.write_text("signed", encoding="utf-8")
    page.get_by_label("文書", exact=True).set_input_files(path)
    page.get_by_role("button", name="添付する").click()
    page.wait_for_url("**/documents/")
    with page.expect_download() as download:
        page.get_by_role("link", name="signed.txt").click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == "signed"
