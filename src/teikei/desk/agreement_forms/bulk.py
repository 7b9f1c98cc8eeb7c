"""What can be done to many agreements at once: each edit makes a new value of each, or refuses it and says why."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from django.http import QueryDict

from teikei.desk.agreement_forms.reading import Read, read_form
from teikei.desk.agreement_forms.spec import CONTENTS_FIELD, KINDS, RENEWAL, Field, Spec
from teikei.names.bilingual import Refusal, Text
from teikei.rules.agreement import Agreement, PartyUnit, Renewal, Term
from teikei.rules.changes import closed, renewed
from teikei.rules.held import on_day, term_from

Edit = Callable[[Agreement], Agreement]
EDITS: dict[str, Text] = {
    "renew": Text("Renew by so many years", "年数を指定して更新する"),
    "close": Text("Close", "終了する"),
    "level": Text("Set the level", "区分を設定する"),
    "kinds": Text("Set the kinds", "種類を設定する"),
    "contents": Text("Set the contents", "内容を設定する"),
    "unit": Text("Add a responsible unit", "責任部局を加える"),
    "renewal": Text("Set the renewal rule", "更新の規則を設定する"),
}
SPECS: dict[str, Spec] = {
    "renew": (Field(name="years", kind="number", required=True, wording=Text("Years", "年数")),),
    "close": (
        Field(name="closed_on", kind="day", required=True), Field(name="reason", kind="choice", choices="closing.reason"), Field(name="note"),
    ),
    "level": (Field(name="level", kind="choice"),),
    "kinds": (KINDS,),
    "contents": (CONTENTS_FIELD,),
    "unit": (Field(name="unit", kind="choice", required=True),),
    "renewal": (RENEWAL,),
}  # fmt: skip


def read_edit(name: str, sent: QueryDict) -> Read:
    """The fields of an edit as sent."""
    return read_form([part for part in SPECS.get(name, ()) if part.name != "unit"], sent)


def edit_of(name: str, read: Read, *, unit_of: tuple[int, int] | None, today: date) -> Edit:
    """The edit with what was sent. unit_of: the unit chosen and its institution. Refusal where a field is missing."""
    if read.problems:
        raise Refusal(" ".join(one.text.en for one in read.problems), "".join(one.text.ja for one in read.problems))
    values = read.plain
    match name:
        case "renew":
            years = int(values["years"])
            if not 1 <= years <= 100:
                raise Refusal("Give a number of years from 1 to 100.", "年数は1から100で入力してください。")
            return lambda value: _renewed(value, years, today)
        case "close":
            day = date.fromisoformat(values["closed_on"])
            return lambda value: closed(value, day, values["reason"], note=values["note"], today=today)
        case "level":
            return lambda value: replace(value, level=values["level"])
        case "kinds":
            return lambda value: replace(value, kinds=tuple(values["kinds"]))
        case "contents":
            return lambda value: replace(value, contents=tuple(values["contents"]))
        case "unit" if unit_of:
            unit, institution = unit_of
            return lambda value: _with_unit(value, unit, institution)
        case "renewal":
            rule = values["renewal"]
            made = Renewal(kind=rule["kind"], years=rule["years"], at_most=rule["at_most"], notice_months=rule["notice_months"])
            return lambda value: replace(value, renewal=made)
        case _:
            raise Refusal("Choose what to change.", "何を変更するか選んでください。")


def _renewed(value: Agreement, years: int, today: date) -> Agreement:
    terms = [term for term in on_day(value, date.max).terms if term.valid_to]
    if not terms:
        raise Refusal(
            "It has no confirmed term with an end, so it cannot be said from when.",
            "終わりのある確定した期間がないので、いつから更新するか決まりません。",
        )
    last = max(term.valid_to for term in terms if term.valid_to)
    start = last + timedelta(days=1)
    return renewed(value, Term(valid_from=start, valid_to=term_from(start, years).valid_to), today=today)


def _with_unit(value: Agreement, unit: int, institution: int) -> Agreement:
    party = value.party_of(institution)
    if party is None:
        raise Refusal("The unit's institution is no party to it.", "この部局の機関は当事者ではありません。")
    units = tuple(
        replace(one, role="responsible") if one.unit == unit else one for one in party.units
    ) if any(one.unit == unit for one in party.units) else (*party.units, PartyUnit(unit=unit, role="responsible"))  # fmt: skip
    changed = replace(party, units=units)
    return replace(value, parties=tuple(changed if one is party else one for one in value.parties))


def numbers_in(texts: list[str]) -> list[int]:
    """The numbers among these texts, each once."""
    return list(dict.fromkeys(int(text) for text in texts if re.fullmatch("[0-9]{1,15}", text)))
