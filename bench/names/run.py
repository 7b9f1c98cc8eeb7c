"""How well partners are found: every labelled name through the matcher, by set and part, beside the frozen run."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.names.labelled import ROOT, SHARED, Labelled
from teikei.names.authority import Authority, build
from teikei.names.match import Match, decide, match
from teikei.names.match.rules import Weighed

DUMP = SHARED / "ror" / "v2.9-partial-ror-data.zip"
FROZEN = ROOT / "frozen.json"
SHOWN = 5  # candidates among which the right id should be


@dataclass
class Score:
    """Counts of one set: names, and what became of them."""

    names: int = 0
    with_record: int = 0
    accepted: int = 0
    accepted_right: int = 0
    found: int = 0  # names with a record whose accepted id is right
    among_first: int = 0
    abstained: int = 0  # names without a record that are not accepted

    def add(self, wanted: Labelled, matched: Match) -> None:
        """One name more."""
        good = right(wanted, matched.ror)
        self.names += 1
        self.accepted += matched.decision == "accept"
        self.accepted_right += matched.decision == "accept" and good
        if wanted.right:
            self.with_record += 1
            self.found += matched.decision == "accept" and good
            self.among_first += any(right(wanted, one.ror) for one in matched.candidates[:SHOWN])
        else:
            self.abstained += matched.decision != "accept" or good

    def figures(self) -> dict[str, float]:
        """Precision of what is accepted, recall and share among the first of names with a record, abstention of those without."""
        without = self.names - self.with_record
        return {
            "names": self.names,
            "precision": share(self.accepted_right, self.accepted),
            "recall": share(self.found, self.with_record),
            f"first {SHOWN}": share(self.among_first, self.with_record),
            "abstains": share(self.abstained, without),
        }


def share(part: int, whole: int) -> float:
    """A share to four digits; 1 of nothing."""
    return round(part / whole, 4) if whole else 1.0


def right(wanted: Labelled, ror: str) -> bool:
    """Whether an id is the right one, or one that will do."""
    return bool(ror) and (ror == wanted.right or ror in wanted.also)


def authority_file(folder: Path | None = None) -> Path:
    """The authority of the shared records, built when there is none of these rules."""
    path = (folder or Path(tempfile.gettempdir())) / "teikei-bench.authority"
    try:
        Authority(path).close()
    except Exception:
        build(DUMP, path, smaller=True)
    return path


def matches(path: Path, names: Iterable[Labelled]) -> list[tuple[Labelled, Match]]:
    """Each name with its match."""
    with Authority(path) as authority:
        return [(name, match(authority, name.institution, name.territory)) for name in names]


def taken_away(path: Path, names: Iterable[Labelled]) -> dict[str, int]:
    """Names with a record, asked as if the authority lacked it and all that would do: how many, and how many are accepted all the same.

    An authority may lack any institution, and what is accepted then is a neighbour: グラスゴー大学, Glasgow Caledonian University.
    """
    counts = {"names": 0, "accepted": 0}
    weigh = decide.weigh
    with Authority(path) as authority:
        for name in names:
            if not name.right:
                continue
            gone = {name.right, *name.also}

            def without(*asked: Any, gone: set[str] = gone) -> list[Weighed]:
                return [each for each in weigh(*asked) if each.meeting.record.ror not in gone]

            with patch.object(decide, "weigh", without):
                counts["accepted"] += match(authority, name.institution, name.territory).decision == "accept"
            counts["names"] += 1
    return counts


def scored(found: Sequence[tuple[Labelled, Match]]) -> dict[str, dict[str, float]]:
    """The figures by part and set."""
    scores: dict[str, Score] = {}
    for name, matched in found:
        of = name.of.split("/")[0]
        for group in (f"{name.part} {of}", f"{name.part} all"):
            scores.setdefault(group, Score()).add(name, matched)
    return {group: scores[group].figures() for group in sorted(scores)}


def corrected(found: Iterable[tuple[Labelled, Match]]) -> dict[str, int]:
    """Printed names that a reader calls misread, and corrections proposed: the same, another or an uncalled-for one, none."""
    counts = {"right": 0, "wrong": 0, "missed": 0}
    for name, matched in found:
        if matched.correction:
            counts["right" if matched.correction == name.correction else "wrong"] += 1
        elif name.correction:
            counts["missed"] += 1
    return counts


def trapped(found: Iterable[tuple[Labelled, Match]]) -> list[tuple[Labelled, Match]]:
    """The traps into which the matcher fell: an id accepted that is not the right one."""
    return [(name, matched) for name, matched in found if matched.decision == "accept" and matched.ror != name.right]


def frozen() -> dict[str, dict[str, float]]:
    """The figures of the frozen run, none where there is none yet."""
    return json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.is_file() else {}


def freeze(figures: dict[str, dict[str, float]]) -> None:
    """Keep a run as the one that later runs are shown beside."""
    FROZEN.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
