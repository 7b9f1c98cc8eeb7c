import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from teikei.lists.read import read_listing
from teikei.registry.operations.ingest import ingest

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

SERVE = """
import sys
from teikei.admin import main
sys.argv = ["teikei-admin", "serve", "--port", sys.argv[1]]
main()
"""
PERSON = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import UTC, datetime
from teikei.registry.operations.people import create_user
now = datetime.now(UTC)
for name in ("hanako", "taro"):
    create_user(name, email=f"{name}@example.ac.jp", password="a long enough password", at=now)
call_command("appoint", "taro", "publisher", verbosity=0)
"""


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for the session; where it is missing the tests skip and say so."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not on this machine: apt-get install chromium, or `make browser`")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make dev")
    # Playwright's synchronous interface runs a loop in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    """A running server with the example list in its registry; the address it answers at."""
    settings.SOURCES_DIR = tmp_path / "sources"
    received = datetime(2024, 6, 3, 1, 0, tzinfo=UTC)
    ingest(read_listing(EXAMPLE), EXAMPLE.read_bytes(), institution="広島大学", institution_en="Hiroshima University", received_at=received)
    return str(live_server.url)


@pytest.fixture
def small_site(live_server, settings, tmp_path) -> str:
    """The same with every sixth row of the list: each kind of page and more findings, in a sixth of axe's time."""
    settings.SOURCES_DIR = tmp_path / "sources"
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [number for number, line in enumerate(lines) if line.rstrip().endswith(tuple("0123456789")) and "\t" in line]
    dropped = {number for count, number in enumerate(rows) if count % 6 and "機関)" not in lines[number] and number != len(lines) - 1}
    path = tmp_path / "small.txt"
    path.write_text("".join(line for number, line in enumerate(lines) if number not in dropped), encoding="utf-8")
    ingest(read_listing(path), path.read_bytes(), institution="広島大学", received_at=datetime(2024, 6, 3, 1, 0, tzinfo=UTC))
    return str(live_server.url)


@pytest.fixture
def open_page(chromium, live_server):
    """A page of a browser with these properties. Whatever it reports on its console fails the test."""
    contexts, complaints, site = [], [], str(live_server.url)

    def open_page(**properties):
        context = chromium.new_context(base_url=site, **{"viewport": {"width": 1280, "height": 900}, **properties})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        # A browser reports a page that says what is wrong (400, 404; 409: two versions) as if something had not loaded.
        meant = ("error", "warning")
        said = re.compile("status of 4(00|04|09) ")
        page.on("console", lambda one: complaints.append(one.text) if one.type in meant and not said.search(one.text) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(site) else complaints.append(f"asked {request.url}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def office(tmp_path_factory):
    """A server as an office runs it, in an empty TEIKEI_HOME, with an officer, hanako, and a publisher, taro; its address."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ, "TEIKEI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "teikei.settings",
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"), "TEIKEI_INSTITUTION": "広島大学",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", PERSON], env=environment, check=True, cwd=home)
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], env=environment, stdout=subprocess.DEVNULL, cwd=home)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{address}/robots.txt", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)
