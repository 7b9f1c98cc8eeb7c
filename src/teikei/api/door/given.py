"""What a request gives, read by types: the query and the body. What cannot be read is a problem that names the place."""

import json
import re
from typing import Any, NoReturn, TypeVar

import msgspec
import msgspec.inspect
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

from teikei.api.door.problems import Problem
from teikei.names.bilingual import Text

T = TypeVar("T")
LARGEST = 1_000_000  # bytes of a body: an agreement with everything has some thousand
_WHERE = re.compile(r" - at `\$\.?([^`]*)`$")
# What no database keeps, and what JSON of the Internet (RFC 7493) does not have.
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_LARGEST_NUMBER = 2**53 - 1


def read_query(request: HttpRequest, kind: type[T]) -> T:
    """The parameters of the address. Each may be given once; one that the endpoint does not know is a problem."""
    try:
        given = request.GET
    except SuspiciousOperation:
        raise Problem("parameters", Text("There are too many parameters.", "パラメーターが多すぎます。")) from None
    for name, several in given.lists():
        if len(several) > 1:
            _unreadable("parameters", name, Text(f"{name} is given more than once.", f"{name} が2回以上指定されています。"))
    try:
        made = msgspec.convert({name: given[name] for name in given}, kind, strict=False)
    except msgspec.ValidationError as fault:
        _refused("parameters", fault, kind)
    for name in given:
        if getattr(made, name) is None:  # "null" is a word like any other: nothing is said by leaving a parameter out
            _unreadable("parameters", name, Text("leave it out to say nothing", "指定しない場合は省いてください"))
    return made


def read_body(request: HttpRequest, kind: type[T]) -> T:
    """The JSON of the body, whole and strict: no unknown field, no field twice, no number or text that cannot be kept."""
    media = (request.content_type or "").lower()
    if media != "application/json":
        raise Problem("media-type", Text("Send application/json.", "application/json で送ってください。"))
    try:
        given = plain_body(content_of(request))
        made = msgspec.convert(given, kind)
    except msgspec.ValidationError as fault:
        _refused("body", fault, kind)
    _refuse_unknown(given, msgspec.to_builtins(made), "")
    return made


def _refuse_unknown(given: Any, made: Any, place: str) -> None:
    """A problem for a field, however deep, that the value did not take: a word misspelt must not be lost in silence."""
    if isinstance(given, dict) and isinstance(made, dict):
        for name, inner in given.items():
            at = f"{place}.{name}" if place else name
            if name not in made:
                _unreadable("body", at[:200], Text("there is no such field", "そのような項目はありません"))
            _refuse_unknown(inner, made[name], at)
    elif isinstance(given, list) and isinstance(made, list | tuple):
        for number, (inner, other) in enumerate(zip(given, made, strict=True)):
            _refuse_unknown(inner, other, f"{place}[{number}]")


def xml_of(request: HttpRequest) -> bytes:
    """The bytes of a body that is XML; whoever reads them has to be careful."""
    if (request.content_type or "").lower() not in ("application/xml", "text/xml"):
        raise Problem("media-type", Text("Send application/xml.", "application/xml で送ってください。"))
    return content_of(request)


