"""The older encodings of Japanese text, with the signs that Windows added (①㈱髙﨑), which the standard codecs refuse.

A file that programs on Windows wrote as EUC-JP or ISO-2022-JP has Microsoft's rows in it. Such text is turned, pair by
pair, into the same characters' CP932, which has them all.
"""

import re

_SEGMENT = re.compile(rb"\x1b(\$[@B]|\([BJI])")
_EUC_RUN = re.compile(rb"(?:\x8e[\xa1-\xdf]|[\xa1-\xfe]{2})+")
_EUC_PAIR = re.compile(rb"\x8e[\xa1-\xdf]|[\xa1-\xfe]{2}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_HIGH = bytes(byte | 0x80 if byte > 0x20 else byte for byte in range(256))
_KANA = re.compile(rb"[\xa1-\xdf]")


def of_euc(content: bytes) -> str:
    """EUC-JP, else with the signs of Windows. UnicodeDecodeError where it is neither."""
    try:
        return content.decode("euc_jp")
    except UnicodeDecodeError:
        return _NOT_ASCII.sub(_run_in_cp932, content).decode("cp932")


def of_iso_2022(content: bytes) -> str:
    """ISO-2022-JP, with half-width kana, with the signs of Windows. UnicodeDecodeError where it is none of these."""
    for encoding in ("iso2022_jp_2", "iso2022_jp_ext"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    ascii, *rest = _SEGMENT.split(content)
    parts = [ascii]
    for escape, segment in zip(rest[::2], rest[1::2], strict=True):
        if escape.startswith(b"$"):
            segment = segment.translate(_HIGH)
        elif escape == b"(I":
            segment = _KANA.sub(b"\x8e\\g<0>", segment.translate(_HIGH))
        parts.append(segment)
    return of_euc(b"".join(parts))


def _run_in_cp932(run: re.Match[bytes]) -> bytes:
    if not _EUC_RUN.fullmatch(run[0]):
        raise UnicodeDecodeError("euc_jp", run[0], 0, 1, "not a pair")
    return _EUC_PAIR.sub(_in_cp932, run[0])


def _in_cp932(pair: re.Match[bytes]) -> bytes:
    """The same character's bytes: half-width kana lose their prefix, rows are folded in two."""
    first, second = pair[0]
    if first == 0x8E:
        return bytes((second,))
    row, cell = first & 0x7F, second & 0x7F
    lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    return bytes((lead, cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E))
