"""Lists pasted or saved as text: Markdown, columns without a head, rows broken over lines, a whole list on one line."""

from tests.lists.layout.small import codes, lines, listing


def test_markdown_signs_are_no_part_of_a_name() -> None:
    read = listing(
        "# Agreements\n\n| Partner Institution | Country | Signed | College/Unit |\n|:--|:--|--:|:--|\n"
        "| [Universidad de Arica](https://example.org/a_b) | Chile | 2019-03-15 | University-wide |\n"
        "| **Ocean University of Linhai** | China | 2016-09-01 | Engineering; Natural Sciences |\n"
        "| ![flag](cl.png) Universität Halle-Nord | Germany | 1998-11-30 | Faculty of Law |\n"
    )
    assert read.title == "Agreements"
    assert lines(read) == [
        "CL | Universidad de Arica | - | 2019-03-15",
        "CN | Ocean University of Linhai | Engineering Natural Sciences | 2016-09-01",
        "DE | flag Universität Halle-Nord | Faculty of Law | 1998-11-30",
    ]
    assert {entry.institution_alt for entry in read.entries} == {None}  # College/Unit is no second name
    assert codes(read) == {"as-of-missing"}  # and a row of the whole university lacks no unit


def test_a_column_of_levels_and_units_without_a_head_is_read() -> None:
    read = listing(
        "学術交流協定校\n\n■タイ（3大学）\n・ランパーン大学　　　　　平成7年12月20日　　大学間\n・ナコン工科大学　　　　　平成元年6月30日　　農学部・工学部\n"
        "・チェンライ大学　　　　　平成28年3月　　　　医学部\n"
    )
    assert lines(read) == [
        "TH | ランパーン大学 | 大学間 | 1995-12-20",
        "TH | ナコン工科大学 | 農学部 工学部 | 1989-06-30",
        "TH | チェンライ大学 | 医学部 | 2016-03",
    ]


def test_what_stands_in_a_column_without_a_head_is_not_lost_in_silence() -> None:
    rows = "\n".join(f"{name}\t{place}\t{who}" for name, place, who in PARTNERS)
    read = listing(f"Partner universities\n{rows}\n")
    assert lines(read)[0] == "TH | Lampang University | - | -"
    assert "column-unknown" in codes(read)


PARTNERS = [
    ("Lampang University", "Thailand", "Prof. Mori"),
    ("University of Halle-Nord", "Germany", "Dr. Lund"),
    ("Lake University", "Canada", "Prof. Sato"),
    ("Arica University", "Chile", "Dr. Weber"),
]


def test_each_bullet_under_a_country_is_a_partner_whatever_its_name() -> None:
    read = listing(
        "Partner university agreements\n\nAUSTRIA\n  • FH Linz\n  • University of Graz-West*\n  • University of Graz-West\n"
        "BELGIUM\n  • KU Namur\n  • University of Ghent-Sud, School of Business,\n  • Université de Mons-Nord\nCANADA\n  • HEC Sherbrooke\n"
        "  • University of Halifax-Nord\n"
    )
    assert lines(read) == [
        "AT | FH Linz | - | -",
        "AT | University of Graz-West | - | -",
        "AT | University of Graz-West | - | -",
        "BE | KU Namur | - | -",
        "BE | University of Ghent-Sud, School of Business, | - | -",
        "BE | Université de Mons-Nord | - | -",
        "CA | HEC Sherbrooke | - | -",
        "CA | University of Halifax-Nord | - | -",
    ]
    assert codes(read) == {"as-of-missing"}  # a partner with a sign and one without it are two