def content_of(request: HttpRequest) -> bytes:
    """The bytes of the body; a problem where there are too many, or they end too early."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > LARGEST:
        _too_large()
    try:
        content = request.body
    except RequestDataTooBig:
        _too_large()
    except UnreadablePostError:
        raise Problem("body", Text("The body ended too early.", "本文が途中で切れています。")) from None
    if len(content) > LARGEST:
        _too_large()
    return content


def plain_body(content: bytes) -> Any:
    """The value that the JSON text says; a problem where it is none, or more than one reader could take it otherwise."""
    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_float=_number, parse_constant=_no_number)
        _check(value, "")
    except (UnicodeDecodeError, RecursionError, ValueError) as fault:
        if isinstance(fault, Problem):
            raise
        text = Text(f"The body is no JSON that can be read: {str(fault)[:200]}", f"本文はJSONとして読めません: {str(fault)[:200]}")
        raise Problem("body", text) from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _number(text: str) -> int | float:
    """1.0 and 10e2 are whole numbers to JSON Schema, so they are here."""
    made = float(text)
    return int(made) if made.is_integer() and abs(made) <= _LARGEST_NUMBER else made


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def _check(value: Any, place: str) -> None:
    if isinstance(value, str):
        if _NOT_TEXT.search(value):
            _unreadable("refused", place, Text("a character that cannot be kept", "保存できない文字があります"))
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check(name, place)
            _check(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _check(inner, f"{place}[{number}]")
    elif isinstance(value, int | float) and abs(value) > _LARGEST_NUMBER:
        _unreadable("refused", place, Text("a number too large to be kept", "数値が大きすぎます"))


def _refused(code: Any, fault: msgspec.ValidationError, kind: type[Any]) -> NoReturn:
    words = str(fault)
    found = _WHERE.search(words)
    place, said = (found[1], words[: found.start()]) if found else ("", words)
    if code == "parameters" and not place and (unknown := re.search(r"unknown field `(.*)`", words)):
        place = unknown[1]
        _unreadable(code, place[:100], Text(f"There is no parameter {place[:100]}.", f"{place[:100]} というパラメーターはありません。"))
    _unreadable(code, place, _in_words(said, _expected(kind, place)))


def _expected(kind: type[Any], place: str) -> str:
    """The words that a place of a type may have: "unit, university"; "" where it may have any."""
    several = _types(msgspec.inspect.type_info(kind))
    for name in re.findall(r"[^.\[\]]+", place):
        inner = [field.type for one in several for field in getattr(one, "fields", ()) if field.encode_name == name]
        inner = inner or [one.item_type for one in several if hasattr(one, "item_type")]
        several = [one for found in inner for one in _types(found)]
    return ", ".join(str(value) for one in several if isinstance(one, msgspec.inspect.LiteralType) for value in one.values)


def _types(found: Any) -> list[Any]:
    """The types of which a value may be one."""
    if isinstance(found, msgspec.inspect.Metadata):
        return _types(found.type)
    return [one for each in found.types for one in _types(each)] if isinstance(found, msgspec.inspect.UnionType) else [found]


# What msgspec says of a value, and the same for somebody who does not know it.
_SAID = (
    ("Invalid enum value .*", "one of: {expected}", "次のいずれかで指定してください: {expected}"),
    ("Invalid RFC3339 encoded date$", "a day is written 2024-05-01", "日付は 2024-05-01 の形で指定してください"),
    ("Invalid RFC3339 encoded datetime$", "an instant is written 2024-05-01T09:00:00+09:00", "日時は 2024-05-01T09:00:00+09:00 の形で指定してください"),
    ("Expected `int` <= ([0-9]+)", "at most {0}", "{0}以下で指定してください"),
    ("Expected `int` >= ([0-9]+)", "at least {0}", "{0}以上で指定してください"),
    ("Expected `str` of length <= ([0-9]+)", "at most {0} characters", "{0}字までです"),
    ("Expected `str` matching regex '(.*)'", "it has to look like {0}", "{0} の形で指定してください"),
    ("Object missing required field `(.*)`", "{0} is missing", "{0} がありません"),
    ("Object contains unknown field `(.*)`", "{0} cannot be sent here: leave it out", "{0} はここでは送れません。省いてください"),
    ("Expected `bool.*, got", "true or false is expected", "true か false で指定してください"),
    ("Expected `int.*, got", "a whole number is expected", "整数で指定してください"),
)  # fmt: skip


def _in_words(said: str, expected: str) -> Text:
    for pattern, en, ja in _SAID:
        if found := re.match(pattern, said):
            shown = [one.replace("\\\\", "\\") for one in found.groups()]  # msgspec writes a pattern as in Python
            return Text(en.format(*shown, expected=expected), ja.format(*shown, expected=expected))
    return Text(said, f"値が正しくありません（{said}）")


def _unreadable(code: Any, place: str, text: Text) -> NoReturn:
    at = Text(f"{place}: {text.en}", f"{place}: {text.ja}") if place else text
    raise Problem(code, at, faults=((place, text),))


def _too_large() -> NoReturn:
    raise Problem("too-large", Text(f"A body may have {LARGEST:,} bytes.", f"本文は{LARGEST:,}バイトまでです。"))
