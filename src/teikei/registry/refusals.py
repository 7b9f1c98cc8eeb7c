"""What the registry declines to do, by name. Each says what, why, and what to do instead; nothing has been stored."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from teikei.names.bilingual import Refusal, Text


class AlreadyKept(Refusal):
    """The same document, byte for byte, has been taken in before."""

    def __init__(self, number: int, as_of: date, kept_at: datetime, edition: int) -> None:
        day = timezone.localtime(kept_at).date().isoformat()
        self.number, self.edition = number, edition
        super().__init__(
            en=f"This very document is already kept: edition {number}, as of {as_of}, taken in on {day}. Nothing was done.",
            ja=f"この文書はすでに登録されています（第{number}版、{as_of}現在、{day}取込）。何も変更していません。",
        )


class NoEntries(Refusal):
    """A listing without a single row."""

    def __init__(self) -> None:
        super().__init__(
            en="The list has no rows. `teikei check FILE` shows what each line was taken for.",
            ja="一覧に行がありません。`teikei check ファイル` で各行がどう読まれたかを確かめてください。",
        )


class NoDay(Refusal):
    """A listing that does not say of which day it speaks."""

    def __init__(self) -> None:
        super().__init__(
            en="The list does not say as of which day it is. Give the day: --as-of 2024-05-01",
            ja="一覧に基準日（○年○月○日現在）がありません。基準日を指定してください: --as-of 2024-05-01",
        )


class NoInstitution(Refusal):
    """Nobody said whose list it is."""

    def __init__(self) -> None:
        super().__init__(
            en="Whose list is it? Give the institution: --institution NAME, or the setting TEIKEI_INSTITUTION",
            ja="どの機関の一覧かわかりません。--institution 機関名 か、設定 TEIKEI_INSTITUTION で指定してください。",
        )


class NoLevel(Refusal):
    """Nobody said whether the agreements are the institution's or its units'."""

    def __init__(self) -> None:
        super().__init__(
            en="The title does not say at which level the agreements are. Give it: --level unit or --level university",
            ja="表題から大学間・部局間の別がわかりません。--level unit（部局間）か --level university（大学間）で指定してください。",
        )


class NotKeepable(Refusal):
    """A value that the tables cannot hold: longer than any name, or with characters that no database keeps."""

    def __init__(self, place_en: str, place_ja: str, en: str, ja: str) -> None:
        super().__init__(en=f"{place_en}: {en} Nothing was stored.", ja=f"{place_ja}: {ja} 何も登録していません。")


class NotStored(Refusal):
    """The file system did not take the document."""

    def __init__(self, fault: OSError, path: object) -> None:
        cause = fault.strerror or str(fault)
        super().__init__(
            en=f"The document could not be kept in {path}: {cause}. Free the disk or make it writable; nothing was stored.",
            ja=f"文書を {path} に保存できません（{cause}）。空き容量と書込み権限を確かめてください。何も登録していません。",
        )


class NothingKept(Refusal):
    """Asked for a list of an institution and level of which no edition is kept."""

    def __init__(self, institution: str, level: str) -> None:
        level_ja = {"unit": "部局間協定の", "university": "大学間協定の"}.get(level, "")
        super().__init__(
            en=f"The registry keeps no {f'{level}-level ' if level else ''}list of {institution}. Take one in: teikei-admin ingest FILE",
            ja=f"{institution}の{level_ja}一覧は登録されていません。teikei-admin ingest ファイル で取り込んでください。",
        )


class UserRefused(Refusal):
    """No account was made."""


class TooManyLogins(Refusal):
    """Too many wrong passwords for one account from one address."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            en=f"Too many attempts with a wrong password. Please wait {minutes} min and try again.",
            ja=f"パスワードの誤りが続きました。{minutes}分ほど待ってからやり直してください。",
        )


class EmptyFile(Refusal):
    """A file without a byte."""

    def __init__(self, name: str) -> None:
        super().__init__(
            en=f"{name}: the file is empty. Choose the file that holds the list.",
            ja=f"{name}: 空のファイルです。一覧のファイルを選んでください。",
        )


class DraftKept(Refusal):
    """The draft has become an edition: it cannot be changed, or kept again."""

    def __init__(self, number: int, edition: int) -> None:
        self.edition = edition
        super().__init__(
            en=f"This list is kept already, as edition {number}. Nothing was changed.",
            ja=f"この一覧はすでに第{number}版として登録されています。何も変更していません。",
        )


