"""The order of a list is kept, and what is new is placed by its reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.names.onyomi import guessed_reading
from teikei.rules.placing import placed, reading_key

short = st.text("あいうえおか", min_size=1, max_size=2)
keyed = st.lists(st.integers(0, 30), max_size=12, unique=True).flatmap(
    lambda keys: st.tuples(*(st.tuples(st.just(key), short) for key in keys))
)


def by_name(*names: str) -> list[tuple[str, str]]:
    return [(name, reading_key(name)) for name in names]


def test_what_is_new_stands_where_its_reading_belongs_and_香港_stays_behind_中国() -> None:
    former = by_name("インド", "韓国", "タイ", "台湾", "中国", "香港", "ネパール", "ベトナム")
    present = by_name("モンゴル", "日本", "アフガニスタン", "カンボジア")
    assert placed(former, [*present, *former]) == (
        "アフガニスタン", "インド", "韓国", "カンボジア", "タイ", "台湾", "中国", "香港", "日本", "ネパール", "ベトナム", "モンゴル",
    )  # fmt: skip


def test_former_ones_that_are_gone_still_show_the_place() -> None:
    former = by_name("ロシア", "アルバニア", "イタリア", "ウクライナ")
    assert placed(former, by_name("アイルランド", "ウクライナ", "ロシア")) == ("ロシア", "アイルランド", "ウクライナ")


def test_without_a_former_list_the_readings_alone_decide() -> None:
    assert placed([], by_name("法学部", "医学部", "工学部", "文学部", "理学部", "教育学部")) == (
        "医学部",
        "教育学部",
        "工学部",
        "文学部",
        "法学部",
        "理学部",
    )


def test_what_has_no_reading_stands_last() -> None:
    assert placed([("b", "い")], [("x", ""), ("b", "い"), ("a", "あ"), ("y", "")]) == ("a", "b", "x", "y")


@given(keyed, keyed)
def test_no_former_one_moves_and_none_is_lost(former: tuple[tuple[int, str], ...], present: tuple[tuple[int, str], ...]) -> None:
    order = placed(former, present)
    there = dict(present)
    assert sorted(order) == sorted(there)
    assert [key for key in order if key in dict(former)] == [key for key, _ in former if key in there]


@given(keyed, keyed)
def test_new_ones_stand_in_the_order_of_their_readings(former: tuple[tuple[int, str], ...], present: tuple[tuple[int, str], ...]) -> None:
    readings = {key: reading for key, reading in present if key not in dict(former)}
    new = [readings[key] for key in placed(former, present) if key in readings]
    assert new == sorted(new)


@given(st.lists(short, max_size=10), short)
def test_among_sorted_ones_the_result_is_sorted(readings: list[str], new: str) -> None:
    former = list(enumerate(sorted(readings)))
    order = placed(former, [*former, (99, new)])
    assert [dict([*former, (99, new)])[key] for key in order] == sorted([*readings, new])


def test_kana_are_sorted_by_sound_whatever_their_kind_width_voicing_and_length() -> None:
    names = [
        "ハンガリー",
        "バングラデシュ",
        "パキスタン",
        "ﾊﾜｲ",
        "はーばーど",
        "ヴァヌアツ",
        "カーン",
        "ガアナ",
        "カアナ",
        "きゃ",
        "きや",
        "MIT",
    ]
    assert sorted(names, key=reading_key) == [
        "MIT",
        "ヴァヌアツ",
        "カアナ",
        "ガアナ",
        "カーン",
        "きゃ",
        "きや",
        "はーばーど",
        "パキスタン",
        "ﾊﾜｲ",
        "ハンガリー",
        "バングラデシュ",
    ]


def test_voicing_decides_between_names_that_are_otherwise_alike() -> None:
    assert sorted(["ガナ", "カナ", "がな", "かな"], key=reading_key) == ["カナ", "かな", "ガナ", "がな"]


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("台湾", "たいわん"), ("臺灣", "たいわん"), ("南アフリカ", "みなみアフリカ"), ("南京大学", "なんきんだいがく"), ("総合科学部", "そうごうかがくぶ"),
        ("建国大学校", "けんこくだいがっこう"), ("财政学院", "ざいせいがくいん"), ("長崎大学", "ながさきだいがく"), ("ボン大学", "ボンだいがく"), ("ABC", "ABC"), ("", ""),
    ],
)  # fmt: skip
def test_han_characters_are_read_as_japanese_reads_them_in_names(name: str, reading: str) -> None:
    assert guessed_reading(name) == reading
