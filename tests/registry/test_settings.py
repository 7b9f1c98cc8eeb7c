"""The settings…"""

import importlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from teikei import settings as settings_module
from teikei.registry import secret
from teikei.registry.queries import index
from teikei.registry.secret import secret_key


def settings_of(tmp_path, **environment: str):
    """What a fresh process with that environment takes for its settings."""
    show = """
import json
from teikei import settings as s
names = (
    "DEBUG", "ALLOWED_HOSTS", "DATABASES", "SECURE_CONTENT_TYPE_NOSNIFF", "CONTENT_SECURITY_POLICY", "INSTALLED_APPS",
    "TEIKEI_INSTITUTION", "TEIKEI_REMIND_HOUR",
)
print(json.dumps({name: getattr(s, name) for name in names} | {"https": getattr(s, "SECURE_SSL_REDIRECT", False)}, default=str))
"""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", show],
        env={**kept, "TEIKEI_HOME": str(tmp_path / "home"), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_are_safe_and_local_without_any_environment(tmp_path):
    found = settings_of(tmp_path)
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["default-src"] == ["'none'"]
    assert found["https"] is False
    assert "django.contrib.admin" not in found["INSTALLED_APPS"]
    database = found["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "home" / "teikei.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not Path(tmp_path / "home").exists()


def test_follow_the_environment(tmp_path):
    found = settings_of(
        tmp_path, TEIKEI_HOSTS="registry.example.ac.jp, ,other", TEIKEI_HTTPS="1", TEIKEI_DEBUG="1", TEIKEI_INSTITUTION="広島大学",
        DATABASE_URL="postgres://teikei@db/teikei",
    )  # fmt: skip
    assert found["DEBUG"] is True
    assert found["https"] is True
    assert found["ALLOWED_HOSTS"][3:] == ["registry.example.ac.jp", "other"]
    assert found["TEIKEI_INSTITUTION"] == "広島大学"
    assert (found["DATABASES"]["default"]["HOST"], found["DATABASES"]["default"]["OPTIONS"]) == ("db", {"pool": True})


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("TEIKEI_REMIND_HOUR", "24", "TEIKEI_REMIND_HOUR: '24' is not a whole number from 0 to 23."),
        ("TEIKEI_UPLOAD_MB", "0", "TEIKEI_UPLOAD_MB: '0' is not a whole number from 1 to 1000000000."),
        ("TEIKEI_READING_MB", "1 GB", "TEIKEI_READING_MB: '1 GB' is not"),
        ("TEIKEI_HTTPS", "true", "TEIKEI_HTTPS: 'true' is neither 1 nor 0."),
    ],
)
def test_refuse_what_they_cannot_mean(tmp_path, name, text, said):
    with pytest.raises(subprocess.CalledProcessError) as refused:
        settings_of(tmp_path, **{name: text})
    assert said in refused.value.stderr


def test_take_midnight_for_an_hour(tmp_path):
    assert settings_of(tmp_path, TEIKEI_REMIND_HOUR="0")["TEIKEI_REMIND_HOUR"] == 0


@pytest.mark.parametrize(
    ("url", "name", "options"),
    [
        ("sqlite:////srv/other.sqlite3", "/srv/other.sqlite3", {"transaction_mode": "IMMEDIATE", "timeout": 20}),
        ("postgres://teikei@db/registry?sslmode=require", "registry", {"pool": True, "sslmode": "require"}),
        ("mysql://teikei@db/registry", "registry", {}),
    ],
)
def test_give_each_kind_of_database_its_options(monkeypatch, url, name, options):
    monkeypatch.setenv("DATABASE_URL", url)
    database = settings_module._database()
    found = {key: value for key, value in database.get("OPTIONS", {}).items() if key != "init_command"}
    assert (database["NAME"], found) == (name, options)


def test_keep_the_secret_key_to_its_owner(tmp_path):
    key = secret_key(tmp_path / "home")
    assert len(key) >= 50
    assert secret_key(tmp_path / "home") == key
    assert stat.S_IMODE((tmp_path / "home" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret-key"]


def test_take_the_key_of_a_process_that_was_first(tmp_path, monkeypatch):
    def late(_draft, path):
        path.write_text("the other's key")
        raise FileExistsError

    monkeypatch.setattr(secret.os, "link", late)
    assert secret_key(tmp_path) == "the other's key"
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_send_strict_headers_with_every_page(client):
    headers = client.get("/no-such-page/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("DENY", "nosniff", "same-origin")


def test_load_in_a_server_that_takes_the_index_ahead(monkeypatch):
    taken = []
    monkeypatch.setattr(index, "load_ahead", lambda: taken.append("index"))
    monkeypatch.delitem(sys.modules, "teikei.wsgi", raising=False)
    assert callable(importlib.import_module("teikei.wsgi").application)
    assert taken == ["index"]
