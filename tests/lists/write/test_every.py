"""Every format in both languages…"""

import sys
from dataclasses import replace

import pytest

from teikei.lists.read import read_content
from teikei.lists.write import FORMATS, every, write_listing
from teikei.lists.write.compose import compose
from teikei.lists.write.english import headings_in_english
from teikei.lists.write.every import NotWritten, write_every

LIST = """部局間協定一覧

2024年5月1日現在

アジア (2機関)

国・地域\t協定機関名\t部局\t締結年月日
タイ (2機関)\tチェンマイ大学\t理学部\t2015.01.09
\tカセサート大学\t文学部\t2016.02.10
"""


def small():
    return compose(read_content(LIST.encode(), "list.txt"))


def in_english():
    return replace(small(), entries=tuple(entry._replace(institution=f"University {entry.n}") for entry in small().entries))


def test_two_processes_make_the_very_bytes_that_one_makes(monkeypatch):
    alone = write_every(small(), in_english(), partners={}, behind={})
    monkeypatch.setattr(every, "MANY", 0)
    assert write_every(small(), in_english(), partners={}, behind={}) == alone
    assert set(alone) == {(written, language) for written in FORMATS for language in ("ja", "en")}
    assert alone["txt", "en"] == write_listing(in_english(), "txt", language="en")
    assert alone["json", "en"] == write_listing(headings_in_english(small()), "json", language="en")


def test_the_second_process_says_what_it_could_not_make(monkeypatch, tmp_path):
    monkeypatch.setattr(every, "MANY", 0)
    broken = tmp_path / "xlsxwriter"
    broken.mkdir()
    (broken / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(NotWritten, match="ended early"):
        write_every(small(), in_english(), partners={}, behind={})
