"""Lists pasted or saved as text: Markdown, columns without a head, rows broken over lines, a whole list on one line."""

from tests.lists.layout.small import codes, line, lines, listing


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
    assert [line(entry) for entry in read.entries][0] == "TH | Lampang University | - | -"
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
