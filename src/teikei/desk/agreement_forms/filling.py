"""A form between two answers: rows added and taken out, names looked for, made and chosen; drafts; problems at their fields."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from teikei.desk.agreement_forms.reading import Read, kept_fields, read_form
from teikei.desk.agreement_forms.showing import Node, Shown, id_of, nodes, numbers_of
from teikei.desk.agreement_forms.spec import MOST_ROWS, Spec
from teikei.names.bilingual import Refusal
from teikei.pages.tongues import page_language
from teikei.registry.operations.desk_drafts import form_draft, keep_form
from teikei.registry.operations.naming import AlreadyNamed, add_institution, add_unit
from teikei.registry.queries.naming import FoundName, institutions_named, units_named
from teikei.registry.queries.one_agreement import Names, names_by_number
from teikei.rules.agreement import Agreement
from teikei.rules.problems import Problem, brought, problems

_STEP = re.compile(r"([a-z_]+)(?:\[(\d{1,3})\])?")
UNIT_LISTS = {"sending_units": "sending", "receiving_units": "receiving"}  # by the field that names their institution


@dataclass
class Filled:
    """A form as it stands. version: the one that the person looked at; typed_at: when a draft of it was kept that now fills it;
    goes_on: a button for a row or a name was pressed, so that nothing is saved yet.
    """

    spec: Spec
    version: int
    shown: dict[str, Any]
    read: Read = field(default_factory=Read)
    problems: list[Problem] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    found: dict[str, list[FoundName]] = field(default_factory=dict)
    said: list[Refusal] = field(default_factory=list)
    typed_at: datetime | None = None
    reason: str = ""
    goes_on: bool = False
    names: Names = field(default_factory=lambda: Names({}, {}))

    def nodes(self, parties: Sequence[int] = (), units_to_choose: Sequence[tuple[int, str]] = ()) -> list[Node]:
        """What the template draws. Three queries, for the names, which stay with it."""
        institutions, units = numbers_of(self.shown)
        names = self.names = names_by_number(institutions | set(parties), units)
        named = numbers_of({"unit": self.shown.get("parties") or [], "contacts": self.shown.get("contacts") or []})[1]
        units_to_choose = units_to_choose or [(pk, names.units[pk].name) for pk in sorted(named & names.units.keys())]
        shown = Shown(
            names=names, language=page_language(), parties=parties, units=units_to_choose, problems=self.problems, asked=self.asked,
            found=self.found,
        )  # fmt: skip
        drawn = nodes(self.spec, self.shown, shown)
        if first := next((node for node in _every(drawn) if node.problems or node.path in self.asked), None):
            first.is_first_wrong = True
        return drawn

    def summary(self, drawn: Sequence[Node]) -> list[tuple[str, str]]:
        """Every problem with the id of its field; "" where the form has no field for it."""
        there = {node.path for node in _every(drawn)}
        return [(id_of(one.path) if one.path in there else "", one.text.to(page_language())) for one in self.problems]


def _every(drawn: Sequence[Node]) -> Iterator[Node]:
    """The nodes with what is in them, as a reader meets them."""
    for node in drawn:
        yield node
        yield from _every(node.children)


def opened(form: str, spec: Spec, first: Callable[[], dict[str, Any]], version: int, *, by: Any) -> Filled:
    """The form as somebody opens it: with what they typed before, else with its first values."""
    if draft := form_draft(form, by=by):
        read = read_form(spec, _query(draft.fields))
        return Filled(spec, draft.version, read.shown, read, typed_at=draft.saved_at, reason=draft.fields.get("for_history", [""])[0])
    return Filled(spec, version, first())


def sent(request: HttpRequest, form: str, spec: Spec) -> Filled:
    """The form as it was sent; what was typed is kept as a draft. A button for a row or a name does what it says."""
    posted = request.POST
    read = read_form(spec, posted)
    version = posted.get("version", "")
    filled = Filled(spec, int(version) if re.fullmatch("[0-9]{1,9}", version) else 0, read.shown, read, list(read.problems))
    filled.reason = posted.get("for_history", "")[:1000]
    for button, act in _BUTTONS.items():
        path = posted.get(button) or (_looked_for(posted) if button == "find" and "enter" in posted else "")
        if path:
            act(filled, path, posted, request)
        if path or button in posted:
            filled.problems, filled.goes_on = [], True
    keep_form(form, filled.version, kept_fields(posted), by=request.user, at=timezone.now())
    return filled


def judge(
    filled: Filled, made: Callable[[Mapping[str, Any]], Agreement], was: Agreement | None, today: date, within: str = ""
) -> Agreement | None:
    """The new value, or None with everything that is wrong put at its field."""
    if filled.read.problems:
        return None
    try:
        value = made(filled.read.plain)
    except Refusal as refusal:
        filled.problems.append(Problem("", refusal.text))
        return None
    wrong = brought(problems(value, today), problems(was, today) if was else ())
    filled.problems += [Problem(filled.read.placed(problem.path.removeprefix(within)), problem.text) for problem in wrong]
    return None if wrong else value


def _query(fields: Mapping[str, Sequence[str]]) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, found in fields.items():
        made.setlist(name, list(found))
    return made


# Buttons ----------------------------------------------------------------------------------------------------------


def _place(shown: dict[str, Any], path: str) -> tuple[dict[str, Any], str] | None:
    """The object in which the last step of a path stands, and that step. None where there is no such place."""
    at: Any = shown
    steps = path.split(".")
    for step in steps[:-1]:
        match = _STEP.fullmatch(step)
        at = at.get(match[1]) if match and isinstance(at, dict) else None
        if match and match[2]:
            at = next((row for row in at or [] if row.get("index") == int(match[2])), None)
    return (at, steps[-1]) if isinstance(at, dict) else None


def _more(filled: Filled, path: str, _posted: QueryDict, _request: HttpRequest) -> None:
    place = _place(filled.shown, path)
    if place and isinstance(rows := place[0].get(place[1]), list) and len(rows) < MOST_ROWS:
        rows.append({"index": max((row["index"] for row in rows), default=-1) + 1})


def _remove(filled: Filled, path: str, _posted: QueryDict, _request: HttpRequest) -> None:
    place = _place(filled.shown, path)
    match = _STEP.fullmatch(place[1]) if place else None
    if place and match and match[2] and isinstance(rows := place[0].get(match[1]), list):
        rows[:] = [row for row in rows if row["index"] != int(match[2])]


def _find(filled: Filled, path: str, posted: QueryDict, request: HttpRequest) -> None:
    words = posted.get(f"{path}.find", "")[:200]
    filled.asked[path] = words
    if path.endswith("units"):
        institution = institution_beside(posted, path)
        filled.found[path] = units_named(institution, words, by=request.user) if institution else []
    else:
        filled.found[path] = institutions_named(words, by=request.user)


def _looked_for(posted: QueryDict) -> str:
    """The path of a name that somebody typed a part of and pressed Enter, rather than choose one; "" where nobody did."""
    for name in posted:
        path = name.removesuffix(".find")
        if path != name and str(posted[name]).strip() and not posted.get(path) and not posted.get(f"{path}+"):
            return path
    return ""


def institution_beside(posted: QueryDict, path: str) -> int:
    """The institution of which units are chosen at a path: the one beside it in the form; 0 where none is chosen yet."""
    row, _, name = path.rpartition(".")
    text = posted.get(f"{row}.{UNIT_LISTS.get(name, 'institution')}", "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def _make(filled: Filled, path: str, posted: QueryDict, request: HttpRequest) -> None:
    """Add an institution or a unit that was not there, and choose it."""
    name, name_en = posted.get(f"{path}.new", ""), posted.get(f"{path}.new_en", "")
    now = timezone.now()
    place = _place(filled.shown, path)
    if place is None:
        return
    try:
        if path.endswith("units"):
            made = add_unit(institution_beside(posted, path), name, name_en=name_en, by=request.user, at=now)
        else:
            made = add_institution(name, name_en=name_en, territory=posted.get(f"{path}.new_code", ""), by=request.user, at=now)
    except AlreadyNamed as refusal:
        filled.said.append(refusal)
        made = refusal.found
    except Refusal as refusal:
        filled.said.append(refusal)
        filled.asked[path], filled.found[path] = name, []
        return
    if place[1] in UNIT_LISTS:
        place[0][place[1]] = list(dict.fromkeys([*(place[0].get(place[1]) or []), str(made)]))
    elif path.endswith("units"):
        rows = place[0].setdefault(place[1], [])
        if all(str(row.get("unit")) != str(made) for row in rows):
            index = max((row["index"] for row in rows), default=-1) + 1
            rows.append({"unit": str(made), "role": "participating" if rows else "responsible", "index": index})
    else:
        place[0][place[1]] = str(made)


def as_fields(fields: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """A form's fields one by one, to be sent along hidden."""
    return [(name, value) for name, found in fields.items() for value in found]


def canonical(fields: Mapping[str, Sequence[str]]) -> str:
    """The fields as text, the same for equal ones."""
    return json.dumps(fields, sort_keys=True, ensure_ascii=False)


_BUTTONS = {"more": _more, "remove": _remove, "find": _find, "make": _make}
