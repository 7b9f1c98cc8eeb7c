"""The matcher beside what else one would take, in the same run and on the same names: `python -m bench.names peers`.

Each peer gets the active records of the dump, all their names, and the territory; it answers with records and scores, the
best first. Where its best score is under a threshold it abstains. A peer has no threshold of its own, so two are chosen for
it on the open part: the one that makes its precision and recall best together (F1), and the lowest that keeps precision at
0.99 or more. The part kept aside is counted with these. No name of either part is printed.

The names are a sample (`sample`): two of the peers compare each name with all those of its territory.
"""

import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from bench.names.filed import MOST, Found, Known, by_territory, key_of, known_names, romanised
from bench.names.labelled import Labelled, labelled, traps
from bench.names.run import matches, right, scored, share, trapped
from bench.names.splinked import linked
from teikei.names.match import Candidate, Match

PRECISE = 0.99
EVERY = 4  # one of so many open names and traps is in the sample


Peer = Callable[[Sequence[Known], Sequence[Labelled]], list[list[Found]]]


def exact(known: Sequence[Known], names: Sequence[Labelled]) -> list[list[Found]]:
    """The records that carry the printed name. A name that several carry is worth the less, the more they are."""
    keys = _keys(known)
    answers = []
    for name in names:
        met = _once(keys[name.territory].get(key_of(name.institution), []))
        answers.append([Found(one.ror, one.text, 1 / len(met)) for one in met[:MOST]])
    return answers


def longest_prefix(known: Sequence[Known], names: Sequence[Labelled]) -> list[list[Found]]:
    """The records with whose name the printed one begins, the longest first; the score is the share of the name that it covers."""
    keys = _keys(known)
    answers = []
    for name in names:
        key, filed = key_of(name.institution), keys[name.territory]
        met = [
            Found(one.ror, one.text, (length - 1 + 1 / len(filed[key[:length]])) / len(key))
            for length in range(len(key), 1, -1)
            for one in filed.get(key[:length], ())
        ]
        answers.append(_best(met))
    return answers


def wratio(known: Sequence[Known], names: Sequence[Labelled]) -> list[list[Found]]:
    """The romanised names most alike by rapidfuzz's WRatio, among all of the territory."""
    grouped = by_territory(known)
    spelt: dict[str, list[str]] = {}
    answers = []
    for name in names:
        ours = grouped[name.territory]
        choices = spelt.get(name.territory) or spelt.setdefault(name.territory, [romanised(one.text) for one in ours])
        met = process.extract(romanised(name.institution), choices, scorer=fuzz.WRatio, limit=5 * MOST)
        answers.append(_best(Found(ours[place].ror, ours[place].text, score / 100) for _, score, place in met))
    return answers


PEERS: Mapping[str, Peer] = {"exact": exact, "longest prefix": longest_prefix, "rapidfuzz WRatio": wratio, "Splink 5, DuckDB": linked}


def _keys(known: Iterable[Known]) -> defaultdict[str, dict[str, list[Known]]]:
    keys: defaultdict[str, dict[str, list[Known]]] = defaultdict(dict)
    for one in known:
        for territory in (one.territory, ""):
            keys[territory].setdefault(key_of(one.text), []).append(one)
    return keys


def _once(known: Iterable[Known]) -> list[Known]:
    return list({one.ror: one for one in known}.values())


def _best(found: Iterable[Found]) -> list[Found]:
    """Each record once, with its best score, the best first."""
    best: dict[str, Found] = {}
    for one in found:
        if one.ror not in best or one.score > best[one.ror].score:
            best[one.ror] = one
    return sorted(best.values(), key=lambda one: -one.score)[:MOST]


def decided(answer: Sequence[Found], threshold: float) -> Match:
    """A peer's answer in the form of the matcher's: accepted from the threshold on."""
    candidates = tuple(Candidate(one.ror, one.name, one.score, ()) for one in answer)
    if not answer or answer[0].score < threshold:
        return Match("none", "", 0.0, "", candidates)
    return Match("accept", answer[0].ror, answer[0].score, "", candidates)


def thresholds(names: Sequence[Labelled], answers: Sequence[Sequence[Found]]) -> tuple[float, float]:
    """The threshold of the best F1 on these names, and the lowest whose precision is PRECISE; infinite where none is."""
    answered = [(name, answer[0]) for name, answer in zip(names, answers, strict=True) if answer]
    ranked = sorted(((first.score, right(name, first.ror)) for name, first in answered), reverse=True)
    with_record = sum(bool(name.right) for name in names)
    best, together, precise, good = float("inf"), 0.0, float("inf"), 0
    for accepted, (score, is_right) in enumerate(ranked, 1):
        good += is_right
        if accepted < len(ranked) and ranked[accepted][0] == score:
            continue  # a threshold cannot part names of one score
        if 2 * good / (accepted + with_record) > together:
            best, together = score, 2 * good / (accepted + with_record)
        if good / accepted >= PRECISE:
            precise = score
    return best, precise


def sample(names: Iterable[Labelled]) -> list[Labelled]:
    """All names kept aside, and of the others every fourth by a checksum: the draw is the same on every machine."""
    return [name for name in names if name.part == "aside" or zlib.crc32(name.institution.encode()) % EVERY == 0]


def run(path: Path) -> Iterator[str]:
    """What the matcher gives, then each peer as soon as it is done: processor time, figures by part and list, traps."""
    names, snares = sample(labelled()), sample(traps())
    yield f"{len(names)} labelled names, {len(snares)} traps"
    began = time.process_time()
    found = matches(path, [*names, *snares])
    spent = time.process_time() - began
    yield from _told("Teikei", spent, [scored(found[: len(names)])], found[len(names) :])
    known = known_names()
    for title, peer in PEERS.items():
        began = time.process_time()
        answers = peer(known, [*names, *snares])
        spent = time.process_time() - began
        shown = [(name, answer) for name, answer in zip(names, answers, strict=False) if name.part == "open"]
        chosen = thresholds([name for name, _ in shown], [answer for _, answer in shown])
        figures = [scored([(name, decided(answer, least)) for name, answer in zip(names, answers, strict=False)]) for least in chosen]
        caught = [(name, decided(answer, chosen[0])) for name, answer in zip(snares, answers[len(names) :], strict=True)]
        yield from _told(title, spent, figures, caught)


def _told(
    title: str, spent: float, figures: Sequence[Mapping[str, Mapping[str, float]]], caught: Sequence[tuple[Labelled, Match]]
) -> Iterator[str]:
    """The lines of the matcher or of one peer; a peer has figures at both of its thresholds."""
    yield f"{title}: {spent:.0f} s of processor time with what is prepared for these names"
    for group, first in figures[0].items():
        line = f"  {group:13}{first['names']:5} names  {_values(first)}"
        yield line + "".join(f"  | at {PRECISE}: {_values(more[group])}" for more in figures[1:])
    wrong = len(trapped(caught))
    yield f"  traps        {len(caught):5} names  wrong accepts {wrong} ({share(wrong, len(caught)):.3f})"


def _values(figures: Mapping[str, float]) -> str:
    return "  ".join(f"{key} {value:.3f}" for key, value in figures.items() if key != "names")
