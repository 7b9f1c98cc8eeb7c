"""What is no list of agreements though it names universities, countries and days, and what stands beside a list on its page."""

import pytest

from teikei.lists.read.limited import read_limited
from teikei.names.bilingual import Refusal
from tests.lists.layout.small import codes, lines, listing, page, roles
from tests.lists.read.refusals import refusal_of

OTHERS = {
    "staff": "氏名,職名,所属,最終学歴,着任日\n山川一,教授,工学部,ハレ工科大学,2005/4/1\n森田花,助教,理学部,ナコン大学,2012/10/1\n林次郎,講師,医学部,ボン大学,2018/4/1\n",
    "visitors": "年月日\t来訪者\t機関名\t国\t用務\n2023.5.10\t王教授\tナコン大学\tタイ\t見学\n2023.6.2\t朴教授\tハレ工科大学\tドイツ\t打合せ\n"
    "2023.7.3\t李教授\tフエ大学\tベトナム\t講演\n2023.8.4\tDr. Roe\tボン大学\tドイツ\t見学\n",
    "jobs": "機関名\t職種\t国・地域\t応募締切日\nナコン大学\t助教\tタイ\t2024年7月31日\nハレ工科大学\t助教\tドイツ\t2024年8月15日\nフエ大学\t講師\tベトナム\t2024年9月1日\n",
    "theses": "Author,Title,University,Country,Degree date\nA. Roe,Rice,Lampang University,Thailand,2019-03-25\nB. Poe,Law,University of Halle,Germany,2020-06-30\n",
    "ranking": "Rank\tUniversity\tCountry\tScore\tYear\n1\tLampang University\tThailand\t98.5\t2024\n2\tUniversity of Halle\tGermany\t98.0\t2024\n",
    "journals": "New periodicals\nTitle | Publisher | Country | ISSN | Received\nAsian Studies | Lampang University | Thailand | 0021-9118 | 2023-04-01\n"
    "Revue | Université de Halle | Germany | 1234-5678 | 2022-09-10\nThai Law | University of Hue | Vietnam | 2345-6789 | 2021-01-15\n",
    "news": "お知らせ\n・2024.04.12 ナコン大学の代表団が来学しました\n・2024.03.28 ハレ工科大学とのセミナーを開催しました\n・2024.02.15 ボン大学長が学長を表敬訪問しました\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_table_of_something_else_is_refused(text: str) -> None:
    refusal_of(text.encode(), "list.csv" if "," in text.split("\n")[0] else "list.txt")


def test_the_refusal_names_the_heads_that_show_it_in_the_child_too() -> None:
    en, ja = refusal_of(OTHERS["visitors"].encode(), "v.txt")
    assert "来訪者, 用務" in en
    assert "「来訪者、用務」" in ja
    with pytest.raises(Refusal) as refused:
        read_limited(OTHERS["visitors"].encode(), "v.txt")
    assert refused.value.text.en == en


def test_a_list_that_says_what_it_is_may_have_such_columns() -> None:
    text = OTHERS["visitors"].replace("年月日", "協定締結日")
    assert len(listing(text).entries) == 4


PAGE = (
    "<header><a>北陸大学</a></header><nav><ul><li>大学案内</li><li>学部・大学院</li><li>文学部</li><li>附属図書館</li></ul></nav>"
    '<div class="topic-path menu">ホーム &gt; 国際交流</div><h1>海外協定校</h1>'
    "<table><tr><th>国</th><th>大学名</th><th>締結日</th></tr><tr><td>タイ</td><td>ナコン大学 [新規]</td><td>2015年4月7日</td></tr>"
    "<tr><td>ドイツ</td><td>ハレ工科大学</td><td>2001年3月15日</td></tr></table>"
    "<footer><p>ページトップへ</p><p>〒920-0000 石川県</p></footer>"
)


def test_menus_and_foot_of_a_page_stand_outside_the_list() -> None:
    read = listing(page(PAGE), "list.html")
    assert lines(read) == ["TH | ナコン大学 | - | 2015-04-07", "DE | ハレ工科大学 | - | 2001-03-15"]
    assert codes(read) == {"as-of-missing"}
    assert [role for role in roles(read) if role == "outside"] == ["outside"] * 7
    assert len(read.roles) == len(read.rows)


def test_a_list_that_stands_where_menus_do_is_read_all_the_same() -> None:
    rows = "<ul><li>ナコン大学（タイ）2015年4月7日</li><li>ハレ工科大学（ドイツ）2001年3月15日</li><li>ボン大学（ドイツ）2003年5月1日</li></ul>"
    read = listing(page(f"<h1>海外協定校</h1><div class='side-menu'>{rows}</div>"), "list.html")
    assert [entry.institution for entry in read.entries] == ["ナコン大学", "ハレ工科大学", "ボン大学"]


def test_faculties_and_graduate_schools_in_a_menu_are_no_head_of_columns() -> None:
    read = listing(page("<p>学部・大学院</p><h1>海外協定校</h1>" + PAGE[PAGE.index("<table>") : PAGE.index("<footer>")]), "list.html")
    assert len(read.entries) == 2
