"""Lists as partners publish them: heads and countries in other languages, labels in a line, years in brackets, broken rows."""

import pytest

from teikei.lists.check import check
from teikei.names.bilingual import Refusal
from teikei.names.territories import territory_codes
from tests.lists.layout.small import codes, day, decided, line, lines, listing, page, roles, stated, table


def _doubted(text: str, code: str) -> list[str]:
    """The partners whose rows a finding of this code cites."""
    read = listing(text)
    cited = {place.line for finding in check(read) if finding.code == code for place in finding.locators}
    return [entry.institution for entry in read.entries if entry.row and entry.row.line in cited]


@pytest.mark.parametrize(
    ("head", "country"),
    [
        ("N°|País|Institución|Fecha de firma|Fecha de vencimiento", "Alemania"),
        ("Nº|País|Instituição|Início|Fim", "Alemanha"),
        ("N°|Pays|Établissement partenaire|Date de signature|Date d'expiration", "Allemagne"),
        ("Nr.|Land|Partnerhochschule|Vertragsbeginn|Gültig bis", "Deutschland"),
        ("N°|Paese|Ateneo|Data di stipula|Scadenza", "Germania"),
        ("Nr. crt.|ŢARA|UNIVERSITATEA|ANUL SEMNĂRII|VALABILITATE", "GERMANIA"),
        ("Lp.|Kraj|Uczelnia|Data podpisania|Ważna do", "Niemcy"),
        ("Sıra|Ülke|Üniversite|İmza tarihi|Bitiş tarihi", "Almanya"),
        ("№|Страна|Университет|Дата подписания|Срок действия", "Германия"),
        ("순번|국가|대학명|체결일|만료일", "독일"),
        ("編號|國別|姊妹校名稱|簽約日期|合約效期", "德國"),
        ("序号|国别|合作院校|签约日期|有效期", "德国"),
        ("STT|Quốc gia|Tên trường đối tác|Ngày ký|Ngày hết hạn", "Germany"),
    ],
)
def test_heads_in_the_language_of_the_list_say_what_their_columns_hold(head: str, country: str) -> None:
    read = listing(
        table(head, f"1|{country}|Universität Halle-Nord|2015-03-14|2020-03-13", "2|Nauru|Nauru College|2016-04-01|2021-03-31"), "list.html"
    )
    assert [(line(entry), entry.valid_to, entry.number) for entry in read.entries] == [
        ("DE | Universität Halle-Nord | - | 2015-03-14", "2020-03-13", "1"),
        ("NR | Nauru College | - | 2016-04-01", "2021-03-31", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("일본", "JP"),
        ("Białoruś", "BY"),
        ("BRAZILIA", "BR"),
        ("Cameroun", "CM"),
        ("Estados Unidos", "US"),
        ("Hoa Kỳ", "US"),
        ("Deutschland", "DE"),
    ],
)
def test_a_country_is_known_by_its_name_in_the_language_of_the_list(label: str, code: str) -> None:
    assert territory_codes(label) == (code,)


@pytest.mark.parametrize("label", ["FAS", "Fas", "Anh", "SIS"])
def test_a_short_name_that_could_be_an_acronym_is_no_country(label: str) -> None:
    assert territory_codes(label) == ()


EXPIRES = (
    "Partner universities\n\n"
    "1.  Karlsvik Vocational College, Norway   Date of Expiry:  Endless\n\n"
    "2.  Sundby Normal University, Norway   Date of Expiry:  6th  December 2016\n\n"
    "1.  Lampang University, Thailand   Date of Expiry:  Automatic Extension Every 5 years\n\n"
    "2. Nakhon Institute, Thailand\n     Date of Expiry:  3rd July 2017\n\n"
    "1. Accord on exchange between Emden University and\n\n    4 colleges in Saxony, Germany    Date of Expiry:  March 2018\n"
)


