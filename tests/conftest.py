"""For every test: a TEIKEI_HOME of its own, plain static names; with TEIKEI_NO_SKIP=1 a skipped test is a failure."""

import os
import tempfile
from pathlib import Path

import django
import pytest

# Before Django reads its settings: no test may touch ./var. One directory for each worker of pytest-xdist.
_HOME = tempfile.TemporaryDirectory(prefix="teikei-tests-")
os.environ["TEIKEI_HOME"] = _HOME.name
# Named here and not in pyproject.toml: pytest-django would read the settings before this file.
os.environ["DJANGO_SETTINGS_MODULE"] = "teikei.settings"
os.environ["TEIKEI_LANG"] = "en"
for _name in (
    "TEIKEI_HOSTS",
    "TEIKEI_HTTPS",
    "TEIKEI_DEBUG",
    "TEIKEI_INSTITUTION",
    "TEIKEI_INSTITUTION_EN",
    "TEIKEI_AUTHORITY",
    "TEIKEI_URL",
    "TEIKEI_FRAMED_BY",
    "TEIKEI_COLOUR",
    "TEIKEI_LOGO",
    "TEIKEI_EMAIL_URL",
    "TEIKEI_EMAIL_FROM",
    "TEIKEI_REMIND_HOUR",
):
    os.environ.pop(_name, None)
Path(_HOME.name, "static").mkdir()  # whitenoise warns where it is missing
django.setup()  # before the conftest.py of a directory below imports a model


@pytest.fixture(autouse=True)
def plain_static_names(settings):
    """No test waits for collectstatic."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def _named_failure(report):
    """CI asks for every test: one skipped for a missing part is a failure that says which part."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("TEIKEI_NO_SKIP") == "1":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: TEIKEI_NO_SKIP=1, and this was skipped. {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _named_failure((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _named_failure((yield))
