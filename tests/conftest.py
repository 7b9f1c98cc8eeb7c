"""For every test: a TEIKEI_HOME of its own, plain static names; with TEIKEI_NO_SKIP=1 a skipped test is a failure."""

import os
import tempfile
from pathlib import Path

import pytest

# Before Django reads its settings: no test may touch ./var. One directory for each worker of pytest-xdist.
_HOME = tempfile.TemporaryDirectory(prefix="teikei-tests-")
os.environ["TEIKEI_HOME"] = _HOME.name
os.environ["TEIKEI_LANG"] = "en"
for _name in ("TEIKEI_HOSTS", "TEIKEI_HTTPS", "TEIKEI_DEBUG", "TEIKEI_INSTITUTION", "TEIKEI_INSTITUTION_EN"):
    os.environ.pop(_name, None)
Path(_HOME.name, "static").mkdir()  # whitenoise warns where it is missing


@pytest.fixture(autouse=True)
def plain_static_names(settings):
    """No test waits for collectstatic."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


_skipped: list[str] = []


def pytest_runtest_logreport(report):
    if report.skipped:
        _skipped.append(f"{report.nodeid}: {report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr}")


def pytest_collectreport(report):
    if report.skipped:
        _skipped.append(f"{report.nodeid}: {report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr}")


def pytest_sessionfinish(session, exitstatus):
    if _skipped and os.environ.get("TEIKEI_NO_SKIP") == "1" and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if _skipped and os.environ.get("TEIKEI_NO_SKIP") == "1":
        terminalreporter.section("TEIKEI_NO_SKIP=1: these tests were skipped, so the run fails", red=True)
        for line in _skipped:
            terminalreporter.write_line(line)