class DraftNotRead(Refusal):
    """The draft has no reading on which anything could be decided."""

    def __init__(self) -> None:
        super().__init__(
            en="The file has not been read yet, or could not be read. Nothing was changed.",
            ja="ファイルの読取りが済んでいないか、読めませんでした。何も変更していません。",
        )


class DraftChanged(Refusal):
    """Somebody decided something, or the file was read again, while this person was deciding."""

    def __init__(self) -> None:
        super().__init__(
            en="The draft was changed meanwhile. Nothing was kept: look at it again, then keep it.",
            ja="その間に下書きが変更されました。登録していません。内容を確かめてから、もう一度登録してください。",
        )


class SeriousOpen(Refusal):
    """Serious findings are open, and the person has not said that the list is to be kept with them."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            en=f"Serious findings that nobody has decided: {number}. Decide them, or confirm below that the list is kept with them open.",
            ja=f"判断していない重大な指摘が{number}件あります。判断するか、残したまま登録することを下で確認してください。",
        )


class NoAuthority(Refusal):
    """No authority file is named in the settings."""

    def __init__(self) -> None:
        super().__init__(
            en="There is no authority to match partners by. Build one from ROR's dump (teikei authority build DUMP.zip -o ror.authority) "
            "and name it: TEIKEI_AUTHORITY=/path/ror.authority",
            ja="協定機関の照合に使う典拠ファイルがありません。ROR のダンプから作り（teikei authority build DUMP.zip -o ror.authority）、"
            "設定 TEIKEI_AUTHORITY=/path/ror.authority で指定してください。",
        )


class NoRecord(Refusal):
    """No such record is known: neither to the authority nor among those that were taken from it before."""

    def __init__(self, ror: str) -> None:
        super().__init__(
            en=f"{ror or '(nothing)'}: no record of this id is known here. Give a ROR id such as https://ror.org/03t78wx29, or search by name.",
            ja=f"{ror or '（空欄）'}: この ID のレコードは見つかりません。https://ror.org/03t78wx29 のような ROR ID を入力するか、名称で探してください。",
        )


class RecordWithdrawn(Refusal):
    """The authority has taken the record back: no new judgment may name it."""

    def __init__(self, name: str, ror: str, successors: str) -> None:
        en = f" Choose what stands for it now: {successors}." if successors else ""
        ja = f"現在のレコードを選んでください: {successors}。" if successors else ""
        super().__init__(
            en=f"{name} ({ror}) was withdrawn from the authority.{en} Nothing was changed.",
            ja=f"{name}（{ror}）は典拠から取り下げられています。{ja}何も変更していません。",
        )


class JudgedMeanwhile(Refusal):
    """What a person was shown is no longer what would be done, or undone."""

    def __init__(self) -> None:
        super().__init__(
            en="Somebody judged meanwhile, or the candidates changed. Nothing was done: look again, then confirm.",
            ja="その間に判定または候補が変わりました。何も変更していません。もう一度確かめてから実行してください。",
        )


class JudgmentsUnreadable(Refusal):
    """A file of judgments that cannot be taken in, with the line that prevents it."""

    def __init__(self, name: str, line: int, en: str, ja: str) -> None:
        super().__init__(
            en=f"{name}, line {line}: {en} Nothing was stored.",
            ja=f"{name} {line}行目: {ja} 何も登録していません。",
        )


class ChangedMeanwhile(Refusal):
    """Somebody changed the same thing since this person looked at it."""

    def __init__(self, kind: str, subject: int, version: int) -> None:
        self.kind, self.subject, self.version = kind, subject, version
        super().__init__(
            en="Somebody changed this meanwhile. Nothing was stored: compare both versions, then save again.",
            ja="その間にほかの人が変更しました。保存していません。2つの版を見比べてから、もう一度保存してください。",
        )


class NotSound(Refusal):
    """An agreement whose values contradict one another, with every contradiction."""

    def __init__(self, problems: Sequence[Text]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            en=" ".join(["Nothing was stored.", *(problem.en for problem in problems)]),
            ja="".join(["保存していません。", *(problem.ja for problem in problems)]),
        )


class NothingToUndo(Refusal):
    """There is no such act, or it changed no agreement."""

    def __init__(self) -> None:
        super().__init__(en="There is nothing to undo.", ja="取り消すものがありません。")
