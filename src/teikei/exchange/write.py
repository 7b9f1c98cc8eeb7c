"""An agreement as an answer of EWP's IIA API v7: one `iia` for each two parties that exchange people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from lxml import etree

from teikei.exchange.digest import iia_hash
from teikei.exchange.names import CONTACT, NAMESPACE, SPECS
from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Agreement, Exchange, Party
from teikei.rules.held import memorandum_status, on_day, status

_ISCED_DIGITS = 4
_LONGEST_ID: Final = 64


class NoExport(Refusal):
    """The agreement cannot be said in EWP's words, and why."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party as EWP names it: its SCHAC id ("" where not known), and its name for messages."""

    hei: str
    name: str


def written(
    number: int, value: Agreement, day: date, *, sides: Mapping[int, Side], units: Mapping[int, str], ids: Mapping[str, str]
) -> bytes:  # fmt: skip
    """The agreement as of a day. sides: by institution; units: names by number; ids: SCHAC id → the partner's own iia-id.

    An agreement of several parties becomes an `iia` for each two that exchange people. NoExport, saying why, where there
    is no exchange, where a party has no SCHAC id, or where a condition lacks what EWP asks for.
    """
    then = on_day(value, day)
    exchanges = [
        one for memorandum in then.memoranda if memorandum_status(value, memorandum, day) != "ended" for one in memorandum.exchanges
    ]
    holds = status(value, day) in ("in-force", "assumed")
    if not exchanges and not holds:
        exchanges = [one for memorandum in then.memoranda for one in memorandum.exchanges]
    if not exchanges:
        raise NoExport(
            "No memorandum of the agreement says who exchanges whom. EWP exchanges such conditions only: add them first.",
            "協定のどの覚書にも交流の条件（送出し・受入れ）がありません。EWP で交換するのは交流の条件です。先に登録してください。",
        )
    _refuse_nameless(exchanges, sides)
    for number_of, one in enumerate(exchanges, 1):
        _refuse_incomplete(number_of, one)
    root = etree.Element(f"{{{NAMESPACE}}}iias-get-response", nsmap={None: NAMESPACE, "c": CONTACT})  # type: ignore[dict-item]
    terminated = value.closing is not None and value.closing.reason == "cancelled" and value.closing.closed_on <= day
    pairs = list(combinations(then.parties, 2))
    for pair in pairs:
        both = {party.institution for party in pair}
        own = [one for one in exchanges if {one.sending, one.receiving} == both]
        if own:
            _iia(root, _own_id(number, pair, len(pairs)), pair, own, sides, units, ids, holds=holds, terminated=terminated)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _own_id(number: int, pair: Sequence[Party], several: int) -> str:
    """Ours for that pair: the agreement's number, and of several parties those of both."""
    return str(number) if several == 1 else f"{number}-{pair[0].institution}-{pair[1].institution}"


def _refuse_nameless(exchanges: Sequence[Exchange], sides: Mapping[int, Side]) -> None:
    for institution in dict.fromkeys(number for one in exchanges for number in (one.sending, one.receiving)):
        side = sides.get(institution)
        if side is None or not side.hei:
            name = side.name if side else str(institution)
            raise NoExport(
                f"{name} has no SCHAC id, by which EWP knows institutions. Enter it among the institution's identifiers.",
                f"{name} に、EWP で機関を表す SCHAC ID がありません。機関の識別子に登録してください。",
            )


def _refuse_incomplete(number: int, one: Exchange) -> None:
    if one.sending == one.receiving:
        raise NoExport(f"Condition {number} sends and receives at one institution.", f"条件{number}の送出し側と受入れ側が同じ機関です。")
    if not one.first_year or not one.last_year:
        raise NoExport(
            f"Condition {number} does not say from which academic year to which it holds. Enter both (2024/2025).",
            f"条件{number}に、適用される最初と最後の学年度がありません。両方を入力してください（2024/2025）。",
        )
    if one.places == 0:
        raise NoExport(
            f"Condition {number} has no places: EWP has no word for that. Leave it out, or give at least 1.",
            f"条件{number}の人数が0です。EWP では表せません。条件を外すか、1以上にしてください。",
        )


