"""Search over a registry of many agreements (SEARCH_AGREEMENTS, 20,000; the figures of issue 6 are for 1000000).

DATABASE_URL names a PostgreSQL server (scripts/on_postgresql.py); else SQLite. SEARCH_HOME keeps the registry from one run
to the next. The peer of the ranked search is tantivy over the same texts, in n-grams of two and three characters; that of
the list page a bare Django page of the same fifty rows.
"""

import bisect
import contextlib
import functools
import itertools
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import register

AGREEMENTS = int(os.environ.get("SEARCH_AGREEMENTS", "20000"))
EACH, ROUNDS, REQUESTS = 110, 3, 10
SCANNED = 500


def run() -> Iterator[dict[str, Any]]:
    """Milliseconds of processor time at p50 and p95, recall, requests a second, memory; each as it is known."""
    with registry() as client:
        yield from _start()
        yield from _searches()
        yield from _pages(client)
        yield _recall()
        yield from _bare()


@contextlib.contextmanager
def registry(urls: str = "bench.portal") -> Iterator[Any]:
    """A filled registry behind a test client; SEARCH_HOME keeps it. urls: our addresses and the peer's beside them."""
    kept = os.environ.get("SEARCH_HOME")
    with tempfile.TemporaryDirectory(prefix="teikei-bench-") as made:
        home = kept or made
        os.environ.update(TEIKEI_HOME=home, DJANGO_SETTINGS_MODULE="teikei.settings")
        Path(home, "static").mkdir(parents=True, exist_ok=True)
        import django
        from django.conf import settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        django.setup()
        from django.core.management import call_command
        from django.test import Client

        from teikei.registry.models import Agreement

        call_command("migrate", verbosity=0)
        if not Agreement.objects.exists():
            register.fill(AGREEMENTS)
        settings.ROOT_URLCONF = urls
        yield Client(headers={"host": "localhost"})


def _start() -> list[dict[str, Any]]:
    """The index made from the tables, and from its files where it is large enough to have any."""
    from teikei.registry.queries import index

    rows, before = [], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in ("made", "taken from files"):
        index._held = None
        start = time.process_time()
        found = index.current_index()
        rows.append({"name": f"index of {len(found.columns)} agreements, {name} (or made at once, if small), s of processor time", "ours": round(time.process_time() - start, 2), "peer": None, "ratio": None})  # fmt: skip
    held = sum(array.nbytes for array in _arrays(found))
    rows.append({"name": "arrays of the index, MB", "ours": round(held / 1e6, 1), "peer": None, "ratio": None})
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    rows.append({"name": "memory of the process since before the index, MB", "ours": round(grown / 1024), "peer": None, "ratio": None})
    return rows


def _arrays(index: Any) -> Iterator[Any]:
    from teikei.search.snapshot import _arrays as arrays

    yield from arrays(index).values()


def questions() -> dict[str, list[Any]]:
    """What is asked, by kind: names as printed, parts of them, one and two characters, misspelt, several words, with filters."""
    from teikei.registry.models import NameForm, OrganizationalUnit
    from teikei.registry.queries.search import Terms

    chance = random.Random(7)
    forms = NameForm.objects.order_by("pk").values_list("text", flat=True)
    homes = list(forms.filter(institution__is_home=True))
    japanese = list(forms.filter(institution__is_home=False, language="ja"))
    english = list(forms.filter(institution__is_home=False, language="en"))
    units = list(OrganizationalUnit.objects.order_by("pk").values_list("name", flat=True)[:200])
    every = (*japanese, *english, *units)

    def some(make: Callable[[], str]) -> list[Any]:
        return [Terms(make()) for _ in range(EACH)]

    def part(size: int) -> str:
        name = chance.choice(japanese)
        start = chance.randrange(max(1, len(name) - size + 1))
        return name[start : start + size]

    def misspelt() -> str:
        name = chance.choice((*japanese, *english))
        at = chance.randrange(1, len(name) - 1)
        return name[:at] + chance.choice((name[at + 1 :], name[at] + name[at] + name[at + 1 :], name[at + 1] + name[at] + name[at + 2 :]))

    filters: list[dict[str, Any]] = [{"territory": "CN"}, {"year": 2015}, {"level": "unit"}, {"contents": 1}, {"in_force": "yes"}, {"places": "yes"}, {"kind": "覚書"}, {"language": "en"}, {"territory": "KR", "in_force": "yes", "level": "university"}]  # fmt: skip
    return {
        "whole name": some(lambda: chance.choice(every)),
        "part of a name": some(lambda: part(chance.randint(3, 6))),
        "two characters": some(lambda: part(2)),
        "one character": some(lambda: part(1)),
        "two words": some(lambda: f"{chance.choice(homes)} {part(3)}"),
        "misspelt": some(misspelt),
        "with filters": [Terms(chance.choice(["", part(2), chance.choice(every)]), **chance.choice(filters)) for _ in range(EACH)],
    }


