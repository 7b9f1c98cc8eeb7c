"""Generated listings: names in every script and of every mischief, headings as published lists have them."""

from datetime import date

from hypothesis import strategies as st

from teikei.lists.cells import one_line
from teikei.lists.layout.content import same_as_above
from teikei.lists.layout.values import read_date, two_languages, without_marks
from teikei.lists.layout.words import rules_of
from teikei.lists.model import Entry, Heading, Listing, Region
from teikei.lists.write.compose import joined_units
from teikei.names.territories import territory_codes
from teikei.names.units import split_units
from teikei.rules.days import PartialDate

MISCHIEF = (
    "=1+1",
    "+81-82-424",
    "-大学",
    "@SUM(A1)",
    "＝ＳＵＭ",
    "＋",
    "－",
    "＠",
    "'=1",
    "''+",
    "'たいがく",
    "\t=タブ",
    "\r=復帰",
    "<script>alert(1)</script>",
    "<b>太字</b> & </td></table>",
    "&lt;p&gt;",
    "#panic()[*x*] $a$ `raw` \\",
    '#import "@preview/x:1.0.0"',
    "{{ title }}",
    '名,称;"引用"',
    "O'Higgins",
    "二  重  空白",
    "二　重　全角",
    "_x0041_大学",
    "_x000D_",
    "../../etc/passwd",
    "行\n替え",
    "二\u2028行",
    "\x00\x07零",
    "中央财经大学",
    "서울대학교 공과대학",
    "Černý, Győr, Łódź",
    "มหาวิทยาลัยเชียงใหม่",
    "جامعة القاهرة",
    "אוניברסיטת תל אביב",
    "दिल्ली विश्वविद्यालय",
    "ថ្នាក់",
    "\u202eabc\u202c",
    "が(NFD: か\u3099)",
    "👩‍🔬研究所",
    "\U0001f9ff",
    "\ue000外字",
    "辻\U000e0100",
    "𠮷野大学",
    "\ufeff印",
    "\ud800",
    "\uffff",
    "true",
    "1",
    "2015-11-09",
    "1e3",
    "TRUE",
    "No.",
    "#REF!",
    "https://example.org/",
    "mailto:a@example.org",
    "internal:Sheet1!A1",
)
LETTERS = "大学院工科連合理アイウエオー・ABCxyz ČőŁéß財财경성ก็ไทأبجאבגдЖαω'\"<>&,;:()（）「」.-+=@#$*_\\/[]{}|`~!?％＝　"
TERRITORIES = (
    "インド",
    "インドネシア共和国",
    "大韓民国",
    "香港(HKSR)",
    "連合王国",
    "アメリカ合衆国",
    "ボスニア・ヘルツェゴビナ",
    "カナダ・デンマーク王国",
    "Thailand",
    "Côte d'Ivoire",
    "ムー大陸",
)
# The last is no usual name for a region: without a title above it, it would be taken for one.
REGIONS = ("アジア", "欧州", "中東・アフリカ", "Oceania", "環日本海")
UNITS = (
    "工学部",
    "先進理工系科学研究科",
    "ナノデバイス・バイオ融合科学研究所",
    "HiSIM研究センター",
    "大学病院",
    "IDEC国際連携機構",
    "School of Science",
    "Faculty of Arts",
    "法学部(夜間)",
)
LEGENDS = (
    "海外大学本体と本学部等が部局間協定を締結している場合は、複数の部局間協定があっても相手大学の大学名のみ記載。",
    "複数の部局間協定がある場合は、最も古い締結年月日のみ記載。",
    "※ <b>△</b>印は、学生交流を含む協定。",
    "Note: =SUM(A1), \"quoted\", 'single'.",
)
TITLES = ("部局間国際交流協定校一覧", "", "=cmd|' /C calc'!A0", "<h1>List</h1> of #partners", 'List; of, "partners"')


