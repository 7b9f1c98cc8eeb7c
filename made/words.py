"""Words that the generator prints: heads of columns, names of areas, counts, titles, notes.

Written from general knowledge of published lists, apart from the vocabulary of the product, so that the test is honest.
"""

from collections.abc import Mapping

# Heads of columns: Japanese and English, each with several wordings.
HEADS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "number": (("No.", "番号", "No", "通番"), ("No.", "#", "No")),
    "region": (("地域", "地域名", "州", "エリア"), ("Region", "Area", "Continent")),
    "territory": (("国名", "国・地域", "国・地域名", "国（地域）", "国", "相手国", "国または地域"), ("Country", "Country/Region", "Country or Region", "Country / Territory", "Countries & Regions")),
    "institution": (("大学名", "協定校", "機関名", "相手機関", "協定大学", "大学・機関名", "相手大学名", "締結先機関", "協定締結校", "学校名", "協定校名"), ("University", "Institution", "Partner Institution", "Partner University", "Name of Institution", "University/Institution", "Name of University", "Overseas Partner", "Institute/University", "University /Organization")),
    "institution_en": (("英語名", "英語名称", "英文名", "大学名（英語）", "英文名称"), ("English Name", "Name in English")),
    "partner_unit": (("相手部局", "相手先部局", "相手学部等", "先方部局"), ("Partner Faculty", "Faculty of Partner", "Partner Department")),
    "units": (("部局", "本学部局", "担当部局", "締結部局", "学部等", "本学担当部局", "本学の部局名", "実施部局"), ("Our Faculty", "School/Faculty", "Department in Charge", "Responsible Department", "Faculty", "Our School")),
    "concluded": (("締結日", "締結年月日", "協定締結日", "協定年月日", "締結年月", "締結", "調印日"), ("Date of Conclusion", "Date", "Date Signed", "Since", "Concluded", "Signed on", "Start Date", "Date of Agreement", "Year Signed", "Date of Signature", "Beginning of Cooperation", "First signing date")),
    "renewed": (("更新日", "最終更新日", "更新年月日", "直近の更新日"), ("Renewed", "Date of Renewal", "Last Renewal", "Renewed on")),
    "until": (("有効期限", "有効期間", "満了日", "終了日", "期限"), ("Valid until", "Expiration", "Expiry Date", "End Date", "Validity", "Validity Period", "Date of Expiry", "Current expiry date")),
    "kinds": (("種別", "協定種別", "協定の種類", "区分", "協定内容"), ("Type", "Type of Agreement", "Kind", "Category")),
    "contact": (("担当者", "連絡担当", "担当教員"), ("Contact", "Coordinator")),
    "url": (("URL", "ホームページ", "ウェブサイト"), ("URL", "Website")),
    "note": (("備考", "特記事項"), ("Remarks", "Notes")),
    "place": (("所在地", "都市", "所在都市"), ("City", "Location")),
    "quota_in": (("受入人数", "受入", "受入数"), ("Incoming", "Students accepted")),
    "quota_out": (("派遣人数", "派遣", "派遣数"), ("Outgoing", "Students sent")),
}  # fmt: skip

# What two neighbouring columns stand under in a head of two rows.
GROUPS: Mapping[frozenset[str], tuple[str, str]] = {
    frozenset(("concluded", "renewed")): ("協定年月日", "Dates"),
    frozenset(("concluded", "until")): ("協定期間", "Term of Agreement"),
    frozenset(("institution", "institution_en")): ("協定校", "Partner"),
    frozenset(("institution", "partner_unit")): ("相手機関", "Partner"),
    frozenset(("quota_in", "quota_out")): ("交換人数", "Exchange"),
    frozenset(("region", "territory")): ("地域・国", "Area"),
}

# The same two columns again as they read under such a head.
UNDER_GROUPS: Mapping[str, tuple[str, str]] = {
    "concluded": ("締結日", "Concluded"), "renewed": ("更新日", "Renewed"), "until": ("満了日", "Valid until"),
    "institution": ("大学名", "University"), "institution_en": ("英語名", "English Name"), "partner_unit": ("部局", "Faculty"),
    "quota_in": ("受入", "In"), "quota_out": ("派遣", "Out"), "region": ("地域", "Region"), "territory": ("国名", "Country"),
}  # fmt: skip