def test_a_day_behind_the_word_for_an_end_is_the_end_and_never_the_date_concluded() -> None:
    read = listing(EXPIRES)
    assert lines(read) == [
        "NO | Karlsvik Vocational College | - | -",
        "NO | Sundby Normal University | - | -",
        "TH | Lampang University | - | -",
        "TH | Nakhon Institute | - | -",
        "DE | Accord on exchange between Emden University and 4 colleges in Saxony | - | -",
    ]
    assert [entry.valid_to for entry in read.entries] == ["indefinite", "2016-12-06", "auto-renew", "2017-07-03", "2018-03"]
    assert "unread" not in roles(read)


def test_a_sentence_behind_each_name_gives_its_day_and_its_term() -> None:
    read = listing(
        "AFRIQUE\nBénin\n- Université d'Abomey-Nord, accord signé le 20/02/2013, validité 5 ans renouvelable.\n"
        "Cameroun\n- Université de Douala-Est, accord signé le 07/10/2011 ; validité 5 ans renouvelable.\n"
        "- Institut de Bafoussam, accord signé le 30/04/2014 ; validité 3 ans renouvelable\n"
    )
    assert lines(read) == [
        "BJ | Université d'Abomey-Nord | - | 2013-02-20",
        "CM | Université de Douala-Est | - | 2011-10-07",
        "CM | Institut de Bafoussam | - | 2014-04-30",
    ]
    assert [entry.valid_to for entry in read.entries] == ["validité 5 ans renouvelable"] * 2 + ["validité 3 ans renouvelable"]


@pytest.mark.parametrize("head", ["Country|University (Beginning of Cooperation)", "Country|University"])
def test_the_year_in_brackets_behind_each_name_is_the_date(head: str) -> None:
    read = listing(
        table(head, "Norway|Sundby University (2015)", "Germany|Halle College (1999/2007)", "Thailand|Lampang University (2018)"), "a.html"
    )
    assert lines(read) == ["NO | Sundby University | - | 2015", "DE | Halle College | - | 1999", "TH | Lampang University | - | 2018"]
    assert "date-converted" in codes(read)  # of two years the first was taken


def test_a_unit_and_a_year_behind_a_name_do_not_stay_in_it_and_whose_unit_it_is_is_asked() -> None:
    read = listing(
        table("Country|Partner", "Norway|Sundby University - Faculty of Law (since 2005)", "Thailand|Lampang University (since 2014)"),
        "a.html",
    )
    assert lines(read) == ["NO | Sundby University | - | 2005", "TH | Lampang University | - | 2014"]
    assert [entry.partner_unit for entry in read.entries] == ["Faculty of Law", None]
    assert "unit-of-which-side" in codes(read)


def test_behind_a_dash_a_town_stays_in_the_name_and_a_unit_is_the_partners_where_ours_have_a_column() -> None:
    rows = ("Norway|Sundby University – Faculty of Law|Letters|2005", "Norway|Sundby University – Lillebakken|Letters|2006")
    read = listing(table("Country|Partner|Our units|Date", *rows), "a.html")
    assert [(entry.institution, entry.partner_unit) for entry in read.entries] == [
        ("Sundby University", "Faculty of Law"), ("Sundby University – Lillebakken", None),
    ]  # fmt: skip
    assert "unit-of-which-side" not in codes(read)


@pytest.mark.parametrize(
    ("printed", "name", "other"),
    [
        ("Lixin University (立信大学)", "立信大学", "Lixin University"),
        ("Lixin University[立信大学]", "立信大学", "Lixin University"),
        ("Hanbit University [한빛대학교]", "Hanbit University", "한빛대학교"),
        ("Lixin University (中国)", "Lixin University (中国)", None),
    ],
)
def test_a_name_in_another_script_in_brackets_is_the_other_name_without_them(printed: str, name: str, other: str | None) -> None:
    read = listing(table("Country|University|Date", f"China|{printed}|2010-03-31", f"China|{printed}|2011-03-31"), "a.html")
    assert [(entry.institution, entry.institution_alt) for entry in read.entries] == [(name, other)] * 2


def test_columns_headed_by_years_hold_no_dates_concluded() -> None:
    read = listing(
        table("Country|Institution|Agreement|2025|2024|2023", "Norway|Sundby University||7/9||", "Germany|Halle College|||10/3|4/1"),
        "a.html",
    )
    assert lines(read) == ["NO | Sundby University | - | -", "DE | Halle College | - | -"]


