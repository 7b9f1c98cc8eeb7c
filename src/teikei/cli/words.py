"""What the command line says, in both languages."""

from teikei.names.bilingual import Text

GROUP = Text(
    "Read, check, write and compare the lists of international agreements that universities publish.\n\n"
    "FILE is a list as PDF, XLSX, XLS, ODS, DOCX, HTML, CSV, text or JSON; - is standard input. Exit status 2: the file cannot be read; why is said on standard error.",
    "大学が公表する国際交流協定の一覧を読み、確かめ、書き出し、比べます。\n\n"
    "FILE は PDF・XLSX・XLS・ODS・DOCX・HTML・CSV・テキスト・JSON の一覧です。- は標準入力です。終了コード 2 は読めなかったことを示し、理由を標準エラーに出します。",
)
READ = Text(
    "Print the entries of a list, in its order, each with the place where it stands.",
    "一覧の各行を、元の所在とともに、一覧の順に出力します。",
)
CHECK = Text(
    "Recount everything that a list says of itself and report what does not fit, with the lines.\n\n"
    "Exit status 0: nothing at warning or above; 1: findings; 2: not readable.",
    "一覧に書かれた数などをすべて数え直し、合わないところを行とともに報告します。\n\n"
    "終了コード 0: 警告以上の指摘なし、1: 指摘あり、2: 読めない。",
)
WRITE = Text(
    "Read a list and lay it out again, its totals recounted.",
    "一覧を読み、数を数え直して、別の形式で書き出します。",
)
COMPARE = Text(
    "Compare two lists: rows added, gone, renamed, redated, with other units.\n\nExit status 0: no difference; 1: differences; 2: not readable.",
    "2つの一覧を比べます: 追加・削除・名称変更・日付変更・部局変更。\n\n終了コード 0: 違いなし、1: 違いあり、2: 読めない。",
)
PROFILE_COMMAND = Text(
    "Write the profile that was inferred from a list: which column holds what, what its numbers count.\n\n"
    "Correct it, and give it to the other commands by --profile; next year's list is then read the same way.",
    "一覧から読み取ったプロファイル(どの列が何か、数が何を数えるか)を書き出します。\n\n"
    "必要なら直し、ほかのコマンドに --profile で渡してください。翌年の一覧も同じように読めます。",
)
PROFILE = Text("A profile that overrules what is decided of the layout.", "レイアウトの判断に優先するプロファイル。")
EXPLAIN = Text(
    "Print what was decided of the layout, and how sure it is, in place of the entries.",
    "行の代わりに、レイアウトをどう判断したかとその確かさを出力します。",
)
SURE = ((0.9, Text("sure", "確か")), (0.75, Text("likely", "おそらく")), (0.0, Text("doubtful", "不確か")))
ABOUT = {
    "separator": Text("separator", "区切り"),
    "records": Text("records", "行のまとまり"),
    "column": Text("column", "列"),
    "territory": Text("territory", "国・地域"),
    "counts": Text("counts", "数"),
    "dates": Text("dates", "日付"),
    "rows": Text("rows", "行"),
    "table": Text("table", "表"),
}
ROLES = {
    "entry": Text("entries", "協定の行"), "continued": Text("continued", "続きの行"), "title": Text("title", "表題"), "totals": Text("totals", "総数"),
    "as-of": Text("as-of day", "基準日"), "legend": Text("legend and notes", "凡例・注"), "region": Text("regions", "地域"), "count": Text("counts", "機関数"),
    "note": Text("notes", "注記"), "header": Text("heads of tables", "表の見出し"), "territory": Text("countries and regions", "国・地域"),
    "unit": Text("our units", "部局"), "year": Text("years of conclusion", "締結年"), "furniture": Text("page furniture", "ページの飾り"), "outside": Text("outside the list", "一覧の外"),
    "hidden": Text("hidden", "非表示"), "unread": Text("unread", "読み取れない行"),
}  # fmt: skip
COVERAGE = Text("{share:.1%} of {filled} filled lines are accounted for", "空でない{filled}行のうち{share:.1%}を読み分けました")
LANG = Text("Language of messages.", "メッセージの言語。")
VERSION = Text("Show the version and exit.", "バージョンを表示して終了します。")
HELP = Text("Show this message and exit.", "このメッセージを表示して終了します。")
TO = Text("Output format.", "出力形式。")
OUT = Text("File to write; - is standard output.", "書き出すファイル。- は標準出力です。")
UNITS = Text(
    "A text file of our units' names, one a line; a name in it is never split.",
    "部局名を1行に1つ書いたテキストファイル。ここにある名称は分割しません。",
)
LAYOUT_LANGUAGE = Text("Language of heads and totals in the list written.", "書き出す一覧の見出し・合計の言語。")

