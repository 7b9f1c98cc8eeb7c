"""From bytes to text: which encoding a file of a Japanese office is in, or why it is not text at all."""

import codecs
import re

from teikei.names.bilingual import Refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp932", "euc_jp")
_BINARY = (
    (b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP"), (b"\xd0\xcf\x11\xe0", "XLS or DOC"), (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"\x1f\x8b", "gzip"), (b"SQLite format 3", "SQLite"), (b"\x7fELF", "program"),
)  # fmt: skip
_KANA_OR_KANJI = re.compile("[ぁ-ヿ一-鿿]")
_HALF_WIDTH_OR_PRIVATE = re.compile("[｡-ﾟ\ue000-\uf8ff\x80-\x9f]")
_TWICE_ENCODED = re.compile("(?:[ãäåæçèé][\x80-\xbf€-™][\x80-\xbf€-™ -~]?){4}")


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding that it was in.

    Byte order marks first, then UTF-16 without one, ISO-2022-JP, UTF-8, and CP932 or EUC-JP, whichever gives
    plainer Japanese. A UTF-8 file with a few broken bytes is read, with U+FFFD where they stood; the checks cite
    those lines. Refusal where the file is empty, binary, or in none of these.
    """
    if not content.strip():
        raise Refusal(
            f"{name}: the file is empty. Give the file that holds the list.",
            f"{name}: ファイルが空です。一覧の入ったファイルを指定してください。",
        )
    text, encoding = _decoded(content, name)
    if text.count("\0") > 8:
        raise _not_text(name, "binary")
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise Refusal(f"{name}: the file holds nothing but white space.", f"{name}: ファイルに空白しかありません。")
    if ("ã" in text or "å" in text) and len(_TWICE_ENCODED.findall(text)) > 3:
        raise Refusal(
            f"{name}: the text was encoded twice (mojibake such as “ã‚¤ãƒ³”). Save the original again as UTF-8.",
            f"{name}: 文字化けした(二重に符号化された)テキストです。元のファイルを UTF-8 で保存し直してください。",
        )
    return text.replace("\0", "\ufffd"), encoding


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding, name)
    for magic, kind in _BINARY:
        if content.startswith(magic):
            raise _not_text(name, kind)
    if (wide := _wide_without_bom(content)) is not None:
        return _strictly(content, wide, name)
    if b"\x1b$" in content[:65_536]:
        return _strictly(content, "iso2022_jp_2", name)
    if b"\0" in content and content.count(b"\0") > 8:
        raise _not_text(name, "binary")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _legacy_or_mended(content, name, error)


def _legacy_or_mended(content: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, str]:
    readings = []
    for encoding in _LEGACY:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((_plainness(text), text, encoding))
    if readings:
        plainness, text, encoding = max(readings)
        if plainness > 0:
            return text, encoding
    mended = content.decode("utf-8", errors="replace")
    if mended.count("\ufffd") <= max(3, len(mended) // 200) and sum(not char.isascii() for char in mended) > 2 * mended.count("\ufffd"):
        return mended, "utf-8"
    line = content.count(b"\n", 0, error.start) + 1
    raise Refusal(
        f"{name}, line {line}: byte 0x{content[error.start]:02x} fits no encoding of Japanese text (UTF-8, UTF-16, Shift_JIS, EUC-JP, ISO-2022-JP). Save the file as UTF-8.",
        f"{name} {line}行目: バイト 0x{content[error.start]:02x} は UTF-8・UTF-16・Shift_JIS・EUC-JP・ISO-2022-JP のいずれでも読めません。UTF-8 で保存し直してください。",
    )


def _plainness(text: str) -> int:
    """How much more often plain kana and kanji occur than signs that only a wrong decoding gives."""
    return len(_KANA_OR_KANJI.findall(text)) - 3 * len(_HALF_WIDTH_OR_PRIVATE.findall(text))


def _wide_without_bom(content: bytes) -> str | None:
    """UTF-16 without a byte order mark shows a line feed as two bytes, one of them zero."""
    sample = content[:8192]
    for feed, encoding in ((b"\n\0", "utf-16-le"), (b"\0\n", "utf-16-be")):
        start = 0 if encoding.endswith("le") else 1
        if feed in sample and sample[1 - start :: 2].count(0) > 0 and len(content) % 2 == 0:
            try:
                text = sample[: len(sample) // 2 * 2].decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text and _plainness(text) > 0:
                return encoding
    return None


def _strictly(content: bytes, encoding: str, name: str) -> tuple[str, str]:
    try:
        return content.decode(encoding).removeprefix("\ufeff"), encoding.removesuffix("-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            f"{name}: the file begins as {encoding} but byte {error.start + 1} does not fit: it was cut or mixed with another encoding. Save it again as UTF-8.",
            f"{name}: {encoding} として始まりますが、{error.start + 1} バイト目が読めません(途中で切れたか、文字コードが混ざっています)。UTF-8 で保存し直してください。",
        ) from error


def _not_text(name: str, kind: str) -> Refusal:
    return Refusal(
        f"{name}: not a text file ({kind}). Give the list as text, CSV, a workbook (XLSX, XLS, ODS), DOCX, HTML or JSON.",
        f"{name}: テキストファイルではありません({kind})。一覧をテキスト・CSV・ブック(XLSX・XLS・ODS)・DOCX・HTML・JSON のいずれかで指定してください。",
    )
