"""Lists of the tests' own making, in the form of the seed."""

from teikei.lists.model import Listing
from teikei.lists.read import read_content

HEAD = ["部局間国際交流協定校一覧", "", "(3ヶ国・地域 5機関 7協定)", "", "2024年5月1日現在", ""]
LEGEND = [
    "海外大学本体と部局間協定を締結している場合は、相手大学の大学名のみ記載。",
    "複数の協定がある場合は、最も古い締結年月日のみ記載。",
]
COLUMNS = "国・地域\t協定機関名\t部局\t締結年月日"
ASIA = [
    "アジア", "", "4機関", "", COLUMNS,
    "タイ王国 (2機関)\tチェンマイ大学\t工学部\t2015.01.09",
    "\tカセサート大学農学部\t農学部・国際センター\t2016.02.10",
    "大韓民国（2機関）\t\t",
    "\t慶北大学校\t理学部\t2001.03.04",
    "\t釜山大学校工科大学\t工学部\t1999.11.30",
]  # fmt: skip
EUROPE = ["", "欧州", "", "1機関", "", COLUMNS, "ドイツ連邦共和国 (1機関)\tボン大学\t文学部\t1998.05.26"]
MANY = ["", "複数国", "", "(機関数には含まない。)", "", COLUMNS, "カナダ・ドイツ連邦共和国\t国際教育ネットワーク\t文学部\t2019.11.08"]
CLEAN = [*HEAD, *LEGEND, "", *ASIA, *EUROPE, *MANY]


def read(lines: list[str] | str, *, known_units: set[str] | None = None) -> Listing:
    """The listing that lines of text make up."""
    text = lines if isinstance(lines, str) else "\n".join(lines) + "\n"
    return read_content(text.encode(), "list.txt", known_units=known_units or set())


def replaced(old: str, new: str) -> list[str]:
    """The clean list with one line changed."""
    assert old in CLEAN, old
    return [new if line == old else line for line in CLEAN]
