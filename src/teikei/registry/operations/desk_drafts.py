"""What people have typed and not yet saved, their saved filters, and sheets that were handed in: kept for them alone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import now

from teikei.names.bilingual import Refusal
from teikei.registry.models import FormDraft, SavedFilter, SheetDraft
from teikei.registry.permissions import Person, require

# A form of an agreement is some kilobytes; what is larger was not typed.
LARGEST_FORM = 200_000
MOST_FILTERS = 50
MOST_SHEETS = 5
_FORGOTTEN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Typed:
    """A draft of a form: the version that the person looked at, the fields as sent, when."""

    version: int
    fields: dict[str, list[str]]
    saved_at: datetime


def keep_form(form: str, version: int, fields: Mapping[str, Sequence[str]], *, by: Person, at: datetime) -> None:
    """Keep what was typed into a form, in the place of what was kept of it before."""
    person = require(by, "desk.open")
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) <= LARGEST_FORM:
        FormDraft.objects.update_or_create(person=person, form=form, defaults={"version": version, "fields": text, "saved_at": at})


def forget_form(form: str, *, by: Person) -> None:
    """Drop what was typed into a form: it was saved, or is not wanted."""
    FormDraft.objects.filter(person=require(by, "desk.open"), form=form).delete()


def form_draft(form: str, *, by: Person) -> Typed | None:
    """What this person has typed into a form."""
    found = FormDraft.objects.filter(person=require(by, "desk.open"), form=form).first()
    return Typed(found.version, json.loads(found.fields), found.saved_at) if found else None


def form_drafts(*, by: Person) -> list[tuple[str, datetime]]:
    """The forms of which this person has drafts, the latest first."""
    return list(FormDraft.objects.filter(person=require(by, "desk.open")).values_list("form", "saved_at")[:20])


def save_filter(name: str, query: str, *, by: Person) -> None:
    """Keep a search under a name, in the place of one of the same name."""
    person = require(by, "desk.open")
    name = " ".join(name.split())[:100]
    if not name or len(query) > 1000:
        raise Refusal("The filter was not saved: give it a name.", "絞り込みを保存していません。名前を入力してください。")
    if SavedFilter.objects.filter(person=person).exclude(name=name).count() >= MOST_FILTERS:
        raise Refusal(
            f"The filter was not saved: you have {MOST_FILTERS} already. Delete one first.",
            f"絞り込みを保存していません。すでに{MOST_FILTERS}件あります。先に1件削除してください。",
        )
    SavedFilter.objects.update_or_create(person=person, name=name, defaults={"query": query})


def delete_filter(name: str, *, by: Person) -> None:
    """Forget a saved search."""
    SavedFilter.objects.filter(person=require(by, "desk.open"), name=name).delete()


def hand_in_sheet(content: bytes, name: str, *, by: Person, at: datetime) -> int:
    """Keep a sheet until it is taken in; gives its number. Only a person's latest few stay."""
    person = require(by, "desk.open")
    made = SheetDraft.objects.create(
        person=person, name=name[:200], content=content, sha256=hashlib.sha256(content).hexdigest(), uploaded_at=at
    )
    stale = SheetDraft.objects.filter(person=person).values_list("pk", flat=True)[MOST_SHEETS:]
    SheetDraft.objects.filter(pk__in=list(stale)).delete()
    SheetDraft.objects.filter(uploaded_at__lt=now() - _FORGOTTEN).delete()
    return int(made.pk)


def sheet_draft(number: int, *, by: Person) -> tuple[str, bytes] | None:
    """The name and content of a sheet that this person handed in."""
    found = SheetDraft.objects.filter(person=require(by, "desk.open"), pk=number).first()
    return (found.name, bytes(found.content)) if found else None


def forget_sheet(number: int, *, by: Person) -> None:
    """Drop a sheet: it was taken in, or is not wanted."""
    SheetDraft.objects.filter(person=require(by, "desk.open"), pk=number).delete()
