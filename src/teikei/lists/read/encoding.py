"""From bytes to text: which encoding a file of a Japanese office is in, or why it is not text at all."""

import codecs
import re
from itertools import islice
from typing import NamedTuple

from teikei.lists.located import Locator
from teikei.lists.model import Finding
from teikei.lists.read.findings import report
from teikei.lists.read.japanese import of_euc, of_iso_2022
from teikei.lists.read.limits import LARGEST_TEXT, too_large
from teikei.names.bilingual import Refusal, Text

_WIDE_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    (b"PK\x03\x04", "ZIP"), (b"\xd0\xcf\x11\xe0", "XLS or DOC"), (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"\x1f\x8b", "gzip"), (b"SQLite format 3", "SQLite"), (b"\x7fELF", "program"),
)  # fmt: skip
_ESCAPE = re.compile(rb"\x1b(?:\$[@B(]|\(I)")
_MOST_NULS = 8

_KANA = re.compile("[ぁ-ヿ]")
_KANA_OR_KANJI = re.compile("[ぁ-ヿ一-鿿]")
# What Japanese text read in a wrong encoding is full of.
_UNLIKELY = re.compile("[｡-ﾟ\ue000-\uf8ff\x80-\x9f\ufffd]")
_USUAL = re.compile("[\t\r\n -~\u3000-ヿ一-鿿\uff00-\uffef]")
# What CP932 makes of bytes that are no character's.
_NO_CHARACTER = re.compile("[\x80-\xa0\uf8f0-\uf8ff]")
# Letters of the West, and signs of Japanese punctuation, numbering and brackets without any kana or kanji.
_ACCENTED = re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ]")
_FULL_WIDTH = re.compile("[\u2010-\u266f\u3000-\u303f\u30fb\u30fc\uff01-\uff60×÷§¶°´¨±]+")
_LATIN_OR_FULL_WIDTH = re.compile(f"(?:{_FULL_WIDTH.pattern}|[À-ɏ])+")
_ASCII = re.compile("[\x00-\x7f]")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_SAMPLED_RUNS = 3000

# Text of one encoding that was read in another and saved so: UTF-8 as Latin-1 or as CP932, CP932 and EUC-JP as Latin-1,
# EUC-JP as CP932.
_TWICE_ENCODED = re.compile(
    "(?:[ãäåæçèé][\x80-\xbf€-™][\x80-\xbf€-™ -~]?){4}|(?:[縺繧繝][｡-ﾟぁ-ヿ一-鿿\ue000-\uf8ff]){2}"
    "|(?:[\x82\x83‚ƒ][!-~\x80-þ–-™]){3}|(?:[¤¥][¡-þ]){3}"
    "|(?:[､･][｡-ﾟ]){3}"
)
_SIGNS_OF_IT = "ãå縺繧繝ƒ\x83¥¤､･"

# Japanese bytes come in runs, accents of Western languages alone or in twos.
_LONG_RUN = re.compile(rb"[\x80-\xff]{3}")
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_-]{2,30})""", re.IGNORECASE)

_MOST_PLACES = 100


# What a page says unasked, or what is found out better from its bytes.
_UNTRUSTED = frozenset(("utf-8", "ascii", "iso8859-1", "cp1252", "cp932", "shift_jis", "euc_jp", "iso2022_jp"))


class Decoded(NamedTuple):
    """The text of a file, the encoding that it (or most of it) was in, and what there is to report of that."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def decode(content: bytes, name: str) -> Decoded:
    """The text of a file and the encoding that it was in.

    Byte order marks first, then UTF-16 and UTF-32 without one, ISO-2022-JP, UTF-8, and CP932 or EUC-JP, whichever gives
    plainer Japanese. A file whose lines are in different encodings is read line by line and reported. Where a few
    bytes are broken U+FFFD stands for them; the checks cite those lines. Refusal where the file is empty, binary, in
    none of these, or was encoded twice.
    """
    if not content.strip():
        raise Refusal(
            f"{name}: the file is empty. Give the file that holds the list.",
            f"{name}: ファイルが空です。一覧の入ったファイルを指定してください。",
        )
    if len(content) > LARGEST_TEXT and not content.startswith(tuple(magic for magic, _ in _BINARY)):
        raise too_large(name, LARGEST_TEXT)
    decoded = _decoded(content, name)
    text = decoded.text
    if text.count("\0") > _MOST_NULS:
        raise _not_text(name, "binary")
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise Refusal(
            f"{name}: the file holds nothing but white space. Give the file that holds the list.",
            f"{name}: ファイルに空白しかありません。一覧の入ったファイルを指定してください。",
        )
    if any(sign in text for sign in _SIGNS_OF_IT):
        _refuse_twice_encoded(text, name)
    return decoded._replace(text=text.replace("\0", "\ufffd"))