def _searches() -> list[dict[str, Any]]:
    """The page that a reader gets, without its markup: top 20 and all counts. Each question once."""
    from teikei.registry.queries.search import Terms, find

    find(Terms("あ"))
    rows, every = [], []
    for kind, asked in questions().items():
        times = [_timed(lambda terms=terms: find(terms, page_size=20)) for terms in asked]  # type: ignore[misc]
        every += times
        rows.append(_line(f"top 20 with facets: {kind}", times))
    return [_line(f"top 20 with facets: all {len(every)} questions", every), *rows]


def _timed(work: Callable[[], Any]) -> float:
    """Milliseconds of processor time, so that other jobs on the machine do not count."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def _line(name: str, times: Sequence[float], peer: Sequence[float] = ()) -> dict[str, Any]:
    p50, p95 = _percentiles(times)
    line: dict[str, Any] = {"name": f"{name}, ms", "p50": p50, "p95": p95}
    if peer:
        line |= {
            "peer p50": _percentiles(peer)[0],
            "peer p95": _percentiles(peer)[1],
            "ratio of p95": round(p95 / _percentiles(peer)[1], 2),
        }
    return line


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return round(statistics.median(ordered), 2), round(ordered[int(len(ordered) * 0.95)], 2)


def _bare() -> list[dict[str, Any]]:
    """The ranked query alone, against tantivy. One character is left out: the peer's n-grams cannot find it."""
    from teikei.registry.queries.index import current_index
    from teikei.registry.queries.search import _result

    index, asked = current_index(), questions()
    try:
        peer = _Tantivy()
    except ModuleNotFoundError:
        return [{"name": "ranked top 20 alone: tantivy is not installed", "ours": None, "peer": None, "ratio": None}]
    rows, ours, theirs = [], [], []
    for kind in ("whole name", "part of a name", "two characters", "two words"):
        mine = [_timed(lambda terms=terms: _result(index, terms)[0].page("best", 0, 20)) for terms in asked[kind]]  # type: ignore[misc]
        other = [_timed(lambda terms=terms: peer.search([word.text for word in terms.words])) for terms in asked[kind]]  # type: ignore[misc]
        ours += mine
        theirs += other
        rows.append(_line(f"ranked top 20 alone: {kind} (peer: tantivy)", mine, other))
    return [_line(f"ranked top 20 alone: all {len(ours)} (peer: tantivy)", ours, theirs), *rows]


class _Tantivy:
    """All names of an agreement as one text, in n-grams of two and three characters; all of a question's must be there."""

    def __init__(self) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True)
        builder.add_text_field("text", tokenizer_name="pairs", index_option="freq")
        self.schema = builder.build()
        self.folder = tempfile.TemporaryDirectory(prefix="teikei-tantivy-")
        self.index = tantivy.Index(self.schema, path=self.folder.name)
        self.index.register_tokenizer("pairs", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3, False)).build())
        writer = self.index.writer(heap_size=200_000_000, num_threads=1)
        plain = _plain()
        order = np.argsort(plain.agreements, kind="stable")
        numbers, starts = np.unique(plain.agreements[order], return_index=True)
        for number, subjects in zip(numbers.tolist(), np.split(plain.subjects[order], starts[1:]), strict=True):
            text = "\n".join(text for subject in subjects.tolist() for text in plain.texts[subject])
            writer.add_document(tantivy.Document(number=number, text=[text]))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, words: Sequence[str]) -> list[Any]:
        must = self.tantivy.Occur.Must
        grams = {word[at : at + 3] if len(word) > 2 else word for word in words for at in range(max(1, len(word) - 2))}
        asked = [(must, self.tantivy.Query.term_query(self.schema, "text", gram, "freq")) for gram in grams]
        found = self.searcher.search(self.tantivy.Query.boolean_query(asked), 20)
        return [self.searcher.doc(address)["number"][0] for _, address in found.hits]


@dataclass(frozen=True)
class _Plain:
    """Every agreement's folded texts, read from the tables and not by way of the index.

    texts: of each subject (an institution, a unit …, or a title); pairs: which agreement has which subject.
    """

    texts: list[list[str]]
    agreements: Any
    subjects: Any

    @functools.cached_property
    def numbers(self) -> Any:
        """The numbers of all agreements, in order."""
        return np.unique(self.agreements)

    @functools.cached_property
    def _places(self) -> Any:
        return np.searchsorted(self.numbers, self.agreements)

    @functools.cached_property
    def _whole(self) -> tuple[str, list[int], list[int]]:
        """All texts one after the other, where each begins (and all end), and whose each is."""
        owned = [(owner, text) for owner, texts in enumerate(self.texts) for text in texts]
        starts = list(itertools.accumulate((len(text) + 1 for _, text in owned), initial=0))
        return "\n".join(text for _, text in owned), starts, [owner for owner, _ in owned]

    def holding(self, word: str) -> Any:
        """Which agreements (of `numbers`) have a text that holds the word: every text is looked at."""
        whole, starts, owners = self._whole
        held, at = np.zeros(len(self.texts), np.bool_), whole.find(word)
        while at >= 0:
            which = bisect.bisect_right(starts, at) - 1
            held[owners[which]] = True
            at = whole.find(word, starts[which + 1])
        found = np.zeros(len(self.numbers), np.bool_)
        found[self._places[held[self.subjects]]] = True
        return found


