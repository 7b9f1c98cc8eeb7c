"""The year of an office, from its published list to the next one, in a real browser on one server.

TEIKEI_SHOTS names a folder for pictures of each page, in both languages, wide and narrow.
"""

import os
import re
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.browser.test_desk import PASSWORD
from tests.registry.next_year import ROW

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SEEDS = sorted(Path(os.environ.get("TEIKEI_SHARED", ROOT.parent / "shared"), "seed").glob("*.txt"))
SEED = SEEDS[0] if SEEDS else ROOT / "examples" / "hiroshima-2024-05-01.txt"
SHOTS = os.environ.get("TEIKEI_SHOTS")
TODAY = datetime.now(ZoneInfo("Asia/Tokyo")).date()
NEXT_MAY = date(TODAY.year + ((TODAY.month, TODAY.day) > (5, 1)), 5, 1)
NEW_PARTNER = "北方大学"
MERGED = "総合理工学部"


class Office:
    """One browser, at first with hanako's login; what she sees and does."""

    def __init__(self, page) -> None:
        self.page = page
        self.shots = 0

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def press(self, name: str, *, last: bool = False) -> None:
        button = self.page.get_by_role("button", name=name, exact=True)
        (button.last if last else button.first).click()
        self.page.wait_for_load_state("networkidle")

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state("networkidle")

    def settle(self) -> None:
        """Until the check of what was typed has come back."""
        self.page.evaluate("document.activeElement.blur()")
        self.page.wait_for_timeout(900)
        self.page.wait_for_load_state("networkidle")

    def open(self, name: str) -> None:
        """A section of the desk, by its name in the line of sections."""
        self.page.locator("nav.sections").get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_load_state("networkidle")

    def look(self, name: str, *, again: bool = True) -> None:
        """No page is wider than the screen; pictures where they are wanted. again: the page can be opened anew in English."""
        here = self.page.url
        self.shots += 1
        for language in ("ja", "en") if again and SHOTS else ("ja",):
            if language == "en":
                self.page.goto(here.replace("/desk/", "/en/desk/", 1))
            for width in (1280, 360):
                self.page.set_viewport_size({"width": width, "height": 900})
                assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), (name, language, width)
                if SHOTS:
                    path = str(Path(SHOTS, f"{self.shots:02}-{name}-{language}-{width}.png"))
                    height = self.page.evaluate("Math.min(document.documentElement.scrollHeight, 2000)")
                    self.page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
        self.page.set_viewport_size({"width": 1280, "height": 900})
        if self.page.url != here:
            self.page.goto(here)

    def log_in(self, name: str) -> None:
        if self.page.locator(".log-out button").count():
            self.page.locator(".log-out button").click()
        self.page.goto("/desk/")
        self.page.locator("#id_username").fill(name)
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.locator("main button").click()
        self.page.wait_for_url("**/desk/")


