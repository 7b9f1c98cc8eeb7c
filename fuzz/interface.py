"""Everything that the OpenAPI document allows, and much that it does not, asked of a running server by schemathesis.

python -m fuzz.interface [--examples 50] [--role officer …]   all checks, for somebody without a token and for each role
"""

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("anonymous", "viewer", "unit-editor", "officer", "publisher", "auditor", "administrator")
# 414: characters of four bytes make an address longer than the server reads, long before a parameter has too many of them.
# 422 says that a value cannot be kept as things stand (no party has that number): the schema cannot know what is registered.
SETTINGS = """\
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "412", "414", "422", "428"]
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "414", "415", "422", "428"]
missing_required_header.expected-statuses = ["400", "401", "403", "404", "428"]
"""


def made_registry(home: Path) -> dict[str, str]:
    """A registry with the example list and somebody of each role; gives the token of each."""
    os.environ["TEIKEI_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = str(home), "teikei.settings"
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.utils import timezone

    from teikei.registry.operations.appointing import appoint
    from teikei.registry.operations.tokens import make_token

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("ingest", str(ROOT / "examples" / "hiroshima-2024-05-01.txt"), institution="広島大学", verbosity=0)
    tokens = {}
    for role in ROLES[1:]:
        User.objects.create_user(role, "", secrets.token_urlsafe(16))
        appoint(role, role, by=None, at=timezone.now())
        tokens[role] = make_token("fuzz", ["read", "agreements", "partners"], holder=role, by=None, at=timezone.now())
    return tokens


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def served(home: Path, port: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The server, when it answers."""
    boundless = "1000000"  # the most that the settings take
    environment = {**environment, "TEIKEI_API_REQUESTS": boundless, "TEIKEI_API_TOKEN_REQUESTS": boundless, "TEIKEI_HOME": str(home)}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "2", "--log-level", "warning", "teikei.wsgi"]
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    for _ in range(150):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.2)
    server.kill()
    raise TimeoutError("the server did not start")


def asked(port: int, token: str, examples: int, folder: Path) -> int:
    """Run schemathesis for one asker; gives its exit code."""
    (folder / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(folder / "schemathesis.toml"), "run",
        f"http://127.0.0.1:{port}/api/v1/openapi.json", "--checks", "all", "--max-examples", str(examples), "--no-color",
        "--generation-deterministic", "--suppress-health-check", "all", "--request-timeout", "60",
    ]  # fmt: skip
    return subprocess.call([*command, "--header", f"Authorization: Bearer {token}"] if token else command, cwd=folder)


def main() -> int:
    """Ask as everyone; 1 where anybody met a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=50)
    parser.add_argument("--role", choices=ROLES, action="append")
    options = parser.parse_args()
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        tokens, port = made_registry(home), free_port()
        server = served(home, port, os.environ)
        try:
            for role in options.role or ROLES:
                print(f"== {role}", flush=True)
                if asked(port, tokens.get(role, ""), options.examples, home):
                    failed.append(role)
        finally:
            server.terminate()
            server.wait(20)
    print(f"failed: {', '.join(failed) or 'nobody'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
