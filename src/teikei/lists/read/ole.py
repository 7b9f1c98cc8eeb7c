"""OLE compound files (XLS, DOC, and the wrapping of encrypted XLSX): which streams one holds, and their bytes.

Layout: [MS-CFB]. Everything is an offset in the file itself, so nothing unpacks to more than the file; chains that
run in circles end at the number of sectors that the file has.
"""

import struct
from collections.abc import Sequence

from teikei.lists.read.archive import Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY = 512, 128
_STREAM, _ROOT = 2, 5
_LARGEST_SECTOR = 0xFFFFFFFA  # what is above are marks: free, end of chain


class CompoundFile:
    """A compound file: the names of its streams, and each stream's bytes."""

    def __init__(self, content: bytes) -> None:
        """Unreadable where the header, the table of sectors or the directory is damaged or cut off."""
        if len(content) < _HEADER or not content.startswith(SIGNATURE):
            raise _damaged()
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise _damaged()
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff, first_mini, _, first_difat, _ = struct.unpack_from("<I4xIIIII", content, 48)
        self._table = self._sectors_of(self._difat(first_difat))
        self._mini_table = _numbers(self._chain(first_mini))
        self._mini = b""
        self._streams: dict[str, tuple[int, int]] = {}
        self._read_directory(self._chain(directory))

    def names(self) -> list[str]:
        """The names of the streams."""
        return list(self._streams)

    def read(self, name: str) -> bytes:
        """The bytes of a stream. Unreadable where there is none or it is cut off."""
        if name not in self._streams:
            raise Unreadable(f"its part {name} is missing", f"内部の {name} がありません")
        start, size = self._streams[name]
        if size < self._cutoff:
            return b"".join(self._mini[at * self._mini_size : (at + 1) * self._mini_size] for at in _links(self._mini_table, start))[:size]
        return self._chain(start)[:size]

    def _difat(self, sector: int) -> list[int]:
        """The sectors in which the table of sectors stands: 109 in the header, the rest in sectors of their own."""
        listed = list(struct.unpack_from("<109I", self._content, 76))
        for _ in range(len(self._content) // self._size):
            if sector >= _LARGEST_SECTOR:
                break
            *more, sector = _numbers(self._sector(sector))
            listed += more
        return [number for number in listed if number < _LARGEST_SECTOR]

    def _sectors_of(self, sectors: list[int]) -> list[int]:
        return _numbers(b"".join([self._sector(number) for number in dict.fromkeys(sectors)]))

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        found = self._content[at : at + self._size]
        if not found:
            raise _damaged()
        return found.ljust(self._size, b"\0")  # the last may be short

    def _chain(self, start: int) -> bytes:
        return b"".join([self._sector(number) for number in _links(self._table, start)])

    def _read_directory(self, directory: bytes) -> None:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind == _ROOT:
                self._mini = self._chain(start)[:size]
            elif kind == _STREAM:
                self._streams[directory[at : at + max(length - 2, 0)][:62].decode("utf-16-le", "replace")] = start, size


def _links(table: Sequence[int], start: int) -> list[int]:
    """The sectors of a chain in order. Unreadable where it runs in a circle or out of the table."""
    found: list[int] = []
    while start < _LARGEST_SECTOR:
        if start >= len(table) or len(found) > len(table):
            raise _damaged()
        found.append(start)
        start = table[start]
    return found


def _numbers(sectors: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sectors) // 4}I", sectors[: len(sectors) // 4 * 4]))


def _damaged() -> Unreadable:
    return Unreadable("the file is cut off or damaged", "ファイルが途中で切れているか、壊れています")
