"""Run by test_editors.py in a process of its own: many people edit the same agreements at once, by the forms of the real server.

Arguments: seconds, editors, a seed. Prints one JSON: what was answered, and what the ledger and the tables say afterwards.
"""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teikei.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from lxml import html

from teikei.registry.models import Agreement, Change
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.kept import value_of
from teikei.registry.operations.verify import verify
from tests.desk.agreements import World, kept, made_agreement, made_world
from tests.people import made_person

PASSWORD = "a long enough password"
SHARED, TRIES = 5, 8


@dataclass(frozen=True)
class Success:
    """What somebody was told is stored: a mark that is in it, the act, and agreement → the version that they had looked at."""

    mark: str
    act: str
    seen: dict[int, int]


class Answer(Exception):
    """An answer that no editor should get."""


class Editor(threading.Thread):
    """One person with a browser: reads pages, fills forms, sends them, settles two versions, until the time is over."""

    def __init__(self, number: int, port: int, world: World, own: int, shared: list[int], session: str, until: float, seed: int) -> None:
        super().__init__()
        self.number, self.port, self.world, self.own, self.shared, self.until = number, port, world, own, shared, until
        self.cookies = {settings.SESSION_COOKIE_NAME: session} if session else {}
        self.chance, self.count = random.Random(seed), 0
        self.done: list[Success] = []
        self.faults: list[str] = []
        self.met = Counter()
        self.waited: list[float] = []

    def run(self) -> None:
        acts = (self.revise, self.revise, self.note, self.memorandum, self.record, self.bulk, self.type, self.read)
        try:
            if not self.cookies:
                self.log_in()
            while not self.count or time.monotonic() < self.until:
                self.count += 1
                try:
                    self.chance.choice(acts)(f"e{self.number}-{self.count}")
                except Answer as fault:
                    self.faults.append(str(fault))
        except Exception as fault:  # a thread's own failure is a failure of the test
            self.faults.append(repr(fault))

    def ask(self, path: str, fields: list[tuple[str, str]] | None = None) -> tuple[int, str, html.HtmlElement]:
        """Status, where it leads on to, the page. Answer for what no editor should get."""
        peer, asked_at = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60), time.monotonic()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
        peer.request("GET" if fields is None else "POST", path, None if fields is None else urlencode(fields), headers)
        got = peer.getresponse()
        text = got.read().decode()
        peer.close()
        self.waited.append(time.monotonic() - asked_at)
        for name, value in got.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        self.met[got.status] += 1
        if got.status not in (200, 302, 409):
            raise Answer(f"{got.status} {path}: {text[:500]}")
        return got.status, got.getheader("Location", ""), html.document_fromstring(text or "<p></p>")

    def log_in(self) -> None:
        fields = self.form("/desk/login/", "username")
        if self.ask("/desk/login/", self.filled(fields, username=f"editor{self.number}", password=PASSWORD))[0] != 302:
            raise Answer("not logged in")

    def form(self, path: str, having: str) -> list[tuple[str, str]]:
        """The fields of the page's form that has such a field."""
        return self.fields_of(self.ask(path)[2], having)

    def fields_of(self, page: html.HtmlElement, having: str) -> list[tuple[str, str]]:
        forms = [form for form in page.forms if having in form.fields]
        if not forms:
            raise Answer(f"no form with {having}: {' '.join(page.text_content().split())[:500]}")
        return forms[0].form_values()

    @staticmethod
    def filled(fields: list[tuple[str, str]], **given: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in fields if name not in given] + list(given.items())

    def chosen(self) -> int:
        return self.own if self.chance.random() < 0.3 else self.chance.choice(self.shared)

    def save(self, act: str, mark: str, pk: int, path: str, **given: str) -> None:
        """Send an act's form; where somebody was quicker, look at both versions and keep one's own."""
        fields = self.filled(self.form(path, "version"), for_history=mark, **given)
        for _ in range(TRIES):
            seen = int(dict(fields).get("theirs", dict(fields)["version"]))
            status, goes_to, page = self.ask(path, fields)
            if status == 302:
                if goes_to != f"/desk/agreements/{pk}/":
                    raise Answer(f"{act} led to {goes_to}")
                self.done.append(Success(mark, act, {pk: seen}))
                return
            if status != 409:
                raise Answer(f"{act} was refused: {' '.join(page.text_content().split())[:800]}")
            radios = {radio.get("name"): "mine" for radio in page.xpath("//input[@type='radio']")}
            fields = self.filled(self.fields_of(page, "theirs"), **radios)
        self.met["given up"] += 1

    def revise(self, mark: str) -> None:
        pk = self.chosen()
        self.save("revise", mark, pk, f"/desk/agreements/{pk}/revise/", title=mark)

    def note(self, mark: str) -> None:
        pk = self.chosen()
        self.save("note", mark, pk, f"/desk/agreements/{pk}/note/", text=mark)

    def memorandum(self, mark: str) -> None:
        pk = self.chosen()
        self.save("memorandum", mark, pk, f"/desk/agreements/{pk}/memoranda/new/", title=mark)

    def record(self, mark: str) -> None:
        fields = self.form("/desk/agreements/new/", "concluded_on")
        looked = self.filled(fields, **{"parties[1].institution.find": "Orléans", "find": "parties[1].institution"})
        fields = self.fields_of(self.ask("/desk/agreements/new/", looked)[2], "parties[1].institution")
        given = {"title": mark, "concluded_on": "2020-04-01", "parties[1].institution": str(self.world.orleans)}
        status, goes_to, page = self.ask("/desk/agreements/new/", self.filled(fields, **given))
        if status != 302:
            raise Answer(f"record was refused: {' '.join(page.text_content().split())[:800]}")
        self.done.append(Success(mark, "record", {int(goes_to.rstrip("/").rpartition("/")[2]): 0}))

    def bulk(self, mark: str) -> None:
        ticked = [("agreement", str(pk)) for pk in {self.own, *self.chance.sample(self.shared, 2)}]
        token = [one for one in self.form("/desk/agreements/new/", "version") if one[0] == "csrfmiddlewaretoken"]
        for _ in range(TRIES):
            page = self.ask("/desk/agreements/bulk/", [*token, *ticked, ("edit", "kinds"), ("kinds", mark)])[2]
            fields = self.fields_of(page, "why")
            seen = {int(pk): int(version) for pk, _, version in (value.partition(":") for name, value in fields if name == "row")}
            if self.ask("/desk/agreements/bulk/", self.filled(fields, why=mark, confirmed="1"))[0] == 302:
                self.done.append(Success(mark, "bulk", seen))
                return
        self.met["given up"] += 1

    def type(self, mark: str) -> None:
        """Type into a form, which is checked and kept as a draft, and leave it."""
        pk = self.chosen()
        fields = self.filled(self.form(f"/desk/agreements/{pk}/close/", "version"), note=mark)
        self.ask(f"/desk/agreements/{pk}/close/check/", fields)

    def read(self, _mark: str) -> None:
        self.ask(self.chance.choice(["/desk/", "/desk/agreements/?sort=newest", f"/desk/agreements/{self.chosen()}/", "/"]))