def _name_as_read(text: str) -> bool:
    """Whether a name is one that reading gives: signs of notes behind it are no part of a name, a date is none, two languages are two names."""
    name = one_line(text)
    return (
        bool(name)
        and without_marks(name) == (name, ())
        and name not in same_as_above()
        and read_date(name).problem == "unread"
        and not two_languages(name)
    )


names = st.one_of(st.sampled_from(MISCHIEF), st.text(LETTERS, min_size=1, max_size=30), st.text(min_size=1, max_size=12)).filter(
    _name_as_read
)


def _readable(units: tuple[str, ...]) -> bool:
    """Whether a printed list can say these units at all: the splitter, which has no list of names, gives them back."""
    return split_units(joined_units(units)).units == units


units = st.lists(st.sampled_from(UNITS), max_size=4, unique=True).map(tuple).filter(_readable)
days = st.one_of(
    st.none(),
    st.dates(date(1868, 1, 1), date(2099, 12, 31)).map(lambda day: PartialDate(day.year, day.month, day.day)),
    st.builds(PartialDate, st.integers(1900, 2099), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(1900, 2099)),
)
terms = st.sampled_from((None, None, "2030-03-31", "2030-03", "auto-renew", "indefinite", "renewal-pending", "別途定める"))
numbers = st.sampled_from((None, "1", "12", "007", "A-3", "①", "3-2", "=1"))
places = st.sampled_from((None, "2", "2名", "若干名", "5/学期", "-", "each 3"))
kinds = st.lists(st.sampled_from(("学生交流", "学術交流", "MOU")), max_size=2, unique=True).map(tuple)
marks = st.lists(st.sampled_from(("学生交流", "学術交流", "MOU", "△")), max_size=2, unique=True).map(tuple)  # a sign behind a kind is one


@st.composite
def listings(draw: st.DrawFn, *, names: st.SearchStrategy[str] = names, most: int = 12) -> Listing:
    """A listing whose headings are met in any order, with rows that no region or territory holds."""
    title = draw(st.sampled_from(TITLES))
    uncounted = Region("複数国", counted=False, note=draw(st.sampled_from(("", "(機関数には含まない。)", "※機関数に計上しない"))))
    chosen = draw(st.lists(st.sampled_from(REGIONS if title else REGIONS[:-1]), max_size=3, unique=True))
    regions = [None, *(Region(label) for label in chosen), uncounted]
    headings = {
        (place, label): Heading(label, territory_codes(label), None, region)
        for place, region in enumerate(regions)
        for label in draw(st.lists(st.sampled_from(TERRITORIES), max_size=3, unique=True))
    }
    rich = draw(st.booleans())
    entries = []
    for number in range(draw(st.integers(0, most))):
        place = draw(st.integers(0, len(regions) - 1))
        heading = draw(st.sampled_from([None, *(held for (at, _), held in headings.items() if at == place)]))
        region = regions[place]
        counted = region.counted if region else True
        entry = Entry(number + 1, draw(names), draw(units), draw(days), region, heading, counted and draw(st.integers(0, 9)) > 0)
        if rich:
            entry = entry._replace(
                institution_alt=draw(st.none() | names),
                partner_unit=draw(st.none() | names),
                valid_to=draw(terms),
                kinds=draw(kinds),
                marks=draw(marks),
                number=draw(numbers),
                renewed_on=draw(days),
                location=draw(st.none() | names),
                note=draw(st.none() | names),
                quota_in=draw(places),
                quota_out=draw(places),
            )
        if entry.concluded_on is None:
            entry = entry._replace(date_text=draw(st.sampled_from(("", "不明", "2015年頃"))))
        entries.append(entry)
    legend = tuple(draw(st.lists(st.sampled_from(LEGENDS), max_size=2, unique=True)))
    return Listing(
        title=title,
        as_of=draw(st.none() | st.dates(date(1990, 1, 1), date(2060, 12, 31))),
        legend=legend,
        rules=rules_of(legend),
        regions=tuple(region for region in regions if region),
        headings=tuple(headings.values()),
        entries=tuple(entries),
    )
