"""Fitting the weights: a conditional logit over the candidates of the open labelled names, "none of them" among these.

For each name the probability of candidate i is exp(w·x_i) / (exp(none) + Σ exp(w·x_j)); the weights that make the right
choices of the open part likeliest are found by gradient ascent, drawn a little towards the authored ones (a ridge), so
that a feature which the open part says nothing about keeps the weight that was set by hand. Names with the same record
count together as one, or a partner with many rows would rule.
"""

import re
from collections import Counter
from pathlib import Path

import numpy as np

from bench.names.labelled import Labelled, labelled, traps
from teikei.names.authority import Authority
from teikei.names.match import decide
from teikei.names.match.features import FEATURES
from teikei.names.match.query import query_of

WEIGHTS = Path(decide.__file__).resolve().parent.parent / "data" / "weights.toml"
ROUNDS, RATE, RIDGE = 3000, 0.05, 0.02


def fit(path: Path) -> None:
    """Fit the weights on the open names and traps and write them into data/weights.toml."""
    names = [name for name in (*labelled(), *traps()) if name.part == "open"]
    repeated = Counter(name.right or name.institution for name in names)
    choices = []
    with Authority(path) as authority:
        for name in names:
            rows, chosen = _choices(authority, name)
            if rows is not None:
                choices.append((rows, chosen, repeated[name.right or name.institution] ** -0.5))
    authored = decide.weights_of()
    start = np.array([*(authored["weights"][name] for name in FEATURES), -authored["bench"]["none"]])
    weights, squares = start.copy(), np.ones_like(start) * 1e-8
    for _ in range(ROUNDS):
        slope = RIDGE * (start - weights)
        for rows, chosen, counts in choices:
            strengths = rows @ weights
            shares = np.exp(strengths - strengths.max())
            shares /= shares.sum()
            slope += counts * (rows[chosen].mean(axis=0) - shares @ rows)
        squares = 0.99 * squares + 0.01 * slope**2
        weights += RATE * slope / np.sqrt(squares)
    _write({name: round(float(value), 3) for name, value in zip(FEATURES, weights, strict=False)}, round(float(-weights[-1]), 3))
    decide.weights_of.cache_clear()
    decide.vocabulary.cache_clear()


def _choices(authority: Authority, name: Labelled) -> tuple[np.ndarray | None, list[int]]:
    """The candidates' features, one row each, and the row of none last; which rows are right."""
    weighed = decide.weigh(authority, query_of(name.institution, name.territory), name.territory)[:25]
    good = [place for place, each in enumerate(weighed) if each.meeting.record.ror == name.right]
    if (name.right and not good) or (not name.right and any(each.meeting.record.ror in name.also for each in weighed)):
        return None, []  # nothing to choose, or two answers that are both good
    rows = [[*each.values, 0.0] for each in weighed]
    # "None" is a row of its own: no feature but the strength of none, as the last weight with its sign turned.
    rows.append([0.0] * len(FEATURES) + [-1.0])
    return np.array(rows), good or [len(rows) - 1]


def _write(weights: dict[str, float], none: float) -> None:
    text = WEIGHTS.read_text(encoding="utf-8")
    text = re.sub(r"^none = .*$", f"none = {none}", text, flags=re.MULTILINE)
    for name, value in weights.items():
        text = re.sub(rf"^{name} = .*$", f"{name} = {value}", text, flags=re.MULTILINE)
    WEIGHTS.write_text(text, encoding="utf-8")