def test_cells_of_a_numbered_row_go_on_in_the_lines_below_each_in_its_column() -> None:
    read = listing(
        "Memoranda with foreign universities\n\n"
        "Sl.     Name of the University/           Country        Date of        Valid\n"
        "No.     Institute                                        signing        upto\n\n"
        "1.      University of Halle-Nord          Germany        14.02.2018     13.02.2023\n"
        "2.      Nakhon Institute of Technology,   Thailand       22.11.2019     21.11.2024\n"
        "        Lampang\n"
        "3.      Chittagong Agricultural           Bangladesh     17.08.2017     Perpetual\n"
        "        University, North Campus\n"
        "4.      Leiden-Oost University &          The            10.01.2020     09.01.2025\n"
        "        Research                          Netherlands\n"
        "        CHILE\n"
        "5.      Arica University                  Chile          03.03.2014     02.03.2019\n"
    )
    assert lines(read) == [
        "DE | University of Halle-Nord | - | 2018-02-14",
        "TH | Nakhon Institute of Technology, Lampang | - | 2019-11-22",
        "BD | Chittagong Agricultural University, North Campus | - | 2017-08-17",
        "NL | Leiden-Oost University & Research | - | 2020-01-10",
        "CL | Arica University | - | 2014-03-03",
    ]
    assert [entry.valid_to for entry in read.entries] == ["2023-02-13", "2024-11-21", "indefinite", "2025-01-09", "2019-03-02"]


def test_a_head_in_words_not_known_is_a_head_all_the_same() -> None:
    head = "Numru\tIstituzzjoni\tPajjiż\tFirma\tSkadenza"
    rows = [
        "1\tLampang University\tThailand\t12 March 2015\t2020-03-11",
        "2\tUniversity of Halle-Nord\tGermany\t3 July 2018\t2023-07-02",
        "3\tLake University\tCanada\t1 May 2011\t2016-04-30",
    ]
    read = listing("\n".join(["Partners", head, *rows]))
    assert lines(read) == [
        "TH | Lampang University | - | 2015-03-12",
        "DE | University of Halle-Nord | - | 2018-07-03",
        "CA | Lake University | - | 2011-05-01",
    ]
    assert "column-unknown" in codes(read)  # Skadenza holds days, but which?


def test_a_period_behind_a_name_is_its_term() -> None:
    read = listing(
        "Exchange partners\n\nGermany\n- Technical University of Emden, 2015-2020\n- University of Halle-Nord, 2018-2023\n\nTurkey\n- Bursa-Nord University, 2014-2019\n"
    )
    assert lines(read) == [
        "DE | Technical University of Emden | - | 2015",
        "DE | University of Halle-Nord | - | 2018",
        "TR | Bursa-Nord University | - | 2014",
    ]
    assert [entry.valid_to for entry in read.entries] == ["2020", "2023", "2019"]
    assert "date-from-term" in codes(read)


def test_a_term_between_words_of_another_language_is_a_period_from_the_first_row_on() -> None:
    read = listing(
        "CONVÊNIOS VIGENTES\n\nALEMANHA\nUniversidade de Halle-Norte – vigência: 10/03/2020 a 09/03/2025\n\n"
        "CANADÁ\nUniversité du Lac – vigência: 14/02/2017 a 13/02/2027\nUniversité de la Baie – vigência: 30/06/2021 a 29/06/2026\n"
    )
    assert lines(read)[0] == "DE | Universidade de Halle-Norte | - | 2020-03-10"
    assert [entry.valid_to for entry in read.entries] == ["2025-03-09", "2027-02-13", "2026-06-29"]


def test_a_unit_behind_the_country_in_brackets_is_the_partners_and_that_is_said() -> None:
    read = listing(
        "Partner institutions (as of 1 March 2023)\n\n1. University of Halle-Nord (Germany), Faculty of Law, 12 May 2014\n"
        "2. Lampang University (Thailand), 3 June 2016\n3. Lake University (Canada), 21 October 2009\n4. Arica University (Chile), School of Medicine, 9 May 2011\n"
    )
    assert lines(read) == [
        "DE | University of Halle-Nord | - | 2014-05-12",
        "TH | Lampang University | - | 2016-06-03",
        "CA | Lake University | - | 2009-10-21",
        "CL | Arica University | - | 2011-05-09",
    ]
    assert [entry.partner_unit for entry in read.entries] == ["Faculty of Law", None, None, "School of Medicine"]
    assert "unit-of-which-side" in codes(read)


def test_a_bracket_in_which_the_year_stands_behind_more_is_closed() -> None:
    read = listing(
        "Partnerhochschulen\n\nFinnland\nHochschule Kuopio, Savo (Fakultät Technik, seit 2004)\nUniversität Turku-Nord (alle Fakultäten, seit 2011)\n\n"
        "Frankreich\nUniversité de la Seine (Fakultät Wirtschaft, seit 1998)\n"
    )
    assert lines(read) == [
        "FI | Hochschule Kuopio, Savo (Fakultät Technik) | - | 2004",
        "FI | Universität Turku-Nord (alle Fakultäten) | - | 2011",
        "FR | Université de la Seine (Fakultät Wirtschaft) | - | 1998",
    ]


