"""ZIP files (XLSX, ODS, DOCX) within bounds: nothing is unpacked before its stated and its real size are bounded.

Python's zipfile reads the directory only. Members are unpacked here, because zipfile believes the directory on how
long a member is, and a library behind us may not.
"""

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from teikei.names.bilingual import Refusal, Text

# All the XML that is unpacked of one file. 100,000 rows of six cells are 27 MB.
LARGEST_UNPACKED = 160 * 1024**2
# Tags of one part where each costs a step of Python's: 100,000 rows of six cells of an ODS have half as many.
MOST_TAGS = 5_000_000
# Beyond this size, XML that unpacks to more than so many times the file is a bomb: lists unpack to ten times.
_SMALLEST_BOMB, _LARGEST_RATIO = 50 * 1024**2, 200
# A workbook has as many members as sheets and pictures.
_MOST_MEMBERS = 5_000

SIGNATURE = b"PK\x03\x04"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_STORED, _DEFLATED = 0, 8
_LOCAL_HEADER = 30

_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?(?:encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'])?[^>]*\?>""")


class Unreadable(Exception):
    """Why a file, or one member of it, cannot be read. Readers turn it into a Refusal that names the file and a remedy."""

    def __init__(self, en: str, ja: str, *, remedy: Text | None = None) -> None:
        super().__init__(en)
        self.cause = Text(en, ja)
        self.remedy = remedy

    def refusal(self, name: str, remedy: Text) -> Refusal:
        """The refusal of the file `name`, with the remedy that the cause has or else this one."""
        remedy = self.remedy or remedy
        return Refusal(f"{name}: {self.cause.en}. {remedy.en}", f"{name}: {self.cause.ja}。{remedy.ja}")


class Archive:
    """A ZIP file whose directory has been looked through. Members are unpacked one at a time, and together to no more
    than LARGEST_UNPACKED bytes.
    """

    def __init__(self, content: bytes) -> None:
        """Unreadable where it is no ZIP, cut off, encrypted, or its members overlap, repeat or are too many."""
        self._content = content
        self._left = LARGEST_UNPACKED
        if content.count(_DIRECTORY_ENTRY) > _MOST_MEMBERS:
            raise Unreadable("it holds too many members", "内部のファイルが多すぎます")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = archive.infolist()
        # RuntimeError: what zipfile raises for a version of ZIP that it does not know.
        except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, EOFError) as error:
            raise Unreadable(f"the file is cut off or damaged ({error})", f"ファイルが途中で切れているか、壊れています({error})") from error
        if any(member.flag_bits & 1 for member in members):
            raise Unreadable("it is encrypted with a password", "パスワードで暗号化されています")
        self._members = {member.filename: member for member in members}
        if len(self._members) < len(members):
            raise Unreadable("two of its members have the same name", "内部に同じ名前のファイルが二つあります")
        ends = [0]
        for member in sorted(members, key=lambda member: member.header_offset):
            if member.header_offset < ends[-1]:
                raise Unreadable("its members overlap, as in a ZIP bomb", "内部のファイルが重なり合っています(ZIP 爆弾)")
            ends.append(member.header_offset + _LOCAL_HEADER + member.compress_size)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """The names of all members. They are only ever looked up, never used as paths."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """The bytes of a member. Unreadable where there is none, it is damaged, or larger than it says or may be."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable(f"its part {name} is missing", f"内部の {name} がありません")
        size = member.file_size
        if size > self._left or size > max(_SMALLEST_BOMB, _LARGEST_RATIO * len(self._content)):
            raise Unreadable(
                f"its part {name} unpacks to {size // 1024**2:,} MB", f"内部の {name} が展開すると {size // 1024**2:,} MB になります"
            )
        self._left -= size
        unpacked = self._unpacked(member)
        if unpacked is None or len(unpacked) != size or zlib.crc32(unpacked) != member.CRC:
            raise Unreadable(
                f"its part {name} is damaged, or not as long as it says", f"内部の {name} が壊れているか、記載された大きさと違います"
            )
        return unpacked

    def xml(self, name: str) -> bytes:
        """An XML member as UTF-8. Unreadable where it declares a document type: only entities need one."""
        content = self.read(name)
        if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
            content = _decoded(content, "utf-16", name)
        elif (declared := _DECLARATION.match(content)) and declared[1] and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
            content = _decoded(content, declared[1].decode(), name)
        if b"!" in content and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
            raise Unreadable(
                f"its part {name} declares XML entities, as an attack does", f"内部の {name} に XML の実体宣言があります(攻撃の疑い)"
            )
        return content

    def short_xml(self, name: str) -> bytes:
        """An XML member of no more than MOST_TAGS tags, as UTF-8. Unreadable where it has more."""
        content = self.xml(name)
        if content.count(b"<") > MOST_TAGS:
            raise Unreadable(f"its part {name} has more than {MOST_TAGS:,} tags", f"内部の {name} のタグが {MOST_TAGS:,} を超えています")
        return content

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes | None:
        """The member's bytes, at most one more than it says; None where it is no member or of an unknown compression."""
        at = member.header_offset
        header = self._content[at : at + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or not header.startswith(SIGNATURE):
            return None
        start = at + _LOCAL_HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        packed = memoryview(self._content)[start : start + member.compress_size]
        if member.compress_type == _STORED:
            return bytes(packed)
        if member.compress_type != _DEFLATED:
            return None
        inflater = zlib.decompressobj(-15)
        try:
            unpacked = inflater.decompress(packed, member.file_size + 1)
        except zlib.error:
            return None
        return unpacked if inflater.eof else None


def _decoded(content: bytes, encoding: str, name: str) -> bytes:
    """XML in another encoding as UTF-8, without the declaration that would contradict it."""
    try:
        return re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", content.decode(encoding), count=1).encode()
    except (LookupError, UnicodeError) as error:
        raise Unreadable(
            f"its part {name} is not in the encoding {encoding}", f"内部の {name} の文字コードが {encoding} ではありません"
        ) from error


def parsed(xml: bytes, name: str) -> etree._Element:
    """The root of a small XML part. No entity is resolved and nothing fetched. Unreadable where it is not well formed."""
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"its part {name} is damaged ({error})", f"内部の {name} が壊れています({error})") from error


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: the transitional and the strict form of a format differ only in that."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), None)


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What a part of an Office file refers to inside it: by id, the kind (the last word of its type) and the member.

    `part` is "" for the file itself.
    """
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive:
        return {}
    found = {}
    for element in parsed(archive.xml(listed), listed).iter():
        if local(element) == "Relationship" and element.get("TargetMode") != "External":
            target = str(element.get("Target") or "").replace("\\", "/")
            member = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            found[str(element.get("Id"))] = (str(element.get("Type")).rpartition("/")[2], member)
    return found


def kind_of(content: bytes) -> str:
    """What a ZIP file holds by its parts: "docx", "ods", else "xlsx" (whose reader says what is wrong with it)."""
    try:
        names = Archive(content).names()
    except Unreadable:
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        return "docx"
    return "ods" if "content.xml" in names else "xlsx"