AREAS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Asia": (("アジア", "アジア地域", "アジア州"), ("Asia", "ASIA")),
    "Middle_East": (("中東", "中近東", "中東地域"), ("Middle East", "MIDDLE EAST")),
    "Africa": (("アフリカ", "アフリカ地域", "アフリカ州"), ("Africa", "AFRICA")),
    "Europe": (("ヨーロッパ", "欧州", "ヨーロッパ地域"), ("Europe", "EUROPE")),
    "Oceania": (("オセアニア", "大洋州", "オセアニア地域"), ("Oceania", "OCEANIA")),
    "North_America": (("北米", "北アメリカ", "北米地域"), ("North America", "NORTH AMERICA")),
    "Latin_America": (("中南米", "ラテンアメリカ", "中南米地域"), ("Latin America", "LATIN AMERICA")),
    "several": (("複数国", "複数国", "複数国"), ("Multiple countries", "MULTIPLE COUNTRIES")),
}

# Counts beside a heading: {} is the number. Bare ones do not say what they count.
BARE = ("({})", "（{}）", "[{}]", "［{}］")
COUNTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "institutions": (("（{}機関）", "({}校)", "{}機関", "計{}機関", "【{}大学】", "{}校"), ("({} institutions)", "{} institutions", "({} universities)", "{} universities")),
    "territories": (("［{}か国・地域］", "（{}カ国）", "({}ヶ国・地域)", "{}か国", "【{}カ国・地域】"), ("({} countries)", "{} countries", "({} countries/regions)", "{} countries and regions")),
    "agreements": (("（{}件）", "{}協定", "計{}件", "({}協定)"), ("({} agreements)", "{} agreements")),
}  # fmt: skip

# Totals in the head: {i} institutions, {t} territories, {a} agreements.
HEADLINES_JA = (
    "{i}大学({t}カ国・地域)", "{t}か国・地域 {i}機関", "({t}ヶ国・地域 {i}機関 {a}協定)", "全{a}件", "協定校数：{i}校（{t}カ国）", "合計 {i}機関",
    "{t}カ国・地域、{i}大学・機関", "協定総数 {a}件", "締結校数 {i}校", "計 {t}か国・地域 {i}校 {a}協定", "【{t}カ国{i}機関】", "総数：{a}件（{t}か国・地域{i}機関）",
)  # fmt: skip
HEADLINES_EN = (
    "Total: {i} institutions in {t} countries", "{a} agreements with {i} institutions in {t} countries and regions", "{t} countries, {i} institutions",
    "{i} universities in {t} countries/regions", "Total {a} agreements", "Number of institutions: {i}", "({i} institutions, {t} countries and regions)",
)  # fmt: skip
FEET_JA = ("合計\t{a}件", "合計\t{i}機関", "計 {a}件", "総計 {t}か国・地域 {i}機関", "合計（{i}校）")
FEET_EN = ("Total\t{a} agreements", "Total: {i} institutions", "Total {i} institutions in {t} countries")

TITLES_JA = (
    "国際交流協定校一覧",
    "大学間協定締結校一覧",
    "海外協定校一覧",
    "部局間交流協定一覧",
    "学術交流協定締結機関一覧",
    "{home} 海外交流協定大学一覧",
    "{home}国際交流協定一覧",
)
TITLES_EN = ("List of Partner Institutions", "International Academic Agreements", "Overseas Partner Universities", "{home}: Agreements with Overseas Universities", "Inter-University Agreements")  # fmt: skip

AS_OF_JA = ("{}現在", "（{}現在）", "({} 現在)", "{}時点", "基準日：{}")
AS_OF_EN = ("As of {}", "(as of {})", "as of {}")

KINDS = (("学術交流", "Academic exchange"), ("学生交流", "Student exchange"), ("ダブルディグリー", "Double degree"))
SIGNS = (("※1", "※2", "※3"), ("*", "**", "***"), ("◆", "★", "♦"), ("*1", "*2", "*3"))
MEANINGS = (
    ("派遣のみ", "outgoing students only"),
    ("授業料不徴収", "tuition waiver"),
    ("ダブルディグリー・プログラムあり", "double-degree programme"),
)
UNTIL = {
    "auto-renew": (("自動更新", "自動延長", "自動更新(5年)"), ("Automatic renewal", "auto-renewed")),
    "indefinite": (("無期限", "期限の定めなし", "期限なし"), ("Indefinite", "No end date")),
    "renewal-pending": (("手続中", "更新手続中"), ("Renewal in progress", "under renewal")),
}
NOT_COUNTED = ("（機関数には含まない。）", "(not included in the number of institutions)")

NAVIGATION = ("ホーム", "大学紹介", "国際交流", "アクセス", "お問い合わせ", "サイトマップ")
NAVIGATION_EN = ("Home", "About", "Admissions", "Contact", "Site map")