SUMMARY = Text(
    "{entries} entries, {counted} counted; {findings} findings (teikei check {name})",
    "{entries}件(数えるもの{counted}件)、指摘{findings}件 (teikei check {name})",
)
READING = Text("Reading {name} …", "{name} を読んでいます…")
CHECKING = Text("Checking {name} …", "{name} を確かめています…")
WRITING = Text("Writing {name} …", "{name} を書き出しています…")
WRITTEN = Text("{name}: {entries} rows, {size} bytes", "{name}: {entries}行、{size}バイト")
SAME = Text("No difference.", "違いはありません。")
ADDED, GONE, CHANGED = Text("added", "追加"), Text("gone", "削除"), Text("changed", "変更")
KINDS = {
    "renamed": Text("renamed", "名称"),
    "redated": Text("redated", "日付"),
    "units": Text("units", "部局"),
    "territory": Text("territory", "国・地域"),
    "validity": Text("validity", "有効期限"),
    "counted": Text("counted", "算入"),
}
STATED, COUNTED_ROWS = Text("stated", "記載"), Text("counted", "実数")
TOTALS = {
    "territories": Text("countries and regions", "国・地域"),
    "institutions": Text("institutions", "機関"),
    "agreements": Text("agreements", "協定"),
}
AT_LEAST = Text("at least {number}", "少なくとも{number}")
AS_OF = Text("as of {day}", "{day}現在")
PROPOSED = Text("proposed", "提案")
NO_FINDINGS = Text("No findings.", "指摘はありません。")

AUTHORITY = Text(
    "The authority file: the records of ROR, the registry of research organizations, as the matcher needs them.",
    "典拠ファイル: 研究機関の登録簿 ROR のレコードを、照合に使える形にしたもの。",
)
AUTHORITY_BUILD = Text(
    "Make the authority file from ROR's own dump (a zip with JSON, schema 2).",
    "ROR が公開するダンプ(JSON の入った zip、スキーマ2)から典拠ファイルを作ります。",
)
AUTHORITY_SHOW = Text(
    "Show a record: its names, places, relations and, where it is no longer active, its successors.",
    "レコードを表示します: 名称、所在地、関係、無効な場合は後継。",
)
AUTHORITY_SEARCH = Text(
    "Search the authority by a name in any script, the likeliest record first.",
    "どの文字の名称でも典拠を探し、可能性の高い順に表示します。",
)
AUTHORITY_PATH = Text("The authority file.", "典拠ファイル。")
AUTHORITY_OUT = Text("The authority file to write.", "書き出す典拠ファイル。")
SMALLER = Text("Replace the file even by a dump with far fewer records.", "レコードが大きく減っていても置き換える。")
TERRITORY = Text("Country or region: an ISO code or a name.", "国・地域: ISO コードか名称。")
JOBS = Text("Number of processes.", "プロセス数。")
MATCH = Text(
    "Find out who the partners of a list are: a ROR id with its evidence, candidates to choose from, or an honest none.\n\n"
    "FILE is any list, or a table with the columns institution and territory.",
    "一覧の相手機関を特定します: 根拠を添えた ROR ID、選ぶべき候補、または「なし」。\n\n"
    "FILE は一覧、または institution と territory の列を持つ表です。",
)
MATCHING = Text("Matching", "照合中")
MATCHED = Text(
    "{names} names: {accept} accepted, {review} to review, {none} without an id",
    "{names}件: 確定{accept}件、要確認{review}件、該当なし{none}件",
)
BUILDING = Text("Building", "作成中")
BUILT = Text(
    "{name}: {version}, {records} records with {names} names; {left_out} left out",
    "{name}: {version}、レコード{records}件、名称{names}件、除外{left_out}件",
)
LEFT_OUT = Text("left out: {line}", "除外: {line}")
NOTHING_FOUND = Text("No record comes into question.", "該当しそうなレコードはありません。")
DECISIONS = {"accept": Text("accepted", "確定"), "review": Text("to review", "要確認"), "none": Text("no id", "該当なし")}
CORRECTION = Text("misread? {text}", "読み誤りか: {text}")
STATUS = {"inactive": Text("inactive", "無効"), "withdrawn": Text("withdrawn", "取り下げ")}
SUCCESSOR = Text("now", "現在は")
NAME_KINDS = {"label": Text("name", "名称"), "alias": Text("alias", "別名"), "acronym": Text("acronym", "略称")}
RELATIONS = {
    "parent": Text("part of", "上位"), "child": Text("has the part", "下位"), "related": Text("related to", "関連"),
    "successor": Text("succeeded by", "後継"), "predecessor": Text("preceded by", "前身"),
}  # fmt: skip