def declared_charset(content: bytes) -> str | None:
    """The encoding that a web page names at its beginning, in Python's spelling; None where it names none known here."""
    match = _CHARSET.search(content, 0, 4096)
    try:
        return codecs.lookup(match[1].decode()).name if match else None
    except LookupError:
        return None


def _decoded(content: bytes, name: str) -> Decoded:
    for bom, encoding in _WIDE_BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding, name)
    for magic, kind in _BINARY:
        if content.startswith(magic):
            raise _not_text(name, kind)
    nuls = content.count(b"\0")
    if nuls and (wide := _wide_without_bom(content)) is not None:
        return _strictly(content, wide, name)
    if nuls > _MOST_NULS:
        raise _not_text(name, "binary", content.count(b"\n", 0, content.find(b"\0")) + 1)
    content = content.removeprefix(codecs.BOM_UTF8)
    escaped = _ESCAPE.search(content)
    if escaped and content.isascii():
        return _of_escapes(content, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _line_by_line(content, name) if escaped else _not_utf8(content, name)
    return _line_by_line(content, name) if escaped else Decoded(text, "utf-8")


def _of_escapes(content: bytes, name: str) -> Decoded:
    try:
        return Decoded(of_iso_2022(content), "iso2022_jp")
    except UnicodeDecodeError:
        return _line_by_line(content, name)


def _not_utf8(content: bytes, name: str) -> Decoded:
    """Text that is not all UTF-8: of the encoding that a web page names, of Windows in the West, of Japan, or of several."""
    declared = declared_charset(content)
    if declared and declared not in _UNTRUSTED:
        try:
            return Decoded(content.decode(declared), declared)
        except (UnicodeDecodeError, LookupError):
            pass  # the page is wrong about itself
    if not _LONG_RUN.search(content):
        return _western(content, name)
    if (latin := _latin_of_euc(content)) is not None:
        return Decoded(latin, "euc_jp", (_assumed(latin, "euc_jp", name),))
    readings = []
    for encoding in ("cp932", "euc_jp"):
        try:
            readings.append((text := _in_legacy(content, encoding), encoding, plainness(_sample(text))))
        except UnicodeDecodeError:
            continue
    if readings:
        text, encoding, plain = max(readings, key=lambda reading: reading[2])
        if plain > 0 and not _UNLIKELY.search(text) and not _has_japanese_utf8(content):
            assumed = () if _KANA.search(text) else (_assumed(text, encoding, name),)
            return Decoded(text, encoding, assumed)
    return _line_by_line(content, name)


def _in_legacy(content: bytes, encoding: str) -> str:
    return of_euc(content) if encoding == "euc_jp" else content.decode(encoding)


def _sample(text: str) -> str:
    return "".join(run[0] for run in islice(_NOT_ASCII.finditer(text), _SAMPLED_RUNS))


def plainness(text: str) -> int:
    """How much more often plain kana and kanji occur than signs that only a wrong decoding gives."""
    return len(_KANA_OR_KANJI.findall(text)) - 3 * len(_UNLIKELY.findall(text))


def _has_japanese_utf8(content: bytes) -> bool:
    """Whether a line of the file is UTF-8 with kana or kanji, which by chance no line of another encoding is."""
    return any(_japanese_utf8(line) for line in content.splitlines())


def _japanese_utf8(line: bytes) -> str | None:
    if line.isascii():
        return None
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if _KANA_OR_KANJI.search(text) else None


def _western(content: bytes, name: str) -> Decoded:
    """Bytes above ASCII stand alone: UTF-8 with a broken letter, or an encoding of the West."""
    mended = content.decode("utf-8", errors="replace")
    lost = mended.count("\ufffd")
    if sum(map(len, _NOT_ASCII.findall(mended))) > 3 * lost:
        return Decoded(mended, "utf-8")
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        if (japanese := _single_signs(content)) is None:
            raise _unreadable(content, error.start, name) from error
        return Decoded(*japanese, (_assumed(*japanese, name),))
    if (japanese := _single_signs(content)) is not None:
        return Decoded(*japanese, (_assumed(*japanese, name),))
    return Decoded(text, "cp1252", (_assumed(text, "cp1252", name),))


def _latin_of_euc(content: bytes) -> str | None:
    """English text in EUC-JP, whose accented letters CP932 would read as kanji; None where it is none."""
    try:
        text = of_euc(content)
    except UnicodeDecodeError:
        return None
    runs = _NOT_ASCII.findall(text)
    return text if any(map(_ACCENTED.search, runs)) and all(map(_LATIN_OR_FULL_WIDTH.fullmatch, runs)) else None


def _single_signs(content: bytes) -> tuple[str, str] | None:
    """English text of a Japanese office, in which full-width signs stand alone (： ※ ①), and its encoding; None where it is none."""
    for encoding in ("cp932", "euc_jp"):
        try:
            text = _in_legacy(content, encoding)
        except UnicodeDecodeError:
            continue
        if all(map(_FULL_WIDTH.fullmatch, _NOT_ASCII.findall(text))):
            return text, encoding
    return None


def _line_by_line(content: bytes, name: str) -> Decoded:
    """Each line in UTF-8 where it is that, else in the legacy encoding that most other lines are in, else in another."""
    lines = content.splitlines(keepends=True)
    foreign = b"".join(line for line in lines if not line.isascii() and _japanese_utf8(line) is None)
    plain_in = {encoding: plainness(_sample(_replaced(foreign, encoding))) for encoding in ("cp932", "euc_jp")}
    order = tuple(sorted(plain_in, key=lambda encoding: -plain_in[encoding]))
    texts: list[str] = []
    by_encoding: dict[str, list[int]] = {}
    lost: list[int] = []
    for number, line in enumerate(lines, 1):
        text, encoding = _line(line, order)
        texts.append(text)
        if encoding:
            by_encoding.setdefault(encoding, []).append(number)
        if "\ufffd" in text:
            lost.append(number)
    main = max(by_encoding, key=lambda encoding: len(by_encoding[encoding]), default="")
    if not main or len(lost) > max(3, len(lines) // 200):
        number = lost[0] if lost else 1
        start = sum(map(len, lines[: number - 1]))
        raise _unreadable(content, start + _first_high(lines[number - 1]), name)
    mixed = sorted(number for encoding, numbers in by_encoding.items() if encoding != main for number in numbers)
    return Decoded("".join(texts), main, (_mixed(mixed, main, by_encoding, name),) if mixed else ())


def _line(line: bytes, order: tuple[str, ...]) -> tuple[str, str | None]:
    """One line and its encoding; None for one that is ASCII, or is read with losses."""
    if _ESCAPE.search(line):
        try:
            return of_iso_2022(line), "iso2022_jp"
        except UnicodeDecodeError:
            pass
    elif line.isascii():
        return line.decode(), None
    if text := _japanese_utf8(line):
        return text, "utf-8"
    mended = line.decode("utf-8", errors="replace")
    if len(_KANA_OR_KANJI.findall(mended)) > mended.count("\ufffd"):
        return mended, None
    text, encoding = _legacy_line(line, order)
    if text is None or ("\ufffd" not in mended and plainness(text) < 2):
        return mended, None if "\ufffd" in mended else "utf-8"
    return text, encoding


def _legacy_line(line: bytes, order: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The line in the first encoding that it fits; in the second, where the first gives half-width kana and that plain ones."""
    readings = []
    for encoding in order:
        try:
            text = _in_legacy(line, encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_CHARACTER.search(text):
            readings.append((text, encoding))
    if len(readings) == 2 and plainness(readings[0][0]) < 0 and len(_KANA.findall(readings[1][0])) > 1:
        return readings[1]
    return readings[0] if readings else (None, None)


def _replaced(content: bytes, encoding: str) -> str:
    return content.decode(encoding, errors="replace")


def _first_high(line: bytes) -> int:
    return next((at for at, byte in enumerate(line) if byte > 0x7F), 0)


def _mixed(lines: list[int], main: str, by_encoding: dict[str, list[int]], name: str) -> Finding:
    others = ", ".join(encoding for encoding in by_encoding if encoding != main)
    shown = ", ".join(map(str, lines[:10])) + (" …" if len(lines) > 10 else "")
    return report(
        "encoding-mixed",
        Text(
            f"{name}: most lines are {main}; {len(lines)} are {others} (line {shown}) and were read so.",
            f"{name}: 大半の行は {main} ですが、{len(lines)} 行({shown}行目)は {others} として読みました。",
        ),
        tuple(Locator(line=line) for line in lines[:_MOST_PLACES]),
    )


def _assumed(text: str, encoding: str, name: str) -> Finding:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if not line.isascii()]
    return report(
        "encoding-assumed",
        Text(
            f"{name}: read as {encoding}, which nothing in the file proves; see the {len(lines)} lines with letters beyond ASCII.",
            f"{name}: 文字コードを確定できないため {encoding} として読みました。ASCII 以外の文字がある {len(lines)} 行を確かめてください。",
        ),
        tuple(Locator(line=line) for line in lines[:_MOST_PLACES]),
    )


def _unreadable(content: bytes, at: int, name: str) -> Refusal:
    line = content.count(b"\n", 0, at) + 1
    byte = f"0x{content[at]:02x}"
    return Refusal(
        f"{name}, line {line}: byte {byte} fits no encoding of Japanese text (UTF-8, UTF-16, Shift_JIS, EUC-JP, ISO-2022-JP). Save the file as UTF-8.",
        f"{name} {line}行目: バイト {byte} は UTF-8・UTF-16・Shift_JIS・EUC-JP・ISO-2022-JP のいずれでも読めません。UTF-8 で保存し直してください。",
    )


def _wide_without_bom(content: bytes) -> str | None:
    """UTF-16 and UTF-32 without a byte order mark show line feeds, tabs and Latin letters with zero bytes, all on one side."""
    sample = content[: min(len(content), 65_536) // 4 * 4]
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 2:  # a pair of surrogates may be cut
                continue
            text = sample[: error.start].decode(encoding)
        usual, signs = len(_USUAL.findall(text)), len(_ASCII.findall(text))
        if "\0" not in text and 4 * usual > 3 * len(text) and 40 * signs > len(text):
            return encoding
    return None


def _strictly(content: bytes, encoding: str, name: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding).removeprefix("\ufeff"), encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, errors="ignore").count("\n") + 1
        raise Refusal(
            f"{name}, line {line}: the file begins as {encoding} but byte {error.start + 1} does not fit: it was cut or mixed with another encoding. Save it again as UTF-8.",
            f"{name} {line}行目: {encoding} として始まりますが、{error.start + 1} バイト目が読めません(途中で切れたか、文字コードが混ざっています)。UTF-8 で保存し直してください。",
        ) from error


def _refuse_twice_encoded(text: str, name: str) -> None:
    found = list(islice(_TWICE_ENCODED.finditer(text), 4))
    if len(found) < 4:
        return
    line, sample = text.count("\n", 0, found[0].start()) + 1, found[0][0][:12]
    raise Refusal(
        f"{name}, line {line}: the text was encoded twice (mojibake such as “{sample}”). Save the original again as UTF-8.",
        f"{name} {line}行目: 文字化けした(二重に符号化された)テキストです(「{sample}」など)。元のファイルを UTF-8 で保存し直してください。",
    )


def _not_text(name: str, kind: str, line: int | None = None) -> Refusal:
    place, place_ja = (f", line {line}", f" {line}行目") if line else ("", "")
    return Refusal(
        f"{name}{place}: not a text file ({kind}). Give the list as text, CSV, XLSX, XLS, ODS, DOCX, PDF, HTML or JSON, with the ending that belongs to it.",
        f"{name}{place_ja}: テキストファイルではありません({kind})。一覧をテキスト・CSV・XLSX・XLS・ODS・DOCX・PDF・HTML・JSON のいずれかで、正しい拡張子を付けて指定してください。",
    )
