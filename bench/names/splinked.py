"""Splink as a peer: the probabilistic linkage of Fellegi and Sunter, as its own documentation sets it up.

Two tables are linked: the printed names, and every name of the authority (one row a name). Blocked on the territory. Compared:
the romanised name by Jaro-Winkler at six levels, and the city, exactly, weighed by how frequent it is. The city of a printed
name is the place that stands in it, if one does. u is estimated from random pairs, m from the labelled names of the open part:
expectation maximisation did worse (on the open part precision 0.38 where labels give 0.73, both at a recall of 0.32). Equal match
weights are put in order by the Jaro-Winkler likeness itself, or most of the first five would be a matter of chance.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import splink.comparison_library as comparisons
from rapidfuzz.distance import JaroWinkler
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.names.filed import MOST, Found, Known, romanised
from bench.names.labelled import Labelled
from teikei.names.folding import fold
from teikei.names.places import longest_place

LEVELS = (0.95, 0.9, 0.85, 0.8, 0.7, 0.6)
# Splink puts the table whose name comes first in the alphabet on the left. 50 rows: a record may have several names.
STRONGEST = """
select unique_id_r, unique_id_l, match_weight, jaro_winkler_similarity(name_l, name_r) as likeness
from predicted where source_dataset_l = 'filed'
qualify row_number() over (partition by unique_id_r order by match_weight desc, likeness desc, unique_id_l) <= 50
order by unique_id_r, match_weight desc, likeness desc, unique_id_l
"""
PAIRS = 1_000_000  # random pairs from which u is estimated
SETTINGS = SettingsCreator(
    link_type="link_only",
    blocking_rules_to_generate_predictions=[block_on("territory")],
    comparisons=[
        comparisons.JaroWinklerAtThresholds("name", LEVELS),
        comparisons.ExactMatch("city").configure(term_frequency_adjustments=True),
    ],
)
_STARTS = re.compile(r"(?<![ァ-ヺー])[ァ-ヺ]|(?<![\u3400-\u9fff々])[\u3400-\u9fff]")
_WORDS = re.compile(r"\w+")


def linked(known: Sequence[Known], names: Sequence[Labelled]) -> list[list[Found]]:
    """For each printed name the records of the highest match weight; none for a name without a territory.

    The model is trained on the labelled names; the traps are linked by it afterwards, for they are no sample of any list.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    cities = _cities(known)
    printed = [
        {"unique_id": n, "name": romanised(name.institution), "territory": name.territory or None, "city": city_of(name, cities)}
        for n, name in enumerate(names)
    ]
    filed = [
        {"unique_id": n, "name": romanised(one.text), "territory": one.territory, "city": str(one.city)} for n, one in enumerate(known)
    ]
    snares = [row for row, name in zip(printed, names, strict=True) if name.of == "traps"]
    linker = _linker([row for row, name in zip(printed, names, strict=True) if name.of != "traps"], filed, SETTINGS)
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=1)
    linker.table_management.register_table(_columns(list(_labels(known, names, printed, filed))), "labels")
    linker.training.estimate_m_from_pairwise_labels("labels")  # type: ignore[no-untyped-call]
    rows = _strongest(linker)
    if snares:
        rows += _strongest(_linker(snares, filed, linker.misc.save_model_to_json()))
    answers: list[dict[str, Found]] = [{} for _ in names]
    for n, row, weight, likeness in rows:
        # The likeness parts equal weights and turns round no others: levels lie further apart than a thousandth.
        answers[n].setdefault(known[row].ror, Found(known[row].ror, known[row].text, weight + likeness / 1000))
    return [list(answer.values())[:MOST] for answer in answers]


def _linker(
    printed: Sequence[Mapping[str, object]], filed: Sequence[Mapping[str, object]], settings: SettingsCreator | dict[str, Any]
) -> Linker:
    interface = DuckDBAPI(connection=duckdb.connect().execute("set enable_progress_bar = false"))
    tables = [interface.register(_columns(rows), dataset_display_name=title) for title, rows in (("printed", printed), ("filed", filed))]
    return Linker(tables, settings, log_level=logging.ERROR)


def _strongest(linker: Linker) -> list[tuple[int, int, float, float]]:
    """Printed name, name of the authority, match weight and likeness, the strongest of each printed name first."""
    predicted = linker.inference.predict().as_duckdbpyrelation()
    strongest = predicted.query("predicted", STRONGEST)
    return strongest.fetchall() if strongest else []


def city_of(name: Labelled, cities: Mapping[str, Mapping[str, int]]) -> str | None:
    """The GeoNames id of the city that a printed name names, in kana, Han or Latin letters; None where there is none."""
    for start in (found.start() for found in _STARTS.finditer(name.institution)):
        _, places = longest_place(name.institution[start:], name.territory or None)
        for place in places:
            if place.kind == "city" and place.geonames_id:
                return str(place.geonames_id)
    words = _WORDS.findall(name.institution)
    spans = ("".join(words[start : start + size]) for size in (3, 2, 1) for start in range(len(words) - size + 1))
    return next((str(cities[name.territory][key]) for key in map(fold, spans) if key in cities[name.territory]), None)


def _cities(known: Sequence[Known]) -> defaultdict[str, dict[str, int]]:
    cities: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in known:
        cities[one.territory][fold(one.place)] = one.city
    return cities


def _labels(
    known: Sequence[Known], names: Sequence[Labelled], printed: Sequence[Mapping[str, object]], filed: Sequence[Mapping[str, object]]
) -> Iterator[dict[str, object]]:
    """The right pairs of the open part; of a record's names the one nearest to the printed one."""
    rows: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(known):
        rows[one.ror].append(n)
    for n, name in enumerate(names):
        if name.part == "open" and name.of != "traps" and name.territory and rows.get(name.right):
            nearest = max(rows[name.right], key=lambda row: JaroWinkler.similarity(str(printed[n]["name"]), str(filed[row]["name"])))
            yield {"source_dataset_l": "filed", "unique_id_l": nearest, "source_dataset_r": "printed", "unique_id_r": n}


def _columns(rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    return {column: [row[column] for row in rows] for column in rows[0]}
