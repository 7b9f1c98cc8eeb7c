"""JSON: our own back into a listing (docs/reference/listing-json.md), which needs no interpreting; others' records as rows."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar, get_args

from teikei.lists.cells import JSON_FORMAT, JSON_VERSION, one_line
from teikei.lists.model import Document, Entry, Heading, Listing, Region, Stated
from teikei.lists.read import records
from teikei.lists.read.limits import too_many_cells
from teikei.names.bilingual import Refusal
from teikei.rules.counting import Counted, CountingRules
from teikei.rules.days import PartialDate

T = TypeVar("T")

# Our own JSON of 60,000 rows has 1.6 million.
_MOST_VALUES = 4_000_000
_AGAIN, _AGAIN_JA = (
    "Correct it, or write the file again with “teikei write --to json”.",
    "直すか、「teikei write --to json」で作り直してください。",
)


def records_of(content: bytes, name: str) -> Document | None:
    """The records of a JSON file that another program made, as rows under a head of their keys. None for our own JSON."""
    parsed = _parsed(content, name)
    if isinstance(parsed, dict) and "format" in parsed:
        return None
    try:
        rows = records.rows_of(parsed, name)
    except RecursionError as error:
        raise _unfit(name, error) from error
    return Document(rows) if rows else None


def listing_of(content: bytes, name: str = "JSON") -> Listing:
    """The listing. Findings in the file are left: they belong to the file that was checked, not to this one.

    Refusal where the JSON is invalid (with line and column), of another format or version, or where a value is
    of the wrong kind (with its path).
    """
    whole = _Part(_parsed(content, name), "", name)
    if whole.text("format") != JSON_FORMAT:
        raise whole.refusal("format", f"“{JSON_FORMAT}”")
    if whole.number("version") != JSON_VERSION:
        raise whole.refusal("version", str(JSON_VERSION))
    regions = tuple(_region(part) for part in whole.parts("regions"))
    by_region = {(region.label, region.counted): region for region in regions}
    headings = tuple(_heading(part, by_region) for part in whole.parts("territories"))
    by_heading = {(id(heading.region), heading.label): heading for heading in headings}
    entries = tuple(_entry(number, part, by_region, by_heading) for number, part in enumerate(whole.parts("entries"), 1))
    rules = whole.part("rules")
    return Listing(
        title=whole.text("title"),
        as_of=whole.made("as_of", date.fromisoformat),
        stated=_stated(whole.part("totals")),
        legend=whole.texts("legend"),
        rules=CountingRules(**{field.name: rules.flag(field.name, False) for field in fields(CountingRules)}),
        regions=regions,
        headings=headings,
        entries=entries,
    )


def _parsed(content: bytes, name: str) -> object:
    if sum(map(content.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise too_many_cells(name)
    try:
        return _value(content.decode(json.detect_encoding(content)))
    except json.JSONDecodeError as error:
        raise Refusal(
            f"{name}, line {error.lineno}, column {error.colno}: not valid JSON ({error.msg}). {_AGAIN}",
            f"{name} {error.lineno}行目 {error.colno}文字目: JSON として正しくありません({error.msg})。{_AGAIN_JA}",
        ) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise _unfit(name, error) from error


def _unfit(name: str, error: Exception) -> Refusal:
    return Refusal(
        f"{name}: not valid JSON ({type(error).__name__}: {str(error)[:80]}). {_AGAIN}",
        f"{name}: JSON として読めません({type(error).__name__})。{_AGAIN_JA}",
    )


def _value(text: str) -> object:
    """What a text of JSON says; the list of its lines where each is a value of its own (JSON Lines)."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data" or "\n" in text[: error.pos].strip():
            raise
    values, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            try:
                values.append(_DECODER.decode(line))
            except json.JSONDecodeError as error:
                raise json.JSONDecodeError(error.msg, text, start + error.pos) from error
        start += len(line) + 1
    return values


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: of two values, nobody can say which was meant."""
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the key “{twice[:40]}” stands twice in one object")
    return made


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_number)


def _stated(part: "_Part") -> tuple[Stated, ...]:
    kinds: tuple[Counted, ...] = get_args(Counted)
    values = ((of, part.number(of)) for of in kinds)
    return tuple(Stated(of, value, str(value)) for of, value in values if value is not None)


def _region(part: "_Part") -> Region:
    return Region(part.text("label"), _stated(part), part.flag("counted", True), part.text("note"))


def _heading(part: "_Part", regions: dict[tuple[str, bool], Region]) -> Heading:
    region = regions.get((part.text("region"), part.flag("counted", True)))
    return Heading(part.text("label"), part.texts("codes"), next(iter(_stated(part)), None), region)


def _entry(number: int, part: "_Part", regions: dict[tuple[str, bool], Region], headings: dict[tuple[int, str], Heading]) -> Entry:
    if not (institution := part.text("institution")):
        raise part.refusal("institution", "a name")
    counted = part.flag("counted", True)
    region = regions.get((part.text("region"), counted))
    label = part.text("territory")
    heading = headings.get((id(region), label))
    if heading is None and label:
        heading = headings.setdefault((id(region), label), Heading(label, part.texts("territory_codes"), None, region))
    day = part.made("concluded_on", PartialDate.fromisoformat)
    units = part.texts("units")
    return Entry(
        n=part.number("n") or number,
        institution=institution,
        units=units,
        concluded_on=day,
        region=region,
        heading=heading,
        counted=counted,
        institution_alt=part.text("institution_alt") or None,
        partner_unit=part.text("partner_unit") or None,
        valid_to=part.text("valid_to") or None,
        kinds=part.texts("kinds"),
        marks=part.texts("marks"),
        units_text="・".join(units) or part.text("units_text"),
        date_text=day.printed() if day else part.text("date_text"),
        number=part.text("number") or None,
        renewed_on=part.made("renewed_on", PartialDate.fromisoformat),
        location=part.text("location") or None,
        note=part.text("note") or None,
        quota_in=part.text("quota_in") or None,
        quota_out=part.text("quota_out") or None,
    )


class _Part:
    """An object of the JSON with its path, which gives values of the kind asked for or refuses."""

    def __init__(self, value: object, path: str, name: str) -> None:
        self.path, self.name = path, name
        if not isinstance(value, dict):
            raise self.refusal("", "an object")
        self.values: dict[str, Any] = value

    def text(self, key: str) -> str:
        """A text on one line; '' where it is missing or null."""
        value = self.values.get(key)
        if value is None or isinstance(value, str):
            return one_line(value or "")
        raise self.refusal(key, "a text")

    def number(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self.values.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self.refusal(key, "a whole number")

    def flag(self, key: str, otherwise: bool) -> bool:
        """True or false; `otherwise` where it is missing."""
        value = self.values.get(key, otherwise)
        if isinstance(value, bool):
            return value
        raise self.refusal(key, "true or false")

    def made(self, key: str, make: Callable[[str], T]) -> T | None:
        """What `make` makes of a text, or None where it is missing."""
        text = self.text(key)
        try:
            return make(text) if text else None
        except ValueError as error:
            raise self.refusal(key, "a date such as 2024-05-01") from error

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each on one line."""
        values = self.values.get(key) or []
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return tuple(one_line(value) for value in values)
        raise self.refusal(key, "a list of texts")

    def part(self, key: str) -> "_Part":
        """An object; an empty one where it is missing."""
        return _Part(self.values.get(key) or {}, f"{self.path}/{key}", self.name)

    def parts(self, key: str) -> list["_Part"]:
        """A list of objects."""
        values = self.values.get(key) or []
        if not isinstance(values, list):
            raise self.refusal(key, "a list")
        return [_Part(value, f"{self.path}/{key}/{index}", self.name) for index, value in enumerate(values)]

    def refusal(self, key: str, expected: str) -> Refusal:
        """Says at which path something else than `expected` stands."""
        path = f"{self.path}/{key}".rstrip("/") or "/"
        return Refusal(
            f"{self.name}: at {path} the listing's JSON needs {expected}. {_AGAIN}",
            f"{self.name}: {path} の値が正しくありません({expected} が必要です)。{_AGAIN_JA}",
        )