def main(seconds: float, editors: int, seed: int) -> None:
    settings.TEIKEI_HOME.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    world = made_world()
    shared = kept(*[made_agreement(world)] * SHARED)
    own = kept(*[made_agreement(world)] * editors)
    hashed, sessions = make_password(PASSWORD), []
    for number in range(editors):
        person = made_person(f"editor{number}")
        User.objects.filter(pk=person.pk).update(password=hashed)
        person.refresh_from_db()
        client = Client()
        client.force_login(person)
        # Hashing takes a third of a second: one in ten logs in by the form, the others have done so.
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value if number % 10 else "")
    last = Change.objects.latest("position").position
    connection.close()
    with tempfile.TemporaryFile() as log:
        server, port = started(log)
        until = time.monotonic() + seconds
        people = [
            Editor(number, port, world, own[number], shared, sessions[number], until, seed + number) for number in range(editors)
        ]  # fmt: skip
        for person in people:
            person.start()
        for person in people:
            person.join()
        server.terminate()
        server.wait(30)
        log.seek(0)
        said = log.read().decode()
    faults = [fault for person in people for fault in person.faults]
    met = sum((person.met for person in people), Counter())
    done = [success for person in people for success in person.done]
    waited = quantiles((one for person in people for one in person.waited), n=20)
    found = {"vendor": connection.vendor, "faults": faults, "met": met, "log": said[-4000:], "median": waited[9], "p95": waited[18]}
    print(json.dumps(found | told(done, last), ensure_ascii=False))


def started(log: object) -> tuple["subprocess.Popen[bytes]", int]:
    """`teikei-admin serve` on a free port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from teikei.admin import main; main()", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
    for _ in range(600):
        if server.poll() is not None:
            break
        with socket.socket() as trial:
            if not trial.connect_ex(("127.0.0.1", port)):
                return server, port
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def told(done: list[Success], last: int) -> dict[str, object]:
    """What the ledger says of all that editors were told is stored."""
    lines, titles = defaultdict(list), {}
    for line in Change.objects.filter(position__gt=last, kind=AGREEMENTS.name).order_by("position"):
        mark = line.reason or value_of(AGREEMENTS, line.after).title
        lines[mark].append(line)
        titles[line.position] = mark
    by_mark = {success.mark: success for success in done}
    written = {mark: Counter(line.subject for line in found) for mark, found in lines.items()}
    now = {pk: (version, value_of(AGREEMENTS, body)) for pk, version, body in Agreement.objects.values_list("pk", "version", "body")}
    marks_in = {pk: {note.text for note in value.notes} | {one.title for one in value.memoranda} for pk, (_, value) in now.items()}
    versions = defaultdict(list)
    for subject, version in Change.objects.filter(kind=AGREEMENTS.name).order_by("position").values_list("subject", "version"):
        versions[subject].append(version)
    return {
        "successes": Counter(success.act for success in done),
        "not once": [mark for mark, success in by_mark.items() if written.get(mark) != Counter(list(success.seen))],
        "untold": sorted(written.keys() - by_mark.keys()),
        # Each line follows the very version that its writer had looked at.
        "unseen": [mark for mark, success in by_mark.items() for line in lines[mark] if line.version != success.seen.get(line.subject, -1) + 1],
        "lost": [
            mark for mark, success in by_mark.items()
            if success.act in ("note", "memorandum") and any(mark not in marks_in[pk] for pk in success.seen)
        ],
        "gaps": [pk for pk, (version, _) in now.items() if versions[pk] != list(range(1, version + 1))],
        "tampering": [str(one) for one in verify().tampering],
    }  # fmt: skip


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