def test_a_country_below_each_name_is_that_of_the_name_above_it() -> None:
    read = listing(
        "Convênios Internacionais\n\nUniversidad de Osorno\n\nChile\n\nUniversidad del Bosque Norte\n\nChile\n\nInstitución Universitaria Andina\n\nColômbia\n\n"
        "Universidad de Jaca\n\nEspanha\n\nUniversity of Karlsvik\n\nNoruega\n"
    )
    assert lines(read) == [
        "CL | Universidad de Osorno | - | -",
        "CL | Universidad del Bosque Norte | - | -",
        "CO | Institución Universitaria Andina | - | -",
        "ES | Universidad de Jaca | - | -",
        "NO | University of Karlsvik | - | -",
    ]


def test_countries_over_one_name_each_stay_headings() -> None:
    read = listing(
        "Partner list\nChile\nUniversidad de Osorno\nSpain\nUniversidad de Jaca\nNorway\nUniversity of Karlsvik\nGermany\nHalle College\nFrance\nÉcole de Dax\n"
    )
    assert [(entry.territory, entry.institution) for entry in read.entries][:2] == [
        ("Chile", "Universidad de Osorno"),
        ("Spain", "Universidad de Jaca"),
    ]


def test_a_report_of_visits_is_no_list_though_its_sentences_begin_with_days_and_name_universities() -> None:
    with pytest.raises(Refusal):
        listing(
            "交流活動\n\n・ 1984年8月 病院長がハレ医科大学を訪問し、講演を行った。\n・ 1986年5月 学部長がナコン医科大学を訪問し、視察を行った。\n"
            "・ 1986年9月 学部長がハレ医科大学を訪問し、学術交流を行った。\n・ 1989年11月 ランパーン大学から学長が来訪した。\n"
        )


REPEATED = (
    "Country University Year Signed\nNorway Sundby University 2019\nNorway Karlsvik College 2018\nGermany Halle College 2018\n"
    "Germany Emden University 2017\nXYNET Network of Universities 2017\nThailand Lampang University 2016\nThailand Nakhon Institute 2015\n"
)


def test_a_row_without_a_country_is_doubted_where_every_other_row_says_its_own() -> None:
    assert _doubted(REPEATED, "territory-from-above") == ["XYNET Network of Universities"]


def test_a_country_said_once_for_several_rows_is_not_doubted() -> None:
    read = listing(
        table("Country|University|Date", "Norway|Sundby University|2019", "|Karlsvik College|2018", "Germany|Halle College|2018"), "a.html"
    )
    assert [entry.territory for entry in read.entries] == ["Norway", "Norway", "Germany"]
    assert "territory-from-above" not in codes(read)


def test_a_value_that_only_words_tell_from_the_name_casts_doubt_where_it_was_not_found() -> None:
    text = (
        "Country City University Year\nNorway Sundby Sundby University of Arts 2015\nGermany Halle Halle College of Music 2016\n"
        "Thailand Lampang Lampang University of Arts 2018\n"
    )
    assert _doubted(text, "row-split-by-words") == [
        "Sundby Sundby University of Arts", "Halle Halle College of Music", "Lampang Lampang University of Arts",
    ]  # fmt: skip


def test_numbers_before_the_rows_come_off_though_the_head_has_no_word_for_them() -> None:
    read = listing(
        "PAÍS INSTITUIÇÃO INÍCIO FIM DOCUMENTO\n01 México Universidad de Colima-Norte 2022 2027 Acordo Geral\n"
        "02 China Lixin University 2021 2026 Acordo Geral\n03 Chile Universidad de Osorno 2020 2025 Acordo Geral\n"
    )
    assert lines(read) == [
        "MX | Universidad de Colima-Norte | - | 2022",
        "CN | Lixin University | - | 2021",
        "CL | Universidad de Osorno | - | 2020",
    ]
    assert [(entry.number, entry.valid_to, entry.kinds) for entry in read.entries] == [
        ("01", "2027", ("Acordo Geral",)), ("02", "2026", ("Acordo Geral",)), ("03", "2025", ("Acordo Geral",)),
    ]  # fmt: skip


