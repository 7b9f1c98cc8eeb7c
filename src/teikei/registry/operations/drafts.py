"""Files handed in at the desk: staged, decided on, withdrawn. Nothing of a draft is in the registry before it is kept."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from teikei.lists import corrections as lists
from teikei.lists.cells import one_line
from teikei.lists.layout import Profile
from teikei.names.bilingual import Refusal
from teikei.registry.drafting import added_at, entry_key, entry_shown, line_shown, proposed_field
from teikei.registry.models import Draft, DraftFinding, DraftJudgment, DraftLines, Edition, Verdict
from teikei.registry.permissions import OfList, Person, require
from teikei.registry.refusals import AlreadyKept, DraftKept, DraftNotRead, EmptyFile

_NAME_LENGTH = 255


def stage(content: bytes, name: str, *, by: Person, at: datetime) -> tuple[int, bool]:
    """Keep a file for reading: the draft's number, and whether it is new. The same file again is the draft it already is.

    Raises EmptyFile, and AlreadyKept where an edition was taken from this very document.
    """
    person = require(by, "list.take-in", OfList())
    name = one_line(name)[-_NAME_LENGTH:] or "-"
    if not content:
        raise EmptyFile(name)
    sha256 = hashlib.sha256(content).hexdigest()
    kept = Edition.objects.select_related("source").filter(source__sha256=sha256).first()
    if kept and kept.source:
        raise AlreadyKept(kept.number, kept.as_of, kept.source.received_at, kept.pk)
    try:
        with transaction.atomic():
            if known := _open_twin(sha256):
                return known, False
            draft = Draft.objects.create(
                sha256=sha256, name=name, size=len(content), content=content, uploaded_by=person, uploaded_at=at, state_at=at
            )  # fmt: skip
            return draft.pk, True
    except IntegrityError:
        if known := _open_twin(sha256):  # the same file was handed in at the same moment
            return known, False
        raise


def _open_twin(sha256: str) -> int | None:
    found: int | None = Draft.objects.filter(sha256=sha256).exclude(state=Draft.State.KEPT).values_list("pk", flat=True).first()
    return found


def withdraw(draft: int, *, by: Person) -> None:
    """Delete a draft with its file, its reading and what was decided. DraftKept where it has become an edition."""
    require(by, "list.take-in", OfList())
    with transaction.atomic():
        _locked(draft).delete()


def read_again(draft: int, profile: str, *, by: Person, at: datetime) -> None:
    """Have the file read anew with this profile (TOML). What was decided stays: it names places, not readings.

    Raises a Refusal where the profile is none.
    """
    require(by, "list.take-in", OfList())
    Profile.fromtoml(profile, "profile.toml")
    with transaction.atomic():
        found = _locked(draft)
        found.profile, found.state, found.state_at = profile, Draft.State.WAITING, at
        found.round += 1
        found.save(update_fields=["profile", "state", "state_at", "round"])


def accept(draft: int, position: int, *, by: Person, at: datetime) -> None:
    """Apply what a finding proposes: for a spelling wherever it stands, for another value at each of its places."""
    person = require(by, "list.take-in", OfList())
    with transaction.atomic():
        finding = _finding(draft, position)
        field, proposal = proposed_field(finding.proposal), finding.proposal
        if not field or not proposal:
            raise Refusal("This finding proposes nothing that could be applied.", "この指摘には適用できる修正案がありません。")
        value = lists.checked(field, [proposal["proposed"]])
        if field in lists.SPELT:
            made = [lists.Correction(field, value, proposal["printed"])]
        else:
            places = [place for place in finding.places if place.get("where") and place.get("field") in ("", field)]
            made = [lists.Correction(field, value, where=lists.Where(*place["where"])) for place in places]
        _judge(finding.draft_id, finding.key, Verdict.ACCEPTED, made, by=person, at=at)


def correct(draft: int, position: int, place: int, values: Sequence[str], *, by: Person, at: datetime) -> None:
    """Set right the value at one place of a finding (its number among the finding's places, from 0).

    Where the finding doubts a spelling (of a unit, of a territory), the spelling is set right wherever it stands.
    """
    person = require(by, "list.take-in", OfList())
    with transaction.atomic():
        finding = _finding(draft, position)
        if not 0 <= place < len(finding.places) or not finding.places[place].get("field"):
            raise Refusal("There is no value at this place.", "この箇所には訂正できる値がありません。")
        at_place = finding.places[place]
        field = proposed_field(finding.proposal) or at_place["field"]
        value = lists.checked(field, values)
        if not value:  # an empty field sent by mistake would take a value away in silence
            raise Refusal("Write what it should read.", "正しい値を入力してください。")
        if finding.proposal and field in lists.SPELT:
            made = [lists.Correction(field, value, finding.proposal["printed"])]
        elif field == "territory" and at_place["printed"]:  # a heading: its label is one thing wherever it stands
            made = [lists.Correction(field, value, at_place["printed"])]
        else:
            made = [lists.Correction(field, value, where=lists.Where(*at_place["where"]))]
        _judge(finding.draft_id, finding.key, Verdict.CORRECTED, made, by=person, at=at, added=True)


def dismiss(draft: int, position: int, reason: str, *, by: Person, at: datetime) -> None:
    """Say that a finding needs nothing, and why where the person says it."""
    person = require(by, "list.take-in", OfList())
    with transaction.atomic():
        finding = _finding(draft, position)
        _judge(finding.draft_id, finding.key, Verdict.DISMISSED, (), by=person, at=at, reason=one_line(reason)[:500])


def undo(draft: int, key: str, *, by: Person) -> None:
    """Take back what was decided under that key, with its corrections."""
    require(by, "list.take-in", OfList())
    with transaction.atomic():
        _open(draft)
        DraftJudgment.objects.filter(draft=draft, key=key).delete()


def correct_entry(draft: int, n: int, values: Mapping[str, Sequence[str]], *, by: Person, at: datetime) -> None:
    """Set right any values of one entry by hand. What equals the reading (with all else decided) is no correction."""
    person = require(by, "list.take-in", OfList())
    with transaction.atomic():
        found = _open(draft)
        where, entry = _entry_at(found, n)
        key = entry_key(where)
        if where in lists.Corrections(corrections_of(draft)).out:
            raise Refusal(
                "This line was said to be no entry. Take that back first.",
                "この行は「協定の行ではない」とされています。先に取り消してください。",
            )
        others = lists.Corrections(corrections_of(draft, but=key))
        made = []
        for field, given in values.items():
            value = lists.checked(field, given)
            if value != others.value(where, field, tuple(entry["values"].get(field, ()))):
                made.append(lists.Correction(field, value, where=where))
        if made:
            _judge(draft, key, Verdict.CORRECTED, made, by=person, at=at)
        else:
            DraftJudgment.objects.filter(draft=draft, key=key).delete()


def take_out_entry(draft: int, n: int, reason: str, *, by: Person, at: datetime) -> None:
    """Say that the line of an entry is none, and why. Its line stays, and what was corrected of the entry is forgotten."""
    person = require(by, "list.take-in", OfList())
    with transaction.atomic():
        where, _ = _entry_at(_open(draft), n)
        made = [lists.Correction(lists.ENTRY, lists.NO_ENTRY, where=where)]
        _judge(draft, entry_key(where), Verdict.CORRECTED, made, by=person, at=at, reason=_reason(reason))


def add_entry(draft: int, position: int, values: Mapping[str, Sequence[str]], reason: str, *, by: Person, at: datetime) -> None:
    """Say that a line (its number on the reading) from which no entry was read is one, and what it says.

    Where a finding says that the line was not understood, this is the decision on it. Said again, the later values hold.
    Raises a Refusal where there is no such line, an entry stands on it already, or a value cannot stand.
    """
    person = require(by, "list.take-in", OfList())
    with transaction.atomic():
        _open(draft)
        line = line_shown(draft, position)
        if line is None:
            raise Refusal("There is no such line.", "該当する行がありません。")
        if line["entries"]:
            raise Refusal(
                "An entry was read from this line already. Correct that one.",
                "この行からはすでに読み取っています。その行を訂正してください。",
            )
        where = added_at(line)
        given = {field: lists.checked(field, values.get(field, ())) for field in lists.FIELDS}
        made = [lists.Correction(lists.ENTRY, lists.IS_ENTRY, where=where)]
        made += [lists.Correction(field, value, where=where) for field, value in given.items() if value]
        unread = DraftFinding.objects.filter(draft=draft, position__in=line["findings"], code="line-unread").first()
        key = unread.key if unread else entry_key(where)
        _judge(draft, key, Verdict.CORRECTED, made, by=person, at=at, reason=_reason(reason))


def _reason(text: str) -> str:
    """A reason as it is kept. Refusal where there is none: the printed line alone does not tell it."""
    if not (reason := one_line(text)[:500]):
        raise Refusal("Say why.", "理由を入力してください。")
    return reason


def _entry_at(draft: Draft, n: int) -> tuple[lists.Where, dict[str, Any]]:
    entry = entry_shown(draft.pk, draft.summary, n)
    if entry is None:
        raise Refusal("There is no such entry.", "該当する行がありません。")
    return lists.Where(*entry["where"]), entry


def corrections_of(draft: int, but: str = "") -> list[lists.Correction]:
    """All corrections of a draft in the order in which they were made."""
    kept = DraftJudgment.objects.filter(draft=draft).exclude(key=but).order_by("judged_at", "pk").values_list("corrections", flat=True)
    return [lists.Correction.fromjson(one) for several in kept for one in several]


def clear(draft: Draft) -> None:
    """Forget file, reading and judgments of a draft that an edition has taken over."""
    for kind in (DraftLines, DraftFinding, DraftJudgment):
        kind._default_manager.filter(draft=draft).delete()
    draft.content = b""


def _judge(
    draft: int, key: str, verdict: Verdict, corrections: Sequence[lists.Correction], *, by: User, at: datetime, reason: str = "",
    added: bool = False,
) -> None:  # fmt: skip
    """Record one decision. `added`: to corrections made under the same key before, but for those of the same value."""
    made = list(corrections)
    if added and (before := DraftJudgment.objects.filter(draft=draft, key=key, verdict=verdict).first()):
        new = {(one.field, one.printed, one.where) for one in made}
        earlier = [lists.Correction.fromjson(one) for one in before.corrections]
        made = [one for one in earlier if (one.field, one.printed, one.where) not in new] + made
    kept = {"verdict": verdict, "reason": reason, "corrections": [one.to_json() for one in made], "judged_by": by, "judged_at": at}
    DraftJudgment.objects.update_or_create(draft_id=draft, key=key, defaults=kept)


def _locked(draft: int) -> Draft:
    """The draft, not kept yet, locked until the transaction ends. Raises Draft.DoesNotExist, DraftKept."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("edition").defer("content").get(pk=draft)
    if found.edition:
        raise DraftKept(found.edition.number, found.edition.pk)
    return found


def _open(draft: int) -> Draft:
    """The same, with a reading. Raises DraftNotRead."""
    found = _locked(draft)
    if found.state != Draft.State.READ:
        raise DraftNotRead
    return found


def _finding(draft: int, position: int) -> DraftFinding:
    _open(draft)
    found = DraftFinding.objects.filter(draft=draft, position=position).first()
    if found is None:
        raise Refusal("There is no such finding any more.", "該当する指摘はもうありません。")
    return found
