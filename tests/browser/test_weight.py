"""How heavy public pages are, when their largest part is painted, and whether anything on them moves: by Chromium's own count."""

import pytest

from teikei.registry.models import Agreement, Institution, OrganizationalUnit

from .portal_sites import agree_on_exchanges, identify

pytestmark = pytest.mark.browser
KB = 1024
WITHOUT_MAP, WITH_MAP = 150 * KB, 400 * KB
PAINTED = 1000  # milliseconds
TRIES = 3  # the clock of a machine that does other things: the best of so many counts

OBSERVED = """() => new Promise((resolve) => {
  const seen = { painted: 0, shift: 0 };
  new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.painted = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.shift += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(seen), 300);
})"""


def public_pages() -> dict[str, int]:
    """Every kind of public page, and how much it may weigh."""
    agreement, unit = Agreement.objects.order_by("pk")[11], OrganizationalUnit.objects.get(name="先進理工系科学研究科")
    home, partner = Institution.objects.get(is_home=True), Institution.objects.filter(is_home=False, parties__agreement=agreement).get()
    pages = [
        "/", "/search/", f"/agreements/{agreement.pk}/", f"/institutions/{partner.pk}/", f"/institutions/{home.pk}/", "/territories/CN/",
        f"/units/{unit.pk}/", "/editions/", "/editions/1/", "/editions/1/findings/", "/editions/1/changes/", "/sources/1/", "/students/",
        "/statistics/", "/statistics/development/", "/embed/",
    ]  # fmt: skip
    edition = Agreement.objects.order_by("pk")[0].entries.get().edition
    pages = [
        page.replace("/editions/1/", f"/editions/{edition.pk}/").replace("/sources/1/", f"/sources/{edition.source_id}/") for page in pages
    ]
    return dict.fromkeys(pages, WITHOUT_MAP) | {"/map/": WITH_MAP, "/map/?view=4,1500,700": WITH_MAP}


@pytest.mark.parametrize("width", [360, 1280])
def test_no_public_page_is_heavy_late_or_restless(open_page, site, width):
    identify()
    agree_on_exchanges()
    found = {}
    for address, limit in public_pages().items():
        painted = []
        for _ in range(TRIES):
            page = open_page(viewport={"width": width, "height": 900})
            wire = page.context.new_cdp_session(page)
            wire.send("Network.enable")
            weights: list[int] = []
            wire.on("Network.loadingFinished", lambda event, weights=weights: weights.append(int(event["encodedDataLength"])))
            page.goto(address, wait_until="networkidle")
            seen = page.evaluate(OBSERVED)
            page.context.close()
            painted.append(seen["painted"])
            if painted[-1] <= PAINTED:
                break
        found[address] = {"kb": round(sum(weights) / KB, 1), "painted": round(min(painted)), "shift": seen["shift"]}
        assert sum(weights) <= limit, (address, found[address])
        assert 0 < min(painted) <= PAINTED, (address, found[address])
        assert seen["shift"] == 0, (address, found[address])
    print(found)  # noqa: T201 - pytest -s shows the figures