def test_bars_with_a_blank_end_part_a_table_of_names_and_countries() -> None:
    read = listing(
        "English name of school  | School website  | Country/Region  | \nUniversity of Dorset  | https://example.org/  | England  | \n"
        "національний університет Полісся  | Null  | Ukraine  | \nLampang University  | https://example.org/th  | Thailand  | \n"
    )
    assert lines(read) == [
        "GB | University of Dorset | - | -",
        "UA | національний університет Полісся | - | -",
        "TH | Lampang University | - | -",
    ]


def test_partners_on_one_line_with_their_countries_in_brackets_are_rows() -> None:
    read = listing(
        "本学の海外協定校：ハレ北大学（ドイツ）、ランパーン大学（タイ）、レイク大学（カナダ）、アリカ大学（チリ）、リヨン第九大学（フランス）\n"
    )
    assert lines(read) == [
        "DE | ハレ北大学 | - | -",
        "TH | ランパーン大学 | - | -",
        "CA | レイク大学 | - | -",
        "CL | アリカ大学 | - | -",
        "FR | リヨン第九大学 | - | -",
    ]
    assert {entry.row.line for entry in read.entries if entry.row} == {1}


def test_partners_on_one_line_with_their_numbers_are_rows_and_a_country_is_no_name() -> None:
    read = listing(
        "Country Name of institution 1 Australia Lake Eyre University, Australia 2 Australia University of Hobart-Nord, Australia 3 Austria "
        "Fachhochschule Linz-Ost, Austria 4 Austria , Austria 5 Belgium Haute Ecole de Namur, Belgium 6 Belgium University of Ghent-Sud, Belgium\n"
    )
    assert [entry.territory_codes for entry in read.entries] == [("AU",), ("AU",), ("AT",), ("AT",), ("BE",), ("BE",)]
    assert [entry.institution for entry in read.entries][:3] == [
        "Lake Eyre University, Australia", "University of Hobart-Nord, Australia", "Fachhochschule Linz-Ost, Austria",
    ]  # fmt: skip
    assert "value-misplaced" in codes(read)


def test_a_country_over_names_is_a_heading_though_blank_lines_part_the_blocks() -> None:
    names = [("Germany", "Emden", "Jena"), ("Japan", "Mino", "Chikuma"), ("Poland", "Gniezno", "Opole")]
    bullets = "\n\n".join(f"{land}\n- Technical University of {one}, 2015-2020\n- {two} University, 2018-2023" for land, one, two in names)
    bare = "\n\n".join(f"{land}\nTechnical University of {one}\n{two} University" for land, one, two in names)
    expected = [
        ("DE", "Technical University of Emden"), ("DE", "Jena University"), ("JP", "Technical University of Mino"), ("JP", "Chikuma University"),
        ("PL", "Technical University of Gniezno"), ("PL", "Opole University"),
    ]  # fmt: skip
    for text in (bullets, bare):
        read = listing(f"Exchange partners of the School\n\n{text}\n")
        assert [(entry.territory_codes[0], entry.institution) for entry in read.entries] == expected


def test_a_country_tied_to_the_name_by_a_small_word_stays_in_it() -> None:
    read = listing(
        "1. Université du Lac, Dijon, Franța\n2. Universidade da Serra, Spania\n3. Universitatea de Stat din Moldova\n4. Opole University, Polonia\n"
    )
    assert [entry.institution for entry in read.entries][2] == "Universitatea de Stat din Moldova"
    assert "territory-from-above" in codes(read)


def test_an_article_behind_the_country_is_the_names() -> None:
    rows = [
        "Australia The University of Perth-Nord 12 March 2015",
        "Germany University of Halle-Nord 3 July 2018",
        "Canada The Lake University 1 May 2011",
    ]
    read = listing("\n".join(["Country University Date of signature", *rows]))
    assert [entry.institution for entry in read.entries] == [
        "The University of Perth-Nord",
        "University of Halle-Nord",
        "The Lake University",
    ]