def _plain() -> _Plain:
    from teikei.registry.models import Agreement, Party
    from teikei.search.folding import folded

    named = _names()
    number = {key: at for at, key in enumerate(named)}
    texts, pairs = list(named.values()), []
    for pk, region, title in Agreement.objects.order_by().values_list("pk", "region_id", "title").iterator():
        if region:
            pairs.append((pk, number["region", region]))
        if title:
            pairs.append((pk, number.setdefault(("title", title), len(number))))
            if len(number) > len(texts):
                texts.append([folded(title)])
    every = {
        "institution": Party.objects.filter(institution__is_home=False).order_by().values_list("agreement_id", "institution_id"),
        "home": Party.objects.filter(institution__is_home=True).order_by().values_list("agreement_id", "institution_id"),
        "territory": Agreement.territories.through.objects.order_by().values_list("agreement_id", "territory_id"),
        "unit": Party.units.through.objects.order_by().values_list("party__agreement_id", "organizationalunit_id"),
    }
    for kind, found in every.items():
        pairs += [(pk, number["institution" if kind == "home" else kind, subject]) for pk, subject in found.iterator()]
    agreements, subjects = np.array(pairs, np.int32).T
    return _Plain(texts, agreements, subjects)


def _names() -> dict[Any, list[str]]:
    from teikei.registry.models import Institution, NameForm, Region, Territory, UnitName
    from teikei.registry.operations.institution_rows import INSTITUTIONS
    from teikei.registry.operations.kept import value_of
    from teikei.search.folding import folded

    named: dict[Any, list[str]] = {}
    for pk, text in NameForm.objects.values_list("institution_id", "text"):
        named.setdefault(("institution", pk), []).append(folded(text))
    for pk, body in Institution.objects.values_list("pk", "body"):
        if place := value_of(INSTITUTIONS, body).place:
            named["institution", pk].append(folded(place))
    for pk, text in UnitName.objects.values_list("unit_id", "text"):
        named.setdefault(("unit", pk), []).append(folded(text))
    named |= {("territory", code): [folded(ja), folded(en)] for code, ja, en in Territory.objects.values_list("code", "name_ja", "name_en")}
    return named | {("region", pk): [folded(label)] for pk, label in Region.objects.values_list("pk", "label")}


def _recall() -> dict[str, Any]:
    """Whatever holds all words in a full scan of the folded texts must be found."""
    from teikei.registry.queries.index import current_index
    from teikei.registry.queries.search import Terms
    from teikei.search.result import Result

    plain, index = _plain(), current_index()
    texts = dict.fromkeys(terms.text for kind, several in questions().items() if kind != "misspelt" for terms in several if terms.text)
    asked = [Terms(text) for text in texts][:SCANNED]
    missed = found = 0
    for terms in asked:
        result = Result(index, terms, 1, index.matching(terms.words))
        ours = np.zeros(len(plain.numbers), np.bool_)
        ours[np.searchsorted(plain.numbers, index.columns.numbers[result.found.rows])] = True
        scanned = functools.reduce(np.logical_and, (plain.holding(word.text) for word in terms.words))
        missed += int(np.count_nonzero(scanned & ~ours))
        found += int(np.count_nonzero(scanned))
    return {"name": f"recall against a folded full scan, {len(asked)} questions, {found} rows", "ours": (found - missed) / max(1, found), "peer": 1.0, "ratio": None}  # fmt: skip


def _pages(client: Any) -> list[dict[str, Any]]:
    """The list page beside the bare one, in turns; the page 20,000 (or the last) beside the first."""
    deep = min(20_000, max(2, AGREEMENTS // 50 - 1))
    addresses = ("/search/", "/peer/", f"/search/?page={deep}", "/search/?sort=partner", f"/search/?sort=partner&page={deep}")
    times: dict[str, list[float]] = {address: [] for address in addresses}
    for address in addresses:
        for _ in range(3):
            assert client.get(address).content.count(b"<tr>") >= 40, address
    for _ in range(ROUNDS):
        for address, found in times.items():
            found.append(_timed(lambda address=address: [client.get(address) for _ in range(REQUESTS)]) / REQUESTS)  # type: ignore[misc]
    per_second = {address: 1000 / statistics.median(found) for address, found in times.items()}
    ours, bare, far, partner, partner_far = per_second.values()
    return [
        {"name": "list page of 50 rows, requests/s of processor time (peer: bare Django page)", "ours": round(ours, 1), "peer": round(bare, 1), "ratio": round(ours / bare, 2)},
        {"name": f"page {deep}, requests/s (peer: page 1)", "ours": round(far, 1), "peer": round(ours, 1), "ratio": round(far / ours, 2)},
        {"name": f"page {deep} by partner, requests/s (peer: page 1)", "ours": round(partner_far, 1), "peer": round(partner, 1), "ratio": round(partner_far / partner, 2)},
    ]  # fmt: skip


if __name__ == "__main__":
    for row in run():
        sys.stdout.write(f"{row}\n")