def test_a_place_that_belongs_to_the_name_stays_in_it() -> None:
    read = listing(
        "University Country Year\nThe Open University of Hong Kong, Hong Kong 2015\nUniversity of Nauru 2016\nKarlsvik College Norway 2017\nSundby College Norway 2018\n"
    )
    assert [entry.institution for entry in read.entries] == [
        "The Open University of Hong Kong",
        "University of Nauru",
        "Karlsvik College",
        "Sundby College",
    ]


BROKEN = (
    "| Country | University | Signed date of MOU |\n|---|---|---|\n| NORWAY | Sundby University | 2011-12-26 |\n| IRELAND |\nDublin Bay City University\n|\n"
    "2021-03-11 |\n| ITALY | IULM-Nord University | 2011-10-20 |\n"
)


def test_a_row_between_bars_that_is_broken_over_lines_is_one_row() -> None:
    read = listing(BROKEN)
    assert lines(read) == [
        "NO | Sundby University | - | 2011-12-26",
        "IE | Dublin Bay City University | - | 2021-03-11",
        "IT | IULM-Nord University | - | 2011-10-20",
    ]
    assert roles(read) == ["header", "furniture", "entry", "entry", "continued", "continued", "continued", "entry"]


def test_a_partners_name_on_a_line_of_its_own_is_no_head() -> None:
    read = listing(
        "| Country | University | Date |\n| NORWAY | Sundby University | 2011-12-26 |\nDublin City University\n| ITALY | IULM-Nord | 2011-10-20 |\n"
    )
    assert "IT | IULM-Nord | - | 2011-10-20" in lines(read)


def test_numbers_under_students_and_places_are_no_totals_of_the_list() -> None:
    read = listing(table("大学名|都市|受入|派遣", "ハレ北大学|ハレ|4|3", "ランパーン大学|ランパーン|5|4", "合計||9|7"), "a.html")
    assert [stated.value for stated in read.stated] == []
    assert "headline-differs" not in codes(read)


def test_a_row_that_is_being_settled_belongs_to_the_partner_above_and_its_missing_day_is_told() -> None:
    read = listing(table("締結先|学部|締結日", "ハレ北大学|工学部|2010.3.31", "|理学部|手続中", "ランパーン大学|農学部|2011.4.1"), "a.html")
    assert lines(read) == [
        "- | ハレ北大学 | 工学部 | 2010-03-31",
        "- | ハレ北大学 | 理学部 | -",
        "- | ランパーン大学 | 農学部 | 2011-04-01",
    ]
    assert {"date-unreadable", "partner-from-above"} <= codes(read)


def test_a_term_with_a_plain_hyphen_between_its_days_ends_on_the_second() -> None:
    read = listing(
        table("大学名|締結日|有効期間", "ハレ北大学|2015.10.20|2015.10.20-2018.10.19", "ランパーン大学|2018.2.14|2018.2.14<br>-自動延長"),
        "a.html",
    )
    assert [entry.valid_to for entry in read.entries] == ["2018-10-19", "auto-renew"]


def test_the_office_over_the_title_is_no_unit_of_the_rows() -> None:
    read = listing(
        "国際教育センター\n海外協定校一覧\nハレ北大学（ドイツ）2015.3.14\nランパーン大学（タイ）2016.4.1\nレイク大学（カナダ）2017.5.2\n"
    )
    assert [entry.units for entry in read.entries] == [(), (), ()]


def test_the_last_of_two_ends_counts_and_the_first_is_known_as_past() -> None:
    read = listing(
        table(
            "Country|University|First signing date|First expiry date|Current expiry date",
            "Norway|Sundby College|29/03/2016|29/03/2017|28/08/2020",
        ),
        "a.html",
    )
    assert [(day(entry), entry.valid_to) for entry in read.entries] == [("2016-03-29", "2020-08-28")]
    assert "First expiry date = -" in decided(read, "column")


