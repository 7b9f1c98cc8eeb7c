"""Every template of the site in every state, both languages, both themes, wide and at 400 %: axe remarks nothing, nothing overflows."""

from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.utils import timezone
from django.utils.translation import override

import teikei
from teikei.pages.errors import server_error
from teikei.registry.operations.matching import find_candidates
from tests.desk.conftest import AtOnce, in_this_process
from tests.people import made_person
from tests.registry.authorities import DELHI, IPB, KASETSART, Authority, install

from .every_case import Answers, addresses, answers, being_made, changed_by_nonsense, filled, of_a_viewer, of_nobody
from .portal_sites import lengthen
from .test_partners import ANSWER

ROOT = Path(teikei.__file__).parent
TEMPLATES = {path.relative_to(folder).as_posix() for folder in ROOT.glob("*/templates") for path in folder.rglob("*.html")}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })).violations
  .map((one) => [one.id, one.nodes[0].target.join(" "), one.nodes[0].failureSummary])"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}  # 320: a window of 1280 at 400 %


@pytest.fixture
def world(small_site, monkeypatch) -> tuple[Client, dict[str, object]]:
    """Somebody who may open everything, and what there is to open."""
    monkeypatch.setattr("teikei.registry.operations.readings.Thread", AtOnce)
    monkeypatch.setattr("teikei.registry.operations.readings.connections", type("None_", (), {"close_all": staticmethod(lambda: None)}))
    monkeypatch.setattr("teikei.registry.operations.readings.read_limited", in_this_process)
    install(monkeypatch, Authority(IPB, KASETSART, DELHI, answers=defaultdict(lambda: ANSWER)))
    find_candidates(by=None, at=timezone.now())
    return filled()


def in_state(state: str, world: tuple[Client, dict[str, object]], language: str) -> Answers:
    """What each address answers when the registry is full, empty, full of names without end, or is asked nonsense."""
    client, named = world
    if state == "full":
        return answers(client, language, addresses(named, acts_each=1 if language else 99), named, posted=True) | being_made(
            client, language
        )
    if state == "long":
        lengthen()
        return answers(client, language, addresses(named), named)
    if state == "error":
        viewer, visitor = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
        viewer.force_login(made_person("viewer", "viewer"))
        with override(language.strip("/") or "ja"):
            broken = server_error(RequestFactory().get(f"{language}/", headers={"host": "localhost"}))
        asked = changed_by_nonsense(client, language, named)
        return {**asked, **of_a_viewer(viewer, language, named), **of_nobody(visitor, language), "500": broken}
    call_command("flush", interactive=False, verbosity=0)
    alone = Client(headers={"host": "localhost"})
    alone.force_login(made_person("hanako"))
    return answers(alone, language, addresses({}), {})


@pytest.mark.browser
@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("state", ["full", "long", "error", "empty"])
def test_axe_finds_nothing_and_nothing_overflows(open_page, world, state, language):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed: make dev").Axe()
    page = open_page(viewport=WIDE, reduced_motion="reduce")
    # What a page asks for by itself is not answered: one that waits would log in instead, on a machine that is slow.
    page.route("**/*", lambda route: route.abort() if route.request.resource_type in ("xhr", "fetch") else route.fallback())
    found = {}
    for address, answer in in_state(state, world, language).items():
        # The answers were made by this process: whatever state it took, the browser shows them at an address of the site.
        page.route("**/shown/", lambda route, _, made=answer: route.fulfill(body=made.content, content_type="text/html; charset=utf-8"))
        page.goto("/shown/")
        page.unroute("**/shown/")
        page.route("**/desk/**", lambda route: route.fulfill(status=204))  # a page that waits for something goes on waiting
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        page.evaluate(axe.axe_script)
        # Each theme at each width in one of the languages; what is not full: in Japanese dark at 400 %, in English light.
        looks = [(WIDE, "dark" if language and state == "full" else "light"), (NARROW, "light" if language else "dark")]
        for size, scheme in looks:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wider = page.evaluate(WIDER)
            once = state != "full" and (size is WIDE) == (language == "")
            remarks = [] if once else page.evaluate(RUN, WCAG)
            if wider or remarks:
                found[address, size["width"], scheme] = (wider, remarks)
        page.set_viewport_size(WIDE)
        page.unroute("**/desk/**")
    assert found == {}


def test_every_template_is_shown_in_some_state(world):
    shown: set[str] = set()

    def noted(template, **_):
        shown.add(template.name)

    template_rendered.connect(noted)
    for state in ("full", "error", "empty"):
        in_state(state, world, "")
    template_rendered.disconnect(noted)
    assert TEMPLATES - shown == set()
