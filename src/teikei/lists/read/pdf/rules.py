"""The rules of a page, put together: pieces of one line joined, lines that touch as the lattice of one table."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from teikei.lists.read.pdf.page import Rule

# Lines so near are one line drawn twice; ends so near touch (points).
_SAME, _TOUCH = 2.0, 3.0
# A drawing of so many lines is a map or a chart.
_MOST_RULES = 20_000


class Lattice(NamedTuple):
    """The lines of one ruled table: where its columns and bands (rows between rules) are bounded, and its rules."""

    xs: list[float]
    ys: list[float]
    level: list[Rule]
    upright: list[Rule]


def lattices(level: Iterable[Rule], upright: Iterable[Rule]) -> tuple[list[Lattice], list[Rule]]:
    """The lattices of tables that have rules between columns, from the top down, and the level rules of no lattice."""
    level, upright = _merged(level), _merged(upright)
    if len(level) + len(upright) > _MOST_RULES:
        return [], []
    found: list[Lattice] = []
    loose: list[Rule] = []
    for levels, uprights in _touching(level, upright):
        lattice = Lattice(
            _distinct([rule.at for rule in uprights] + _ends(levels)),
            _distinct([rule.at for rule in levels] + _ends(uprights)),
            levels,
            uprights,
        )
        if uprights and len(lattice.xs) > 2 and len(lattice.ys) > 1:
            found.append(lattice)
        else:
            loose += levels
    found.sort(key=lambda lattice: lattice.ys[0])
    return found, sorted(loose)


def _ends(rules: list[Rule]) -> list[float]:
    return [min(rule.start for rule in rules), max(rule.end for rule in rules)] if rules else []


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules of one height put together, and their pieces where these touch."""
    merged: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[0].at > _SAME:
            merged += _run_together(group)
            group = []
        group.append(rule)
    return merged + (_run_together(group) if group else [])


def _run_together(group: list[Rule]) -> list[Rule]:
    at = group[len(group) // 2].at
    runs: list[Rule] = []
    for _, start, end in sorted(group, key=lambda rule: rule.start):
        if runs and start - runs[-1].end <= _TOUCH:
            runs[-1] = Rule(at, runs[-1].start, max(end, runs[-1].end))
        else:
            runs.append(Rule(at, start, end))
    return runs


def _touching(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch one another, over however many others."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    heights = [rule.at for rule in level]
    for number, line in enumerate(upright, len(level)):
        first = bisect_left(heights, line.start - _TOUCH)
        for index in range(first, len(level)):
            if heights[index] > line.end + _TOUCH:
                break
            if level[index].start - _TOUCH <= line.at <= level[index].end + _TOUCH:
                parent[root(index)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(level + upright):
        groups.setdefault(root(index), ([], []))[index >= len(level)].append(rule)
    return list(groups.values())


def _distinct(places: list[float]) -> list[float]:
    """The places in order, those that are nearly the same once."""
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > _TOUCH:
            distinct.append(place)
    return distinct