def test_a_page_that_only_explains_agreements_in_another_language_is_refused() -> None:
    with pytest.raises(Refusal):
        listing(
            page("<h1>Convenios</h1><p>Un convenio entre universidades fomenta el intercambio.</p><p>Fecha de vigencia: cinco años.</p>"),
            "a.html",
        )


@pytest.mark.parametrize(
    "said",
    [
        "합계 3개국 4개교",
        "合计：3个国家，4所大学",
        "insgesamt 3 Länder, 4 Universitäten",
        "Total: 3 países, 4 universidades",
        "łącznie 3 krajów, 4 uczelni",
    ],
)
def test_totals_in_the_words_of_other_countries_are_counted_again(said: str) -> None:
    rows = "Japan\tWaseda University\t2003.1.1\nJapan\tHosei University\t2005.1.1\nPoland\tUniwersytet Warszawski\t2007.1.1\n"
    read = listing(f"Partners\n{said}\nCountry\tUniversity\tDate\n{rows}")
    assert stated(read.stated) == [("territories", 3), ("institutions", 4)]
    assert "headline-differs" in codes(read)
    assert read.entries[-1].institution == "Uniwersytet Warszawski"


def test_kinds_behind_a_dash_are_no_part_of_a_name_and_a_copyright_is_no_partner() -> None:
    text = """Partners
Thailand
Mahidol University – MOU, 2003
Chulalongkorn University – Student exchange, 2005
Germany
Universität Bonn – MoU
TU München – 2018
Copyright 2025
"""
    read = listing(text)
    assert [(entry.institution, entry.kinds, day(entry)) for entry in read.entries] == [
        ("Mahidol University", ("MOU",), "2003"),
        ("Chulalongkorn University", ("Student exchange",), "2005"),
        ("Universität Bonn", ("MoU",), None),
        ("TU München", (), "2018"),
    ]
    assert "row-split-by-words" in codes(read)


def test_a_korean_head_states_its_day_and_its_numbers() -> None:
    rows = "<tr><th>국가</th><th>대학명</th><th>체결일</th></tr><tr><td>독일</td><td>할레북부대학교</td><td>2001.3.15</td></tr><tr><td>태국</td><td>람팡대학교</td><td>2015.4.7</td></tr>"
    read = listing(page(f"<h3>해외 자매대학 현황</h3><p>(2024. 3. 1. 기준) 총 2개국 3개교</p><table>{rows}</table>"), "list.html")
    assert (str(read.as_of), stated(read.stated)) == ("2024-03-01", [("territories", 2), ("institutions", 3)])
    assert codes(read) == {"headline-differs"}


def test_a_german_sentence_states_how_many() -> None:
    read = listing(
        page(
            "<h1>Unsere Partnerhochschulen</h1><p>Stand: 1. März 2024</p><p>Wir unterhalten Kooperationen mit 3 Partnerhochschulen in 2 Ländern.</p>"
            "<table><tr><th>Land</th><th>Hochschule</th><th>Seit</th></tr><tr><td>Finnland</td><td>Hochschule Turku-Nord</td><td>2004</td></tr>"
            "<tr><td>Großbritannien</td><td>University of Dorset</td><td>2011</td></tr></table>"
        ),
        "list.html",
    )
    assert (str(read.as_of), stated(read.stated)) == ("2024-03-01", [("institutions", 3), ("territories", 2)])
    assert [entry.territory_codes for entry in read.entries] == [("FI",), ("GB",)]
    assert "headline-differs" in codes(read)


def test_a_list_of_taiwan_has_chinese_and_english_names() -> None:
    read = listing(
        "學校中文名稱,學校英文名稱,國家,締約日期\n哈雷大學,Halle University,德國,103/05/12\n柏特大學,Berta University,德國,98/11/03\n",
        "list.csv",
    )
    assert [(entry.institution, entry.institution_alt, day(entry)) for entry in read.entries] == [
        ("哈雷大學", "Halle University", "2014-05-12"),
        ("柏特大學", "Berta University", "2009-11-03"),
    ]
