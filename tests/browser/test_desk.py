"""The desk in a real browser, on a real server: hand in, see, correct, keep, and the public page."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"
PASSWORD = "a long enough password"


@pytest.fixture
def at_desk(chromium, office):
    """A page of a browser in which hanako has logged in. Whatever it reports on its console fails the test."""
    contexts, complaints = [], []

    def at_desk(language="", **properties):
        context = chromium.new_context(base_url=office, **{"viewport": {"width": 1280, "height": 900}, **properties})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{language}/desk/")
        page.locator("#id_username").fill("hanako")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main button").click()
        page.wait_for_url(f"**{language}/desk/")
        return page

    yield at_desk
    for context in contexts:
        context.close()
    assert complaints == []


def file(tmp_path, name: str, day: str) -> Path:
    """The example list with another day, so that each test hands in a document of its own."""
    path = tmp_path / name
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace("2024年5月1日現在", f"{day}現在"), encoding="utf-8")
    return path


WORDS = {
    "": ("読み取る", "修正案を採用する", "対応不要とする", "この指摘を対応不要とする", "この一覧を登録する", "公開画面を開く", "指摘", "登録", "この行を訂正する"),
    "/en": (
        "Hand in and read", "Accept the proposal", "Dismiss", "Dismiss this finding", "Keep this list", "Open the public page", "Findings",
        "Keep", "Correct this entry",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("language", "day"), [("", "2021年5月1日"), ("/en", "2022年5月1日")])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_officer_hands_in_a_list_sees_corrects_and_keeps_it(at_desk, tmp_path, language, day, script):
    hand_in, accept, dismiss, dismiss_now, keep_now, public, findings, keep, correct_now = WORDS[language]
    day = day if script else day.replace("5月", "6月")
    page = at_desk(language, java_script_enabled=script)
    page.locator("#id_file").set_input_files(file(tmp_path, "list.txt", day))
    page.get_by_role("button", name=hand_in).click()
    page.wait_for_url(f"**{language}/desk/drafts/**")
    page.locator(".pairs").wait_for()
    draft = page.url
    # Each value leads to its place in the line, and the line is marked.
    page.locator("#e5 .institution a").click()
    assert page.locator(".cell:target").inner_text() == "スレッシュユ ギャン ビバル大学" or page.locator(".cell:target").count() == 1
    assert page.locator(".twin:has(:target)").count() == 1
    # Findings: a proposal accepted, the serious one dismissed.
    page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{findings}")).last.click()
    page.wait_for_url("**/findings/")
    page.get_by_role("button", name=accept).first.click()
    page.wait_for_url("**#finding-*")
    assert page.locator(".judgment .verdict").count() == 1
    serious = page.locator("article.serious").first
    serious.locator("summary", has_text=dismiss).click()
    serious.get_by_role("button", name=dismiss_now).click()
    expect(page.locator(".judgment .verdict")).to_have_count(2) if script else page.wait_for_url("**#finding-*")
    # One value by hand.
    page.goto(f"{draft}entries/5/")
    page.locator("#f-location").fill("Jaipur")
    page.get_by_role("button", name=correct_now).click()
    page.wait_for_url("**#r*")
    assert page.locator("#e5 .corrected").count() == 1
    # Keep, and the public page.
    page.goto(draft)
    page.get_by_role("link", name=keep, exact=True).click()
    page.wait_for_url("**/keep/")
    assert page.locator("#id_institution").input_value() == "広島大学"
    page.get_by_role("button", name=keep_now).click()
    page.wait_for_url(draft)
    page.get_by_role("link", name=public).click()
    page.wait_for_url(f"**{language}/editions/*/")
    assert page.locator(".list tbody tr").count() > 300
    assert day[:4] in page.locator(".as-of").inner_text()


def test_a_file_that_takes_long_shows_how_far_it_is_and_then_its_reading(at_desk, tmp_path):
    head = "国・地域\t協定機関名\t部局\t締結年月日\n"
    rows = "".join(f"タイ\t第{number}大学\t工学部\t20{number % 24:02}.01.09\n" for number in range(60_000))
    path = tmp_path / "long.txt"
    path.write_text(f"部局間協定一覧\n\n2020年5月1日現在\n\n{head}{rows}", encoding="utf-8")
    page = at_desk()
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="読み取る").click()
    page.wait_for_url("**/desk/drafts/**")
    assert page.locator("#progress").is_visible()
    page.locator(".pairs").wait_for(timeout=120_000)
    assert page.locator(".twin").count() == 100


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("", "2013年5月1日", ("協定の行として加える", "この行は協定の行である", "この行は協定の行ではない", "手作業で加えた協定の行", "協定の行ではないとした行")),
        ("/en", "2014年5月1日", ("This is an entry", "This line is an entry", "This line is no entry", "Entry added by hand", "No entry, a person said")),
    ],
)  # fmt: skip
def test_an_officer_says_which_lines_are_entries(at_desk, tmp_path, language, day, words):
    found, is_one, is_none, added, out = words
    page = at_desk(language)
    path = tmp_path / "small.txt"
    rows = "タイ\tA大学\t理学部\t2012.02.28\n\tB大学\t法学部\t2011.01.01\n欄外　C大学 2010年\n"
    path.write_text(f"部局間協定一覧\n\n{day}現在\n\n国・地域\t協定機関名\t部局\t締結年月日\n{rows}", encoding="utf-8")
    page.locator("#id_file").set_input_files(path)
    page.locator(".hand-in button").click()
    page.wait_for_url("**/desk/drafts/**")
    page.locator(".pairs").wait_for()
    page.locator(".twin", has_text="欄外").get_by_role("link", name=found).click()
    page.wait_for_url("**/lines/8/")
    page.locator("#f-institution").fill("C大学")
    page.locator("#f-concluded_on").fill("2010")
    page.locator("#f-reason").fill("欄外")
    page.get_by_role("button", name=is_one).click()
    page.wait_for_url("**#r8")
    assert added in page.locator("#a8").inner_text()
    page.locator("#e2 a.n").click()
    page.wait_for_url("**/entries/2/")
    page.locator("#f-reason").fill("重複")
    page.get_by_role("button", name=is_none).click()
    page.wait_for_url("**#r7")
    assert out in page.locator("#e2").inner_text()
    if folder := os.environ.get("TEIKEI_LOOK"):  # a picture of the page for whoever wants to see it
        page.screenshot(path=f"{folder}/reading{language.replace('/', '-')}.png", full_page=True)
        for part in ("lines/8/", "entries/1/"):
            page.goto(f"{page.url.split('?')[0]}{part}" if "lines" in part else re.sub(r"lines/.*", part, page.url))
            page.screenshot(path=f"{folder}/{part.split('/')[0]}{language.replace('/', '-')}.png", full_page=True)
