"""The values of an agreement's fields in words of both languages: once for pages, forms, histories, sheets and reports."""

from teikei.names.bilingual import Text

# Values of choices, by the field that holds them. "kind" is many fields; its values do not meet.
CHOICES: dict[str, dict[str, Text]] = {
    "level": {"unit": Text("Between units", "部局間"), "university": Text("Between universities", "大学間")},
    "effect": {
        "concluded": Text("on the day concluded", "締結の日"),
        "last-signature": Text("on the day of the last signature", "最後の署名の日"),
        "stated": Text("on a stated day", "別に定める日"),
    },
    "role": {"responsible": Text("responsible", "責任部局"), "participating": Text("participating", "関係部局")},
    "renewal.kind": {
        "unknown": Text("not known", "不明"),
        "none": Text("none: it ends with its term", "更新なし（期間の満了で終了）"),
        "procedure": Text("by procedure, where both decide", "手続による更新"),
        "automatic": Text("automatic", "自動更新"),
    },
    "closing.reason": {
        "expired": Text("expired", "期間満了"),
        "cancelled": Text("cancelled", "解約"),
        "superseded": Text("superseded by another", "新しい協定に置換え"),
        "raised": Text("raised to university level", "大学間協定に格上げ"),
        "merged": Text("merged into another", "ほかの協定に統合"),
        "not-listed": Text("no longer listed", "一覧に記載なし"),
        "mistaken": Text("entered by mistake", "誤登録"),
    },
    "links.kind": {
        "supersedes": Text("supersedes", "置き換えた協定"),
        "under-framework": Text("under the framework of", "枠組みとなる協定"),
        "raised-from": Text("raised from", "格上げ前の協定"),
    },
    "memoranda.kind": {
        "student-exchange": Text("student exchange", "学生交流"),
        "tuition-waiver": Text("tuition waiver", "授業料不徴収"),
        "credit-transfer": Text("credit transfer", "単位互換"),
        "double-degree": Text("double degree", "ダブル・ディグリー"),
        "joint-degree": Text("joint degree", "ジョイント・ディグリー"),
        "staff": Text("staff", "教職員交流"),
        "research": Text("research", "共同研究"),
        "other": Text("other", "その他"),
    },
    "mobility": {
        "student-studies": Text("students, for studies", "学生（学修）"),
        "student-traineeship": Text("students, for traineeship", "学生（実習）"),
        "staff-teaching": Text("staff, for teaching", "教職員（教育）"),
        "staff-training": Text("staff, for training", "教職員（研修）"),
    },
    "checks.kind": {
        "export-control": Text("export control", "安全保障輸出管理"),
        "end-user": Text("foreign end user", "外国ユーザーリスト"),
        "other": Text("other", "その他"),
    },
    "result": {
        "cleared": Text("cleared", "問題なし"),
        "conditions": Text("with conditions", "条件付き"),
        "refused": Text("refused", "不可"),
    },
    "institution.kind": {
        "": Text("not said", "指定なし"),
        "education": Text("education", "教育"),
        "healthcare": Text("healthcare", "医療"),
        "government": Text("government", "政府"),
        "nonprofit": Text("nonprofit", "非営利"),
        "facility": Text("facility", "施設"),
        "company": Text("company", "企業"),
        "archive": Text("archive", "文書館"),
        "other": Text("other kind", "その他"),
    },
    "names.kind": {
        "label": Text("the name in use", "正式名称"),
        "alias": Text("another spelling", "別表記"),
        "acronym": Text("acronym", "略称"),
    },
    "identifiers.scheme": {
        "ror": Text("ROR", "ROR"),
        "wikidata": Text("Wikidata", "Wikidata"),
        "isni": Text("ISNI", "ISNI"),
        "schac": Text("SCHAC", "SCHAC"),
        "erasmus": Text("Erasmus code", "Erasmus コード"),
    },
    "successions.kind": {
        "merged": Text("merged", "統合"),
        "split": Text("split", "分割"),
        "succeeded": Text("succeeded by another", "改組（後継へ移行）"),
    },
    "visibility": {"public": Text("everybody", "公開"), "staff": Text("staff", "職員"), "unit": Text("the units", "当該部局")},
}
# The ministry's ten contents (DOMAIN §3).
CONTENTS: dict[int, Text] = {
    1: Text("student exchange", "学生の交流"),
    2: Text("exchange of teachers and researchers", "教員・研究者の交流"),
    3: Text("exchange of clerical staff", "事務職員の交流"),
    4: Text("credit transfer", "単位互換"),
    5: Text("double degree", "ダブル・ディグリー"),
    6: Text("joint degree", "ジョイント・ディグリー"),
    7: Text("joint research", "共同研究"),
    8: Text("the partner's base on our campus", "相手大学の拠点の学内設置"),
    9: Text("scholarship for incoming students", "受入れ留学生への奨学金"),
    10: Text("other", "その他"),
}
STATUS: dict[str, Text] = {
    "in-force": Text("in force", "有効"),
    "assumed": Text("in force, renewal assumed", "有効（自動更新と推定）"),
    "pending": Text("renewal to be decided", "更新手続待ち"),
    "not-yet": Text("not yet in force", "発効前"),
    "ended": Text("ended", "終了"),
}
