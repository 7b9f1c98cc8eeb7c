"""Reading in a child process with limits: whatever becomes of the child, the parent has a listing or a refusal."""

import io
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from teikei.lists.layout import Profile
from teikei.lists.model import Entry, Listing
from teikei.lists.read import limited, read_content
from teikei.lists.read.limited import ReaderFault, read_limited
from teikei.names.bilingual import Refusal

EXAMPLE = Path(__file__).parents[3] / "examples" / "hiroshima-2024-05-01.txt"


@pytest.fixture
def child(monkeypatch, tmp_path):
    """Have the child do something else than reading, after it has set its limits."""
    popen = subprocess.Popen
    started = []

    def child(what: str) -> list[subprocess.Popen]:
        script = f"import sys\nfrom teikei.lists.read import limited\nlimited.limit(int(sys.argv[1]), int(sys.argv[2]))\n{what}\n"

        def start(command, **options):
            made = popen([sys.executable, "-P", "-c", script, *command[-2:]], **options)
            started.append(made)
            return made

        monkeypatch.setattr(limited.subprocess, "Popen", start)
        return started

    return child


def refused(**limits: int) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_limited(b"x", "list.txt", **limits)
    assert caught.value.text.en.startswith("list.txt: ")
    assert caught.value.text.ja.startswith("list.txt: ")
    return caught.value


def test_a_file_reads_as_it_does_without_a_child():
    content = EXAMPLE.read_bytes()
    listing = read_limited(content, EXAMPLE.name)
    assert listing == read_content(content, EXAMPLE.name)
    # Entries of one territory share one heading, on which the registry relies.
    assert len({id(entry.heading) for entry in listing.entries}) == len({id(heading) for heading in listing.headings})


def test_profile_and_known_units_go_with_it():
    content = "国・地域\t協定機関名\t部局\t締結年月日\nタイ\tA大学\tナノ・バイオ・理学部\t2015.01.09\n".encode()
    for known, profile in ((("ナノ・バイオ",), None), ((), Profile(units=("ナノ・バイオ",)))):
        assert read_limited(content, "a.txt", known_units=known, profile=profile).entries[0].units == ("ナノ・バイオ", "理学部")


def test_what_the_reader_refuses_is_refused_in_the_same_words():
    assert "no list of agreements in it" in refused().text.en


def test_a_child_that_takes_too_much_memory_is_refused(child):
    child("try:\n    held = bytearray(2**33)\nexcept MemoryError:\n    sys.stdout.buffer.write(limited._answered('memory', None))")
    refusal = refused(megabytes=256)
    assert "256 MB of memory" in refusal.text.en
    assert "256 MB を超えるメモリー" in refusal.text.ja


def test_a_memory_error_of_the_reader_is_told_as_such(monkeypatch):
    def fail(*_, **__):
        raise MemoryError

    monkeypatch.setattr("teikei.lists.read.read_content", fail)
    assert pickle.loads(limited.answer(b"", "x", None, ())) == ("memory", None)


def test_a_child_that_loops_is_stopped_and_refused(child):
    started = child("while True:\n    pass")
    refusal = refused(seconds=1)
    assert "longer than 1 seconds" in refusal.text.en
    assert "1 秒を超えた" in refusal.text.ja
    assert started[0].returncode == -signal.SIGXCPU


def test_a_child_that_sleeps_is_ended_by_the_clock(child, monkeypatch):
    popen, communicate = subprocess.Popen, subprocess.Popen.communicate
    started = child("import time\ntime.sleep(600)")
    monkeypatch.setattr(popen, "communicate", lambda self, sent, timeout: communicate(self, sent, timeout=timeout / 70))
    assert "longer than 20 seconds" in refused().text.en
    assert started[0].returncode == -signal.SIGKILL


@pytest.mark.parametrize("sign", ["SIGKILL", "SIGSEGV", "SIGABRT"])
def test_a_child_that_a_signal_ends_is_refused(child, sign):
    started = child(f"import os, signal\nos.kill(os.getpid(), signal.{sign})")
    refusal = refused()
    assert f"({sign})" in refusal.text.en
    assert f"（{sign}）" in refusal.text.ja
    assert started[0].poll() is not None


@pytest.mark.parametrize("written", ["b''", "b'nonsense'", "limited._answered('listing', 7)", "b'\\x80\\x05K\\x07.'"])
def test_a_child_that_writes_nonsense_is_refused(child, written):
    child(f"sys.stdout.buffer.write({written})")
    assert refused().text.ja


def test_a_damaged_child_cannot_call_anything_in_its_parent():
    class Evil:
        def __reduce__(self):
            return os.system, ("false",)

    for evil in (
        pickle.dumps(("listing", Evil())),
        b"cteikei.lists.model\nIterator\n.",
        b"\x80\x04\x8c\x12teikei.lists.model\x8c\x12date.fromisoformat\x93.",
    ):
        with pytest.raises(pickle.UnpicklingError):
            limited._Careful(io.BytesIO(evil)).load()


def test_a_fault_of_the_reader_carries_its_trace_for_the_log(monkeypatch, child):
    child("sys.stdout.buffer.write(limited._answered('fault', 'Traceback: here'))")
    refusal = refused()
    assert isinstance(refusal, ReaderFault)
    assert refusal.trace == "Traceback: here"
    assert "Traceback" not in refusal.text.en

    def fail(*_, **__):
        raise RuntimeError("a fault")

    monkeypatch.setattr("teikei.lists.read.read_content", fail)
    outcome, trace = pickle.loads(limited.answer(b"", "x", None, ()))
    assert (outcome, "a fault" in trace) == ("fault", True)


def test_an_entry_without_places_comes_through():
    made = limited._answered("listing", Listing(entries=(Entry(1, "A大学"),)))
    assert limited._made_of(made, 0, "x", 1, 1).entries == (Entry(1, "A大学"),)


def test_the_child_knows_no_setting_and_no_open_file(child, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@db/teikei")
    with (tmp_path / "secret").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        child(
            "import os\nopened = [n for n in os.listdir('/proc/self/fd') if int(n) > 2 and os.path.exists(f'/proc/self/fd/{n}')]\n"
            "sys.stdout.buffer.write(limited._answered('fault', repr((sorted(os.environ), opened))))"
        )
        refusal = refused()
    assert isinstance(refusal, ReaderFault)
    environment, opened = eval(refusal.trace)
    assert "DATABASE_URL" not in environment
    assert "TEIKEI_HOME" not in environment
    assert opened == []
