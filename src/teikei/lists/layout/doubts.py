"""What the interpreter may doubt of single rows, how sure it is all the same, and why: decisions about "rows", which the checks report."""

from typing import NamedTuple

from teikei.names.bilingual import Text


class Doubt(NamedTuple):
    """How sure the decision is (0..1), and what it rests on."""

    sure: float
    why: Text


DOUBTS = {
    "split by words": Doubt(0.5, Text("words alone tell the parts of these lines apart", "値の境目を語だけから判断した行です")),
    "one unit over all": Doubt(
        0.5,
        Text(
            "the only line of its kind: our unit over the rows, or a partner without a date",
            "部局の見出しとも、締結日のない相手機関とも読めます",
        ),
    ),
    "territory above": Doubt(
        0.5,
        Text(
            "these rows name no territory, in a list that says the same one again in row after row",
            "行ごとに国・地域を書く一覧で、国・地域のない行です",
        ),
    ),
    "unit of which side": Doubt(0.6, Text("a unit stands behind the partner's name", "相手機関名の後ろに部局名があります")),
    "first day of the term": Doubt(0.5, Text("the table has terms, and no column of dates", "期間の欄だけがあり、締結日の欄がありません")),
    "days of several kinds": Doubt(
        0.8,
        Text(
            "each kind of agreement has a column of days; the earliest is taken", "協定の種別ごとに締結日の欄があり、最も古い日付としました"
        ),
    ),
    "fiscal year": Doubt(0.5, Text("these rows have no date but the fiscal year over them", "日付がなく、年度の見出しの下にある行です")),
    "blank within a partner": Doubt(
        0.5,
        Text("a partner's merged cell reaches over a row with nothing in it", "相手機関の結合セルが、何も書かれていない行に及んでいます"),
    ),
    "several partners": Doubt(0.7, Text("a cell names a university on each of its lines", "1つのセルの各行に大学名があります")),
    "partner above": Doubt(
        0.7,
        Text("these rows name no partner; they are taken for the partner above", "相手機関の欄が空の行を、上の行と同じ機関とみなしました"),
    ),
}