@pytest.fixture
def year(chromium, office):
    """The office on its first day."""
    complaints = []

    @contextmanager
    def opened():
        context = chromium.new_context(base_url=office, viewport={"width": 1280, "height": 900}, accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/desk/")
        yield Office(page)
        context.close()

    with opened() as found:
        yield found
    assert complaints == []


def lines_of(path: Path) -> int:
    return sum(bool(ROW.match(line)) for line in path.read_text(encoding="utf-8").splitlines())


def hand_in(year: Office, path: Path) -> None:
    """Hand a list in and keep it."""
    year.open("事務室")
    year.page.locator("#id_file").set_input_files(path)
    year.press("読み取る")
    year.page.wait_for_url("**/desk/drafts/**")
    year.page.locator(".pairs").wait_for(timeout=60_000)


def keep(year: Office) -> None:
    year.page.locator("nav.tabs").get_by_role("link", name="登録", exact=True).click()
    year.page.wait_for_url("**/keep/")
    year.look("keep")
    if year.page.locator("#id_institution").input_value() == "":
        year.page.locator("#id_institution").fill("広島大学")
    year.page.locator("#id_level").select_option("unit")
    if year.page.locator("input[name=confirmed]").count():
        year.page.locator("input[name=confirmed]").check()


def agreement_at(year: Office, query: str, at: int = 0) -> str:
    """The address of an agreement that the table finds."""
    year.page.goto(f"/desk/agreements/?{query}")
    href = year.page.locator("a.partner").nth(at).get_attribute("href")
    assert href
    return href


def terms(year: Office, address: str, first: date, last: date, renewal: str) -> None:
    """Enter the one confirmed term of an agreement, and how it goes on."""
    year.page.goto(f"{address}terms/")
    year.press("期間を追加")
    year.page.locator("#f-terms-0-valid-from").fill(first.isoformat())
    year.page.locator("#f-terms-0-valid-to").fill(last.isoformat())
    year.page.locator("#f-renewal-kind").select_option(renewal)
    year.settle()
    year.press("保存する", last=True)
    year.page.wait_for_url(f"**{address}")
    assert "保存しました" in year.text()
    assert last.isoformat() in year.text()


def test_the_year_of_an_office(year, tmp_path):  # noqa: PLR0915 (one year, step by step)
    page = year.page
    year.log_in("hanako")
    year.look("today-empty")

    # The published list is read, looked at, and kept.
    hand_in(year, SEED)
    year.look("reading")
    keep(year)
    year.press("この一覧を登録する")
    year.page.wait_for_url("**/desk/drafts/*/")
    year.open("協定")
    rows = int(re.sub(r"\D", "", page.locator(".total strong").inner_text()))
    assert rows == lines_of(SEED)
    year.look("agreements")

    # A row that may stand for several agreements is taken apart.
    page.goto("/desk/agreements/?rolled_up=yes")
    at = next(i for i, units in enumerate(page.locator("td.units").all()) if units.locator("span").count() == 2)
    split = page.locator("a.partner").nth(at).get_attribute("href") or ""
    partner = page.locator("a.partner").nth(at).inner_text()
    page.goto(split)
    year.look("rolled-up")
    year.follow("集約行を分ける")
    year.look("split")
    page.locator("#d1").fill("2018-04-01")
    year.press("この内容に分ける", last=True)
    assert "この行を次の協定に分けました" in year.text()
    year.look("taken-apart")
    page.goto(f"/desk/agreements/?q={partner}")
    assert page.locator("a.partner").count() >= 2

    # A memorandum with places for each direction.
    page.goto(split)
    year.follow("覚書を加える")
    year.look("memorandum")
    page.locator("#f-exchanges-0-places").fill("2")
    page.locator("#f-exchanges-1-places").fill("3")
    year.settle()
    year.press("保存する", last=True)
    table = page.locator("table.exchanges").inner_text()
    assert re.search(r"2\b.*3\b", table, re.S)
    assert "学生交流" in year.text()
    year.look("with-memorandum")

    # A new agreement with a new partner, proposed and approved.
    year.open("機関・部局")
    year.look("institutions")
    year.follow("機関を追加する")
    page.locator("#id_name").fill(NEW_PARTNER)
    page.locator("#id_name_en").fill("Northern University")
    page.locator("#id_territory").fill("MN")
    year.press("追加する")
    assert NEW_PARTNER in page.locator("h1").inner_text()
    year.look("institution")
    year.open("提案")
    year.follow("新しい協定を提案")
    year.look("propose")
    page.locator("#id_title").fill("北方大学との学術交流協定")
    page.locator("#id_partner").fill(NEW_PARTNER)
    page.locator("input[name=units]").first.check()
    page.locator("#id_agreement_title").fill("学術交流協定")
    page.locator("#id_valid_from").fill(TODAY.isoformat())
    page.locator("#id_valid_to").fill((TODAY + timedelta(days=5 * 365)).isoformat())
    year.press("下書きを保存")
    year.press("提案する")
    assert "審議中" in year.text()
    year.look("proposal")
    for step in range(4):
        page.get_by_label("議事録番号").fill(f"26-{step + 1}")
        year.press("決定を記録")
    assert "承認済み" in year.text()
    year.look("approved")
    page.locator("#id_conclude-concluded_on").fill(TODAY.isoformat())
    year.press("協定を登録する")
    assert "締結済み" in year.text()

    # One is renewed, one is let lapse.
    renewed, lapsing = agreement_at(year, "rolled_up=yes&sort=oldest", 5), agreement_at(year, "rolled_up=yes&sort=oldest", 9)
    lapsing_name = page.locator("a.partner").nth(9).inner_text()
    terms(year, renewed, TODAY - timedelta(days=5 * 365 - 20), TODAY + timedelta(days=20), "procedure")
    year.look("terms-entered")
    terms(year, lapsing, TODAY - timedelta(days=5 * 365 - 30), TODAY + timedelta(days=30), "none")
    year.open("期限")
    assert page.locator(".due-list > li").count() == 2
    assert lapsing_name in page.locator(".due-list").inner_text()
    year.look("deadlines")
    page.goto(renewed)
    year.follow("更新する")
    year.look("renew")
    year.settle()
    year.press("更新を登録する", last=True)
    assert "保存しました" in year.text()
    year.look("renewed")
    year.open("期限")
    assert page.locator(".due-list > li").count() == 1  # the renewed one is quiet
    page.locator(".due-list summary").first.click()
    page.locator(".due-list input[name=reason]").first.fill("両大学とも更新を希望しない")
    year.press("そのままにする")
    assert "両大学とも更新を希望しない" in year.text()
    year.look("let-lapse")

    # Two of our units are merged into a new one.
    year.open("機関・部局")
    page.locator("table.institutions a.partner").first.click()  # our own stands first
    tree = [link.inner_text() for link in page.locator(".unit-tree a").all()]
    one, other = tree[0], tree[1]
    year.look("our-institution")
    page.locator(".unit-tree a").first.click()
    year.look("unit")
    year.follow("統合・分割・改組する")
    merged_on = date(NEXT_MAY.year, 4, 1)
    page.locator("#f-on").fill(merged_on.isoformat())
    page.locator("summary", has_text="ともに終了するもの").click()
    year.press("ともに終了するものを追加")
    page.locator("#f-also-0-unit").select_option(label=other)
    page.locator("summary", has_text="新設する部局").click()
    year.press("後継となる部局を新設")
    page.locator("#f-new-0-text").fill(MERGED)
    year.settle()
    year.look("merge", again=False)
    year.press("変更後の内容を表示する", last=True)
    assert f"{merged_on}以降" in year.text()
    assert MERGED in page.locator("table.compare").inner_text()
    year.look("merge-preview", again=False)
    year.press("統合・分割・改組する")
    assert MERGED in year.text()
    year.look("merged")

    # The edition as of next May 1: what differs, and why.
    year.open("版")
    page.locator("#id_as_of").fill(NEXT_MAY.isoformat())
    year.press("公開される内容を見る")
    year.look("differences")
    differences = page.locator("table.differences").inner_text()
    for words in (NEW_PARTNER, lapsing_name, MERGED, "更新", "終了", "新規"):
        assert words in differences, words
    assert f"{one}" in differences
    assert page.get_by_role("button", name=re.compile("行を公開する")).count() == 0  # a second person does it
    draft = page.url
    year.log_in("taro")
    page.goto(draft)
    year.look("to-publish")
    page.get_by_role("button", name=re.compile("行を公開する")).click()
    page.wait_for_load_state("networkidle")
    assert "第2版" in year.text()
    year.look("published")
    year.open("版")
    year.look("editions")
    with page.expect_download() as download:
        page.locator("table.editions td.files a", has_text="TXT").first.click()
    published = tmp_path / "published.txt"
    download.value.save_as(published)
    text = published.read_text(encoding="utf-8-sig")
    assert NEW_PARTNER in text
    assert MERGED in text
    assert lapsing_name not in [line.split("\t")[-3] for line in text.splitlines() if line.count("\t") >= 2]

    # A year on the office receives the newer list: one row renamed, one gone, one new.
    rows = [line for line in text.splitlines() if ROW.match(line) and not (ROW.match(line)["before"] or "").strip()]  # type: ignore[index]
    names = [ROW.match(line)["name"].strip() for line in rows]  # type: ignore[index]
    once = [line for line, name in zip(rows, names, strict=True) if text.count(name) == 1]
    old_name = ROW.match(once[4])["name"].strip()  # type: ignore[index]
    newer = (
        text.replace(old_name, f"新{old_name}")
        .replace(once[7] + "\n", "")
        .replace(once[11], once[11] + "\n\tあたらしい大学\t理学部\t2026.10.01")
    )
    newer = newer.replace(f"{NEXT_MAY.year}年5月1日", f"{NEXT_MAY.year + 1}年5月1日")
    path = tmp_path / "newer.txt"
    path.write_text(newer, encoding="utf-8")
    year.log_in("hanako")
    hand_in(year, path)
    keep(year)
    year.press("この一覧を登録する")
    year.open("版")
    waits = page.locator("table.editions a.waits").first
    assert waits.inner_text() == "3"
    waits.click()
    page.wait_for_load_state("networkidle")
    year.look("aligned")
    for words in (f"新{old_name}", "あたらしい大学", "記載なし"):
        assert words in year.text(), words
    for box in page.locator("table.aligned input[type=checkbox]").all():
        box.check()
    year.press("一覧のとおりに反映する")
    year.look("alignment-preview", again=False)
    page.get_by_role("button", name=re.compile("行を判断する")).click()
    page.wait_for_load_state("networkidle")
    assert "この一覧の行はすべて判断済みです" in year.text()
    year.look("all-decided")
    year.open("事務室")
    year.look("today")
