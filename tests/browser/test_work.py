"""The desk's work around agreements in a real browser: documents, a proposal, deadlines, the survey."""

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
from tests.people import made_person

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


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
