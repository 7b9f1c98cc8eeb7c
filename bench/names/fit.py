"""Fitting the weights: a conditional logit over the candidates of the open labelled names, "none of them" among these.

For each name the probability of candidate i is exp(w·x_i) / (exp(none) + Σ exp(w·x_j)); the weights that make the right
choices of the open part likeliest are found by gradient ascent, drawn a little towards the authored ones (a ridge), so
that a feature which the open part says nothing about keeps the weight that was set by hand. Names with the same record
count together as one, or a partner with many rows would rule.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.names.labelled import Labelled, labelled, traps
from teikei.names.authority import Authority
from teikei.names.match import decide, fitted, rules
from teikei.names.match.features import FEATURES
from teikei.names.match.query import query_of
from teikei.names.vocabulary import vocabulary

WEIGHTS = Path(decide.__file__).resolve().parent.parent / "data" / "weights.toml"
ROUNDS, RATE, RIDGE = 1500, 0.05, 0.02
RIDGE_SURE = 0.5
# Of well-known partners of Japanese universities about so many have no record in the part of ROR at hand (local.tsv: 0.22).
UNRECORDED = 0.25
PRECISION, PRECISION_UNTIDY = 0.99, 0.96  # with the names whose record is taken away; the tidy ones are most
LEAST_SURE, LEAST_SURE_UNTIDY = 0.6, 0.7  # other lists hold what these names do not: hardly anything less sure is worth a wrong id


def fit(path: Path) -> None:
    """Fit the weights on the open names and traps and write them into data/weights.toml."""
    names = [name for name in (*labelled(), *traps()) if name.part == "open"]
    repeated = Counter(name.right or name.institution for name in names)
    choices = []
    with Authority(path) as authority:
        for name in names:
            weighed, right, count = next(_cases(authority, name, repeated))
            rows, chosen = _choices(weighed, right, name.also)
            if rows is not None:
                choices.append((rows, chosen, count))
        start = np.array([*(fitted.weights_of()["weights"][name] for name in FEATURES), -fitted.weights_of()["bounds"]["none"]])
        weights = _choice_weights(choices, start)
        _write("weights", dict(zip(FEATURES, weights, strict=False)))
        _write("bounds", {"none": -weights[-1]})
        _assurance(authority, names, repeated)


def _choice_weights(choices: list[tuple[np.ndarray, list[int], float]], start: np.ndarray) -> np.ndarray:
    # All names at once: candidates that a name does not have are rows of zeros that are never chosen.
    most = max(len(rows) for rows, _, _ in choices)
    rows = np.zeros((len(choices), most, len(start)))
    absent, good = np.full((len(choices), most), -1e9), np.zeros((len(choices), most))
    for place, (own, chosen, _) in enumerate(choices):
        rows[place, : len(own)], absent[place, : len(own)] = own, 0.0
        good[place, chosen] = 1 / len(chosen)
    counts = np.array([count for _, _, count in choices])
    weights, squares = start.copy(), np.ones_like(start) * 1e-8
    for _ in range(ROUNDS):
        strengths = rows @ weights + absent
        shares = np.exp(strengths - strengths.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = RIDGE * (start - weights) + np.einsum("n,nk,nkf->f", counts, good - shares, rows, optimize=True)
        squares = 0.99 * squares + 0.01 * slope**2
        weights += RATE * slope / np.sqrt(squares)
    return weights


def _assurance(authority: Authority, names: list[Labelled], repeated: Counter[str]) -> None:
    """Fit the second model; accept from where left-out probabilities (five folds) of what may stand reach PRECISION."""
    seen, good, counts, stands, tidy, trapping = [], [], [], [], [], []
    for name in names:
        for weighed, wanted, count in _cases(authority, name, repeated) if name.territory else ():
            if not weighed:
                continue
            first = weighed[0].meeting.record.ror
            stands.append(rules.may_stand(weighed, name.territory) and not rules.contested(weighed))
            known = rules.circumstances(weighed)
            tidy.append(rules.tidy(known))
            trapping.append(name.of == "traps" and wanted == name.right)
            seen.append([1.0, *known.values()])
            good.append(float(first == wanted or first in name.also))
            counts.append(count)
    rows, right, weight = np.array(seen), np.array(good), np.array(counts)
    folds = np.random.default_rng(1).integers(0, 5, len(rows))
    left_out = np.zeros(len(rows))
    for fold in range(5):
        left_out[folds == fold] = _sigmoid(
            rows[folds == fold] @ _logistic(rows[folds != fold], right[folds != fold], weight[folds != fold])
        )
    trap, fitting = np.array(trapping), _sigmoid(rows @ _logistic(rows, right, weight))
    for bound, group, wanted in (("accept", np.array(tidy), PRECISION), ("accept_untidy", ~np.array(tidy), PRECISION_UNTIDY)):
        chosen = group & np.array(stands)
        order = np.argsort(-left_out[chosen])
        precision = np.cumsum((right * weight)[chosen][order]) / np.cumsum(weight[chosen][order])
        reached = np.nonzero(precision >= wanted)[0]
        value = float(left_out[chosen][order][reached[-1]]) if len(reached) else 0.99
        fallen = np.maximum(left_out, fitting)[chosen & trap & (right == 0)]
        value = max(value, LEAST_SURE_UNTIDY, *(fallen + 0.005)) if bound == "accept_untidy" else max(value, LEAST_SURE)
        _write("bounds", {bound: value})
        above = chosen & (left_out >= value)
        print(f"{bound}: {above.sum()} of {chosen.sum()} left-out names at {value:.3f}, {right[above].mean():.4f} of them right")
    names_of = ["base", *fitted.weights_of()["assurance"]]
    _write("assurance", dict(zip(dict.fromkeys(names_of), _logistic(rows, right, weight), strict=False)))


def _logistic(rows: np.ndarray, right: np.ndarray, counts: np.ndarray) -> np.ndarray:
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        shares = _sigmoid(rows @ weights)
        slope = rows.T @ (counts * (right - shares)) - RIDGE_SURE * weights
        curve = (rows * (counts * shares * (1 - shares))[:, None]).T @ rows + RIDGE_SURE * np.eye(rows.shape[1])
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-values))


def _cases(authority: Authority, name: Labelled, repeated: Counter[str]) -> Iterator[tuple[list[rules.Weighed], str, float]]:
    """A name's candidates, the id that is right ("" for none), and how much it counts; then once more without its record.

    The authority may lack any institution, and then its neighbours stand first: グラスゴー大学, Glasgow Caledonian University.
    """
    count = repeated[name.right or name.institution] ** -0.5
    weighed = decide.weigh(authority, query_of(name.institution, name.territory), name.territory)[:25]
    yield weighed, name.right, count
    if name.right:
        yield [each for each in weighed if each.meeting.record.ror not in {name.right, *name.also}], "", UNRECORDED * count


def _choices(weighed: list[rules.Weighed], right: str, also: frozenset[str]) -> tuple[np.ndarray | None, list[int]]:
    """The candidates' features, one row each, and the row of none last; which rows are right."""
    good = [place for place, each in enumerate(weighed) if each.meeting.record.ror == right]
    if (right and not good) or (not right and any(each.meeting.record.ror in also for each in weighed)):
        return None, []  # nothing to choose, or two answers that are both good
    rows = [[*each.values, 0.0] for each in weighed]
    # "None" is a row of its own: no feature but the strength of none, as the last weight with its sign turned.
    rows.append([0.0] * len(FEATURES) + [-1.0])
    return np.array(rows), good or [len(rows) - 1]


def _write(table: str, values: dict[str, float]) -> None:
    text = WEIGHTS.read_text(encoding="utf-8")
    head, rest = text.split(f"[{table}]\n", 1)
    body, *tail = rest.split("\n\n", 1)
    for name, value in values.items():
        body = re.sub(rf"^{name} = .*$", f"{name} = {round(float(value), 3)}", body, flags=re.MULTILINE)
    WEIGHTS.write_text("\n\n".join([f"{head}[{table}]\n{body}", *tail]), encoding="utf-8")
    fitted.weights_of.cache_clear()
    fitted.feature_weights.cache_clear()
    vocabulary.cache_clear()
