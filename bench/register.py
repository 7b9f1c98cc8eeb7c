"""A registry of many agreements of 800 universities, for benches: realistic names and skew, the same for the same number.

Institutions and units come by the one way of keeping; agreements are written straight to the tables, as their values would
derive them, without lines in the ledger: a million in some minutes.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import accumulate, islice
from typing import Any

import msgspec

HOMES, PARTNERS, UNITS = 800, 12_000, 18
_AT_ONCE = 20_000
_PREFECTURES = [
    "北海道",
    "青森",
    "岩手",
    "宮城",
    "秋田",
    "山形",
    "福島",
    "茨城",
    "栃木",
    "群馬",
    "埼玉",
    "千葉",
    "東京",
    "神奈川",
    "新潟",
    "富山",
    "石川",
    "福井",
    "山梨",
    "長野",
    "岐阜",
    "静岡",
    "愛知",
    "三重",
    "滋賀",
    "京都",
    "大阪",
    "兵庫",
    "奈良",
    "和歌山",
    "鳥取",
    "島根",
    "岡山",
    "広島",
    "山口",
    "徳島",
    "香川",
    "愛媛",
    "高知",
    "福岡",
    "佐賀",
    "長崎",
    "熊本",
    "大分",
    "宮崎",
    "鹿児島",
    "沖縄",
    "名古屋",
    "横浜",
    "神戸",
    "札幌",
    "仙台",
    "金沢",
    "筑波",
    "北九州",
]
_KINDS = [
    "大学",
    "工業大学",
    "医科大学",
    "教育大学",
    "県立大学",
    "女子大学",
    "国際大学",
    "外国語大学",
    "芸術大学",
    "薬科大学",
    "農業大学",
    "経済大学",
    "商科大学",
    "福祉大学",
    "学院大学",
    "科学技術大学",
]
_FACULTIES = [
    "文学部",
    "教育学部",
    "法学部",
    "経済学部",
    "理学部",
    "医学部",
    "歯学部",
    "薬学部",
    "工学部",
    "農学部",
    "国際学部",
    "情報学部",
    "看護学部",
    "芸術学部",
    "大学院人文社会科学研究科",
    "大学院理工学研究科",
    "大学院医学系研究科",
    "大学院農学研究科",
    "大学院国際協力研究科",
    "総合研究所",
    "附属病院",
    "国際センター",
]
_PARTNER_KINDS = (
    ("大学", "University of {}", "Universität {}"), ("大学", "{} University", "Universidad de {}"), ("工科大学", "{} Institute of Technology", "Universitas Teknologi {}"),
    ("医科大学", "{} Medical University", "Université de médecine de {}"), ("国立大学", "{} National University", "Universitas Negeri {}"), ("農業大学", "{} Agricultural University", ""),
    ("師範大学", "{} Normal University", ""), ("教育大学", "{} University of Education", ""), ("科学研究所", "{} Research Institute", ""),
)  # fmt: skip
_TERRITORIES = dict(
    zip(
        [
            "CN",
            "US",
            "KR",
            "TW",
            "TH",
            "VN",
            "ID",
            "FR",
            "DE",
            "GB",
            "AU",
            "MY",
            "IN",
            "IT",
            "RU",
            "ES",
            "CA",
            "PH",
            "MN",
            "NL",
            "PL",
            "BR",
            "SE",
            "MX",
            "HU",
            "TR",
            "KZ",
            "CZ",
        ],
        range(60, 2, -2),
        strict=False,
    )
)
_REGIONS = {
    "アジア": "CN KR TW TH VN ID MY IN PH MN",
    "ヨーロッパ": "FR DE GB IT ES NL PL SE HU CZ TR",
    "北アメリカ": "US CA MX",
    "NIS諸国": "RU KZ",
    "オセアニア": "AU",
}
_TITLES = (
    "学術交流協定",
    "学術交流に関する協定書",
    "Memorandum of Understanding",
    "Agreement on Academic Exchange",
    "学生交流に関する覚書",
    "General Exchange Agreement",
)
_DEGREES = ("student-exchange", "student-exchange", "double-degree", "staff", "research", "credit-transfer")


@dataclass(frozen=True, slots=True)
class _Partner:
    pk: int
    japanese: str
    english: str
    territory: str


def fill(number: int, *, seed: int = 0) -> None:
    """Fill an empty registry with so many agreements."""
    from django.utils.timezone import localdate

    from teikei.names.folding import fold
    from teikei.registry.models import Region
    from teikei.registry.operations.institution_rows import INSTITUTIONS
    from teikei.registry.operations.institution_rows import UNITS as UNIT_KIND
    from teikei.registry.operations.kept import add
    from teikei.registry.operations.ledger import Act
    from teikei.registry.operations.territories import ensure_territories
    from teikei.rules.institution import Institution, Name, Unit

    chance = random.Random(seed)
    act = Act("record", datetime.now(UTC), program="bench")
    ensure_territories()
    homes = list(islice(_home_names(chance), HOMES))
    partners = list(islice(_partner_names(chance), PARTNERS))
    kept = add(
        INSTITUTIONS, [Institution(names=(Name(text=name, language="ja"),), territories=("JP",), is_home=True) for name in homes], act
    )
    faculties = [
        Unit(institution=home.pk, names=(Name(text=name, language="ja"),), position=at)
        for home in kept
        for at, name in enumerate(chance.sample(_FACULTIES, UNITS), 1)
    ]
    units: dict[int, list[int]] = {}
    for row in add(UNIT_KIND, faculties, act):
        units.setdefault(row.institution_id, []).append(row.pk)
    values = [
        Institution(
            names=(Name(text=ja, language="ja"), Name(text=en, language="en"), *((Name(text=local),) if local else ()), *((Name(text=short, kind="acronym"),) if short else ())),
            territories=(code,), place=city,
        )
        for ja, en, local, short, code, city in partners
    ]  # fmt: skip
    rows = add(INSTITUTIONS, values, act)
    others = [_Partner(row.pk, ja, en, code) for row, (ja, en, _, _, code, _) in zip(rows, partners, strict=True)]
    regions = {
        code: region.pk
        for position, (label, codes) in enumerate(_REGIONS.items())
        for region in [Region.objects.create(institution=kept[0], label=label, position=position)]
        for code in codes.split()
    }
    writer = _Writer([(row.pk, row.printed, units[row.pk]) for row in kept], others, regions, chance, localdate(), fold)
    writer.agreements(number)


def _home_names(chance: random.Random) -> Iterator[str]:
    pairs = [place + kind for kind in _KINDS for place in _PREFECTURES]
    chance.shuffle(pairs)
    yield from sorted(pairs[: HOMES + 40], key=len)


def _partner_names(chance: random.Random) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Name in Japanese, in English, of its own language, acronym, territory, city. Large countries have more."""
    cities: dict[str, list[tuple[str, str]]] = {code: [] for code in _TERRITORIES}
    for line in files("teikei.names").joinpath("data/places.tsv").read_text(encoding="utf-8").splitlines():
        keys, kind, code, *_, latin = [*line.split("\t"), "", ""][:5] if line[0] != "#" else ["", "", "", "", ""]
        key = next((one for one in keys.split("|") if re.fullmatch("[ぁ-ゖ]{2,12}", one)), "")
        if kind in "sc" and kind and code in cities and key:
            cities[code].append(("".join(chr(ord(char) + 0x60) for char in key), latin.split("|")[0]))
    cities = {code: found for code, found in cities.items() if found}
    weights = list(accumulate(_TERRITORIES[code] for code in cities))
    seen = set()
    while True:
        code = chance.choices(list(cities), cum_weights=weights)[0]
        kana, latin = chance.choice(cities[code])
        kind, english, local = chance.choice(_PARTNER_KINDS)
        extra = chance.choice(("", "", "", "第二", "東", "西", "新"))
        name = extra + kana + kind
        if (name, code) in seen:
            continue
        seen.add((name, code))
        written = english.format({"第二": "Second ", "東": "East ", "西": "West ", "新": "New "}.get(extra, "") + latin)
        short = "".join(word[0] for word in written.split() if word[0].isupper()) if chance.random() < 0.4 else ""
        yield name, written, local.format(latin) if local and not extra else "", short, code, latin