def _iia(
    root: etree._Element, own_id: str, pair: Sequence[Party], exchanges: Sequence[Exchange], sides: Mapping[int, Side],
    units: Mapping[int, str], ids: Mapping[str, str], *, holds: bool, terminated: bool,
) -> None:  # fmt: skip
    iia = _add(root, "iia")
    for position, party in enumerate(pair):
        _partner(iia, party, sides[party.institution].hei, own_id if position == 0 else ids.get(sides[party.institution].hei, ""))
    _add(iia, "in-effect", "true" if holds else "false")
    conditions = _add(iia, "cooperation-conditions")
    if terminated:
        conditions.set("terminated-as-a-whole", "true")
    for mobility, name in SPECS.items():
        for one in exchanges:
            if one.mobility == mobility:
                _condition(_add(conditions, name), one, sides, units)
    _add(iia, "iia-hash", iia_hash(iia))


def _partner(iia: etree._Element, party: Party, hei: str, iia_id: str) -> None:
    made = _add(iia, "partner")
    _add(made, "hei-id", hei)
    if len(party.units) == 1:
        _add(made, "ounit-id", str(party.units[0].unit))
    if iia_id:
        _add(made, "iia-id", iia_id[:_LONGEST_ID])
    signed = next((one for one in party.signatures if one.name), None)
    if signed:
        contact = _add(made, "signing-contact")
        etree.SubElement(contact, f"{{{CONTACT}}}contact-name").text = signed.name
    if days := [one.signed_on for one in party.signatures if one.signed_on]:
        _add(made, "signing-date", max(days).isoformat())


def _condition(made: etree._Element, one: Exchange, sides: Mapping[int, Side], units: Mapping[int, str]) -> None:
    for side, institution, several in (("sending", one.sending, one.sending_units), ("receiving", one.receiving, one.receiving_units)):
        _add(made, f"{side}-hei-id", sides[institution].hei)
        if len(several) == 1:
            _add(made, f"{side}-ounit-id", str(several[0]))
    _add(made, "receiving-first-academic-year-id", one.first_year)
    _add(made, "receiving-last-academic-year-id", one.last_year)
    places = _add(made, "mobilities-per-year", str(one.places or 1))
    if one.places is None:
        places.set("not-yet-defined", "true")
    _languages(made, one)
    for field in one.fields:
        area = _add(made, "subject-area")
        _add(area, "isced-f-code", field.ljust(_ISCED_DIGITS, "0"))  # a broader field ends in zeros
        if one.field_note:
            _add(area, "isced-clarification", one.field_note)
    if terms := _other_terms(one, units):
        _add(made, "other-info-terms", terms)
    if one.mobility.startswith("student"):
        _students(made, one)


def _students(made: etree._Element, one: Exchange) -> None:
    if one.months:
        _add(made, "total-months-per-year", f"{one.months:.2f}".rstrip("0").rstrip("."))
    _add(made, "blended", "true" if one.blended else "false")
    for level in one.levels if one.mobility == "student-studies" else ():
        _add(made, "eqf-level", str(level))


def _languages(made: etree._Element, one: Exchange) -> None:
    """Languages asked for. Where none is said and EWP wants one, it is said to be open."""
    for tag, level in one.languages:
        skill = _add(made, "recommended-language-skill")
        _add(skill, "language", tag)
        if level:
            _add(skill, "cefr-level", level)
    if not one.languages and one.mobility in ("student-studies", "staff-teaching"):
        skill = _add(made, "recommended-language-skill")
        skill.set("not-yet-defined", "true")
        _add(skill, "language", "en")


def _other_terms(one: Exchange, units: Mapping[int, str]) -> str:
    """What EWP has no element for, in words."""
    told = [one.note] if one.note else []
    if one.hours:
        told.append(f"{one.hours:g} h/week")
    if one.pool:
        told.append(f"pool {one.pool}")
    told += [
        ", ".join(units.get(unit, str(unit)) for unit in several)
        for several in (one.sending_units, one.receiving_units)
        if len(several) > 1
    ]
    return "; ".join(told)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    made.text = text
    return made
