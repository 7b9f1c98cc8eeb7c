"""A small world of institutions for tests of the matcher: names that exist, ids that are made up."""

from tests.names.authorities import record

RECORDS = [
    # katakana to Latin
    record("0minho001", "Universidade do Minho", "en:University of Minho", city="Braga", territory="PT"),
    record("0coimbra1", "Universidade de Coimbra", "en:University of Coimbra", city="Coimbra", territory="PT"),
    record("0vilnius1", "Vilnius University", "lt:Vilniaus Universitetas", city="Vilnius", territory="LT"),
    record("0boazici1", "Boğaziçi University", "tr:Boğaziçi Üniversitesi", city="Istanbul", territory="TR"),
    record("0ateneo01", "Ateneo de Manila University", city="Quezon City", territory="PH"),
    record("0karachi1", "University of Karachi", city="Karachi", territory="PK"),
    # a hospital with a record of its own
    record("0tartu001", "University of Tartu", "et:Tartu Ülikool", city="Tartu", territory="EE", relations=[("child", "0tartuhos")]),
    record(
        "0tartuhos", "Tartu University Hospital", "et:Tartu Ülikooli Kliinikum",
        city="Tartu", territory="EE", kinds=["healthcare"], relations=[("parent", "0tartu001")],
    ),
    # Han and hangul
    record("0yunnan01", "Yunnan University", "zh:云南大学", city="Kunming", territory="CN"),
    record("0yunnanag", "Yunnan Agricultural University", "zh:云南农业大学", city="Kunming", territory="CN"),
    record("0yunnanno", "Yunnan Normal University", "zh:云南师范大学", city="Kunming", territory="CN"),
    record("0kangwon1", "Kangwon National University", "ko:강원대학교", city="Chuncheon", territory="KR"),
    record("0jeju0001", "Jeju National University", "ko:제주대학교", city="Jeju City", territory="KR"),
    # a family of campuses
    record("0nebrsys1", "University of Nebraska System", city="Lincoln", territory="US", relations=[("child", "0nebrkear")]),
    record("0nebrkear", "University of Nebraska at Kearney", city="Kearney", territory="US", relations=[("parent", "0nebrsys1")]),
    # the same characters in several territories
    record("0tokai0jp", "Tokai University", "ja:東海大学", city="Tokyo", territory="JP"),
    record("0tunghai1", "Tunghai University", "zh:東海大學", city="Taichung", territory="TW"),
    record("0tsinghua", "Tsinghua University", "zh:清华大学", city="Beijing", territory="CN"),
    record("0tsinghtw", "National Tsing Hua University", "zh:國立清華大學", city="Hsinchu", territory="TW"),
    record("0chuo0001", "Chuo University", "ja:中央大学", city="Tokyo", territory="JP"),
    record("0ncu00001", "National Central University", "zh:國立中央大學", city="Taoyuan", territory="TW"),
    record("0chungang", "Chung-Ang University", "ko:중앙대학교", city="Seoul", territory="KR"),
    # two of one name
    record("0trinity1", "Trinity College", city="Hartford", territory="US"),
    record("0trinity2", "Trinity College", city="Deerfield", territory="US"),
    # no longer active
    record(
        "0vale0old", "Universidade Técnica do Vale", "en:Technical University of Vale",
        city="Lisbon", territory="PT", status="inactive", relations=[("successor", "0vale0new")],
    ),
    record("0vale0new", "Universidade Atlântica Nova", city="Lisbon", territory="PT", relations=[("predecessor", "0vale0old")]),
]  # fmt: skip