class _Writer:
    """Rows of agreements and of what hangs on them, some thousand at a time."""

    def __init__(self, homes: Sequence[tuple[int, str, list[int]]], partners: Sequence[_Partner], regions: dict[str, int], chance: random.Random, today: date, fold: Any) -> None:  # fmt: skip
        self.homes, self.partners, self.regions, self.chance, self.today, self.fold = homes, partners, regions, chance, today, fold
        # The largest university has a hundred times as many as the smallest, the favourite partner some thousand.
        self.home_weights = list(accumulate(1 / (at + 8) for at in range(len(homes))))
        self.partner_weights = list(accumulate(1 / (at + 30) ** 0.8 for at in range(len(partners))))
        self.keys = {one.pk: (fold(f"{one.japanese}"), fold(one.english)) for one in partners}
        self.memorandum = 0

    def agreements(self, number: int) -> None:
        from django.core.management.color import no_style
        from django.db import connection, transaction

        from teikei.registry import models as kept

        tables = {
            kept.Agreement: "id body version level title concluded_on precision valid_to closed_on afterwards rolled_up region_id key sort_key",
            kept.Party: "id agreement_id institution_id position", kept.Party.units.through: "party_id organizationalunit_id",
            kept.Agreement.territories.through: "agreement_id territory_id", kept.AgreementKind: "agreement_id kind",
            kept.Span: "agreement_id valid_from valid_to basis", kept.Memorandum: "agreement_id local kind title", kept.Deadline: "agreement_id kind due_on",
        }  # fmt: skip
        for start in range(1, number + 1, _AT_ONCE):
            rows: dict[Any, list[tuple[Any, ...]]] = {table: [] for table in tables}
            for pk in range(start, min(number, start + _AT_ONCE - 1) + 1):
                self._agreement(pk, rows, kept)
            with transaction.atomic():
                for table, columns in tables.items():
                    _insert(connection, table._meta.db_table, columns.split(), rows[table])
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [kept.Agreement, kept.Party]):
                cursor.execute(statement)
            cursor.execute("ANALYZE")

    def _agreement(self, pk: int, rows: dict[Any, list[tuple[Any, ...]]], kept: Any) -> None:
        from teikei.registry.operations.agreement_rows import AGREEMENTS, AHEAD, BEHIND, afterwards, end_words
        from teikei.registry.operations.kept import value_of
        from teikei.rules.held import spans
        from teikei.rules.reminders import undecided

        chance = self.chance
        home, home_name, units = self.homes[chance.choices(range(len(self.homes)), cum_weights=self.home_weights)[0]]
        partner = self.partners[chance.choices(range(len(self.partners)), cum_weights=self.partner_weights)[0]]
        # More are concluded each year than in the year before.
        day = self.today - timedelta(days=int(chance.triangular(0, 40 * 365, 0)))
        level = "university" if chance.random() < 0.35 else "unit"
        chosen = [] if level == "university" else chance.sample(units, chance.choices((1, 2, 3), (6, 3, 1))[0])
        draw = chance.random()
        title = (
            ""
            if draw < 0.4
            else chance.choice(_TITLES)
            if draw < 0.7
            else f"{home_name}と{partner.japanese}との{chance.choice(_TITLES[:2])}"
        )
        kind = chance.choices(("学術交流協定", "覚書", "学生交流協定", "MOU"), (6, 2, 2, 1))[0]
        contents = tuple(sorted(chance.sample(range(1, 11), chance.choices((1, 2, 3, 4), (3, 4, 2, 1))[0], counts=None)))
        terms, automatic = self._terms(day)
        memoranda = self._memoranda(home, partner.pk)
        body = {
            "level": level, "concluded_on": day.isoformat(), "title": title, "kinds": (kind,), "contents": contents, "terms": terms,
            "parties": [{"institution": home, "units": [{"unit": unit} for unit in chosen]}, {"institution": partner.pk}], "memoranda": memoranda,
            "renewal": {"kind": "automatic", "years": 5} if automatic else {"kind": chance.choice(("none", "unknown")) if terms else "unknown"},
        }  # fmt: skip
        text = msgspec.json.encode(body).decode()
        value = value_of(AGREEMENTS, text)
        key = "\n".join((*self.keys[partner.pk], *(self.fold(title),)))
        rows[kept.Agreement].append((pk, text, 1, level, title, day, "day", end_words(value), None, afterwards(value), False, self.regions.get(partner.territory), key, self.keys[partner.pk][0]))  # fmt: skip
        rows[kept.Party] += [(2 * pk, pk, home, 1), (2 * pk + 1, pk, partner.pk, 2)]
        rows[kept.Party.units.through] += [(2 * pk, unit) for unit in chosen]
        rows[kept.Agreement.territories.through].append((pk, partner.territory))
        rows[kept.AgreementKind].append((pk, kind))
        rows[kept.Span] += [(pk, span.valid_from, span.valid_to, span.basis) for span in spans(value)]
        rows[kept.Deadline] += [(pk, about, due_on) for about, due_on in undecided(value, self.today - BEHIND, self.today + AHEAD)]
        rows[kept.Memorandum] += [(pk, one["id"], one["kind"], "") for one in memoranda]

    def _terms(self, day: date) -> tuple[list[dict[str, Any]], bool]:
        """The terms on record, and whether the last is renewed by itself. A quarter says nothing of its end."""
        draw, end = self.chance.random(), day + timedelta(days=5 * 365)
        if draw < 0.25:
            return [], False
        terms = [{"valid_from": day.isoformat(), "valid_to": end.isoformat()}]
        while draw >= 0.6 and end < self.today and self.chance.random() < 0.8:
            first, end = end + timedelta(days=1), end + timedelta(days=5 * 365)
            terms.append({"valid_from": first.isoformat(), "valid_to": end.isoformat()})
        return terms, draw < 0.6

    def _memoranda(self, home: int, partner: int) -> list[dict[str, Any]]:
        chance = self.chance
        if chance.random() > 0.35:
            return []
        kind = chance.choice(_DEGREES)
        languages = [[chance.choice(("en", "en", "en", "ja", "zh", "ko", "fr")), "B2"]] if chance.random() < 0.4 else []
        mobility = "student-studies" if kind in ("student-exchange", "double-degree", "credit-transfer") else "staff-teaching"
        exchanges = [
            {"sending": one, "receiving": other, "mobility": mobility, "places": chance.randint(1, 6), "languages": languages}
            for one, other in ((home, partner), (partner, home))
        ]
        return [{"id": "m1", "kind": kind, "exchanges": exchanges}]


def _insert(connection: Any, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows straight into a table: COPY on PostgreSQL, one prepared statement on SQLite."""
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copying:
                for row in rows:
                    copying.write_row(row)
        else:
            plain = [tuple(value.isoformat() if isinstance(value, date) else value for value in row) for row in rows]
            marks = ", ".join("?" for _ in columns)
            cursor.cursor.connection.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', plain)  # noqa: S608 - own names
